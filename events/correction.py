"""K. What stands in the log and was wrong, or is disagreed with (arkivforskrifta § 11, GDPR article 16)."""

from uuid import UUID

from events.base import Event, Stream, fact
from events.sealing import Sealed


@fact(
    "access.InformationCorrected",
    Stream.CASE,
    Stream.HEIGHTENED_CASE,
    Stream.PHYSICAL_INTERVENTION,
    Stream.ENFORCEMENT,
    Stream.ACCESS,
)
class InformationCorrected(Event, frozen=True, kw_only=True):
    """Something that stands in an earlier event was wrong; this is the right information. The original stays.

    Arkivforskrifta § 11.
    """

    corrected_event: UUID
    field: str
    right_information: Sealed[str]
    reason: Sealed[str]


@fact(
    "access.DisagreementRegistered",
    Stream.CASE,
    Stream.HEIGHTENED_CASE,
    Stream.PHYSICAL_INTERVENTION,
    Stream.ENFORCEMENT,
    Stream.ACCESS,
)
class DisagreementRegistered(Event, frozen=True, kw_only=True):
    """Somebody disagrees with what stands in an event; the statement stands beside it.

    GDPR article 16; arkivforskrifta § 11.
    """

    about_event: UUID
    by: UUID
    statement: Sealed[str]
