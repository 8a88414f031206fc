"""An event as the list and its own page show it: what, when it happened, was known and was written down, by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Final
from uuid import UUID

from events.correction import DisagreementRegistered, InformationCorrected
from events.envelope import Attachment, Precision, Recorded
from services.case_service.forms import field_label, form_of
from services.case_service.http.languages import current_language, t
from services.case_service.http.matter import Matter
from services.case_service.http.matters.blueprint import event_address
from services.case_service.http.matters.whom import Whom
from services.case_service.reading import Line, lines_of
from services.case_service.timeline import Lane, lane_of
from services.case_service.timeline.story import written_late
from services.compliance.explain import day_text, moment_text
from texts import label

EXCERPT: Final = 240
COLOURS: Final = {
    Lane.REPORT: "neutral",
    Lane.INVESTIGATION: "accent",
    Lane.VOICE: "success",
    Lane.PLAN: "brand2",
    Lane.OUTSIDE: "warning",
    Lane.AVVIK: "danger",
}


class ToldEvent:
    """One event, for one reader. What is dear to make is made when it is shown."""

    def __init__(self, recorded: Recorded, number: int, told: Told) -> None:
        self.recorded = recorded
        self.number = number
        self._told = told

    @property
    def id(self) -> UUID:
        """The event's id."""
        return self.recorded.envelope.event_id

    @property
    def title(self) -> str:
        """What happened."""
        return t(f"event.{self.recorded.topic}")

    @property
    def url(self) -> str:
        """The event's own page."""
        return event_address(self._told.matter.row, self.id)

    @property
    def color(self) -> str:
        """The colour of its lane."""
        return COLOURS[lane_of(self.recorded.topic)]

    @property
    def happened(self) -> str:
        """When it happened, as exactly as that is known."""
        return rough_moment(self.recorded.envelope.occurred_at, self.recorded.envelope.precision)

    @property
    def known(self) -> str:
        """When somebody at the school knew, where that is another time than when it happened."""
        envelope = self.recorded.envelope
        return "" if envelope.known_at == envelope.occurred_at else moment_text(envelope.known_at, current_language())

    @property
    def written(self) -> str:
        """When it was written down."""
        return moment_text(self.recorded.envelope.documented_at, current_language())

    @property
    def late(self) -> bool:
        """Whether it was written down so much later that a reader must know."""
        return written_late(self.recorded)

    @property
    def by(self) -> str:
        """Who recorded it, and in which role."""
        actor = self.recorded.envelope.actor
        name, role = self._told.whom.actor(actor), label(actor.role, current_language())
        return name if name.casefold() == role.casefold() else t("matter.by", name=name, role=role)

    @property
    def on_behalf(self) -> str:
        """Whom a leader recorded it for."""
        behalf = self.recorded.envelope.actor.on_behalf_of
        return "" if behalf is None else self._told.whom.anybody(behalf)

    @property
    def channel(self) -> str:
        """How it was said or sent."""
        channel = self.recorded.envelope.channel
        return "" if channel is None else label(channel, current_language())

    @property
    def meta(self) -> str:
        """When and by whom, in one line."""
        return " · ".join(part for part in (self.happened, self.by, self.channel) if part)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files that belong to it."""
        return self.recorded.envelope.attachments

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """What it says, field by field."""
        return lines_of(self.recorded.event, self._told.whom, current_language())

    @cached_property
    def excerpt(self) -> str:
        """The beginning of what somebody wrote in it."""
        found = next((line.values[0].text for line in self.lines if line.long and line.values), "")
        plain = self._told.matter.text(" ".join(found.split()))
        return plain if len(plain) <= EXCERPT else plain[:EXCERPT].rsplit(" ", 1)[0] + " …"

    @property
    def notes(self) -> tuple[ToldEvent, ...]:
        """The corrections of it, and the disagreements with it."""
        return self._told.notes_on(self.id)

    @property
    def corrected(self) -> ToldEvent | None:
        """The event that it corrects or disagrees with."""
        return self._told.find(concerned(self.recorded))

    @property
    def corrected_field(self) -> str:
        """The label of the field that it corrects."""
        event = self.recorded.event
        if not isinstance(event, InformationCorrected) or self.corrected is None:
            return ""
        spec = form_of(self.corrected.recorded.topic)
        fields = {field.name: field for field in (*spec.asked, *spec.unasked)}
        return field_label(fields[event.field], current_language()) if event.field in fields else ""


class Told:
    """All events of a matter, as its reader sees them."""

    def __init__(self, matter: Matter, whom: Whom) -> None:
        self.matter = matter
        self.whom = whom

    @cached_property
    def events(self) -> tuple[ToldEvent, ...]:
        """The events in the order of their numbers."""
        return tuple(ToldEvent(one, number, self) for number, one in enumerate(self.matter.recorded, start=1))

    @cached_property
    def newest_first(self) -> tuple[ToldEvent, ...]:
        """The events, the last that happened first."""
        return tuple(sorted(self.events, key=lambda one: (one.recorded.envelope.occurred_at, one.number), reverse=True))

    def find(self, event: UUID | None) -> ToldEvent | None:
        """An event by its id; None when she does not see it."""
        return None if event is None else self._by_id.get(event)

    def notes_on(self, event: UUID) -> tuple[ToldEvent, ...]:
        """What corrects or contradicts an event."""
        return tuple(self._notes.get(event, ()))

    def of(self, *classes: type) -> tuple[ToldEvent, ...]:
        """The events of some classes, in the order of their numbers."""
        return tuple(one for one in self.events if isinstance(one.recorded.event, classes))

    @cached_property
    def _by_id(self) -> Mapping[UUID, ToldEvent]:
        return {one.id: one for one in self.events}

    @cached_property
    def _notes(self) -> Mapping[UUID, Sequence[ToldEvent]]:
        found: dict[UUID, list[ToldEvent]] = {}
        for one in self.events:
            if (about := concerned(one.recorded)) is not None:
                found.setdefault(about, []).append(one)
        return found


def concerned(recorded: Recorded) -> UUID | None:
    """The event that a correction or a disagreement is about."""
    match recorded.event:
        case InformationCorrected(corrected_event=event) | DisagreementRegistered(about_event=event):
            return event
    return recorded.envelope.corrects


def rough_moment(moment: datetime, precision: Precision) -> str:
    """A moment, no more exactly than it is known."""
    language = current_language()
    if precision is Precision.EXACT:
        return moment_text(moment, language)
    day = day_text(moment, language)
    return day if precision is Precision.DAY else t("matter.roughly", day=day, precision=label(precision, language))
