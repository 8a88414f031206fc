"""A case with Statsforvalteren (opplæringslova §§ 12-6, 12-8)."""

from datetime import date, timedelta

import pytest
from builders import example, person
from given_when_then import given as given_in

from events import Stream
from events.enforcement import (
    AccountApproved,
    AccountSent,
    CoerciveFineImposed,
    CoerciveFineReduced,
    CoerciveFineStopped,
    CoerciveFineWarned,
    ComplaintToUdirLodged,
    DeadlineExtended,
    DeadlineExtensionRequested,
    OrderItemCompleted,
    OrderItemIssued,
    ReportedToStatsforvalter,
    StatsforvalterCaseClosed,
    StatsforvalterDecisionReceived,
    StatsforvalterRejected,
    StatsforvalterRequestedInformation,
    UdirDecided,
)
from events.lists.decisions import Complainant, FineStop, FineUnit, StatsforvalterDecision, UdirOutcome
from services.case_service.domain.enforcement.commands import (
    ApproveAccount,
    CloseStatsforvalterCase,
    CompleteOrderItem,
    ImposeCoerciveFine,
    IssueOrderItem,
    LodgeComplaintToUdir,
    RecordDeadlineExtension,
    RecordInformationRequest,
    ReduceCoerciveFine,
    RequestDeadlineExtension,
    SendAccount,
    StopCoerciveFine,
    WarnOfCoerciveFine,
)
from services.case_service.domain.enforcement.fine import accrued
from services.case_service.domain.enforcement.refusals import (
    ComplaintNotTheirs,
    DeadlineNotLater,
    EndedAlready,
    FineNotReduced,
    ItemCompletedAlready,
    ItemIssuedAlready,
    NoFineRuns,
    RequestExists,
    UnknownItem,
    UnknownRequest,
)
from services.case_service.domain.enforcement.state import (
    CompletedItem,
    Ended,
    FoundFulfilled,
    LapsedItem,
    OpenItem,
    Ordered,
    Rejected,
    UnderExamination,
)
from services.case_service.domain.refusals import NumberTooLarge

REPORTED = example(ReportedToStatsforvalter)
ASKED = example(StatsforvalterRequestedInformation, answer_by=date(2025, 9, 22))
ITEMS = tuple(person(f"ordered item {number}") for number in range(4))
ORDERED = example(
    StatsforvalterDecisionReceived, decision=StatsforvalterDecision.ORDER_TO_CORRECT, items=ITEMS, due_on=date(2025, 10, 1)
)
COMPLETED = example(OrderItemCompleted, item=ITEMS[0])


def given(*events):
    return given_in(*events, stream=Stream.ENFORCEMENT)


def issued(number, due_on=None):
    return example(OrderItemIssued, item=ITEMS[number], due_on=due_on)


def fine(amount, unit, runs_from):
    return example(CoerciveFineImposed, amount=amount, unit=unit, runs_from=runs_from)


def reduced(amount, unit, from_date):
    return example(CoerciveFineReduced, amount=amount, unit=unit, from_date=from_date)


def stopped(on, *, total=None):
    return example(CoerciveFineStopped, stopped_on=on, ground=FineStop.ORDERS_CARRIED_OUT, total=total)


def amount_on(day, *events):
    return accrued(given(*events).state.record.fines, day)


def asked_until(*events):
    """The date that holds now of the request that was made first, and whether it was answered."""
    (request, *_) = given(*events).state.record.requests.values()
    return request.answer_by, request.sent


def open_items(state):
    """The items that are still to be carried out, with their dates."""
    return {key: item.due_on for key, item in state.record.items.items() if isinstance(item, OpenItem)}


VESTLAND = fine(25_000, FineUnit.WEEK, date(2022, 3, 15))
DAILY = fine(3_000, FineUnit.DAY, date(2020, 9, 1))


def test_a_case_waits_for_statsforvalteren_then_for_the_municipality_and_ends():
    assert isinstance(given(REPORTED).state, UnderExamination)
    assert isinstance(given(REPORTED, example(StatsforvalterRejected)).state, Rejected)
    assert isinstance(given(REPORTED, ORDERED).state, Ordered)
    assert isinstance(given(REPORTED, ORDERED, example(StatsforvalterCaseClosed)).state, Ended)


