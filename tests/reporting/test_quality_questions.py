"""What the warehouse answers about the quality of the data."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from told_log import AT_LIEN, LIEN, MOEN, OWNER, Told, at

from benchmarks.invented_log import TENANT
from events import avvik, closing, concern, correction, investigation, plan
from events.base import Stream
from events.lists.concern import Certainty, Concern
from events.lists.decisions import AvvikEffect, AvvikGrade, AvvikKind
from events.lists.investigation import HearingForm, HearingOutcome
from events.lists.measures import ClosingReason
from events.lists.people import PupilRole, Reporter
from services.reporting.queries import ScopeError
from services.reporting.questions import Corrections, Oddities, QualityFindings, RecordingDelays, Scope

SPRING = {"period_from": date(2026, 1, 1), "period_to": date(2026, 6, 30)}
REPORT = concern.ReportedToPrincipal(
    reported_by=UUID(int=1), principal=UUID(int=2), certainty=Certainty.SUSPICION, pupil_informed=True, content="x"
)


def begun(told: Told, school: str | None, day: str, *, grade: int | None = 4, handler: bool = True) -> UUID:
    case = told.new()
    told.tell(
        Stream.CASE,
        case,
        concern.ConcernReceived(reporter=Reporter.GUARDIAN, concern=Concern.EXCLUSION, own_words="x"),
        day,
        school=school,
        case_id=case,
    )
    opened = concern.CaseOpened(
        pupil=told.new(), pupil_role=PupilRole.EXPOSED, grade=grade, case_handler=told.new() if handler else None
    )
    told.tell(Stream.CASE, case, opened, day, "10:00", school=school, case_id=case)
    return case


def found(queries, scope=OWNER, **more):
    rows = queries.ask(scope, QualityFindings(**{**SPRING, **more})).to_dicts()
    return {(row["finding"], row["school"]): row for row in rows if not row["is_total"]}


def names(queries, scope=OWNER, **more):
    return {name for name, _ in found(queries, scope, **more)}


def test_what_is_missing_in_a_case_is_found_with_the_case_and_how_many_it_was_asked_of(tmp_path: Path):
    told = Told()
    whole, without = begun(told, LIEN, "2026-03-02"), begun(told, LIEN, "2026-03-03", grade=None, handler=False)
    for case in (whole, without):
        told.tell(Stream.CASE, case, REPORT, "2026-03-03", "11:00", school=LIEN, case_id=case)
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        rows = found(queries, listed="no_grade")
    assert set(rows) == {("no_grade", LIEN), ("no_handler", LIEN)}
    row = rows["no_grade", LIEN]
    assert (row["found"], row["considered"], row["matters"], row["subject"]) == (1, 2, [str(without)], "case")
    assert row["school_name"] == "Lien skole"


def test_a_case_without_a_report_is_found_and_of_another_school_not_told(tmp_path: Path):
    told = Told()
    begun(told, MOEN, "2026-03-02")
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        assert ("no_report", MOEN) in found(queries)
        assert found(queries, AT_LIEN) == {}


def test_what_needs_time_is_missed_after_a_week_only(tmp_path: Path):
    told = Told()
    begun(told, LIEN, "2026-03-02")
    with told.asked_on(tmp_path, "2026-03-20") as queries:
        assert {"not_heard", "no_severity"} <= names(queries)
        assert not {"not_heard", "no_severity"} & names(queries, as_of=at("2026-03-05"))


def test_a_case_that_belongs_to_no_school_is_found_by_who_sees_all(tmp_path: Path):
    told = Told()
    begun(told, None, "2026-03-02")
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        assert ("no_school", None) in found(queries)
        assert "no_school" not in names(queries, AT_LIEN)


def test_steps_in_an_impossible_order_are_contradictory(tmp_path: Path):
    told = Told()
    case = begun(told, LIEN, "2026-03-02")
    told.tell(Stream.CASE, case, REPORT, "2026-02-01", school=LIEN, case_id=case, known=at("2026-03-02"))
    heard = investigation.PupilHeard(pupil=told.new(), form=HearingForm.CONVERSATION, outcome=HearingOutcome.STATED_VIEW, view="x")
    told.tell(Stream.CASE, case, heard, "2026-02-02", school=LIEN, case_id=case, known=at("2026-03-02"))
    closed = closing.CaseClosed(reason=ClosingReason.SAFE, explanation="x")
    told.tell(Stream.CASE, case, closed, "2026-02-03", school=LIEN, case_id=case, known=at("2026-03-02"))
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        assert {"reported_before_known", "step_before_known", "closed_before_opened"} <= names(queries)


def test_a_case_that_was_closed_with_a_duty_undone_and_a_measure_going_on_is_found(tmp_path: Path):
    told = Told()
    case = begun(told, LIEN, "2026-01-05")
    measure = plan.MeasureAdded(measure=told.new(), evaluate_on=date(2026, 1, 20), title="x")
    told.tell(Stream.CASE, case, measure, "2026-01-06", school=LIEN, case_id=case)
    closed = closing.CaseClosed(reason=ClosingReason.SAFE, explanation="x")
    told.tell(Stream.CASE, case, closed, "2026-02-03", school=LIEN, case_id=case)
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        assert found(queries, listed="closed_undone")["closed_undone", LIEN]["matters"] == [str(case)]
        assert found(queries, listed="closed_with_measures")["closed_with_measures", LIEN]["matters"] == [str(case)]


def test_a_case_that_was_closed_as_registered_in_error_does_not_go_unseen_though_its_duties_fell_away(tmp_path: Path):
    told = Told()
    case, other = begun(told, LIEN, "2026-01-05"), begun(told, LIEN, "2026-01-05")
    for stream, reason in ((case, ClosingReason.REGISTERED_IN_ERROR), (other, ClosingReason.SAFE)):
        closed = closing.CaseClosed(reason=reason, explanation="x")
        told.tell(Stream.CASE, stream, closed, "2026-02-03", school=LIEN, case_id=stream)
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        row = found(queries, listed="closed_in_error")["closed_in_error", LIEN]
        assert (row["found"], row["considered"], row["matters"]) == (1, 2, [str(case)])
        assert "closed_in_error" not in names(queries, as_of=at("2026-02-01"))


def test_what_was_written_down_before_it_happened_is_found(tmp_path: Path):
    told = Told()
    case = begun(told, LIEN, "2026-03-02")
    told.tell(Stream.CASE, case, REPORT, "2026-03-03", school=LIEN, case_id=case, late=-timedelta(hours=2))
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        assert found(queries)["written_before_happened", LIEN]["found"] == 1


def test_an_avvik_that_was_closed_untreated_is_found(tmp_path: Path):
    told = Told()
    raised = avvik.AvvikRaised(kind=AvvikKind.PROCESS_BREACH, grade=AvvikGrade.WARNING, responsible=told.new())
    measure = avvik.AvvikMeasureDecided(measure=told.new(), responsible=told.new(), due_on=date(2026, 3, 1), description="x")
    shut = avvik.AvvikClosed(closed_by=told.new())
    checked = avvik.AvvikEffectChecked(effect=AvvikEffect.EFFECTIVE)
    steps = {"avvik_unmeasured": (raised, shut), "avvik_closed_undone": (raised, measure, checked, shut)}
    streams = {}
    for name, events in steps.items():
        streams[name] = told.new()
        for number, event in enumerate(events):
            told.tell(Stream.AVVIK, streams[name], event, f"2026-02-{number + 1:02}", school=LIEN)
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        rows = {name: found(queries, listed=name) for name in steps}
    assert {(name, LIEN): [str(one)] for name, one in streams.items()} == {
        key: row["matters"] for name, listed in rows.items() for key, row in listed.items() if key[0] == name
    }
    assert {key for listed in rows.values() for key in listed} == {(name, LIEN) for name in steps}


def test_how_late_things_were_written_down_is_counted_by_when_they_were_written(tmp_path: Path):
    told = Told()
    case = told.new()
    received = concern.ConcernReceived(reporter=Reporter.GUARDIAN, concern=Concern.EXCLUSION, own_words="x")
    for day, late in (("2025-12-30", 4), ("2026-02-02", 2), ("2026-02-03", 9), ("2026-02-04", 0)):
        told.tell(Stream.CASE, case, received, day, school=LIEN, case_id=case, late=timedelta(days=late))
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        rows = queries.ask(OWNER, RecordingDelays(**SPRING)).to_dicts()
        earlier = queries.ask(OWNER, RecordingDelays(**SPRING, recorded_by=at("2026-02-05"))).to_dicts()
    together = next(row for row in rows if row["per"] == "all")
    assert [together[name] for name in ("events", "after_a_day", "after_a_week")] == [4, 3, 1]
    assert together["median_hours"] == 72
    assert {row["value"] for row in rows if row["per"] == "topic"} == {"case.ConcernReceived"}
    assert next(row for row in earlier if row["per"] == "all")["events"] == 3


def test_an_event_that_counts_for_nothing_is_told_of(tmp_path: Path):
    told = Told()
    case = begun(told, LIEN, "2026-03-02")
    strange = msgspec.structs.replace(told.log[-1], envelope=msgspec.structs.replace(told.log[-1].envelope, tenant="elsewhere"))
    told.log[-1] = strange
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        rows = queries.ask(OWNER, Oddities()).to_dicts()
        assert found(queries, AT_LIEN) == {}
    assert [(row["oddity"], row["topic"], row["events"]) for row in rows] == [("other_tenant", "case.CaseOpened", 1)]
    assert rows[0]["first_position"] == rows[0]["last_position"] == len(told.log)
    assert str(case) not in str(rows)


def test_no_cases_have_no_faults(tmp_path: Path):
    with Told().asked_on(tmp_path, "2026-03-04") as queries:
        assert queries.ask(OWNER, QualityFindings()).is_empty()
        assert queries.ask(OWNER, Oddities()).is_empty()
        assert queries.ask(OWNER, RecordingDelays())["events"].to_list() == [0]


@pytest.mark.parametrize("question", [QualityFindings(), RecordingDelays(), Oddities()])
def test_who_gets_protected_numbers_alone_gets_none_of_these(tmp_path: Path, question):
    with Told().asked_on(tmp_path, "2026-03-04") as queries, pytest.raises(ScopeError):
        queries.ask(Scope(tenant=TENANT), question)


def test_what_was_put_right_is_told_with_what_it_is_about_the_newest_first(tmp_path: Path):
    told = Told()
    at_lien, at_moen = begun(told, LIEN, "2026-03-02"), begun(told, MOEN, "2026-03-02")
    opened = {one.stream_id: one.envelope.event_id for one in told.log if isinstance(one.event, concern.CaseOpened)}
    wrong = correction.InformationCorrected(corrected_event=opened[at_lien], field="grade", right_information="x", reason="x")
    told.tell(Stream.CASE, at_lien, wrong, "2026-03-03", school=LIEN, case_id=at_lien)
    disagreed = correction.DisagreementRegistered(about_event=opened[at_moen], by=told.new(), statement="x")
    told.tell(Stream.CASE, at_moen, disagreed, "2026-03-04", school=MOEN, case_id=at_moen)
    with told.asked_on(tmp_path, "2026-03-10") as queries:
        rows = queries.ask(OWNER, Corrections(**SPRING)).to_dicts()
        assert [(row["kind"], row["about_topic"], row["field"], row["school_name"]) for row in rows] == [
            ("disagreed", "case.CaseOpened", None, "Moen skole"),
            ("corrected", "case.CaseOpened", "grade", "Lien skole"),
        ]
        assert [str(row["stream_id"]) for row in rows] == [str(at_moen), str(at_lien)]
        assert [row["kind"] for row in queries.ask(AT_LIEN, Corrections(**SPRING)).to_dicts()] == ["corrected"]
        assert queries.ask(OWNER, Corrections(period_from=date(2026, 4, 1))).is_empty()
        assert queries.ask(OWNER, Corrections(**SPRING, as_of=at("2026-03-03", "23:00"))).height == 1
        with pytest.raises(ScopeError):
            queries.ask(Scope(tenant=TENANT), Corrections(**SPRING))
