"""Four workers ask while the warehouse process writes and is killed without warning: no reader is shown an error."""

from __future__ import annotations

import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing, contextmanager

import pytest
import requests
from running_warehouse import Host, Writing, until
from warehouse_steps import settled

from events.lists.people import Role
from services.case_service.http.accounts import Accounts
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.digest import digest
from services.reporting.projector import Projector
from services.reporting.source import SqliteSource
from services.reporting.warehouse import Warehouse
from varde.composition import prepare

PASSWORD = "a password for tests"
KILLS = 4
READERS = 4
ASKED = ("/eier/tall.csv",)
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def host(tmp_path):
    host = Host(tmp_path / "data")
    prepare(host.settings)
    Accounts(host.settings.accounts_file).add(login="owner", name="Owner", password=PASSWORD, roles=(Role.SCHOOL_OWNER,))
    yield host
    host.stop()


@contextmanager
def four_workers(host, log):
    """The dashboards' own server, as ``varde serve dashboards`` starts it, with four worker processes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "gunicorn", "varde.web:dashboards()", "--bind", bind, "--worker-class", "gthread"]
    command += ["--workers", "4", "--threads", "2", "--no-control-socket", "--log-level", "warning", "--forwarded-allow-ips", ""]
    with log.open("wb") as out, subprocess.Popen(command, env=host.environment, stdout=out, stderr=out) as server:
        try:
            until(lambda: server.poll() is not None or answers(f"http://{bind}/healthz"), "the pages do not answer")
            assert server.poll() is None, log.read_text()
            yield f"http://{bind}"
        finally:
            server.terminate()


def answers(address):
    try:
        return requests.get(address, timeout=5).status_code == 200
    except requests.RequestException:
        return False


def logged_in(address):
    session = requests.Session()
    token = CSRF.search(session.get(f"{address}/logg-inn", timeout=60).text).group(1)
    form = {"csrf_token": token, "login": "owner", "password": PASSWORD}
    assert session.post(f"{address}/logg-inn", data=form, timeout=60, allow_redirects=False).status_code == 303
    return session


class Reader(threading.Thread):
    """Asks again and again, and writes down every answer: its status, and how long it took in seconds."""

    def __init__(self, address):
        super().__init__(daemon=True)
        self.address, self.session = address, logged_in(address)
        self.statuses, self.longest, self.stop = Counter(), 0.0, threading.Event()

    def run(self):
        with self.session:
            while not self.stop.wait(0.02):
                for path in ASKED:
                    began = time.monotonic()
                    answer = self.session.get(self.address + path, timeout=60)
                    self.statuses[answer.status_code] += 1
                    assert answer.status_code != 200 or answer.text.startswith("\ufeff")
                    self.longest = max(self.longest, time.monotonic() - began)


def test_four_workers_show_no_error_while_the_warehouse_process_is_killed_again_and_again(host, tmp_path):
    dice = random.Random(5)  # noqa: S311 - moments to kill at, no secret
    host.start()
    with Writing(host) as writing:
        until(lambda: writing.last_position > 0 and host.position() > 0, "nothing is written")
        with four_workers(host, tmp_path / "pages.log") as address:
            readers = [Reader(address) for _ in range(READERS)]
            for reader in readers:
                reader.start()
            for _ in range(KILLS):
                time.sleep(1 + 2 * dice.random())
                host.kill()
                time.sleep(0.5)
                host.wait_until_up()
            time.sleep(1)
            for reader in readers:
                reader.stop.set()
            for reader in readers:
                reader.join()
        last = writing.end()
    seen = sum((reader.statuses for reader in readers), Counter())
    assert set(seen) == {200}, (tmp_path / "pages.log").read_text()[-3000:]
    assert seen[200] >= READERS

    until(lambda: host.position() == last, "the warehouse does not come to the end of the log")
    assert settled(host.digest()) == settled(of_a_rebuild(host, tmp_path))


def of_a_rebuild(host, folder):
    rebuilt = Warehouse.open(folder / "rebuilt.duckdb", tenant=host.settings.tenant)
    with rebuilt, closing(SqliteSource(host.settings.events_file)) as source:
        projector = Projector(source, rebuilt, load_rulebooks(), Calendar())
        projector.once()
        return {name: (table.rows, table.digest) for name, table in digest(rebuilt).tables.items()}