def test_a_duty_that_was_done_leaves_nothing_to_carry_out():
    decided = example(StatsforvalterDecisionReceived, decision=StatsforvalterDecision.FULFILLED, items=())
    assert isinstance(given(REPORTED, decided).state, FoundFulfilled)


def test_a_new_report_after_the_end_opens_the_examination_again():
    assert isinstance(given(REPORTED, example(StatsforvalterCaseClosed), REPORTED).state, UnderExamination)


def test_a_decision_may_come_first_in_what_an_earlier_system_knew():
    assert isinstance(given(ORDERED).state, Ordered)


def test_an_account_answers_a_request():
    sent = example(AccountSent)
    given(REPORTED, ASKED).when(SendAccount(fact=sent)).then(sent)
    assert asked_until(REPORTED, ASKED) == (ASKED.answer_by, False)
    assert asked_until(REPORTED, ASKED, sent) == (ASKED.answer_by, True)


@pytest.mark.parametrize(
    "command",
    [
        RequestDeadlineExtension(fact=example(DeadlineExtensionRequested)),
        RecordDeadlineExtension(fact=example(DeadlineExtended)),
        ApproveAccount(fact=example(AccountApproved)),
        SendAccount(fact=example(AccountSent)),
    ],
    ids=lambda command: type(command).__name__,
)
def test_nothing_answers_a_request_that_was_never_made_unless_an_earlier_system_lost_it(command):
    given(REPORTED).when(command).then_refused(UnknownRequest, "request")
    outcome = given(REPORTED).when(command, history=True).then(command.fact)
    assert outcome.state == given(REPORTED).state


def test_a_request_is_recorded_once():
    given(REPORTED, ASKED).when(RecordInformationRequest(fact=ASKED)).then_refused(RequestExists, "request")


@pytest.mark.parametrize("day", [date(2025, 9, 22), date(2025, 9, 1)])
def test_more_time_means_a_later_date(day):
    asked_for, given_until = example(DeadlineExtensionRequested, new_date=day), example(DeadlineExtended, answer_by=day)
    given(ASKED).when(RequestDeadlineExtension(fact=asked_for)).then_refused(DeadlineNotLater, "new_date")
    given(ASKED).when(RecordDeadlineExtension(fact=given_until)).then_refused(DeadlineNotLater, "answer_by")


def test_the_date_that_holds_is_the_one_that_was_given_not_the_one_asked_for():
    asked_for = example(DeadlineExtensionRequested, new_date=date(2025, 11, 1))
    extended = example(DeadlineExtended, answer_by=date(2025, 10, 1))
    assert asked_until(ASKED, asked_for) == (ASKED.answer_by, False)
    assert asked_until(ASKED, asked_for, extended) == (extended.answer_by, False)


def test_each_ordered_item_has_its_own_deadline():
    state = given(REPORTED, ORDERED, issued(0, date(2025, 9, 20)), issued(1)).state
    assert open_items(state) == dict.fromkeys(ITEMS, ORDERED.due_on) | {ITEMS[0]: date(2025, 9, 20)}


def test_nine_of_eighteen_items_are_to_be_carried_out_when_nine_were():
    eighteen = tuple(person(f"one of eighteen {number}") for number in range(18))
    decided = example(StatsforvalterDecisionReceived, items=eighteen, due_on=date(2020, 8, 31), decision=ORDERED.decision)
    done = [example(OrderItemCompleted, item=item) for item in eighteen[:9]]
    assert tuple(open_items(given(decided, *done).state)) == eighteen[9:]


def test_an_item_is_completed_with_its_evidence():
    outcome = given(ORDERED, issued(0)).when(CompleteOrderItem(fact=COMPLETED)).then(COMPLETED)
    item = outcome.state.record.items[ITEMS[0]]
    assert item == CompletedItem(due_on=date(2025, 10, 1), issued=True, evidence_events=COMPLETED.evidence_events)


def test_an_item_that_nobody_ordered_cannot_be_completed():
    unknown = example(OrderItemCompleted, item=person("an item nobody ordered"))
    given(ORDERED).when(CompleteOrderItem(fact=unknown)).then_refused(UnknownItem, "item")


def test_an_item_is_completed_once():
    given(ORDERED, COMPLETED).when(CompleteOrderItem(fact=COMPLETED)).then_refused(ItemCompletedAlready, "item")


