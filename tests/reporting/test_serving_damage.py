"""Whatever happens to the file, readers get a right answer or are told that the warehouse is being built; and that passes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

import duckdb
import pytest
from warehouse_steps import content, content_seen_by, invented, opened, settled, store

from benchmarks.invented_log import TENANT
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.answering import LocalQueries
from services.reporting.projector import Projector
from services.reporting.queries import WarehouseBuildingError, WarehouseUnavailableError
from services.reporting.questions import Scope
from services.reporting.reading import batch
from services.reporting.serving.client import RemoteQueries
from services.reporting.serving.keeping import keep_following
from services.reporting.serving.server import serve
from services.reporting.source import SqliteSource
from services.reporting.tracking import building
from services.reporting.warehouse_file import KEPT, OPENINGS, beside

pytestmark = pytest.mark.long

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
OWNER = Scope(tenant=TENANT, exact=True)
LOG = invented(400)
RULES = load_rulebooks(["law-12"])
PAUSES = (0.01, 0.1)
LONGEST = 60.0
"""Seconds after which a warehouse that is not whole again has failed."""


class Made:
    """A whole warehouse, closed: its file, and what it answers."""

    def __init__(self, folder):
        self.events = store(folder / "events.sqlite", LOG)
        path = folder / "warehouse.duckdb"
        warehouse, source = opened(path), SqliteSource(self.events)
        Projector(source, warehouse, RULES, Calendar()).once()
        self.content = settled(content(warehouse))
        self.answer = answer(LocalQueries(warehouse, lambda: NOW))
        warehouse.close()
        source.close()
        self.bytes = path.read_bytes()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return Made(tmp_path_factory.mktemp("made"))


def answer(queries):
    return queries.municipality_overview(OWNER).rows(), queries.cases(OWNER).rows(), queries.overdue(OWNER).height


@contextmanager
def running(path, events):
    """The warehouse process's work, in this process: the file opened, followed and served."""
    with ExitStack() as stack:
        warehouse = stack.enter_context(opened(path))
        source = SqliteSource(events)
        stack.callback(source.close)
        projector = Projector(source, warehouse, RULES, Calendar())
        stack.enter_context(serve(warehouse, path.with_suffix(".sock"), lambda: NOW))
        stop = threading.Event()
        thread = threading.Thread(target=keep_following, args=(projector, warehouse, stop), kwargs={"pauses": PAUSES})
        thread.start()
        stack.callback(thread.join)
        stack.callback(stop.set)
        remote = RemoteQueries(path.with_suffix(".sock"))
        stack.callback(remote.close)
        yield warehouse, remote


def answer_when_whole(remote):
    """The first answer that is given; until then readers are told that there is none."""
    deadline = time.monotonic() + LONGEST
    while True:
        try:
            return answer(remote)
        except WarehouseUnavailableError:
            assert time.monotonic() < deadline


def content_in_the_end(warehouse):
    """Everything that can be read. What cannot is doubted, as the server does when a question meets it."""
    deadline = time.monotonic() + LONGEST
    while True:
        try:
            with warehouse.cursor() as cursor:
                cursor.begin()  # a warehouse may begin to be made again between two looks
                if building(cursor) is None:
                    return settled(content_seen_by(cursor))
        except duckdb.Error:
            warehouse.doubt()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_file_that_a_reader_doubts_is_examined_although_nothing_happens_in_the_log(made, tmp_path):
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(made.bytes)
    with running(path, made.events) as (warehouse, remote):
        assert answer_when_whole(remote) == made.answer
        warehouse.doubt()
        deadline = time.monotonic() + LONGEST
        while warehouse.is_doubtful():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert answer_when_whole(remote) == made.answer


PLACES = 16


@pytest.mark.parametrize("seed", range(PLACES))
def test_a_file_with_flipped_bytes_anywhere_gives_the_right_answer_in_the_end_and_never_a_wrong_one(made, tmp_path, seed):
    dice = random.Random(seed)  # noqa: S311 - places to damage, no secret
    damaged = bytearray(made.bytes)
    at = (len(damaged) * seed) // PLACES + dice.randrange(len(damaged) // PLACES)
    for offset in range(at, min(at + 16, len(damaged))):
        damaged[offset] ^= dice.randrange(1, 256)
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(damaged)
    with running(path, made.events) as (warehouse, remote):
        assert answer_when_whole(remote) == made.answer
        assert content_in_the_end(warehouse) == made.content


