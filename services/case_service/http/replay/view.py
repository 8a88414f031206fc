"""One view of a matter: the point that was asked for, the state, the duties, and what the chosen event changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from events.envelope import Recorded
from services.case_service.http.matters.dossier import Dossier
from services.case_service.http.matters.told import ToldEvent
from services.case_service.http.replay.asked import Spot
from services.case_service.http.replay.dossier_then import DossierThen
from services.case_service.http.web import the_desk
from services.case_service.replay import (
    Axis,
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
from services.case_service.replay.judging import Law, Rows
from services.case_service.replay.state import then_and_before
from services.case_service.replay_sources import judging_of, law_of
from services.compliance.loading import Rules


class Replay:
    """A matter along an axis, for one reader during one request."""

    def __init__(self, now: Dossier, axis: Axis, *, by_today: bool) -> None:
        self.now = now
        self.axis = axis
        self.by_today = by_today
        self.order = Order(now.matter.recorded, axis)

    @cached_property
    def judging(self) -> Judging:
        """The duties of the case."""
        return judging_of(the_desk(), self.now.row.case_id)

    @cached_property
    def law(self) -> Law:
        """The rules that were asked for."""
        return self.law_by(today=self.by_today)

    def law_by(self, *, today: bool) -> Law:
        """The rules of the day, or those of today."""
        schools = {one.envelope.school for one in self.now.matter.recorded if one.envelope.school is not None}
        return law_of(the_desk(), schools, by_today=today)

    @cached_property
    def open_streams(self) -> frozenset[str]:
        """The streams of the case whose duties the reader may see."""
        return frozenset(str(row.stream_id) for row in (self.now.row, *self.now.belonging))

    def event_of(self, spot: Spot) -> Recorded | None:
        """The event that a spot names, kept within the case; None for a moment. Nothing asked for is the last event."""
        if spot.moment is not None:
            return None
        if spot.event is not None:
            number = min(max(spot.event, 1), len(self.order))
            return self.now.matter.recorded[number - 1]
        place = len(self.order) if spot.place is None else min(max(spot.place, 1), len(self.order))
        return self.order.events[place - 1]

    def spot_at(self, place: int) -> Spot:
        """The lasting name of a place on the axis: its event's number."""
        return Spot(event=self.now.whom.numbers[self.order.events[place - 1].envelope.event_id])

    def view(self, spot: Spot) -> View:
        """The matter at a spot."""
        event = self.event_of(spot)
        return View(self, event, spot.moment)


class View:
    """A matter at one point of an axis."""

    def __init__(self, replay: Replay, event: Recorded | None, moment: datetime | None) -> None:
        self._replay = replay
        self.event = event
        if event is not None:
            self.place = replay.order.places[event.envelope.event_id]
            self.point = replay.order.at_event(event.envelope.event_id)
            self.seen: Sequence[Recorded] = replay.order.events[: self.place]
        else:
            assert moment is not None  # noqa: S101 - a spot names an event or a moment
            self.point = replay.order.at_moment(moment)
            self.seen = replay.order.seen(self.point)
            self.place = len(self.seen)

    @property
    def number_of_event(self) -> int | None:
        """The number of the chosen event, as on the case page."""
        return None if self.event is None else self._replay.now.whom.numbers[self.event.envelope.event_id]

    @cached_property
    def dossier(self) -> DossierThen:
        """The matter's parts at the point."""
        return DossierThen(self._replay.now, self.seen, self.point, self.rows)

    @property
    def told(self) -> ToldEvent | None:
        """The chosen event."""
        return None if self.event is None else self.dossier.told.find(self.event.envelope.event_id)

    @cached_property
    def lines(self) -> Mapping[LineKey, StateLine]:
        """What is known of the matter."""
        return state_lines(self._states[0], self.seen)

    @cached_property
    def line_changes(self) -> tuple[LineChange, ...]:
        """What the chosen event changed."""
        if self.event is None:
            return ()
        before = [one for one in self.seen if one is not self.event]
        return differences(state_lines(self._states[1] if before else None, before), self.lines)

    @property
    def rows(self) -> Rows:
        """The duties at the point."""
        return self._judged[0]

    @property
    def verdict_changes(self) -> tuple[VerdictChange, ...]:
        """What the chosen event made of the duties."""
        return self._judged[1]

    @cached_property
    def by_the_other_law(self) -> tuple[VerdictChange, ...]:
        """The duties that stand otherwise by the rules that were not asked for: first as then, after as by today's."""
        replay = self._replay
        other = self._shown(replay.judging.at(replay.axis, self._whole_point, replay.law_by(today=not replay.by_today)))
        return verdict_changes(other, self.rows) if replay.by_today else verdict_changes(self.rows, other)

    @property
    def rules(self) -> Rules:
        """The rules that the duties at the point are explained by."""
        return self._replay.law.rules

    @cached_property
    def _states(self) -> tuple[Any, Any]:
        if self.event is None:
            return then(self.seen), None
        return then_and_before(self.seen, self.event.envelope.event_id)

    @cached_property
    def _judged(self) -> tuple[Rows, tuple[VerdictChange, ...]]:
        replay, law = self._replay, self._replay.law
        if self.event is None:
            return self._shown(replay.judging.at(replay.axis, self._whole_point, law)), ()
        rows, changes = replay.judging.at_event(replay.axis, self.event.envelope.event_id, law)
        return self._shown(rows), tuple(one for one in changes if one.latest["stream_id"] in replay.open_streams)

    @property
    def _whole_point(self) -> Point:
        """The point among all events of the case, of which the reader is shown this matter's."""
        order = self._replay.judging.orders[self._replay.axis]
        return order.at_moment(self.point.at) if self.event is None else order.at_event(self.event.envelope.event_id)

    def _shown(self, rows: Rows) -> Rows:
        return rows.of_streams(self._replay.open_streams)
