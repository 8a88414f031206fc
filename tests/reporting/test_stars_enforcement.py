"""Cases with Statsforvalteren and what else is grave, as the warehouse tells it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from any_case import any_log
from builders import example
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from one_case import OneCase, naive
from stars_steps import always_empty, made_as_of, made_at_once, made_in_parts
from told_log import AT_LIEN, LIEN, MOEN, OWNER, Told, at

from events import concern, enforcement, heightened, intervention, reactions
from events.base import Stream
from events.correction import InformationCorrected
from events.lists.decisions import (
    AuthorityCaseEnd,
    Complainant,
    DecisionKind,
    FineStop,
    FineUnit,
    HeightenedOutcome,
    StatsforvalterDecision,
    UdirOutcome,
)
from events.lists.people import Reporter, Suspected
from services.case_service.domain.enforcement.fine import Fine, Rate, accrued, reduced, stopped
from services.reporting.queries import ScopeError
from services.reporting.questions import (
    EnforcementFigures,
    EnforcementListed,
    Fines,
    HeightenedCounts,
    OwnerNoticeCounts,
    Scope,
)
from services.reporting.schema import enforcement as enforcement_tables
from services.reporting.schema import serious

OURS = (*enforcement_tables.TABLES, *serious.TABLES)
STREAMS = (*[Stream.ENFORCEMENT] * 3, Stream.PHYSICAL_INTERVENTION, Stream.CASE, Stream.HEIGHTENED_CASE)
FULFILLED = example(enforcement.StatsforvalterDecisionReceived, decision=StatsforvalterDecision.FULFILLED, items=())


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10_000),
    cuts=st.lists(st.integers(1, 149), max_size=6, unique=True),
    again=st.lists(st.booleans(), min_size=7, max_size=7),
    alone=st.lists(st.booleans(), min_size=7, max_size=7),
)
def test_any_split_of_any_history_with_any_part_repeated_gives_what_a_rebuild_gives(tmp_path_factory, seed, cuts, again, alone):
    log = any_log(seed, STREAMS)
    parts = made_in_parts(tmp_path_factory.mktemp("split"), log, OURS, cuts=cuts, again=again, alone=alone)
    assert parts == made_at_once(tmp_path_factory.mktemp("rebuilt"), log, OURS)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), happened=st.integers(0, 4000), recorded=st.integers(0, 4400))
def test_as_of_any_moment_a_table_holds_what_it_would_have_held_had_nothing_more_been_told(
    tmp_path_factory, seed, happened, recorded
):
    log = any_log(seed, STREAMS)
    happened_by, recorded_by = (at("2022-08-15", "07:00") + timedelta(hours=hours) for hours in (happened, recorded))
    known = [one for one in log if one.envelope.occurred_at <= happened_by and one.envelope.documented_at <= recorded_by]
    found = made_as_of(tmp_path_factory.mktemp("asof"), log, OURS, happened_by, recorded_by)
    assert found == made_at_once(tmp_path_factory.mktemp("then"), known, OURS)


def test_every_column_tells_something_of_some_history(tmp_path):
    whole = made_at_once(tmp_path, any_log(1, STREAMS * 3, events_each=120), OURS)
    assert always_empty(whole, OURS) == []


@pytest.fixture
def matter():
    it = OneCase(Stream.ENFORCEMENT)
    return it.tell(enforcement.ReportedToStatsforvalter(reported_by=Reporter.GUARDIAN), "2025-09-01")


def end_by(ground):
    return enforcement.StatsforvalterCaseClosed(ground=ground)


def decided(**given):
    return example(
        enforcement.StatsforvalterDecisionReceived,
        **{"decision": StatsforvalterDecision.DECISION_ON_MEASURES, "items": (), **given},
    )


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ([], None),
        ([decided()], "breached"),
        ([decided(decision=StatsforvalterDecision.ORDER_TO_CORRECT, measures_duty_met=True, plan_duty_met=False)], "breached"),
        ([FULFILLED], "fulfilled"),
        ([decided(decision=StatsforvalterDecision.FULFILLED, plan_duty_met=False)], "breached"),
        ([example(enforcement.StatsforvalterRejected)], "dismissed"),
        ([end_by(AuthorityCaseEnd.REJECTED)], "dismissed"),
        ([end_by(AuthorityCaseEnd.GUIDED)], "guided"),
        ([end_by(AuthorityCaseEnd.WITHDRAWN)], "withdrawn"),
        ([end_by(AuthorityCaseEnd.ORDERS_CARRIED_OUT)], "breached"),
        ([decided(), end_by(AuthorityCaseEnd.WITHDRAWN)], "breached"),
        ([decided(), example(enforcement.UdirDecided, outcome=UdirOutcome.UPHELD)], "breached"),
        ([decided(), example(enforcement.UdirDecided, outcome=UdirOutcome.ANNULLED)], None),
        ([decided(), example(enforcement.UdirDecided, outcome=UdirOutcome.ANNULLED), FULFILLED], "fulfilled"),
        ([example(enforcement.StatsforvalterRejected), example(enforcement.ReportedToStatsforvalter)], None),
        ([example(enforcement.StatsforvalterRejected), example(enforcement.ReportedToStatsforvalter), FULFILLED], "fulfilled"),
    ],
)
def test_a_case_is_counted_by_how_it_ended(tmp_path, matter, told, outcome):
    for month, fact in enumerate(told, 10):
        matter.tell(fact, f"2025-{month}-01")
    (row,) = matter.rows(tmp_path, "enforcement_cases")
    assert row["outcome"] == outcome
    assert (row["finished_at"] is None) == (outcome is None)


def test_a_case_is_finished_when_it_was_first_concluded_and_not_when_its_follow_up_ended(tmp_path, matter):
    matter.tell(decided(), "2025-11-01").tell(end_by(AuthorityCaseEnd.ORDERS_CARRIED_OUT), "2026-03-01")
    (row,) = matter.rows(tmp_path, "enforcement_cases")
    assert (row["finished_at"], row["closed_at"]) == (naive("2025-11-01"), naive("2026-03-01"))


def test_information_that_was_put_right_stands_beside_what_it_corrects_and_changes_no_number(tmp_path, matter):
    matter.tell(decided(), "2025-11-01")
    decision = matter.told.log[-1].envelope.event_id
    names = enforcement_tables.ENFORCEMENT_CASES.column_names
    (before,) = matter.rows(tmp_path, "enforcement_cases")
    right = InformationCorrected(corrected_event=decision, field="reference", right_information="x", reason="x")
    matter.tell(right, "2025-12-01")
    (tmp_path / "again").mkdir()
    (after,) = matter.rows(tmp_path / "again", "enforcement_cases")
    assert {name: after[name] for name in names} == {name: before[name] for name in names}


def test_the_answer_holds_to_the_date_that_was_put_off(tmp_path, matter):
    request = matter.told.new()
    matter.tell(example(enforcement.StatsforvalterRequestedInformation, request=request, answer_by=date(2025, 9, 20)), "2025-09-05")
    matter.tell(enforcement.DeadlineExtensionRequested(request=request, new_date=date(2025, 10, 1), reason="x"), "2025-09-10")
    matter.tell(enforcement.DeadlineExtended(request=request, answer_by=date(2025, 9, 27)), "2025-09-12")
    matter.tell(example(enforcement.AccountSent, request=request), "2025-09-26")
    (row,) = matter.rows(tmp_path, "enforcement_requests")
    assert (row["first_answer_by"], row["answer_by"], row["extensions_asked"]) == (date(2025, 9, 20), date(2025, 9, 27), 1)
    assert row["answered_at"] == naive("2025-09-26")


def test_ordered_items_are_followed_one_by_one_and_lapse_when_udir_annuls_the_decision(tmp_path, matter):
    done, left = matter.told.new(), matter.told.new()
    matter.tell(decided(items=(done, left), due_on=date(2025, 12, 1)), "2025-11-01")
    matter.tell(enforcement.OrderItemIssued(item=left, due_on=date(2026, 1, 15), text="x"), "2025-11-02")
    matter.tell(enforcement.OrderItemCompleted(item=done, evidence_events=(matter.told.new(),), evidence="x"), "2025-11-20")
    rows = {row["item"]: row for row in matter.rows(tmp_path, "enforcement_orders")}
    assert [rows[str(item)]["due_on"] for item in (done, left)] == [date(2025, 12, 1), date(2026, 1, 15)]
    assert (rows[str(done)]["fulfilled_at"], rows[str(done)]["evidence_events"]) == (naive("2025-11-20"), 1)
    matter.tell(enforcement.UdirDecided(outcome=UdirOutcome.ANNULLED), "2025-12-24")
    (tmp_path / "later").mkdir()
    later = {row["item"]: row["lapsed_at"] for row in matter.rows(tmp_path / "later", "enforcement_orders")}
    assert later == {str(done): None, str(left): naive("2025-12-24")}


DAYS = st.dates(date(2025, 1, 1), date(2025, 6, 30))
RATE = st.tuples(st.integers(0, 30_000), st.sampled_from(FineUnit), DAYS)


STOP = st.none() | st.tuples(DAYS, st.none() | st.integers(0, 1_000_000))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fines=st.lists(st.tuples(RATE, st.lists(RATE, max_size=3), STOP), max_size=3),
    days=st.lists(DAYS, min_size=3, max_size=3),
)
def test_a_fine_amounts_to_what_the_page_of_the_case_says_on_any_day(tmp_path_factory, fines, days):
    told = Told()
    stream, number = told.new(), 0

    def tell(fact):
        nonlocal number
        number += 1
        happened = (datetime(2024, 12, 1, tzinfo=UTC) + timedelta(hours=number)).isoformat()
        told.tell(Stream.ENFORCEMENT, stream, fact, happened[:10], happened[11:16], school=LIEN)

    known: list[Fine] = []
    for (amount, unit, day), reductions, stop in fines:
        tell(enforcement.CoerciveFineImposed(amount=amount, unit=unit, runs_from=day))
        if known and known[-1].stopped_on is None:
            known[-1] = stopped(known[-1], day)
        known.append(Fine(rates=(Rate(amount=amount, unit=unit, from_date=day),)))
        for less, per, from_day in reductions:
            tell(enforcement.CoerciveFineReduced(amount=less, unit=per, from_date=from_day))
            known[-1] = reduced(known[-1], Rate(amount=less, unit=per, from_date=from_day))
        if stop is not None:
            tell(enforcement.CoerciveFineStopped(stopped_on=stop[0], ground=FineStop.WAIVED, total=stop[1]))
            known[-1] = stopped(known[-1], stop[0], stated_total=stop[1])
    with told.asked_on(tmp_path_factory.mktemp("fines"), "2025-07-01") as queries:
        for day in days:
            rows = queries.ask(OWNER, Fines(on=day))
            assert rows.height == len(known)
            assert rows.sort("fine")["kroner"].to_list() == [accrued([fine], day) for fine in known]


def test_a_published_fine_amounts_to_what_was_published(tmp_path, matter):
    matter.tell(enforcement.CoerciveFineImposed(amount=25_000, unit=FineUnit.WEEK, runs_from=date(2026, 3, 15)), "2026-03-10")
    with matter.told.asked_on(tmp_path, "2026-06-07") as queries:
        (row,) = queries.ask(OWNER, Fines()).to_dicts()
        earlier = queries.ask(OWNER, Fines(as_of=at("2026-03-11")))
        assert queries.ask(OWNER, Fines(as_of=at("2026-03-09"))).is_empty()
    assert (row["kroner"], row["is_running"], row["school_name"]) == (300_000, True, "Lien skole")
    assert (earlier["kroner"].item(), earlier["is_running"].item()) == (0, False)


def test_what_is_open_in_each_case_is_listed_with_it(tmp_path, matter):
    item = matter.told.new()
    matter.tell(example(enforcement.StatsforvalterRequestedInformation, answer_by=date(2025, 9, 20)), "2025-09-05")
    matter.tell(decided(items=(item,), due_on=date(2025, 12, 1)), "2025-11-01")
    with matter.told.asked_on(tmp_path, "2025-12-10") as queries:
        (row,) = queries.ask(AT_LIEN, EnforcementListed()).to_dicts()
        assert queries.ask(Scope(tenant=OWNER.tenant, exact=True, schools=(MOEN,)), EnforcementListed()).is_empty()
        with pytest.raises(ScopeError):
            queries.ask(Scope(tenant=OWNER.tenant), EnforcementListed())
        with pytest.raises(ScopeError):
            queries.ask(Scope(tenant=OWNER.tenant), EnforcementFigures())
    assert (row["items"], row["items_open"], row["items_overdue"], row["answers_overdue"]) == (1, 1, 1, 1)


def test_a_serious_case_is_told_of_and_confirmed(tmp_path):
    case = OneCase().tell(example(concern.SeverityAssessed, serious=True), "2025-09-01")
    case.tell(example(concern.OwnerNotified), "2025-09-02").tell(example(concern.OwnerAcknowledged), "2025-09-03")
    with case.told.asked_on(tmp_path, "2025-10-01") as queries:
        rows = queries.ask(OWNER, OwnerNoticeCounts(period_from=date(2025, 8, 1), period_to=date(2026, 7, 31)))
    columns = ("school_name", "about", "arose", "told", "acknowledged", "median_hours_told")
    assert [tuple(row[name] for name in columns) for row in rows.to_dicts()] == [
        ("Lien skole", "serious_case", 1, 1, 1, 24),
        (None, "serious_case", 1, 1, 1, 24),
    ]


def test_a_case_that_turned_out_not_to_be_serious_is_no_notice_unless_the_owner_was_told(tmp_path):
    case = OneCase().tell(example(concern.SeverityAssessed, serious=True), "2025-09-01")
    case.tell(example(concern.SeverityAssessed, serious=False), "2025-09-02")
    assert case.rows(tmp_path, "owner_notices") == []
    case.tell(example(concern.OwnerNotified), "2025-09-03")
    (tmp_path / "told").mkdir()
    assert len(case.rows(tmp_path / "told", "owner_notices")) == 1


@pytest.mark.parametrize(("repeated", "rows"), [(True, 1), (False, 0)])
def test_an_intervention_is_told_of_when_it_was_repeated_or_particularly_serious(tmp_path, repeated, rows):
    case = OneCase(Stream.PHYSICAL_INTERVENTION)
    recorded = example(intervention.PhysicalInterventionRecorded, repeated=repeated, particularly_serious=False)
    case.tell(recorded, "2025-09-01")
    assert len(case.rows(tmp_path, "owner_notices")) == rows
    (row,) = case.rows(tmp_path, "physical_interventions")
    assert (row["happened_at"], row["conditions"], row["principal_told_at"]) == (naive("2025-09-01"), ["a"], None)


def test_a_decision_is_followed_from_its_announcement_to_a_complaint(tmp_path):
    case = OneCase()
    decision = case.told.new()
    case.tell(example(reactions.AdvanceNoticeSent, decision=decision, kind=DecisionKind.SCHOOL_CHANGE), "2025-09-01")
    case.tell(example(reactions.IndividualDecisionMade, decision=decision, kind=DecisionKind.SCHOOL_CHANGE), "2025-09-20")
    complaint = example(reactions.ComplaintReceived, decision=decision, complainant=Complainant.GUARDIAN)
    case.tell(complaint, "2025-10-01")
    (row,) = case.rows(tmp_path, "individual_decisions")
    assert (row["kind"], row["complainant"]) == ("school_change", "guardian")
    assert [row[name] for name in ("announced_at", "made_at", "complained_at")] == [
        naive("2025-09-01"),
        naive("2025-09-20"),
        naive("2025-10-01"),
    ]


def test_a_referral_knows_its_answer_and_nobody_elses(tmp_path):
    case = OneCase()
    for day in ("2025-09-01", "2025-09-02"):
        answered = case.told.new()
        case.tell(example(reactions.Referred, referral=answered), day)
    case.tell(example(reactions.ReferralAnswered, referral=answered, accepted=False), "2025-09-09")
    case.tell(example(reactions.PoliceReportFiled), "2025-09-10")
    rows = sorted(case.rows(tmp_path, "referrals"), key=lambda row: row["sent_at"])
    assert [(row["kind"], row["accepted"]) for row in rows] == [("referral", None), ("referral", False), ("police_report", None)]


def heightened_at(told, school, **given):
    stream = told.new()
    report = example(heightened.HeightenedReportReceived, received_by_owner=False, **given)
    told.tell(Stream.HEIGHTENED_CASE, stream, report, "2025-09-01", case_id=stream, school=school)
    return stream


def test_reports_of_an_adult_are_counted_for_all_schools_together_and_for_those_alone_who_may_know_of_them(tmp_path):
    told = Told()
    heightened_at(told, MOEN, suspected=Suspected.LEADER)
    stream = heightened_at(told, LIEN, suspected=Suspected.EMPLOYEE)
    concluded = example(heightened.HeightenedCaseConcluded, outcome=HeightenedOutcome.GROUNDED)
    told.tell(Stream.HEIGHTENED_CASE, stream, concluded, "2025-09-20", case_id=stream, school=LIEN)
    seeing = Scope(tenant=OWNER.tenant, exact=True, heightened=True)
    year = HeightenedCounts(period_from=date(2025, 8, 1), period_to=date(2026, 7, 31))
    with told.asked_on(tmp_path, "2025-10-01") as queries:
        (row,) = queries.ask(seeing, year).to_dicts()
        assert queries.ask(OWNER, year).is_empty()
        with pytest.raises(ScopeError):
            queries.ask(Scope(tenant=OWNER.tenant, heightened=True), year)
    assert "school" not in row
    counted = [row[name] for name in ("received", "about_leaders", "owner_told", "concluded", "grounded", "still_open")]
    assert counted == [2, 1, 0, 1, 1, 1]


def test_a_report_of_an_adult_stands_in_no_table_of_ordinary_cases(tmp_path):
    told = Told()
    stream = heightened_at(told, LIEN)
    told.tell(Stream.HEIGHTENED_CASE, stream, example(concern.OwnerAcknowledged), "2025-09-02", case_id=stream, school=LIEN)
    ordinary = [table for table in OURS if table is not serious.HEIGHTENED_REPORTS]
    whole = made_at_once(tmp_path, told.log, OURS)
    assert {table.name: whole[table.name] for table in ordinary} == {table.name: [] for table in ordinary}
    assert len(whole["heightened_reports"]) == 1
