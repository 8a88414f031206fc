"""The event store's server stops without warning and starts again: the warehouse answers all the while, and goes on by itself."""

from __future__ import annotations

import threading

import pytest
from asking_workers import Workers
from running_warehouse import Host, Writing, on_postgres, until

from benchmarks.invented_log import TENANT
from services.reporting.questions import Scope
from services.reporting.serving.client import RemoteQueries
from tests.store.postgres_server import own_postgres
from varde.composition import prepare

pytestmark = pytest.mark.long

OWNER = Scope(tenant=TENANT, exact=True)
STOPS = 2
ASKED = 20
"""Questions that are answered while the server is away."""


@pytest.fixture
def server():
    with own_postgres() as server:
        yield server


@pytest.fixture
def host(server, tmp_path):
    host = Host(tmp_path / "data", **on_postgres(server.dsn, tmp_path))
    prepare(host.settings)
    host.start()
    yield host
    host.stop()


class Reader(threading.Thread):
    """Asks the warehouse process without any patience, and writes down the position of every answer."""

    def __init__(self, host):
        super().__init__(daemon=True)
        self.positions, self.failure, self.enough = [], None, threading.Event()
        self._socket = host.settings.warehouse_socket

    def run(self):
        remote = RemoteQueries(self._socket, patience=0)
        try:
            while not self.enough.wait(0.01):
                remote.municipality_totals(OWNER)
                self.positions.append(remote.log_position(OWNER).item(0, "position"))
        except Exception as error:  # noqa: BLE001  (for the test, which runs in another thread)
            self.failure = error
        remote.close()

    def wait_for_more(self):
        wanted = len(self.positions) + ASKED
        until(lambda: self.failure is not None or len(self.positions) >= wanted, "the warehouse does not answer")

    def end(self):
        self.enough.set()
        self.join()
        return self.failure


def test_a_stopped_postgres_is_waited_for_while_every_answer_stands_and_nothing_is_lost(server, host):
    reader = Reader(host)
    with Writing(host) as writing:
        until(lambda: host.position() > 0, "nothing comes in")
        reader.start()
        with Workers(host, 2) as workers:
            for _ in range(STOPS):
                workers.wait_for_more()
                server.stop_at_once()
                reader.wait_for_more()
                server.start()
                behind = host.position()
                until(lambda behind=behind: host.position() > behind, "the warehouse does not go on by itself")
            workers.wait_for_more()
        last = writing.end()
    assert reader.end() is None
    assert reader.positions == sorted(reader.positions)
    assert workers.errors() == [], workers.said()
    until(lambda: host.position() == last, "the warehouse does not come to the end of the log")
    of_a_rebuild = host.digest_of_a_rebuild()
    assert of_a_rebuild["events"][0] == writing.events
    until(lambda: host.digest() == of_a_rebuild, "the warehouse is not as a rebuild makes it")
