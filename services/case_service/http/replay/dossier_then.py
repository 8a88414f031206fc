"""The dossier of a matter as it stood at a point: the same pages' parts, made of nothing but what was seen by then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from events.envelope import Recorded
from services.case_service.domain import fold
from services.case_service.domain.school import RULES as SCHOOL
from services.case_service.domain.school.state import known_school
from services.case_service.http.matters.dossier import Dossier
from services.case_service.http.matters.told import Told, ToldEvent
from services.case_service.http.matters.whom import Whom
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow
from services.case_service.read_model.matters import closed_at
from services.case_service.replay import Point
from services.case_service.replay.state import in_log_order
from services.case_service.streams import school_stream
from services.compliance.calendar import Calendar


class WhomThen(Whom):
    """Names by what was seen; numbers are those of the case page, so that an event is called the same everywhere."""

    def __init__(self, now: Dossier, seen: Sequence[Recorded]) -> None:
        super().__init__(now.matter.with_only(seen))
        self._now = now

    @cached_property
    def numbers(self) -> Mapping[UUID, int]:
        """The number of each event that was seen."""
        numbers = self._now.whom.numbers
        return {one.envelope.event_id: numbers[one.envelope.event_id] for one in self._matter.recorded}


class ToldThen(Told):
    """The events that were seen, in the order of their numbers."""

    @cached_property
    def events(self) -> tuple[ToldEvent, ...]:
        """The events, with the numbers that they have on the case page."""
        return tuple(ToldEvent(one, self.whom.numbers[one.envelope.event_id], self) for one in self.matter.recorded)


class DossierThen(Dossier):
    """A matter at a point. ``rows``: its obligations with their verdicts then, as the reader may see them."""

    def __init__(self, now: Dossier, seen: Sequence[Recorded], point: Point, rows: Sequence[Mapping[str, Any]]) -> None:
        ordered = in_log_order(seen)
        super().__init__(now.matter.with_only(ordered))
        self.whom = WhomThen(now, ordered)
        self.told = ToldThen(self.matter, self.whom)
        self.now = point.at
        self.point = point
        self._rows = rows
        self._row = replace(self.matter.row, closed_at=closed_at(ordered))

    @cached_property
    def judged(self) -> Sequence[Mapping[str, Any]]:
        """The obligations with their verdicts at the point."""
        return self._rows

    @cached_property
    def calendar(self) -> Calendar:
        """The closed days that had been written down by then."""
        school = self.matter.row.school
        if school is None:
            return the_desk().calendar.with_closed({})
        recorded = the_desk().store.readable(school_stream(the_desk().store.tenant, school)).events
        known = known_school(fold(SCHOOL, (one.event for one in recorded if one.envelope.recorded_at <= self.now)))
        return the_desk().calendar.with_closed({} if known is None else {school: known.closed_days})

    @property
    def row(self) -> MatterRow:
        """The row of the matter, with its end only where that was seen."""
        return self._row
