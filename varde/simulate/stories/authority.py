"""What is asked of Statsforvalteren, with the outcomes that Udir publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events import enforcement
from events.base import Stream
from events.lists.decisions import AuthorityCaseEnd, FineStop, FineUnit, RejectionGround, StatsforvalterDecision
from events.lists.people import Reporter
from varde.simulate.mould import UNSAID

if TYPE_CHECKING:
    from events.base import Event
    from varde.simulate.load import Load
    from varde.simulate.stories.told import CaseTelling


class AuthorityTelling:
    """One enforcement case being told, beside the school's own case."""

    def __init__(self, told: CaseTelling) -> None:
        self.told = told
        self.tell = told.tell
        self.stream_id = told.tell.new()

    def then(self, event: Event, after: float, *, by: str = "owner") -> None:
        """The next event of the enforcement case."""
        self.told.beside(Stream.ENFORCEMENT, self.stream_id, event, after, by=by)


def tell_enforcement(told: CaseTelling, load: Load) -> None:
    """Reported some weeks into the case; dismissed, or decided with orders to follow up. The school's case goes on meanwhile."""
    one, tell = AuthorityTelling(told), told.tell
    now, tell.hours = tell.hours, 80 + 200 * tell.random.random()
    reporter = tell.random.choice((Reporter.GUARDIAN, Reporter.GUARDIAN, Reporter.PUPIL))
    one.then(enforcement.ReportedToStatsforvalter(reported_by=reporter, theme=UNSAID), 1)
    if tell.chance(load.dismissed_share):
        ground = tell.random.choice(tuple(RejectionGround))
        one.then(enforcement.StatsforvalterRejected(ground=ground, special_reasons_assessed=tell.chance(0.7)), 40)
        one.then(enforcement.StatsforvalterCaseClosed(ground=AuthorityCaseEnd.REJECTED), 1)
    else:
        _account(one)
        if tell.chance(load.breach_share):
            _orders(one)
        else:
            decision = enforcement.StatsforvalterDecisionReceived(
                decision=StatsforvalterDecision.FULFILLED, measures_duty_met=True, plan_duty_met=True
            )
            one.then(decision, 160)
            one.then(enforcement.StatsforvalterCaseClosed(ground=AuthorityCaseEnd.FULFILLED), 8)
    tell.hours = max(now, tell.hours * 0.8)


def _account(one: AuthorityTelling) -> None:
    tell, request = one.tell, one.tell.new()
    asked = enforcement.StatsforvalterRequestedInformation(request=request, answer_by=tell.day(14), questions=(UNSAID, UNSAID))
    one.then(asked, 16)
    if tell.chance(0.2):
        one.then(enforcement.DeadlineExtensionRequested(request=request, new_date=tell.day(21), reason=UNSAID), 30)
        one.then(enforcement.DeadlineExtended(request=request, answer_by=tell.day(21)), 8)
    one.then(enforcement.AccountApproved(request=request, approved_by=tell.person("owner")), 50)
    one.then(enforcement.AccountSent(request=request), 4)
    if tell.chance(0.5):
        one.then(enforcement.PupilHeardByStatsforvalter(pupil=one.told.pupil), 40)


def _orders(one: AuthorityTelling) -> None:
    tell = one.tell
    items = tuple(tell.new() for _ in range(tell.random.randint(1, 4)))
    kind = tell.random.choice((StatsforvalterDecision.ORDER_TO_CORRECT, StatsforvalterDecision.DECISION_ON_MEASURES))
    one.then(
        enforcement.StatsforvalterDecisionReceived(
            decision=kind, measures_duty_met=False, plan_duty_met=tell.chance(0.4), items=items, due_on=tell.day(60)
        ),
        120,
    )
    for item in items:
        one.then(enforcement.OrderItemIssued(item=item, due_on=tell.day(45), text=UNSAID), 0.1)
    for item in items:
        if not tell.chance(0.05):
            one.then(enforcement.OrderItemCompleted(item=item, evidence=UNSAID), 60, by="principal")
    one.then(enforcement.StatsforvalterFollowUpSent(all_items_completed=True, content=UNSAID), 20)
    if tell.chance(0.02):
        _fine(one)
    one.then(enforcement.StatsforvalterCaseClosed(ground=AuthorityCaseEnd.ORDERS_CARRIED_OUT), 40)


def _fine(one: AuthorityTelling) -> None:
    tell = one.tell
    one.then(enforcement.CoerciveFineWarned(amount=25_000, unit=FineUnit.WEEK, answer_by=tell.day(14)), 20)
    one.then(enforcement.CoerciveFineImposed(amount=25_000, unit=FineUnit.WEEK, runs_from=tell.day(7)), 80)
    one.tell.wait(200)
    one.then(enforcement.CoerciveFineStopped(stopped_on=tell.day(), ground=FineStop.ORDERS_CARRIED_OUT), 1)
