"""The invented nation: a log that everybody who reads a real one can read, the same every time."""

import subprocess
import sys
from collections import defaultdict
from datetime import date
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import msgspec
import polars as pl
import pytest
from simulate.small_nation import SMALL

from events.local_time import OSLO
from events.stored import decode, peek
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.projector import Projector
from services.reporting.source import SqliteSource
from services.reporting.warehouse import Warehouse
from varde.simulate import making
from varde.simulate.making import DiskFullError, FolderNotEmptyError, make
from varde.simulate.mould import Opaque
from varde.simulate.simulating import ONE_TENANT, Simulation
from varde.simulate.writing import write

SUNDAY = 6
JULY = 7


def test_the_warehouse_reads_every_event_and_judges_the_cases(rows, tmp_path: Path):
    write(tmp_path / "events.sqlite", iter(rows))
    source = SqliteSource(tmp_path / "events.sqlite")
    with Warehouse.open(tmp_path / "warehouse.duckdb", tenant=ONE_TENANT) as warehouse:
        assert Projector(source, warehouse, load_rulebooks(), Calendar()).once() == len(rows)
        with warehouse.cursor() as cursor:

            def count(table: str, where: str = "true") -> int:
                return cursor.sql(f"FROM {table}").filter(where).shape[0]

            assert count("events", "oddity IS NOT NULL") == 0
            assert count("schools") == SMALL.schools
            assert count("obligations", "discharged_at IS NULL") > 0
            assert count("obligations", "discharged_at > due_at") > 0
            for what in (
                "serious",
                "reopened > 0",
                "statsforvalter_at IS NOT NULL",
                "stream = 'heightened_case'",
                "state = 'open'",
            ):
                assert count("cases", what) > 0, what
            for topic in (
                "survey.SurveyResultsImported",
                "wheel.WheelTaskDone",
                "avvik.AvvikClosed",
                "enforcement.OrderItemIssued",
            ):
                assert count("events", f"topic = '{topic}'") > 0, topic
            plans = {plan for (plan,) in cursor.execute("SELECT DISTINCT rulebook FROM rulebook_choices").fetchall()}
    source.close()
    assert plans <= {book.head.id for book in load_rulebooks().books}


def test_every_event_is_one_of_its_class_and_stands_in_a_history_that_it_may_stand_in(rows):
    versions: dict[str, int] = defaultdict(int)
    for stream, version, topic, state in rows:
        versions[stream] += 1
        assert version == versions[stream]
        read = decode(state, stream_id=UUID(stream), version=version, topic=topic, sealer=Opaque())
        assert read.envelope.tenant == ONE_TENANT
        assert read.envelope.correlation_id == UUID(stream)


def test_the_log_is_in_the_order_in_which_it_was_written_down_and_ends_on_the_last_day(rows):
    written = [peek(state).envelope.recorded_at for *_, state in rows]
    assert written == sorted(written)
    assert written[-1].astimezone(OSLO).date() <= SMALL.until
    assert len(rows) >= SMALL.events


def test_nothing_happens_when_school_is_closed(rows):
    days = {peek(state).envelope.occurred_at.astimezone(OSLO).date() for *_, topic, state in rows if topic.startswith("case.")}
    assert not [day for day in days if day.weekday() == SUNDAY or day.month == JULY]


def test_monday_mornings_are_the_busiest_and_some_is_written_down_late(rows):
    concerns = [peek(state).envelope for *_, topic, state in rows if topic == "case.ReportedToPrincipal"]
    late = [one for one in concerns if (one.recorded_at - one.occurred_at).days >= 1]
    assert 0 < len(late) < len(concerns) / 3
    received = [peek(state).envelope.occurred_at.astimezone(OSLO) for *_, topic, state in rows if topic == "case.ConcernReceived"]
    by_weekday = pl.Series([at.weekday() for at in received]).value_counts().sort("count", descending=True)
    assert by_weekday.item(0, 0) == 0


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path):
    small = msgspec.structs.replace(SMALL, events=2_000, schools=4, municipalities=2, years=1)

    def made(name: str, wanted) -> str:
        simulation = Simulation(wanted)
        write(tmp_path / name, simulation.rows(simulation.municipalities, ONE_TENANT))
        return sha256((tmp_path / name).read_bytes()).hexdigest()

    assert made("a", small) == made("b", small)
    assert made("c", msgspec.structs.replace(small, seed=8)) != made("a2", small)


def test_one_store_holds_the_same_events_as_the_municipalities_own(nation, rows):
    own = [row for one in nation.municipalities for row in nation.rows((one,), one.tenant)]
    assert sorted((stream, version, topic) for stream, version, topic, _ in own) == sorted(
        (stream, version, topic) for stream, version, topic, _ in rows
    )


def test_whoever_asks_for_more_than_there_is_room_for_is_refused(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(making, "BYTES_PER_EVENT", 10**12)
    with pytest.raises(DiskFullError):
        make(SMALL, tmp_path / "full", one_tenant=True)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path):
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(FolderNotEmptyError):
        make(SMALL, tmp_path, one_tenant=True)


@pytest.mark.parametrize(("how", "stores"), [("--one-tenant", 1), ("--per-municipality", 2)])
def test_the_command_makes_the_stores_and_a_list_of_them(tmp_path: Path, how: str, stores: int):
    command = [Path(sys.executable).with_name("varde"), "simulate", "--schools", "3", "--municipalities", "2", "--years", "1"]
    command += ["--events", "1000", "--until", str(date(2026, 10, 30)), "--json", how, str(tmp_path / "nation")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answer = msgspec.json.decode(done.stdout)
    found = list((tmp_path / "nation").glob("*/events.sqlite"))
    assert len(found) == stores
    assert answer["events"] >= 1000
    listed = msgspec.json.decode((tmp_path / "nation" / "nation.json").read_bytes(), type=making.MadeNation)
    assert {one.tenant for one in listed.municipalities} == {file.parent.name for file in found}
