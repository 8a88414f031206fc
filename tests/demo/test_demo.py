"""The demo municipality: invented, whole, varied, made through commands, and the same for the same seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from events import Recorded
from events.access import ContentRead
from events.archive import DisposalApproved, LegalHoldPlaced
from events.base import Stream
from events.enforcement import CoerciveFineImposed, OrderItemCompleted
from events.lists.access import Purpose
from events.sealing import RetentionClass
from events.wheel import WheelTaskDone, WheelTaskPlanned
from services.case_service.domain import STREAMS, fold
from services.case_service.domain.enforcement import RULES as ENFORCEMENT
from services.case_service.store import EventStore, KeyId, SQLiteFile, StoreSettings, migrate, open_store
from varde.demo.municipality import SCHOOLS
from varde.demo.play import beats, play

UNTIL = datetime(2026, 11, 20, 16, tzinfo=UTC)
SEED = 12


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventStore]:
    home = tmp_path_factory.mktemp("demo")
    settings = StoreSettings(
        tenant="demo",
        events=SQLiteFile(path=home / "events.sqlite"),
        keys=SQLiteFile(path=home / "keys.sqlite"),
        kek=bytes(range(32)),
    )
    migrate(settings)
    with open_store(settings) as opened:
        play(opened, seed=SEED, until=UNTIL)
        yield opened


@pytest.fixture(scope="module")
def log(store: EventStore) -> list[Recorded]:
    found: list[Recorded] = []
    while page := store.after(found[-1].position or 0 if found else 0, 5_000):
        found += page
    return found


def test_every_command_of_the_demo_was_accepted(log):
    assert len(log) == len(beats(SEED, UNTIL))


def test_every_stream_is_in_the_same_state_with_and_without_its_text(store, log):
    streams = {one.stream_id: STREAMS[one.envelope.stream] for one in log}

    for stream_id, rules in streams.items():
        facts, whole = ([one.event for one in read(stream_id)] for read in (store.facts, store.read))
        assert rules.state_holds_text or fold(rules, facts) == fold(rules, whole)


def test_there_are_eight_schools_and_three_school_years_of_cases(log):
    schools = {one.envelope.school for one in log if one.topic == "school.SchoolRegistered"}
    years = {one.envelope.occurred_at.year for one in log if one.topic == "case.CaseOpened"}

    assert len(schools) == len(SCHOOLS) == 8
    assert years == {2024, 2025, 2026}


@pytest.mark.parametrize(
    "topic",
    [
        "case.CaseReopened",
        "case.PupilInformedOfReceipt",
        "case.OwnerAcknowledged",
        "case.MeasureEvaluated",
        "heightened.HeightenedReportReceived",
        "enforcement.OrderItemCompleted",
        "enforcement.CoerciveFineStopped",
        "intervention.InterventionReportedToMunicipality",
        "avvik.AvvikClosed",
        "municipality.RetentionRuleSet",
        "access.LegalHoldPlaced",
        "access.ErasureRequested",
        "access.ReadingReviewed",
        "wheel.WheelTaskDone",
    ],
)
def test_the_stories_are_varied(log, topic):
    assert Counter(one.topic for one in log)[topic] > 0


def test_one_case_is_to_be_answered_to_statsforvalteren_and_in_another_a_fine_runs(log):
    states = {}
    for one in log:
        if one.envelope.stream is Stream.ENFORCEMENT:
            states.setdefault(one.stream_id, []).append(one.event)
    records = [fold(ENFORCEMENT, events).record for events in states.values()]

    to_answer = [ask.answer_by for record in records for ask in record.requests.values() if not ask.sent]
    assert any(UNTIL.date() < day for day in to_answer)
    assert any(record.running_fine is not None for record in records)


def test_no_fine_runs_before_the_day_on_which_it_was_imposed(log):
    imposed = [(one.event.runs_from, one.envelope.occurred_at.date()) for one in log if isinstance(one.event, CoerciveFineImposed)]
    assert imposed
    assert [runs for runs, on in imposed if runs <= on] == []


def test_every_ordered_item_that_was_carried_out_names_an_event_that_shows_it(log):
    known = {one.envelope.event_id for one in log}
    shown = [one.event.evidence_events for one in log if isinstance(one.event, OrderItemCompleted)]

    assert shown
    assert all(events and known.issuperset(events) for events in shown)


def test_a_disposal_that_one_has_approved_waits_for_another_and_nothing_stands_against_it(log, store):
    approvals = [one.event for one in log if isinstance(one.event, DisposalApproved)]
    held = {one.event.of_subject for one in log if isinstance(one.event, LegalHoldPlaced)}

    (proposed,) = approvals
    assert proposed.lapsed_on < UNTIL.date()
    assert proposed.of_subject not in held
    assert store.has_key(KeyId(proposed.of_subject, RetentionClass.WORKING_NOTE))


def test_what_was_read_was_there_when_it_was_read(log):
    read = [one for one in log if isinstance(one.event, ContentRead)]
    for one in read:
        before = [other for other in log if other.stream_id == one.event.of_stream and other.position < one.position]
        assert one.event.up_to_version == len(before)
    assert {one.event.purpose for one in read} >= {
        Purpose.CASE_HANDLING,
        Purpose.CARRY_OUT_MEASURE,
        Purpose.SUPERVISION_BY_OWNER,
    }


def test_every_school_year_has_planned_tasks_of_which_most_are_done_some_late_and_some_left(log):
    due, done = {}, {}
    for one in log:
        match one.event:
            case WheelTaskPlanned(task=task, due_on=due_on):
                due[task] = due_on
            case WheelTaskDone(task=task):
                done[task] = one.envelope.occurred_at.date()
    for begins in (2024, 2025):
        of_the_year = {task: day for task, day in due.items() if date(begins, 8, 1) <= day < date(begins + 1, 8, 1)}
        late = [task for task, day in of_the_year.items() if task in done and done[task] > day]
        left = [task for task in of_the_year if task not in done]
        assert len(of_the_year) > 100
        assert 5 < len(late) < len(of_the_year) / 2
        assert 5 < len(left) < len(of_the_year) / 4
    assert not [task for task in done if task not in due]


def test_some_pupils_were_not_heard_and_some_things_were_written_down_late(log):
    opened = {one.stream_id for one in log if one.topic == "case.PlanAdopted"}
    heard = {one.stream_id for one in log if one.topic == "case.PupilHeard"}
    late = [one for one in log if (one.envelope.recorded_at - one.envelope.occurred_at).days >= 2]

    assert opened - heard
    assert opened & heard
    assert late


def test_the_log_is_written_in_the_order_of_the_servers_clock(log):
    times = [one.envelope.recorded_at for one in log]

    assert times == sorted(times)
    assert times[-1] <= UNTIL


def test_the_same_seed_tells_the_same_story_and_another_seed_another():
    again = beats(SEED, UNTIL)

    assert again == beats(SEED, UNTIL)
    assert again != beats(SEED + 1, UNTIL)


@pytest.mark.parametrize(("seed", "day"), [(1, (2026, 8, 15)), (2, (2027, 1, 1)), (3, (2028, 2, 29))])
def test_any_day_and_seed_makes_a_demo_that_every_command_accepts(tmp_path: Path, seed, day):
    until = datetime(*day, 16, tzinfo=UTC)
    settings = StoreSettings(
        tenant="demo", events=SQLiteFile(path=tmp_path / "e.sqlite"), keys=SQLiteFile(path=tmp_path / "k.sqlite"), kek=bytes(32)
    )
    migrate(settings)
    with open_store(settings) as opened:
        assert play(opened, seed=seed, until=until) > 3_000
