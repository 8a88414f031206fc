"""The file has one owner, and is a cache: what cannot be used is set aside and made again."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading

import duckdb
import pytest
from eventsourcing.persistence import Tracking, TrackingRecorder
from eventsourcing.tests.persistence import TrackingRecorderTestCase as Conformance
from warehouse_steps import content, invented, opened, store

from services.reporting.projector import Projector
from services.reporting.source import SqliteSource
from services.reporting.tracking import advance, position
from services.reporting.warehouse import ForkedError, Warehouse
from services.reporting.warehouse_file import WarehouseBusyError, beside

LOG = invented(200)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "warehouse.duckdb"


@pytest.fixture
def source(tmp_path):
    source = SqliteSource(store(tmp_path / "events.sqlite", LOG))
    yield source
    source.close()


class WarehouseTracking(TrackingRecorder):
    """The library's contract, over the positions that the projector writes."""

    def __init__(self, warehouse: Warehouse) -> None:
        super().__init__()
        self._warehouse = warehouse

    def insert_tracking(self, tracking: Tracking) -> None:
        with self._warehouse.transaction() as cursor:
            advance(cursor, tracking.application_name, tracking.notification_id)

    def max_tracking_id(self, application_name: str) -> int | None:
        with self._warehouse.cursor() as cursor:
            return position(cursor, application_name) or None


class TestTrackingConformance(Conformance):
    """The library's own test case of the tracking contract."""

    @pytest.fixture(autouse=True)
    def _folder(self, path):
        self.path = path
        self.warehouses: list[Warehouse] = []
        yield
        for warehouse in self.warehouses:
            warehouse.close()

    def create_recorder(self):
        warehouse = opened(self.path)
        self.warehouses.append(warehouse)
        return WarehouseTracking(warehouse)


del Conformance


OPEN_AS_SECOND = """
import pathlib, sys
from services.reporting.warehouse import Warehouse
from services.reporting.warehouse_file import WarehouseBusyError
try:
    Warehouse.open(pathlib.Path(sys.argv[1]), tenant="steindal")
except WarehouseBusyError:
    print("busy")
"""


def test_a_second_owner_in_another_process_is_refused(path):
    warehouse = opened(path)
    second = subprocess.run([sys.executable, "-c", OPEN_AS_SECOND, str(path)], capture_output=True, text=True, check=True)
    assert second.stdout.strip() == "busy"
    warehouse.close()


def test_a_second_owner_in_the_same_process_is_refused(path):
    warehouse = opened(path)
    with pytest.raises(WarehouseBusyError):
        opened(path)
    warehouse.close()


def test_a_child_made_by_fork_cannot_use_the_open_file(path):
    warehouse = opened(path)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with warehouse.cursor():
                os.write(writing, b"open")
        except ForkedError:
            os.write(writing, b"refused")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 10) == b"refused"
    os.close(reading)
    os.close(writing)
    warehouse.close()


def test_a_file_that_will_not_open_is_set_aside_and_made_again_with_a_loud_word(path, source, caplog):
    warehouse = opened(path)
    Projector(source, warehouse).once()
    whole = content(warehouse)
    warehouse.close()
    damaged = bytearray(path.read_bytes())
    damaged[4096:12288] = os.urandom(8192)
    path.write_bytes(damaged)
    with caplog.at_level(logging.ERROR):
        again = opened(path)
    assert beside(path, "broken-1").read_bytes() == damaged
    assert "set aside" in caplog.text
    assert Projector(source, again).once() == len(LOG)
    assert content(again) == whole
    again.close()


def test_a_file_that_is_no_database_is_set_aside(path, source):
    path.write_text("not a database at all, and quite long enough to look like one " * 500)
    warehouse = opened(path)
    assert Projector(source, warehouse).once() == len(LOG)
    warehouse.close()


def test_a_file_of_another_schema_is_made_again(path, source):
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE events (position BIGINT, old_column VARCHAR)")
    warehouse = opened(path)
    assert Projector(source, warehouse).once() == len(LOG)
    warehouse.close()


def test_a_failed_transaction_leaves_neither_rows_nor_position(path):
    warehouse = opened(path)
    before = content(warehouse)

    def fail():
        with warehouse.transaction() as cursor:
            cursor.execute("INSERT INTO follow_position VALUES ('events', 7)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert content(warehouse) == before
    warehouse.close()


def test_a_rebuild_puts_the_same_content_in_place_while_others_read(path, source):
    warehouse = opened(path)
    projector = Projector(source, warehouse)
    projector.once()
    whole = content(warehouse)
    seen: list[int] = []
    stop = threading.Event()

    def read():
        while not stop.is_set():
            with warehouse.cursor() as cursor:
                seen.append(cursor.execute("SELECT count(*) FROM events").fetchall()[0][0])

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(3):
        assert projector.rebuild() == len(LOG)
    stop.set()
    reader.join()
    assert content(warehouse) == whole
    assert set(seen) == {len(LOG)}
    assert not beside(path, "building").exists()
    warehouse.close()


def test_what_is_left_of_a_rebuild_that_was_killed_is_no_hindrance(path, source):
    beside(path, "building").write_bytes(b"half a file")
    beside(path, "building.wal").write_bytes(b"half a log")
    warehouse = opened(path)
    assert Projector(source, warehouse).rebuild() == len(LOG)
    warehouse.close()


def test_nothing_outside_the_file_can_be_read_by_a_query(path, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    warehouse = opened(path)
    with warehouse.cursor() as cursor, pytest.raises(duckdb.PermissionException):
        cursor.execute("SELECT * FROM read_csv(?)", [str(tmp_path / "secret.csv")])
    warehouse.close()
