"""What every fact has in common: it is frozen, typed, and known by a name that never changes."""

from __future__ import annotations

import inspect
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, TypeVar

import msgspec

from events.sealing import split

if TYPE_CHECKING:
    from collections.abc import Callable


class Stream(StrEnum):
    """The histories that Varde keeps. One stream is the unit of consistency (optimistic versioning)."""

    CASE = "case"
    HEIGHTENED_CASE = "heightened_case"
    ENFORCEMENT = "enforcement"
    AVVIK = "avvik"
    PHYSICAL_INTERVENTION = "physical_intervention"
    SURVEY = "survey"
    ANNUAL_WHEEL = "annual_wheel"
    SCHOOL = "school"
    STAFF_MEMBER = "staff_member"
    PUPIL = "pupil"
    ACCESS = "access"
    MUNICIPALITY = "municipality"


class SubDuty(StrEnum):
    """The duties that a fact is evidence for (opplæringslova § 12-4, with the two that go across: §§ 10-1, 10-2)."""

    FOLLOW_ALONG = "follow_along"
    INTERVENE = "intervene"
    REPORT = "report"
    INVESTIGATE = "investigate"
    MEASURES = "measures"
    DOCUMENT = "document"
    PARTICIPATION = "participation"
    BEST_INTEREST = "best_interest"


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fact: something that happened, in the past tense, and is never edited.

    Subclasses are registered with :func:`fact`. Fields are either facts (pseudonymous ids, enumerations, dates,
    counts, booleans) or sealed text (see :mod:`events.sealing`).
    """

    class_version: ClassVar[int] = 1

    def __repr__(self) -> str:
        """The facts alone: what is printed ends in logs and error reports, where no sealed text may stand."""
        facts, sealed = split(self)
        shown = [f"{name}={value!r}" for name, value in facts.items()] + ["..."] * bool(sealed)
        return f"{type(self).__name__}({', '.join(shown)})"


class EventType(msgspec.Struct, frozen=True, kw_only=True):
    """What the catalogue knows about one class of event.

    ``topic`` is the permanent name in the store, ``streams`` the histories it may stand in,
    ``duty`` the sub-duty that it is evidence for, ``provision`` the source named in the docstring.
    """

    topic: str
    cls: type[Event]
    streams: tuple[Stream, ...]
    duty: SubDuty | None
    provision: str
    summary: str

    @property
    def name(self) -> str:
        """The short name, as in ``ConcernReceived``."""
        return self.cls.__name__


class TopicTakenError(ValueError):
    """Two classes claim the same topic; topics are permanent, so this is a programming error."""


class UnknownTopicError(LookupError):
    """The store holds a topic that the catalogue has never known."""


EventT = TypeVar("EventT", bound=Event)

_BY_TOPIC: dict[str, EventType] = {}
_BY_CLASS: dict[type[Event], EventType] = {}


def fact(topic: str, *streams: Stream, duty: SubDuty | None = None) -> Callable[[type[EventT]], type[EventT]]:
    """Register an event class under its permanent ``topic`` for the given ``streams``.

    Raises TopicTakenError when the topic or the short name is in use already.
    """

    def register(cls: type[EventT]) -> type[EventT]:
        summary, _, rest = inspect.cleandoc(cls.__doc__ or "").partition("\n\n")
        kind = EventType(
            topic=topic, cls=cls, streams=streams, duty=duty, provision=" ".join(rest.split()), summary=" ".join(summary.split())
        )
        if topic in _BY_TOPIC or any(known.name == kind.name for known in _BY_TOPIC.values()):
            raise TopicTakenError(topic)
        _BY_TOPIC[topic] = kind
        _BY_CLASS[cls] = kind
        return cls

    return register


def event_type(event: Event | type[Event]) -> EventType:
    """The catalogue entry of an event or of its class."""
    return _BY_CLASS[event if isinstance(event, type) else type(event)]


def by_topic(topic: str) -> EventType:
    """The catalogue entry of a topic. Raises UnknownTopicError when it was never registered."""
    try:
        return _BY_TOPIC[topic]
    except KeyError:
        raise UnknownTopicError(topic) from None


def catalogue() -> tuple[EventType, ...]:
    """Every registered event type, in the order of registration."""
    return tuple(_BY_TOPIC.values())