def test_an_item_is_set_up_once_whether_or_not_the_decision_names_it():
    given(ORDERED).when(IssueOrderItem(fact=issued(0))).then_recorded()
    given().when(IssueOrderItem(fact=issued(0))).then_recorded()
    given(ORDERED, issued(0)).when(IssueOrderItem(fact=issued(0))).then_refused(ItemIssuedAlready, "item")


def test_a_completed_item_stays_completed_when_it_is_set_up_afterwards():
    state = given(ORDERED, COMPLETED, issued(0, date(2025, 9, 25))).state
    assert state.record.items[ITEMS[0]] == CompletedItem(
        due_on=date(2025, 9, 25), issued=True, evidence_events=COMPLETED.evidence_events
    )


def test_a_new_decision_orders_an_item_again():
    again = example(StatsforvalterDecisionReceived, decision=ORDERED.decision, items=ITEMS[:1], due_on=date(2025, 11, 1))
    assert given(ORDERED, COMPLETED, again).state.record.items[ITEMS[0]] == OpenItem(due_on=date(2025, 11, 1), issued=False)


def test_an_annulled_decision_orders_nothing_but_what_was_done_is_done():
    annulled = example(UdirDecided, outcome=UdirOutcome.ANNULLED)
    state = given(ORDERED, COMPLETED, annulled).state
    assert isinstance(state, UnderExamination)
    assert open_items(state) == {}
    assert [type(item) for item in state.record.items.values()] == [CompletedItem, LapsedItem, LapsedItem, LapsedItem]


def test_an_upheld_decision_still_waits_to_be_carried_out():
    assert isinstance(given(ORDERED, example(UdirDecided, outcome=UdirOutcome.UPHELD)).state, Ordered)


def test_twenty_five_thousand_a_week_is_three_hundred_thousand_after_twelve_weeks():
    assert amount_on(date(2022, 6, 7), VESTLAND) == 300_000
    assert amount_on(date(2022, 6, 6), VESTLAND) == 275_000


def test_three_thousand_a_day_is_counted_day_by_day():
    assert [amount_on(date(2020, 9, day), DAILY) for day in (1, 2, 11)] == [0, 3_000, 30_000]


def test_a_fine_costs_nothing_before_it_runs():
    assert amount_on(date(2022, 3, 14), VESTLAND) == 0
    assert amount_on(date(2022, 3, 21), VESTLAND) == 0
    assert amount_on(date(2022, 3, 22), VESTLAND) == 25_000


def test_a_case_without_a_fine_costs_nothing():
    assert amount_on(date(2022, 6, 7), REPORTED, ORDERED) == 0


def test_a_stopped_fine_grows_no_more_and_the_day_it_stops_costs_nothing():
    halted = stopped(date(2020, 9, 11))
    assert amount_on(date(2020, 9, 11), DAILY, halted) == 30_000
    assert amount_on(date(2021, 9, 11), DAILY, halted) == 30_000
    assert amount_on(date(2020, 9, 5), DAILY, halted) == 12_000


def test_the_total_that_the_authority_states_stands_from_the_day_the_fine_stopped():
    halted = stopped(date(2020, 9, 11), total=10_000)
    assert amount_on(date(2020, 9, 10), DAILY, halted) == 27_000
    assert amount_on(date(2020, 9, 11), DAILY, halted) == 10_000


def test_a_reduction_holds_from_its_date():
    lower = reduced(1_000, FineUnit.DAY, date(2020, 9, 6))
    assert amount_on(date(2020, 9, 6), DAILY, lower) == 15_000
    assert amount_on(date(2020, 9, 8), DAILY, lower) == 17_000


def test_a_week_that_had_begun_when_the_fine_was_reduced_keeps_its_price():
    lower = reduced(10_000, FineUnit.WEEK, date(2022, 3, 24))
    assert amount_on(date(2022, 3, 29), VESTLAND, lower) == 50_000
    assert amount_on(date(2022, 4, 5), VESTLAND, lower) == 60_000


def test_a_reduction_from_before_the_fine_ran_replaces_it_whole():
    lower = reduced(10_000, FineUnit.WEEK, date(2022, 3, 1))
    assert amount_on(date(2022, 3, 29), VESTLAND, lower) == 20_000


