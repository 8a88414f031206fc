"""Replay shows a case as it stood: nothing later, judged by the law of that day, and at the end of every axis the case of today."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders import bare, example
from msgspec.structs import replace
from replay.past_cases import MONDAY, any_case, ids, told

from events.base import Stream
from events.concern import CaseOpened, ConcernReceived, PrincipalAcknowledged, ReportedToPrincipal, SeverityAssessed
from events.envelope import Recorded
from events.investigation import PupilHeard
from events.plan import MeasureAdded, MeasureExecuted
from services.case_service.read_model.matters import matter_row, stage_of, state_of
from services.case_service.replay import Axis, Judging, Kind, Order, differences, state_lines, then, time_on, verdict_changes
from services.case_service.replay.judging import Law
from services.case_service.replay.state import then_and_before
from services.case_service.store import Readable
from services.compliance.calendar import Calendar
from services.compliance.frame import history
from services.compliance.loading import Rules, load_rulebooks
from services.compliance.obligations import obligations
from services.compliance.today import always_by
from services.compliance.verdicts import verdicts

RULES = load_rulebooks()
LAW = Law(rules=load_rulebooks(["law-9a", "law-12", "law-other", "guidance"]))
SEEDS = range(6)
KINDS = (Stream.CASE, Stream.HEIGHTENED_CASE, Stream.ENFORCEMENT, Stream.PHYSICAL_INTERVENTION)


def standing(rows):
    """What the rows say, without what names the reading."""
    return {
        row["obligation_id"]: (row["verdict"], row["due_at"], row["discharged_by"], row["released_by"], row["closed_by"])
        for row in rows
    }


@pytest.mark.parametrize("axis", Axis)
@pytest.mark.parametrize("stream", KINDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_at_the_last_event_of_any_axis_the_case_stands_as_on_the_case_page(seed: int, stream: Stream, axis: Axis):
    recorded = any_case(seed, stream=stream)
    order, row = Order(recorded, axis), matter_row(Readable(recorded))
    seen = order.seen(order.at_event(ids(order.events)[-1]))
    assert then(seen) == state_of(recorded)
    lines = state_lines(then(seen), seen)
    page = {"stage": row.stage, "since.first_known": row.first_known_at, "since.closed": row.closed_at, "serious": row.serious}
    assert {path: (found.value if (found := lines.get((path, None))) else None) for path in page} == page
    assert lines["stage", None].value == stage_of(state_of(recorded))


@pytest.mark.parametrize("axis", Axis)
def test_at_the_last_event_the_duties_stand_as_the_case_page_would_have_judged_them_then(axis: Axis):
    for seed in SEEDS:
        recorded = any_case(seed)
        judging = Judging(recorded, Calendar())
        order = judging.orders[axis]
        last = order.at_event(ids(order.events)[-1])
        plain = verdicts(obligations(history(recorded), LAW.rules, Calendar()), at=last.at).to_dicts()
        assert standing(judging.at(axis, last, LAW)) == standing(plain)


@pytest.mark.parametrize("axis", Axis)
def test_nothing_that_comes_to_be_seen_later_changes_how_the_case_stood(axis: Axis):
    for seed in SEEDS:
        recorded = any_case(seed, 30)
        whole = Judging(recorded, Calendar())
        for event in ids(whole.orders[axis].events)[3::7]:
            point = whole.orders[axis].at_event(event)
            seen = set(ids(whole.orders[axis].seen(point)))
            until_then = Judging([one for one in recorded if one.envelope.event_id in seen], Calendar())
            assert standing(whole.at(axis, point, LAW)) == standing(
                until_then.at(axis, until_then.orders[axis].at_event(event), LAW)
            )


def test_along_happened_and_written_time_replay_judges_as_the_one_function_does_when_it_is_asked_so():
    for seed in SEEDS:
        recorded = any_case(seed, 30)
        judging, found = Judging(recorded, Calendar()), obligations(history(recorded), LAW.rules, Calendar())
        for days in range(0, 120, 9):
            # Between two instants at which something is recorded, so that no two events share the moment.
            moment = recorded[0].envelope.occurred_at + timedelta(days=days, minutes=30)
            happened = judging.at(Axis.OCCURRED, judging.orders[Axis.OCCURRED].at_moment(moment), LAW)
            assert standing(happened) == standing(verdicts(found, at=moment, as_of=moment).to_dicts())
            written = judging.at(Axis.RECORDED, judging.orders[Axis.RECORDED].at_moment(moment), LAW)
            assert standing(written) == standing(verdicts(found, at=moment, recorded_by=moment).to_dicts())


@pytest.mark.parametrize("axis", Axis)
def test_what_an_event_made_of_the_duties_is_what_differs_from_the_same_moment_without_it(axis: Axis):
    for seed in SEEDS:
        recorded = any_case(seed, 30)
        judging = Judging(recorded, Calendar())
        order = judging.orders[axis]
        for event in ids(order.events)[::6]:
            point = order.at_event(event)
            rows, changes = judging.at_event(axis, event, LAW)
            assert standing(rows) == standing(judging.at(axis, point, LAW))
            without = judging.at(axis, replace(point, rank=point.rank - timedelta(microseconds=1)), LAW)
            expected = {(one.kind, one.latest["obligation_id"]) for one in verdict_changes(without, rows)}
            assert {(one.kind, one.latest["obligation_id"]) for one in changes} == expected


@pytest.mark.parametrize("axis", Axis)
def test_each_event_of_one_instant_has_a_point_of_its_own(axis: Axis):
    order = Order(any_case(2), axis)
    assert list(order.ranks) == sorted(set(order.ranks))
    assert list(order.times) == sorted(order.times)
    for place, one in enumerate(order.events, start=1):
        assert ids(order.seen(order.at_event(one.envelope.event_id))) == ids(order.events[:place])


@pytest.mark.parametrize("axis", Axis)
def test_at_a_moment_exactly_that_is_seen_whose_time_has_come(axis: Axis):
    order = Order(any_case(3), axis)
    for moment in (*order.times, order.times[0] - timedelta(days=1), order.times[-1] + timedelta(days=1)):
        seen = order.seen(order.at_moment(moment))
        assert {one.version for one in seen} == {one.version for one in order.events if time_on(axis, one.envelope) <= moment}


@pytest.mark.parametrize("axis", Axis)
def test_the_state_before_an_event_is_the_state_of_the_others(axis: Axis):
    order = Order(any_case(4), axis)
    for place in (1, 2, 9, 25, len(order)):
        seen, last = order.events[:place], order.events[place - 1]
        after, before = then_and_before(seen, last.envelope.event_id)
        assert after == then(seen)
        assert before == then(seen[:-1]) if place > 1 else state_lines(then(seen[:-1]), seen[:-1]) == {}


def hearing(*, written: float = 8) -> tuple[Recorded, ...]:
    """The pupil was heard on the fourth day, the principal knew on the sixth, and it was written down later."""
    return told(
        (bare(ConcernReceived), 0, 0, 0),
        (bare(PrincipalAcknowledged), 0, 0, 0),
        (bare(CaseOpened), 1, 1, 1),
        (bare(SeverityAssessed, serious=True), 5, 5, 5),
        (bare(PupilHeard, pupil=bare(CaseOpened).pupil), 3, 6, written),
    )


@pytest.mark.parametrize(("axis", "not_yet", "then_heard"), [(Axis.OCCURRED, 2, 4), (Axis.KNOWN, 4, 7), (Axis.RECORDED, 7, 9)])
def test_a_talk_counts_from_when_it_was_held_known_or_written_down_as_the_axis_says(axis: Axis, not_yet: int, then_heard: int):
    order = Order(hearing(), axis)
    before, after = (order.seen(order.at_moment(MONDAY + timedelta(days=days))) for days in (not_yet, then_heard))
    assert ("heard", None) not in state_lines(then(before), before)
    assert ("heard", None) in state_lines(then(after), after)


def test_a_limit_that_has_passed_since_was_open_at_the_replayed_moment():
    case = told((bare(ConcernReceived), 0, 0, 0), (bare(ReportedToPrincipal), 0, 0, 0), (bare(CaseOpened), 0, 0, 0))
    judging = Judging(case, Calendar())

    def verdict(days: float) -> set[str]:
        rows = judging.at(Axis.OCCURRED, judging.orders[Axis.OCCURRED].at_moment(MONDAY + timedelta(days=days)), LAW)
        return {row["verdict"] for row in rows if row["rule_id"] == "law-12.investigate"}

    assert verdict(1) == {"open"}
    assert verdict(40) == {"not_documented"}


def test_an_event_says_what_it_added_changed_and_took_away():
    case = told(
        (bare(ConcernReceived), 0, 0, 0),
        (bare(CaseOpened), 1, 1, 1),
        (example(MeasureAdded), 2, 2, 2),
        (example(MeasureExecuted), 3, 3, 3),
    )
    before, after = (state_lines(then(case[:count]), case[:count]) for count in (3, 4))
    (change,) = [one for one in differences(before, after) if one.key[0] == "measures.executed"]
    assert (change.kind, change.key[1]) == (Kind.ADDED, case[3].event.measure)
    (back,) = [one for one in differences(after, before) if one.key[0] == "measures.executed"]
    assert (back.kind, back.after) == (Kind.GONE, None)
    opened, added = (state_lines(then(case[:count]), case[:count]) for count in (2, 3))
    assert [one.kind for one in differences(opened, added) if one.key[0] == "stage"] == [Kind.CHANGED]


def old_case() -> tuple[Recorded, ...]:
    """A case that opened under the act of 1998."""
    back = timedelta(days=365 * 3)

    def earlier(one: Recorded) -> Recorded:
        times = {name: getattr(one.envelope, name) - back for name in ("occurred_at", "known_at", "recorded_at")}
        return replace(one, envelope=replace(one.envelope, **times))

    return tuple(earlier(one) for one in hearing())


def test_an_old_case_is_judged_by_the_edition_in_force_then_and_on_request_by_todays():
    case, judging = old_case(), Judging(old_case(), Calendar())
    order = judging.orders[Axis.OCCURRED]
    point = order.at_event(ids(case)[-1])
    today = Law(rules=always_by(LAW.rules, (MONDAY + timedelta(days=300)).date()))
    by_then, by_today = (judging.at(Axis.OCCURRED, point, law) for law in (LAW, today))
    assert {row["rulebook"] for row in by_then if row["kind"] == "law"} == {"law-9a"}
    assert {row["rulebook"] for row in by_today if row["kind"] == "law"} == {"law-12"}


def test_by_todays_rules_a_duty_with_the_same_name_is_compared_and_not_called_new():
    judging = Judging(old_case(), Calendar())
    order = judging.orders[Axis.OCCURRED]
    point = order.at_event(ids(old_case())[-1])
    today = Law(rules=always_by(LAW.rules, (MONDAY + timedelta(days=300)).date()))
    changes = verdict_changes(judging.at(Axis.OCCURRED, point, LAW), judging.at(Axis.OCCURRED, point, today))
    assert not [one for one in changes if one.latest["rule_id"].endswith(".pupil-heard")]
    assert len(changes) < len(judging.at(Axis.OCCURRED, point, LAW))


def test_no_two_rules_of_law_in_force_have_one_name():
    names = [
        (rule.rule.id.partition(".")[2], edition)
        for edition in ("law-9a", "law-12")
        for rule in RULES.bound
        if rule.kind == "law" and rule.rulebook in {edition, "law-other"}
    ]
    assert len(names) == len(set(names))


def test_the_rules_of_a_day_hold_always_and_those_that_had_ended_never():
    rules = always_by(RULES, MONDAY.date())
    assert isinstance(rules, Rules)
    books = {book.head.id for book in rules.books}
    assert "law-12" in books
    assert "law-9a" not in books
    assert all(one.valid_until is None and one.valid_from < old_case()[0].envelope.occurred_at.date() for one in rules.bound)


def test_of_no_event_nothing_is_known():
    order = Order(hearing(), Axis.OCCURRED)
    seen = order.seen(order.at_moment(MONDAY - timedelta(days=1)))
    assert not seen
    assert state_lines(then(seen), seen) == {}
