"""A case that was opened for its replay on the command line: how it stood at one point, and what differs between two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from events import Recorded
from services.case_service.replay import (
    Judging,
    LineChange,
    LineKey,
    Order,
    Point,
    StateLine,
    VerdictChange,
    differences,
    state_lines,
    then,
    verdict_changes,
)
from services.case_service.replay.judging import Law
from services.case_service.replay.state import then_and_before
from varde.cli.output import BAD_USE, fail


class ReplayedCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case: its own events in the order of the axis, and the duties of all its streams."""

    number: str
    order: Order
    judging: Judging
    law: Law
    now: datetime

    @property
    def numbered(self) -> Sequence[Recorded]:
        """Its events in the order of their numbers."""
        return sorted(self.order.events, key=lambda one: one.version)


class View(msgspec.Struct, frozen=True, kw_only=True):
    """The case at one point. ``event``: the number of the shown event; None for a moment."""

    event: int | None
    point: Point
    seen: Sequence[Recorded]
    lines: Mapping[LineKey, StateLine]
    rows: Sequence[Mapping[str, Any]]


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What differs of the state, and of the duties."""

    lines: Sequence[LineChange] = ()
    duties: Sequence[VerdictChange] = ()


def view_of(case: ReplayedCase, event: int | None, moment: datetime | None) -> View:
    """The case at an event, by its number, or at a moment; at its last event when neither is given. Fails when there is no such."""
    order, judged = case.order, case.judging.orders[case.order.axis]
    if moment is not None:
        if moment > case.now:
            fail("replay.future", status=BAD_USE)
        seen, point, number = order.seen(order.at_moment(moment)), judged.at_moment(moment), None
    else:
        if event is not None and event > len(order):
            fail("replay.no_such_event", status=BAD_USE, n=len(order))
        chosen = order.events[-1] if event is None else case.numbered[event - 1]
        shown = chosen.envelope.event_id
        seen, point, number = order.events[: order.places[shown]], judged.at_event(shown), case.numbered.index(chosen) + 1
    rows = case.judging.at(order.axis, point, case.law)
    return View(event=number, point=point, seen=seen, lines=state_lines(then(seen), seen), rows=rows)


def changed_by(case: ReplayedCase, view: View) -> Changes:
    """What the shown event changed; nothing for a moment."""
    if view.event is None:
        return Changes()
    chosen = case.numbered[view.event - 1]
    before = [one for one in view.seen if one is not chosen]
    _, without = then_and_before(view.seen, chosen.envelope.event_id)
    _, duties = case.judging.at_event(case.order.axis, chosen.envelope.event_id, case.law)
    return Changes(lines=differences(state_lines(without if before else None, before), view.lines), duties=duties)


def between(one: View, other: View) -> Changes:
    """What differs from one view to the other."""
    return Changes(lines=differences(one.lines, other.lines), duties=verdict_changes(one.rows, other.rows))