@pytest.mark.parametrize("part", [0, 100, 4096, 12_000, 0.3, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_made_again(made, tmp_path, part):
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(made.bytes[: part if isinstance(part, int) else int(part * len(made.bytes))])
    with running(path, made.events) as (warehouse, remote):
        assert answer_when_whole(remote) == made.answer
        assert content_in_the_end(warehouse) == made.content


DIES = """
import os, pathlib, sys
from warehouse_steps import opened
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.projector import Projector
from services.reporting.reading import batch
from services.reporting.source import SqliteSource
from services.reporting.tracking import building
source, warehouse = SqliteSource(pathlib.Path(sys.argv[2])), opened(pathlib.Path(sys.argv[1]))
projector = Projector(source, warehouse, load_rulebooks(["law-12"]), Calendar())
projector._projection.take(batch(source.after(0, 200), warehouse.tenant))
projector.once()
os._exit(9)
"""


@pytest.mark.parametrize("damage", ["torn", "flipped", "garbage", "gone"])
def test_a_damaged_write_ahead_log_loses_nothing_that_the_log_does_not_bring_back(made, tmp_path, damage):
    path = tmp_path / "warehouse.duckdb"
    wal = beside(path, "wal")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", DIES, path, made.events], env=environment, check=False)
    written = bytearray(wal.read_bytes())
    assert len(written) > 10_000
    if damage == "torn":
        wal.write_bytes(written[: len(written) * 2 // 3])
    elif damage == "flipped":
        written[len(written) // 2] ^= 0xFF
        wal.write_bytes(written)
    elif damage == "garbage":
        wal.write_bytes(bytes(range(256)) * 64)
    else:
        wal.unlink()
    with running(path, made.events) as (warehouse, remote):
        assert answer_when_whole(remote) == made.answer
        assert content_in_the_end(warehouse) == made.content


def test_a_file_that_ends_every_process_that_opens_it_is_set_aside_after_some(made, tmp_path):
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(made.bytes)
    beside(path, "opening").write_text(str(OPENINGS), encoding="ascii")
    with running(path, made.events) as (warehouse, remote):
        assert answer_when_whole(remote) == made.answer
        assert content_in_the_end(warehouse) == made.content
    assert beside(path, "broken-1").exists()
    assert not beside(path, "opening").exists()


def test_files_set_aside_do_not_fill_the_disk(tmp_path):
    path = tmp_path / "warehouse.duckdb"
    for _ in range(5):
        path.write_bytes(b"no database " * 2000)
        opened(path).close()
    assert [aside.name.rpartition(".")[2] for aside in sorted(tmp_path.glob("*.broken-*"))] == ["broken-4", "broken-5"]
    assert KEPT == 2


def test_a_warehouse_of_another_log_is_not_believed(made, tmp_path):
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(made.bytes)
    others = invented(300, seed=9)
    events = store(tmp_path / "events.sqlite", others)
    with running(path, events) as (warehouse, remote):
        deadline = time.monotonic() + LONGEST
        while not beside(path, "broken-1").exists() or warehouse.building() is not None:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert remote.log_position(OWNER)["position"][0] == len(others)


def test_what_other_rules_made_is_never_given_as_if_it_were_whole(made, tmp_path):
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(made.bytes)
    with opened(path) as warehouse:
        source = SqliteSource(made.events)
        projector = Projector(source, warehouse, load_rulebooks(["law-12", "oyer"]), Calendar())
        queries = LocalQueries(warehouse, lambda: NOW)
        with pytest.raises(WarehouseBuildingError) as told:
            queries.municipality_totals(OWNER)
        assert (told.value.done, told.value.total) == (len(LOG) // 2, len(LOG))
        assert queries.log_position(OWNER)["position"][0] == 0
        projector.once()
        assert queries.municipality_totals(OWNER).height == 1
        source.close()


def test_a_reader_is_told_how_far_the_making_has_come(made, tmp_path):
    path = tmp_path / "warehouse.duckdb"
    with opened(path) as warehouse, serve(warehouse, path.with_suffix(".sock"), lambda: NOW):
        remote = RemoteQueries(path.with_suffix(".sock"), patience=0)
        assert remote.health().building == (0, None)
        with pytest.raises(WarehouseBuildingError, match="unknown"):
            remote.overdue(OWNER)
        source = SqliteSource(made.events)
        projection = Projector(source, warehouse)._projection
        projection.build_up_to(source.end())
        projection.take_events_alone(batch(source.after(0, 100), TENANT))
        with pytest.raises(WarehouseBuildingError) as told:
            remote.overdue(OWNER)
        assert (told.value.done, told.value.total) == (50, len(LOG))
        assert remote.health().building == (50, len(LOG))
        Projector(source, warehouse).once()
        assert remote.health().building is None
        assert remote.overdue(OWNER).is_empty()
        remote.close()
        source.close()


FULL = """
import pathlib, resource, signal, sys, threading
from warehouse_steps import opened
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.serving.keeping import keep_following
from services.reporting.projector import Projector
from services.reporting.serving.server import serve
from services.reporting.source import SqliteSource
from services.reporting.tracking import building
path, events, most = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
stop = threading.Event()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
signal.signal(signal.SIGTERM, lambda *_: stop.set())
ENDLESS = resource.RLIM_INFINITY
signal.signal(signal.SIGUSR1, lambda *_: resource.setrlimit(resource.RLIMIT_FSIZE, (ENDLESS, ENDLESS)))
with opened(path) as warehouse:
    projector = Projector(SqliteSource(events), warehouse, load_rulebooks(["law-12"]), Calendar())
    with serve(warehouse, path.with_suffix(".sock")):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
        keep_following(projector, warehouse, stop, pauses=(0.05, 0.5))
"""


def test_a_full_disk_leaves_the_old_answers_standing_and_is_got_over(made, tmp_path):
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(made.bytes)
    events = store(tmp_path / "events.sqlite", [*LOG, *invented(1500, seed=3)])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    said = tmp_path / "said"
    with said.open("w", encoding="utf-8") as taken_down:
        child = subprocess.Popen(
            [sys.executable, "-c", FULL, path, events, str(100_000)], env=environment, stderr=taken_down, text=True
        )
    remote = RemoteQueries(path.with_suffix(".sock"), patience=LONGEST)
    deadline = time.monotonic() + LONGEST
    try:
        while "no room" not in said.read_text(encoding="utf-8"):
            assert remote.log_position(OWNER)["position"][0] == len(LOG)
            assert remote.cases(OWNER).rows() == made.answer[1]
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert remote.cases(OWNER).rows() == made.answer[1]
        child.send_signal(signal.SIGUSR1)
        while remote.log_position(OWNER)["position"][0] == len(LOG):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert child.poll() is None
    finally:
        child.terminate()
        child.wait(timeout=30)
        remote.close()
    assert not list(tmp_path.glob("*.broken-*"))
