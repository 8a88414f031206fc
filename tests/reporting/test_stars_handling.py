"""How a case is handled, as the warehouse tells it: concerns, investigation, hearing, closing, and what people were told."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from any_case import any_log
from builders import example
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from one_case import OneCase, by_time, naive
from told_log import at
from warehouse_steps import content, invented, opened

from benchmarks.invented_log import TENANT, rows
from events import best_interest, closing, concern, dialogue, documents, enforcement, investigation, plan
from events.base import Stream
from events.correction import InformationCorrected
from events.lists.documents import Delivery, Letter, Recipient
from events.lists.investigation import ConversationKind, FindingsAudience, HearingOutcome
from events.lists.measures import ClosingReason, Moment, ReopeningReason, Weight
from events.lists.people import PupilRole, Reporter
from services.reporting.projection import Projection
from services.reporting.reading import batch
from services.reporting.schema import closing as closing_tables
from services.reporting.schema import handling, measures
from services.reporting.source import Row

OURS = (*handling.TABLES, *measures.TABLES, *closing_tables.TABLES)


def ours(whole: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    return {table.name: whole[table.name] for table in OURS}


def as_of(table):
    columns = ", ".join(table.column_names)
    return f"SELECT {columns} FROM {table.name}_of('events', $happened_by, $recorded_by) ORDER BY ALL"  # noqa: S608


def made_from(folder, log):
    """What our tables hold when all of the log comes at once."""
    warehouse = opened(folder / "w.duckdb")
    Projection(warehouse, None).take(batch([Row(position, *row) for position, row in enumerate(rows(log), 1)], TENANT))
    found = ours(content(warehouse))
    warehouse.close()
    return found


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10_000),
    cuts=st.lists(st.integers(1, 149), max_size=6, unique=True),
    again=st.lists(st.booleans(), min_size=7, max_size=7),
    alone=st.lists(st.booleans(), min_size=7, max_size=7),
)
def test_any_split_of_any_history_with_any_part_repeated_gives_what_a_rebuild_gives(tmp_path_factory, seed, cuts, again, alone):
    log = any_log(seed)
    told = [Row(position, *row) for position, row in enumerate(rows(log), 1)]
    warehouse = opened(tmp_path_factory.mktemp("split") / "w.duckdb")
    projection = Projection(warehouse, None)
    for (start, end), twice, facts_later in zip(pairwise([0, *sorted(cuts), len(told)]), again, alone, strict=False):
        part = batch(told[start:end], TENANT)
        for _ in range(2 if twice else 1):
            (projection.take_events_alone if facts_later else projection.take)(part)
    projection.make_facts()
    found = ours(content(warehouse))
    warehouse.close()
    assert found == made_from(tmp_path_factory.mktemp("rebuilt"), log)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), happened=st.integers(0, 4000), recorded=st.integers(0, 4400))
def test_as_of_any_moment_a_table_holds_what_it_would_have_held_had_nothing_more_been_told(
    tmp_path_factory, seed, happened, recorded
):
    log = any_log(seed)
    first = at("2022-08-15", "07:00")
    happened_by, recorded_by = first + timedelta(hours=happened), first + timedelta(hours=recorded)
    known = [one for one in log if one.envelope.occurred_at <= happened_by and one.envelope.documented_at <= recorded_by]
    warehouse = opened(tmp_path_factory.mktemp("asof") / "w.duckdb")
    Projection(warehouse, None).take(batch([Row(position, *row) for position, row in enumerate(rows(log), 1)], TENANT))
    moments = {"happened_by": happened_by.replace(tzinfo=None), "recorded_by": recorded_by.replace(tzinfo=None)}
    with warehouse.cursor() as cursor:
        found = {table.name: cursor.sql(as_of(table), params=moments).fetchall() for table in OURS}
    warehouse.close()
    assert found == made_from(tmp_path_factory.mktemp("then"), known)


def test_every_column_tells_something_of_some_history(tmp_path):
    whole = made_from(tmp_path, any_log(1, (Stream.HEIGHTENED_CASE, *[Stream.CASE] * 7), events_each=400))
    always_empty = [
        (table.name, name)
        for table in OURS
        for number, name in enumerate(table.column_names)
        if all(row[number] in (None, []) for row in whole[table.name])
    ]
    assert always_empty == []


@pytest.fixture
def case():
    return OneCase()


def test_the_hours_to_the_principal_count_from_when_somebody_knew(tmp_path, case):
    case.tell(example(concern.ConcernReceived, reporter=Reporter.GUARDIAN), "2025-09-02", known=at("2025-09-01"))
    case.tell(example(concern.ReportedToPrincipal), "2025-09-02", "13:00")
    (row,) = case.rows(tmp_path, "concerns")
    assert (row["kind"], row["reporter"]) == ("told", "guardian")
    assert (row["reported_at"], row["hours_to_principal"]) == (naive("2025-09-02", "13:00"), 28)


def test_a_concern_that_comes_after_a_report_is_not_reported_by_it(tmp_path, case):
    case.tell(example(concern.ConcernReceived), "2025-09-01").tell(example(concern.ReportedToPrincipal), "2025-09-01", "10:00")
    case.tell(example(concern.ConcernReceived), "2025-09-08")
    first, second = sorted(case.rows(tmp_path, "concerns"), key=by_time)
    assert first["hours_to_principal"] == 1
    assert second["reported_at"] is second["hours_to_principal"] is None


def test_a_sign_that_was_seen_and_an_offence_that_was_stopped_have_rows_beside_what_was_told(tmp_path, case):
    case.tell(example(concern.ObservationNoted), "2025-09-01").tell(example(concern.IncidentIntervened), "2025-09-02")
    case.tell(example(concern.ConcernReceived), "2025-09-03")
    found = sorted(case.rows(tmp_path, "concerns"), key=by_time)
    assert [row["kind"] for row in found] == ["seen", "stopped", "told"]
    assert [row["arenas"] for row in found] == [["school"]] * 3


def test_one_who_told_without_logging_in_is_answered_when_the_school_writes(tmp_path, case):
    case.tell(example(concern.ConcernReceived, reporter=Reporter.ANONYMOUS), "2025-09-01")
    case.tell(example(dialogue.ReporterCodeIssued, wants_answer=True), "2025-09-01", "09:01")
    case.tell(example(dialogue.MessageFromReporter), "2025-09-02").tell(example(dialogue.MessageToReporter), "2025-09-03")
    (row,) = case.rows(tmp_path, "concerns")
    assert (row["wants_answer"], row["messages"], row["answered_at"]) == (True, 1, naive("2025-09-03"))


def test_a_concern_that_a_case_carries_on_says_which(tmp_path, case):
    other = case.told.new()
    case.tell(example(concern.ConcernReceived), "2025-09-01").tell(concern.ConcernJoined(to_case=other), "2025-09-02")
    (row,) = case.rows(tmp_path, "concerns")
    assert row["joined_case"] == str(other)


def test_the_principal_acknowledges_a_report_after_it_and_not_before(tmp_path, case):
    case.tell(example(concern.PrincipalAcknowledged), "2025-08-30")
    case.tell(example(concern.ReportedToPrincipal), "2025-09-01").tell(example(concern.PrincipalAcknowledged), "2025-09-02")
    case.tell(example(concern.RaisedWithPrincipal, raised_by=Reporter.GUARDIAN), "2025-09-05")
    reported, raised = sorted(case.rows(tmp_path, "principal_reports"), key=by_time)
    assert (reported["kind"], reported["reporter"], reported["acknowledged_at"]) == ("reported", "employee", naive("2025-09-02"))
    assert (raised["kind"], raised["reporter"], raised["acknowledged_at"]) == ("raised", "guardian", None)


def test_a_pupils_role_lasts_until_it_becomes_another(tmp_path, case):
    case.tell(example(concern.CaseOpened, pupil=case.pupil, pupil_role=PupilRole.EXPOSED, grade=5), "2025-09-01")
    case.tell(example(concern.PartyRoleChanged, pupil=case.pupil, pupil_role=PupilRole.BOTH), "2025-09-10")
    case.tell(example(concern.CaseLinked, other_pupil_role=PupilRole.OFFENDING), "2025-09-11")
    found = sorted(case.rows(tmp_path, "case_pupils"), key=by_time)
    assert [(row["how"], row["pupil_role"], row["until_at"]) for row in found] == [
        ("opened", "exposed", naive("2025-09-10")),
        ("changed", "both", None),
        ("linked", "offending", None),
    ]
    assert [row["grade"] for row in found] == [5, None, None]


def test_an_investigation_ends_with_its_analysis_and_another_begins_with_another_plan(tmp_path, case):
    case.tell(example(investigation.ConversationHeld), "2025-09-01")
    case.tell(example(investigation.InvestigationPlanned, finish_by=date(2025, 9, 20)), "2025-09-02")
    case.tell(example(investigation.ObservationLogged, duration_minutes=40), "2025-09-03")
    case.tell(example(investigation.AnalysisConcluded, pupil_is_safe=False), "2025-09-10")
    case.tell(example(investigation.FindingsShared), "2025-09-11")
    case.tell(example(investigation.ConversationHeld), "2025-09-12")  # in a measure, and in no investigation
    case.tell(example(investigation.InvestigationPlanned), "2025-10-01").tell(example(investigation.PupilHeard), "2025-10-02")
    first, second = sorted(case.rows(tmp_path, "investigations"), key=lambda row: row["number"])
    assert (first["first_step_at"], first["planned_at"]) == (naive("2025-09-01"), naive("2025-09-02"))
    assert (first["conversations"], first["observations"], first["observed_minutes"]) == (1, 1, 40)
    assert (first["concluded_at"], first["pupil_is_safe"]) == (naive("2025-09-10"), False)
    assert first["findings_shared_at"] == naive("2025-09-11")
    assert (second["first_step_at"], second["conversations"], second["hearings"]) == (naive("2025-10-01"), 0, 1)
    assert second["concluded_at"] is None


def test_a_conversation_says_with_whom_and_in_which_role_it_was_held(tmp_path, case):
    for kind in (ConversationKind.EXPOSED_PUPIL, ConversationKind.GUARDIANS_OF_EXPOSED, ConversationKind.EMPLOYEE):
        case.tell(example(investigation.ConversationHeld, kind=kind), "2025-09-01")
    case.tell(example(investigation.KickoffMeetingHeld, pupil_present=False), "2025-09-02")
    found = {row["kind"]: row for row in case.rows(tmp_path, "conversations")}
    assert {kind: row["with_whom"] for kind, row in found.items()} == {
        "exposed_pupil": "pupil",
        "guardians_of_exposed": "guardians",
        "employee": "employee",
        "kickoff_meeting": "guardians",
    }
    assert {row["role"] for row in found.values()} == {"principal"}
    assert found["kickoff_meeting"]["pupil_present"] is False


def test_a_pupil_who_did_not_wish_to_say_anything_was_offered_it_and_is_counted_per_pupil(tmp_path, case):
    other = case.told.new()
    for pupil, outcome in (
        (case.pupil, HearingOutcome.DID_NOT_WISH),
        (other, HearingOutcome.STATED_VIEW),
        (case.pupil, HearingOutcome.STATED_VIEW),
    ):
        case.tell(example(investigation.PupilHeard, pupil=pupil, outcome=outcome), f"2025-09-0{1 + len(case.told.log)}")
    found = [(row["pupil"], row["number"], row["outcome"]) for row in sorted(case.rows(tmp_path, "hearings"), key=by_time)]
    assert found == [
        (str(case.pupil), 1, "did_not_wish"),
        (str(other), 1, "stated_view"),
        (str(case.pupil), 2, "stated_view"),
    ]


def test_an_assessment_of_best_interest_says_which_moments_weighed_and_whether_the_childs_view_is_among_them(tmp_path, case):
    def weighed(moment, weight):
        return best_interest.WeighedMoment(moment=moment, weight=weight, information="x")

    moments = (weighed(Moment.HEALTH, Weight.SOME), weighed(Moment.CHILDS_VIEW, Weight.DECISIVE))
    case.tell(example(best_interest.BestInterestAssessed, moments=moments), "2025-09-01")
    case.tell(example(best_interest.BestInterestAssessed, moments=moments[:1]), "2025-09-02")
    first, second = sorted(case.rows(tmp_path, "best_interest"), key=by_time)
    assert (first["moments"], first["heavy_moments"], first["childs_view"]) == (["health", "childs_view"], ["childs_view"], True)
    assert (second["heavy_moments"], second["childs_view"]) == ([], False)


def test_a_closing_has_what_the_pupil_said_before_it_the_check_after_it_and_the_reopening(tmp_path, case):
    case.tell(example(closing.SafetyConfirmed, pupil_is_safe=True), "2025-10-01")
    case.tell(example(closing.CaseClosed, reason=ClosingReason.SAFE), "2025-10-02")
    case.tell(example(closing.PostClosureCheckDone, pupil_is_safe=False, experience=3), "2025-11-03")
    case.tell(example(closing.CaseReopened, reason=ReopeningReason.POST_CLOSURE_CHECK), "2025-11-04")
    case.tell(example(closing.SafetyConfirmed), "2025-12-01")
    (row,) = case.rows(tmp_path, "closings")
    assert (row["number"], row["asked_at"], row["pupil_is_safe"]) == (1, naive("2025-10-01"), True)
    assert (row["closed_at"], row["reason"]) == (naive("2025-10-02"), "safe")
    assert (row["checked_at"], row["safe_when_checked"], row["experience_when_checked"]) == (naive("2025-11-03"), False, 3)
    assert (row["reopened_at"], row["reopened_because"]) == (naive("2025-11-04"), "post_closure_check")


def test_a_closing_told_after_the_reopening_that_it_came_before_stands_before_it(tmp_path, case):
    case.tell(example(closing.CaseReopened), "2025-11-04")
    case.tell(example(closing.CaseClosed), "2025-10-02", late=timedelta(days=60))
    (row,) = case.rows(tmp_path, "closings")
    assert (row["closed_at"], row["reopened_at"]) == (naive("2025-10-02"), naive("2025-11-04"))


def test_follow_up_that_was_agreed_stands_beside_follow_up_that_was_held(tmp_path, case):
    case.tell(example(plan.ContactRhythmAgreed), "2025-09-01").tell(example(plan.FollowUpHeld, experience=4), "2025-09-08")
    case.tell(example(closing.FollowUpAgreed), "2025-10-01").tell(example(closing.SafetyConfirmed, experience=8), "2025-10-02")
    found = sorted(case.rows(tmp_path, "follow_ups"), key=by_time)
    assert [(row["kind"], row["experience"]) for row in found] == [
        ("rhythm_agreed", None),
        ("held", 4),
        ("follow_up_agreed", None),
        ("safety_confirmed", 8),
    ]


def test_information_says_who_was_told_and_whether_of_the_right_to_report_to_statsforvalteren(tmp_path, case):
    case.tell(example(investigation.FindingsShared, audience=FindingsAudience.GUARDIANS), "2025-09-01")
    right = enforcement.InformedOfEnforcementRight(pupil_informed=False, guardians_informed=True, in_writing=False)
    case.tell(right, "2025-09-02")
    letter = example(
        documents.LetterSent, letter=Letter.PLAN, recipients=(Recipient.PUPIL, Recipient.GUARDIANS), delivery=Delivery.PORTAL
    )
    case.tell(letter, "2025-09-03")
    found = sorted(case.rows(tmp_path, "information_given"), key=by_time)
    assert [(row["kind"], row["recipients"], row["in_writing"], row["enforcement_right"]) for row in found] == [
        ("findings", ["guardians"], False, False),
        ("enforcement_right", ["guardians"], False, True),
        ("letter", ["pupil", "guardians"], True, False),
    ]
    assert (found[2]["letter"], found[2]["delivery"]) == ("plan", "portal")


def test_a_correction_leaves_what_was_written_first_and_says_where_it_was_wrong(tmp_path, case):
    case.tell(example(investigation.PupilHeard), "2025-09-01")
    heard = case.told.log[-1].envelope.event_id
    wrong = InformationCorrected(corrected_event=heard, field="form", right_information="x", reason="x")
    case.tell(wrong, "2025-09-05")
    assert len(case.rows(tmp_path, "hearings")) == 1
    (row,) = case.rows(tmp_path, "corrections")
    assert (row["kind"], row["about_event"], row["field"]) == ("corrected", str(heard), "form")


def test_a_row_says_when_it_is_of_a_heightened_case(tmp_path):
    heightened = OneCase(Stream.HEIGHTENED_CASE)
    heightened.tell(example(investigation.PupilHeard), "2025-09-01").tell(example(investigation.InvestigationPlanned), "2025-09-01")
    for table in ("hearings", "investigations"):
        assert [row["stream"] for row in heightened.rows(tmp_path, table)] == ["heightened_case"]


def test_the_tables_hold_every_event_that_they_are_made_of(tmp_path):
    log = invented(400)
    whole = made_from(tmp_path, log)
    for table, topics in (
        ("concerns", {"case.ConcernReceived"}),
        ("principal_reports", {"case.ReportedToPrincipal", "case.RaisedWithPrincipal"}),
        ("severity_assessments", {"case.SeverityAssessed"}),
        ("conversations", {"case.ConversationHeld"}),
        ("hearings", {"case.PupilHeard"}),
        ("measure_executions", {"case.MeasureExecuted"}),
        ("evaluations", {"case.MeasureEvaluated"}),
        ("follow_ups", {"case.FollowUpHeld", "case.SafetyConfirmed"}),
        ("closings", {"case.CaseClosed"}),
        ("measures", {"case.MeasureAdded"}),
        ("information_given", {"case.PupilInformedOfReceipt"}),
    ):
        assert len(whole[table]) == sum(one.topic in topics for one in log), table
