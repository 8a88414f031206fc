"""The facts. Importing this package registers every event class under its permanent topic."""

from events import (
    access,
    avvik,
    best_interest,
    closing,
    concern,
    enforcement,
    heightened,
    intervention,
    investigation,
    organisation,
    plan,
    pupil,
    reactions,
    survey,
    wheel,
)
from events.base import Event, EventType, Stream, SubDuty, by_topic, catalogue, event_type
from events.envelope import Actor, Envelope, Recorded

__all__ = [
    "Actor",
    "Envelope",
    "Event",
    "EventType",
    "Recorded",
    "Stream",
    "SubDuty",
    "access",
    "avvik",
    "best_interest",
    "by_topic",
    "catalogue",
    "closing",
    "concern",
    "enforcement",
    "event_type",
    "heightened",
    "intervention",
    "investigation",
    "organisation",
    "plan",
    "pupil",
    "reactions",
    "survey",
    "wheel",
]