def test_of_two_reductions_in_one_week_the_last_one_sets_the_next_weeks_price():
    lower, lowest = reduced(20_000, FineUnit.WEEK, date(2022, 3, 17)), reduced(5_000, FineUnit.WEEK, date(2022, 3, 18))
    assert amount_on(date(2022, 3, 29), VESTLAND, lower, lowest) == 30_000


def test_a_fine_by_the_week_may_be_reduced_to_one_by_the_day():
    lower = reduced(1_000, FineUnit.DAY, date(2022, 3, 22))
    given(VESTLAND).when(ReduceCoerciveFine(fact=lower)).then(lower)
    assert amount_on(date(2022, 3, 25), VESTLAND, lower) == 28_000


@pytest.mark.parametrize("rate", [(25_000, FineUnit.WEEK), (4_000, FineUnit.DAY)])
def test_a_fine_is_not_reduced_to_more(rate):
    higher = reduced(*rate, date(2022, 4, 1))
    given(VESTLAND).when(ReduceCoerciveFine(fact=higher)).then_refused(FineNotReduced, "amount")


def test_a_second_fine_takes_the_place_of_the_first():
    second = fine(50_000, FineUnit.WEEK, date(2022, 3, 29))
    given(VESTLAND).when(ImposeCoerciveFine(fact=second)).then(second)
    assert amount_on(date(2022, 4, 5), VESTLAND, second) == 100_000


def test_a_fine_that_stopped_may_be_imposed_again_and_both_count():
    again = fine(5_000, FineUnit.DAY, date(2021, 1, 1))
    assert amount_on(date(2021, 1, 3), DAILY, stopped(date(2020, 9, 11)), again) == 40_000


def test_a_fine_grows_by_every_day_that_passes():
    amounts = [amount_on(date(2022, 3, 1) + timedelta(days=day), VESTLAND) for day in range(120)]
    assert amounts == sorted(amounts)


def test_a_fine_can_be_asked_for_on_the_last_day_of_all():
    lower = reduced(1, FineUnit.WEEK, date.max)
    assert amount_on(date.max, VESTLAND, lower) > 0


@pytest.mark.parametrize(
    "command", [ReduceCoerciveFine(fact=example(CoerciveFineReduced)), StopCoerciveFine(fact=stopped(date(2025, 9, 1)))]
)
def test_only_a_fine_that_runs_is_reduced_or_stopped(command):
    given(ORDERED).when(command).then_refused(NoFineRuns)
    given(VESTLAND, stopped(date(2022, 6, 7))).when(command).then_refused(NoFineRuns)


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (ImposeCoerciveFine(fact=fine(10**30, FineUnit.DAY, date(2025, 9, 1))), "amount"),
        (WarnOfCoerciveFine(fact=example(CoerciveFineWarned, amount=10**30)), "amount"),
        (StopCoerciveFine(fact=stopped(date(2025, 9, 1), total=10**30)), "total"),
    ],
)
def test_a_fine_beyond_all_money_is_refused(command, field):
    given(VESTLAND).when(command).then_refused(NumberTooLarge, field)


def test_a_warning_may_leave_out_the_amount():
    warned = example(CoerciveFineWarned, amount=None, unit=None)
    given(ORDERED).when(WarnOfCoerciveFine(fact=warned)).then(warned)


@pytest.mark.parametrize("complainant", [Complainant.PUPIL, Complainant.GUARDIAN])
def test_pupil_and_guardians_may_complain_to_udir(complainant):
    lodged = example(ComplaintToUdirLodged, complainant=complainant)
    assert given(ORDERED).when(LodgeComplaintToUdir(fact=lodged)).then(lodged).state.record.complaint_lodged


@pytest.mark.parametrize("complainant", [Complainant.SCHOOL, Complainant.MUNICIPALITY])
def test_school_and_municipality_may_not_complain_to_udir(complainant):
    lodged = example(ComplaintToUdirLodged, complainant=complainant)
    given(ORDERED).when(LodgeComplaintToUdir(fact=lodged)).then_refused(ComplaintNotTheirs, "complainant")
    given(ORDERED).when(LodgeComplaintToUdir(fact=lodged), history=True).then(lodged)


def test_a_case_is_ended_once():
    ended = example(StatsforvalterCaseClosed)
    given(ORDERED, ended).when(CloseStatsforvalterCase(fact=ended)).then_refused(EndedAlready)
