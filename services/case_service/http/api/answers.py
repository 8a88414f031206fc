"""What the API answers. Ids are pseudonyms; names and texts stand in the events alone, for those who may read them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from events.base import Stream
from events.envelope import Attachment, Precision
from events.lists.concern import Channel
from events.lists.decisions import AvvikGrade, AvvikKind
from events.lists.people import PupilRole, Role


class MatterFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A matter. What concerns the pupil stands only for those who may read the matter's content.

    ``number`` is what people call it by, ``stage`` what it waits for, ``version`` what ``If-Match`` repeats.
    """

    id: UUID
    number: str
    stream: Stream
    case: UUID
    school: str | None
    stage: str
    open: bool
    version: int
    first_known_at: datetime
    last_event_at: datetime
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    acknowledged_at: datetime | None = None
    case_handler: UUID | None = None
    pupil: UUID | None = None
    pupil_role: PupilRole | None = None
    serious: bool | None = None
    danger: bool | None = None


class Matters(msgspec.Struct, frozen=True, kw_only=True):
    """One page of matters; ``next`` is the mark of the page after it."""

    items: tuple[MatterFacts, ...]
    next: str | None


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """One obligation with its verdict now, and how it was reckoned, in the reader's language."""

    id: str
    rule: str
    rulebook: str
    kind: str
    text: str
    source: str
    opened_at: datetime
    due_at: datetime | None
    discharged_at: datetime | None
    discharged_by: UUID | None
    verdict: str
    reason: str
    reckoning: tuple[str, ...]


class Duties(msgspec.Struct, frozen=True, kw_only=True):
    """The obligations of a matter."""

    items: tuple[Duty, ...]


class Doer(msgspec.Struct, frozen=True, kw_only=True):
    """Who did it, in which role, and on whose behalf."""

    person: UUID
    role: Role
    on_behalf_of: UUID | None


class EventAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One event as the reader may see it. ``fact`` is of the schema that /schemas/{topic} gives."""

    id: UUID
    version: int
    topic: str
    actor: Doer
    occurred_at: datetime
    known_at: datetime
    recorded_at: datetime
    precision: Precision
    channel: Channel | None
    corrects: UUID | None
    attachments: tuple[Attachment, ...]
    fact: dict[str, Any]


class Events(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a matter's events, the first recorded first; ``next`` is the mark of the page after it."""

    items: tuple[EventAnswer, ...]
    next: str | None


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """What was recorded. ``repeated``: the idempotency key was known, and this is the first answer."""

    matter: UUID
    version: int
    events: tuple[UUID, ...]
    repeated: bool


class TaskAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Something that waits for the reader: ``topics`` are the facts of which one settles it, ``limit`` is when at the latest.

    ``firm`` is False where the law gives no limit; then ``limit`` is when silence begins to count.
    """

    matter: UUID
    number: str
    topics: tuple[str, ...]
    limit: datetime
    firm: bool
    verdict: str
    rules: tuple[str, ...]


class Tasks(msgspec.Struct, frozen=True, kw_only=True):
    """What waits, the most pressing first."""

    items: tuple[TaskAnswer, ...]


class AvvikAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An avvik, without what it tells."""

    id: UUID
    number: str
    school: str | None
    stage: str
    raised_at: datetime
    kind: AvvikKind | None
    grade: AvvikGrade | None
    rule: str | None
    responsible: UUID | None
    due_on: date | None
    external_system: str | None
    external_reference: str | None
    closed_at: datetime | None


class AvvikList(msgspec.Struct, frozen=True, kw_only=True):
    """One page of avvik, the newest first; ``next`` is the mark of the page after it."""

    items: tuple[AvvikAnswer, ...]
    next: str | None


class School(msgspec.Struct, frozen=True, kw_only=True):
    """A school."""

    orgnr: str
    name: str
    lowest_grade: int
    highest_grade: int
    rulebook: str | None
    discontinued_on: date | None


class Schools(msgspec.Struct, frozen=True, kw_only=True):
    """The municipality's schools."""

    items: tuple[School, ...]


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of event: what it tells, where it may stand, and the provision that it is evidence for."""

    topic: str
    version: int
    summary: str
    streams: tuple[Stream, ...]
    source: str


class Topics(msgspec.Struct, frozen=True, kw_only=True):
    """All kinds of event."""

    items: tuple[Topic, ...]


class RuleAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A rule, in the reader's language. ``settled_by``: the facts of which one fulfils it."""

    id: str
    kind: str
    text: str
    section: str
    opened_by: tuple[str, ...]
    settled_by: tuple[str, ...]
    valid_from: date
    valid_until: date | None


class RulebookAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A rulebook with its rules."""

    id: str
    kind: str
    title: str
    document: str
    valid_from: date
    valid_until: date | None
    rules: tuple[RuleAnswer, ...]


class Rulebooks(msgspec.Struct, frozen=True, kw_only=True):
    """The rulebooks that the municipality's histories are judged by."""

    items: tuple[RulebookAnswer, ...]
