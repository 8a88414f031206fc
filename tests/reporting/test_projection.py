"""However the log comes in, the warehouse holds the same."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from functools import partial
from hashlib import sha256
from itertools import pairwise

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warehouse_steps import content, invented, opened, store

from benchmarks.invented_log import CANARY, FIRST_DAY, TENANT, Opaque, Writer, rows, write_sqlite
from events.base import Stream
from events.envelope import Recorded
from events.municipality import LocalRulebookAdopted
from events.organisation import RulebookChosen
from events.stored import Stored, encode
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.duties import Duties
from services.reporting.projection import Projection
from services.reporting.projector import Projector
from services.reporting.reading import Oddity, batch
from services.reporting.reading_ahead import pages
from services.reporting.source import Row, SourceUnavailableError, SqliteSource
from tests.compliance.local_books import local_book

pytestmark = pytest.mark.long

CHOICE = "school.RulebookChosen"
MADE = invented(600)
CHOSEN = [recorded for recorded in MADE if recorded.topic == CHOICE]


def own_plan() -> tuple[Recorded, Recorded, Recorded]:
    """The municipality adopts a rulebook of its own, the first school that chose a plan follows it, and a second version comes."""
    writer, first = Writer(2), CHOSEN[0]
    writer._versions[first.stream_id] = 2
    municipality, start = writer.uuid(), FIRST_DAY + timedelta(days=90)
    sources = [
        local_book(book="steindal", due=due, valid_from=FIRST_DAY.date()) for due in ('kind = "same_day"', 'kind = "hours", n = 3')
    ]
    facts = [
        LocalRulebookAdopted(
            rulebook="steindal",
            rulebook_version=number,
            source_toml=source,
            sha256=sha256(source.encode()).hexdigest(),
            approved_by=writer.uuid(),
        )
        for number, source in enumerate(sources, 1)
    ]
    chosen = RulebookChosen(rulebook="steindal", from_date=start.date())
    return (
        writer.event(Stream.MUNICIPALITY, municipality, facts[0], start),
        writer.event(Stream.SCHOOL, first.stream_id, chosen, start, school=first.envelope.school),
        writer.event(Stream.MUNICIPALITY, municipality, facts[1], start + timedelta(days=300)),
    )


ADOPTED, FOLLOWED, ADOPTED_AGAIN = own_plan()
LOG = [
    *(recorded for recorded in MADE[:300] if recorded.topic != CHOICE),
    *CHOSEN,
    FOLLOWED,
    *MADE[300:400],
    ADOPTED,
    *MADE[400:500],
    ADOPTED_AGAIN,
    *MADE[500:],
]
"""Schools choose their plans in the middle and a plan changes twice, so that every case of theirs is judged again."""

RULES = load_rulebooks()
CALENDAR = Calendar()
ROWS = [Row(position, *row) for position, row in enumerate(rows(LOG), start=1)]


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rebuilt")
    warehouse = opened(folder / "w.duckdb")
    source = SqliteSource(store(folder / "events.sqlite", LOG))
    assert Projector(source, warehouse, RULES, CALENDAR).rebuild() == len(LOG)
    whole = content(warehouse)
    source.close()
    warehouse.close()
    return whole


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cuts=st.lists(st.integers(1, len(ROWS) - 1), max_size=8, unique=True),
    again=st.lists(st.booleans(), min_size=9, max_size=9),
    alone=st.lists(st.booleans(), min_size=9, max_size=9),
)
def test_any_split_of_the_log_with_any_part_repeated_gives_what_a_rebuild_gives(tmp_path_factory, rebuilt, cuts, again, alone):
    warehouse = opened(tmp_path_factory.mktemp("split") / "w.duckdb")
    projection = Projection(warehouse, Duties(RULES, CALENDAR))
    for (start, end), twice, facts_later in zip(pairwise([0, *sorted(cuts), len(ROWS)]), again, alone, strict=False):
        part = batch(ROWS[start:end], TENANT)
        for _ in range(2 if twice else 1):
            (projection.take_events_alone if facts_later else projection.take)(part)
    projection.at_the_end()
    assert content(warehouse) == rebuilt
    warehouse.close()


def test_a_batch_that_comes_twice_changes_nothing(tmp_path):
    warehouse = opened(tmp_path / "w.duckdb")
    projection = Projection(warehouse, None)
    assert projection.take(batch(ROWS[:100], TENANT)) == 100
    once = content(warehouse)
    assert projection.take(batch(ROWS[:100], TENANT)) == 0
    assert content(warehouse) == once
    warehouse.close()


def test_a_batch_that_overlaps_the_last_one_adds_only_what_is_new(tmp_path):
    warehouse = opened(tmp_path / "w.duckdb")
    projection = Projection(warehouse, None)
    projection.take(batch(ROWS[:100], TENANT))
    assert projection.take(batch(ROWS[50:130], TENANT)) == 30
    assert len(content(warehouse)["events"]) == 130
    warehouse.close()


def test_one_case_has_one_row_that_tells_how_far_it_came(rebuilt):
    cases = {row[0]: row for row in rebuilt["cases"]}
    told = {recorded.stream_id for recorded in LOG if recorded.envelope.stream == "case"}
    assert set(cases) == told
    states = {row[7] for row in rebuilt["cases"]}
    assert states == {"open"}
    assert sum(row[-1] for row in rebuilt["cases"]) == sum(recorded.envelope.stream == "case" for recorded in LOG)


def test_no_sealed_text_reaches_the_file_or_its_write_ahead_log(tmp_path):
    path = tmp_path / "w.duckdb"
    warehouse = opened(path)
    Projection(warehouse, None).take(batch(ROWS, TENANT))
    assert any(CANARY.encode() in msgspec.json.encode(recorded.event) for recorded in LOG)
    while_open = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file != path)
    warehouse.close()
    assert CANARY.encode() not in while_open + path.read_bytes()


def odd(position: int, **changes: object) -> Row:
    row = ROWS[position - 1]
    return row._replace(**changes)


def test_odd_events_keep_a_row_that_says_why_and_never_stop_the_projector(tmp_path, caplog):
    event = LOG[20]
    elsewhere = msgspec.structs.replace(event, envelope=msgspec.structs.replace(event.envelope, tenant="another"))
    old = msgspec.msgpack.decode(ROWS[21].state, type=Stored)
    log = [
        odd(1, state=b"\xc1 no msgpack"),
        odd(2, state=b""),
        odd(3, topic="case.NeverHeardOf"),
        Row(4, event.stream_id.hex, 1, event.topic, encode(elsewhere, Opaque())),
        odd(5, state=msgspec.msgpack.encode(msgspec.structs.replace(old, class_version=0))),
        *ROWS[5:60],
    ]
    warehouse = opened(tmp_path / "w.duckdb")
    with caplog.at_level(logging.ERROR):
        assert Projection(warehouse, None).take(batch(log, TENANT)) == 60
    with warehouse.cursor() as cursor:
        found = cursor.execute("SELECT oddity FROM events WHERE oddity IS NOT NULL ORDER BY position").fetchall()
    assert [oddity for (oddity,) in found] == [
        Oddity.UNREADABLE,
        Oddity.UNREADABLE,
        Oddity.UNKNOWN_TOPIC,
        Oddity.OTHER_TENANT,
        Oddity.MISSING_STEP,
    ]
    assert len(caplog.records) == 5
    assert CANARY not in caplog.text
    warehouse.close()


def with_facts(row, facts, topic=None):
    stored = msgspec.structs.replace(msgspec.msgpack.decode(row.state, type=Stored), facts=facts)
    return row._replace(state=msgspec.msgpack.encode(stored), topic=topic or row.topic)


@pytest.mark.parametrize(
    ("topic", "facts"),
    [
        ("case.CaseOpened", b'{"pupil": "no id", "grade": "seventh", "pupil_role": 7}'),
        ("case.MeasureAdded", b'{"measure": 7, "evaluate_on": "after the holidays", "executor_is": [], "from_date": {}}'),
        ("enforcement.OrderItemIssued", b'{"item": null, "due_on": 20251231}'),
        ("case.SeverityAssessed", b'{"serious": "very", "criteria": "all"}'),
        ("case.PlanAdopted", b'{"parts": {"a": 1}, "plan_version": "first", "evaluate_on": "2025-13-45"}'),
        ("school.RulebookChosen", b'{"rulebook": ["oyer"], "from_date": "then"}'),
        ("school.SchoolRegistered", b'{"orgnr": 1, "pupils": "many", "lowest_grade": 1.5}'),
        ("case.ConcernReceived", b'"a sentence"'),
        ("case.ConcernReceived", b"{half of it"),
        ("case.ConcernReceived", b'{"own": "\xff\xfe"}'),
    ],
)
def test_facts_that_are_not_what_their_class_says_never_stop_the_projector(tmp_path, topic, facts):
    warehouse = opened(tmp_path / "w.duckdb")
    projection = Projection(warehouse, Duties(RULES, CALENDAR))
    log = [*ROWS[:60], with_facts(ROWS[60], facts, topic), *ROWS[61:200]]
    assert projection.take(batch(log, TENANT)) == 200
    whole = content(warehouse)
    assert len(whole["events"]) == 200
    assert len(whole["obligations"]) > 50
    warehouse.close()


@pytest.mark.parametrize("stream_id", ["", "no id at all", "0" * 31, "0" * 33])
def test_a_stream_without_an_id_never_stops_the_projector(tmp_path, stream_id):
    warehouse = opened(tmp_path / "w.duckdb")
    log = [ROWS[0]._replace(stream_id=stream_id), *ROWS[1:50]]
    assert Projection(warehouse, Duties(RULES, CALENDAR)).take(batch(log, TENANT)) == 50
    warehouse.close()


class CountedSource(SqliteSource):
    """Counts how often the log is read."""

    read = 0

    def after(self, position, limit):
        self.read += 1
        return super().after(position, limit)


def test_a_log_in_which_nothing_happens_is_not_read_again_and_again(tmp_path):
    source = CountedSource(store(tmp_path / "events.sqlite", invented(60)))
    with opened(tmp_path / "warehouse.duckdb") as warehouse:
        projector = Projector(source, warehouse)
        projector.once()
        until_now = source.read
        assert projector.once() == 0
        assert source.read == until_now
    source.close()


def test_what_is_appended_while_the_projector_follows_comes_in_by_itself(tmp_path):
    path = store(tmp_path / "events.sqlite", LOG[:100])
    warehouse = opened(tmp_path / "w.duckdb")
    source = SqliteSource(path)
    stop = threading.Event()
    follower = threading.Thread(target=Projector(source, warehouse).follow, args=(stop,))
    follower.start()
    wait_for(warehouse, 100)
    write_sqlite(path, LOG[100:130])
    wait_for(warehouse, 130)
    stop.set()
    follower.join()
    source.close()
    warehouse.close()


def wait_for(warehouse, events):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with warehouse.cursor() as cursor:
            if cursor.execute("SELECT count(*) FROM events").fetchall()[0][0] == events:
                return
        time.sleep(0.01)
    raise AssertionError(f"{events} events never came")


def test_a_store_that_is_not_there_is_said_to_be_away(tmp_path):
    with pytest.raises(SourceUnavailableError):
        SqliteSource(tmp_path / "none.sqlite")


@pytest.mark.parametrize(("mouthful", "stretch"), [(50, 100), (150, 1), (1000, 1000)])
def test_a_long_log_is_read_in_another_process_and_gives_the_same(tmp_path, rebuilt, mouthful, stretch):
    warehouse = opened(tmp_path / "w.duckdb")
    source = SqliteSource(store(tmp_path / "events.sqlite", LOG))
    projector = Projector(source, warehouse, RULES, CALENDAR, size=50, long=100, mouthful=mouthful, stretch=stretch)
    assert projector.once() == len(LOG)
    assert content(warehouse) == rebuilt
    source.close()
    warehouse.close()


def test_a_long_log_that_cannot_be_read_in_another_process_is_said_to_be_away(tmp_path):
    with pytest.raises(SourceUnavailableError):
        list(pages(partial(SqliteSource, tmp_path / "none.sqlite"), TENANT, 0, 10))


class BreaksOff(Duties):
    """Fails when a share of histories is to be judged after so many."""

    def __init__(self, after: int) -> None:
        super().__init__(RULES, CALENDAR)
        self.left = after

    def begin(self, *given):
        self.left -= 1
        if self.left < 0:
            raise RuntimeError("broken off")
        return super().begin(*given)


@pytest.mark.parametrize("after", [0, 1, 4])
def test_a_stretch_that_is_broken_off_between_two_parts_is_made_again_whole(tmp_path, rebuilt, after):
    warehouse = opened(tmp_path / "w.duckdb")
    projection = Projection(warehouse, BreaksOff(after), at_a_time=15)
    projection.take_events_alone(batch(ROWS[:350], TENANT))
    with pytest.raises(RuntimeError, match="broken off"):
        projection.make_facts()
    projection.take_events_alone(batch(ROWS[350:], TENANT))
    Projection(warehouse, Duties(RULES, CALENDAR)).at_the_end()
    assert content(warehouse) == rebuilt
    warehouse.close()


def test_events_that_come_in_while_a_stretch_is_made_are_kept_for_the_next(tmp_path, rebuilt):
    warehouse = opened(tmp_path / "w.duckdb")

    class TakesInMeanwhile(Duties):
        def begin(self, *given):
            threading.Thread(target=projection.take_events_alone, args=(batch(ROWS[350:], TENANT),)).start()
            return super().begin(*given)

    projection = Projection(warehouse, TakesInMeanwhile(RULES, CALENDAR), at_a_time=15)
    projection.take_events_alone(batch(ROWS[:350], TENANT))
    projection.make_facts()
    projection.at_the_end()
    assert content(warehouse) == rebuilt
    warehouse.close()


def test_a_small_page_size_gives_the_same_as_a_large_one(tmp_path, rebuilt):
    warehouse = opened(tmp_path / "w.duckdb")
    source = SqliteSource(store(tmp_path / "events.sqlite", LOG))
    assert Projector(source, warehouse, RULES, CALENDAR, size=150).once() == len(LOG)
    assert content(warehouse) == rebuilt
    source.close()
    warehouse.close()


def test_a_late_closing_that_happened_before_a_reopening_leaves_the_case_open(tmp_path):
    writer = Writer(3)
    case = next(case for case in (writer.case() for _ in range(50)) if case[-1].topic == "case.CaseReopened")
    closed, reopened = case[-2], case[-1]
    swapped: list[Recorded] = [
        *case[:-2],
        msgspec.structs.replace(reopened, version=closed.version),
        msgspec.structs.replace(closed, version=reopened.version),
    ]
    source = SqliteSource(store(tmp_path / "events.sqlite", swapped))
    warehouse = opened(tmp_path / "w.duckdb")
    Projector(source, warehouse).once()
    with warehouse.cursor() as cursor:
        assert cursor.execute("SELECT state, closed_at, reopened FROM cases").fetchall() == [("open", None, 1)]
    source.close()
    warehouse.close()


def test_obligations_come_into_the_warehouse_and_other_rules_make_them_again(tmp_path):
    source = SqliteSource(store(tmp_path / "events.sqlite", LOG))
    warehouse = opened(tmp_path / "w.duckdb")
    Projector(source, warehouse, load_rulebooks(["law-12"]), CALENDAR).once()
    assert {row[2] for row in content(warehouse)["obligations"]} == {"law-12", "steindal"}
    Projector(source, warehouse, RULES, CALENDAR).once()
    assert {"law-12", "oyer", "baerum"} <= {row[2] for row in content(warehouse)["obligations"]}
    Projector(source, warehouse).once()
    assert content(warehouse)["obligations"] == content(warehouse)["obligation_effects"] == []
    source.close()
    warehouse.close()


def test_a_plan_applies_to_the_schools_that_chose_it(rebuilt):
    chosen = {(row[1], row[2]) for row in rebuilt["rulebook_choices"]}
    local = {(row[9], row[2]) for row in rebuilt["obligations"] if row[3] == "local"}
    assert local
    assert local <= chosen


def test_a_rulebook_of_the_municipalitys_own_is_in_the_warehouse_each_version_for_its_own_days(rebuilt):
    own = [row for row in rebuilt["obligations"] if row[2] == "steindal"]
    assert {row[9] for row in own} == {CHOSEN[0].envelope.school}
    first_day_of_second = (FIRST_DAY + timedelta(days=390)).replace(tzinfo=None, hour=0, minute=0)
    limits = {(row[12] >= first_day_of_second, row[15] - row[12] == timedelta(hours=3)) for row in own}
    assert limits == {(False, False), (True, True)}


def test_the_calendar_is_in_the_warehouse(rebuilt):
    days = {row[0].isoformat(): row for row in rebuilt["calendar"]}
    assert days["2025-05-17"][3] is not None
    assert not days["2025-05-16"][4] or days["2025-05-16"][1] == 5
    assert days["2025-07-31"][5] == "2024/2025"
    assert days["2025-08-01"][5] == "2025/2026"
