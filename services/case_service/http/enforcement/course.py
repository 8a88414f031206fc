"""How far a case with Statsforvalteren has come on a day, from its events: requests, decisions, items, fines, complaints."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import reduce
from typing import Final, TypeAlias
from uuid import UUID

import msgspec

from events.base import Event
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
    PupilHeardByStatsforvalter,
    ReportedToStatsforvalter,
    StatsforvalterCaseClosed,
    StatsforvalterDecisionReceived,
    StatsforvalterFollowUpSent,
    StatsforvalterMeetingHeld,
    StatsforvalterRejected,
    StatsforvalterRequestedInformation,
    UdirDecided,
)
from services.case_service.domain.enforcement import RULES
from services.case_service.domain.enforcement.state import CompletedItem, LapsedItem, State
from services.case_service.http.matters.told import ToldEvent
from services.compliance.calendar import local_day

ByClass: TypeAlias = "dict[type[Event], tuple[ToldEvent, ...]]"
"""The events of each class, in the order of the log."""


class Standing(StrEnum):
    """How something with a date stands on a day. The text is ``enforcement.standing.<value>``."""

    WAITS = "waits"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"
    LAPSED = "lapsed"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A request for information: what is asked, the date that holds, and how far the answer has come."""

    key: UUID
    told: ToldEvent
    questions: tuple[str, ...]
    first_answer_by: date
    answer_by: date
    more_time_asked: tuple[ToldEvent, ...]
    more_time_given: tuple[ToldEvent, ...]
    approved: ToldEvent | None
    sent: ToldEvent | None
    standing: Standing


class Ordered(msgspec.Struct, frozen=True, kw_only=True):
    """An ordered item. ``issued`` is None where a decision names it and nobody has written down what it says."""

    key: UUID
    text: str
    issued: ToldEvent | None
    completed: ToldEvent | None
    evidence: tuple[UUID, ...]
    due_on: date | None
    standing: Standing


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, on one day. ``later`` counts what happened after that day and is not shown."""

    on: date
    state: State
    by_class: ByClass
    requests: tuple[Asked, ...]
    items: tuple[Ordered, ...]
    later: int

    def of(self, *classes: type[Event]) -> tuple[ToldEvent, ...]:
        """The events of some classes, in the order of the log."""
        found = (one for each in classes for one in self.by_class.get(each, ()))
        return tuple(sorted(found, key=lambda one: one.number))

    def last(self, *classes: type[Event]) -> ToldEvent | None:
        """The last event of some classes."""
        found = self.of(*classes)
        return found[-1] if found else None


REPORTS: Final = (ReportedToStatsforvalter, StatsforvalterRejected)
MEETINGS: Final = (StatsforvalterMeetingHeld, PupilHeardByStatsforvalter)
FINES: Final = (CoerciveFineWarned, CoerciveFineImposed, CoerciveFineReduced, CoerciveFineStopped)
COMPLAINTS: Final = (ComplaintToUdirLodged, UdirDecided)
OWN_SECTIONS: Final = (StatsforvalterDecisionReceived, StatsforvalterFollowUpSent, StatsforvalterCaseClosed)


def course_of(events: Iterable[ToldEvent], on: date) -> Course:
    """The course of the case with all that had happened by the end of the day ``on``."""
    everything = tuple(events)
    known = tuple(one for one in everything if day_of(one) <= on)
    by_class: ByClass = {}
    for one in known:
        kind = type(one.recorded.event)
        by_class[kind] = (*by_class.get(kind, ()), one)
    state: State = reduce(RULES.evolve, (one.recorded.event for one in known), RULES.initial)
    return Course(
        on=on,
        state=state,
        by_class=by_class,
        requests=tuple(
            _asked(by_class, one, event, on)
            for one in by_class.get(StatsforvalterRequestedInformation, ())
            if isinstance(event := one.recorded.event, StatsforvalterRequestedInformation)
        ),
        items=tuple(_ordered(by_class, state, key, on) for key in state.record.items),
        later=len(everything) - len(known),
    )


def day_of(one: ToldEvent) -> date:
    """The day on which an event happened, in Norway."""
    return local_day(one.recorded.envelope.occurred_at)


def standing_of(due: date | None, done_on: date | None, on: date) -> Standing:
    """How a thing that is due on a day stands; the day itself is in time."""
    if done_on is not None:
        return Standing.DONE_LATE if due is not None and done_on > due else Standing.DONE
    return Standing.OVERDUE if due is not None and due < on else Standing.WAITS


def _asked(by_class: ByClass, told: ToldEvent, event: StatsforvalterRequestedInformation, on: date) -> Asked:
    def about(kind: type[Event]) -> tuple[ToldEvent, ...]:
        return tuple(one for one in by_class.get(kind, ()) if getattr(one.recorded.event, "request", None) == event.request)

    given, sent, approved = about(DeadlineExtended), about(AccountSent), about(AccountApproved)
    dates = [one.recorded.event.answer_by for one in given if isinstance(one.recorded.event, DeadlineExtended)]
    answer_by = dates[-1] if dates else event.answer_by
    first = min(sent, key=day_of, default=None)
    return Asked(
        key=event.request,
        told=told,
        questions=event.questions,
        first_answer_by=event.answer_by,
        answer_by=answer_by,
        more_time_asked=about(DeadlineExtensionRequested),
        more_time_given=given,
        approved=approved[-1] if approved else None,
        sent=first,
        standing=standing_of(answer_by, None if first is None else day_of(first), on),
    )


def _ordered(by_class: ByClass, state: State, key: UUID, on: date) -> Ordered:
    item = state.record.items[key]
    issued = _about_item(by_class, OrderItemIssued, key)
    completed = _about_item(by_class, OrderItemCompleted, key)
    fact = None if issued is None else issued.recorded.event
    if isinstance(item, LapsedItem):
        standing = Standing.LAPSED
    else:
        standing = standing_of(item.due_on, None if completed is None else day_of(completed), on)
    return Ordered(
        key=key,
        text=fact.text if isinstance(fact, OrderItemIssued) else "",
        issued=issued,
        completed=completed,
        evidence=item.evidence_events if isinstance(item, CompletedItem) else (),
        due_on=item.due_on,
        standing=standing,
    )


def _about_item(by_class: ByClass, kind: type[Event], key: UUID) -> ToldEvent | None:
    found = [one for one in by_class.get(kind, ()) if getattr(one.recorded.event, "item", None) == key]
    return found[-1] if found else None
