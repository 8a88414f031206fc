"""What is to be done next in a case with Statsforvalteren and by when, and what is missing. Pure: the same for any day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import msgspec

from events.enforcement import (
    CoerciveFineImposed,
    CoerciveFineStopped,
    CoerciveFineWarned,
    StatsforvalterDecisionReceived,
    StatsforvalterFollowUpSent,
)
from events.lists.decisions import StatsforvalterDecision
from services.case_service.domain.enforcement.state import Ended, FoundFulfilled, NothingReported, Ordered, Rejected
from services.case_service.http.enforcement.course import Course, Standing

ORDERS = frozenset({StatsforvalterDecision.ORDER_TO_CORRECT, StatsforvalterDecision.DECISION_ON_MEASURES})
OPEN = frozenset({Standing.WAITS, Standing.OVERDUE})


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do. The text is ``enforcement.step.<key>``; ``topic`` is the fact that tells that it is done.

    ``due_on`` is None where nobody has set a date. ``field`` and ``about`` fill in what the form is about.
    """

    key: str
    topic: str
    due_on: date | None = None
    field: str = ""
    about: UUID | None = None
    text: str = ""


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is not written down. The text is ``enforcement.gap.<key>``; ``event`` is what lacks it."""

    key: str
    text: str = ""
    topic: str = ""


def steps_of(course: Course) -> tuple[Step, ...]:
    """What is to be done after the day of ``course``, the first due first; what has no date last."""
    if isinstance(course.state, Ended | NothingReported):
        return ()
    found = [*_answers(course), *_warned(course), *_orders(course), *_end(course)]
    return tuple(sorted(found, key=lambda step: (step.due_on is None, step.due_on or date.max)))


def gaps_of(course: Course) -> tuple[Gap, ...]:
    """What a reader of the case would look for in vain."""
    return (*_gaps_in_answers(course), *_gaps_in_orders(course))


def _answers(course: Course) -> Iterator[Step]:
    for one in course.requests:
        if one.sent is None and one.approved is None:
            yield Step(key="approve", topic="enforcement.AccountApproved", due_on=one.answer_by, field="request", about=one.key)
        elif one.sent is None:
            yield Step(key="send", topic="enforcement.AccountSent", due_on=one.answer_by, field="request", about=one.key)


def _warned(course: Course) -> Iterator[Step]:
    warned = course.last(CoerciveFineWarned)
    if warned is None or not isinstance(warned.recorded.event, CoerciveFineWarned):
        return
    answer_by = warned.recorded.event.answer_by
    answered = course.last(StatsforvalterFollowUpSent, CoerciveFineImposed, CoerciveFineStopped)
    if answer_by is not None and (answered is None or answered.number < warned.number):
        yield Step(key="answer_warning", topic="enforcement.StatsforvalterFollowUpSent", due_on=answer_by)


def _orders(course: Course) -> Iterator[Step]:
    for item in course.items:
        if item.standing in OPEN and item.issued is not None:
            yield Step(
                key="carry_out",
                topic="enforcement.OrderItemCompleted",
                due_on=item.due_on,
                field="item",
                about=item.key,
                text=item.text,
            )
    if isinstance(course.state, Ordered) and _reports_back(course):
        decision = course.last(StatsforvalterDecisionReceived)
        fact = None if decision is None else decision.recorded.event
        due_on = fact.due_on if isinstance(fact, StatsforvalterDecisionReceived) else None
        yield Step(key="report_back", topic="enforcement.StatsforvalterFollowUpSent", due_on=due_on)


def _reports_back(course: Course) -> bool:
    """Whether the last decision orders something and nobody has told since that all of it is carried out."""
    decision = course.last(StatsforvalterDecisionReceived)
    if decision is None or not isinstance(decision.recorded.event, StatsforvalterDecisionReceived):
        return False
    told = course.of(StatsforvalterFollowUpSent)
    after = (one.recorded.event for one in told if one.number > decision.number)
    complete = any(isinstance(one, StatsforvalterFollowUpSent) and one.all_items_completed for one in after)
    return decision.recorded.event.decision in ORDERS and not complete


def _end(course: Course) -> Iterator[Step]:
    done = all(item.standing not in OPEN for item in course.items)
    if course.state.record.running_fine is not None and done and course.items:
        yield Step(key="stop_fine", topic="enforcement.CoerciveFineStopped")
    nothing_left = done and course.state.record.running_fine is None and not _reports_back(course)
    if isinstance(course.state, Rejected | FoundFulfilled) or (isinstance(course.state, Ordered) and nothing_left):
        yield Step(key="wait_for_the_end", topic="enforcement.StatsforvalterCaseClosed")


def _gaps_in_answers(course: Course) -> Iterator[Gap]:
    for one in course.requests:
        if one.sent is not None and (one.approved is None or one.approved.number > one.sent.number):
            yield Gap(key="not_approved", topic="enforcement.AccountApproved")
        if one.sent is not None and getattr(one.sent.recorded.event, "package_sha256", None) is None:
            yield Gap(key="no_package", topic="enforcement.AccountSent")
        if not one.questions:
            yield Gap(key="no_questions", topic="enforcement.StatsforvalterRequestedInformation")


def _gaps_in_orders(course: Course) -> Iterator[Gap]:
    decision = course.last(StatsforvalterDecisionReceived)
    ordered = isinstance(course.state, Ordered) and _reports_back(course)
    if decision is not None and ordered and not course.items:
        yield Gap(key="no_items", topic="enforcement.OrderItemIssued")
    for item in course.items:
        if item.issued is None and item.standing is not Standing.LAPSED:
            yield Gap(key="item_without_text", topic="enforcement.OrderItemIssued")
        if item.completed is not None and not item.evidence:
            yield Gap(key="no_evidence", text=item.text, topic="enforcement.OrderItemCompleted")
        if item.due_on is None and item.standing in OPEN:
            yield Gap(key="no_date", text=item.text)
