"""K. Information that is given out on request (offentleglova, forvaltningslova, GDPR article 15)."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from events.base import Event, Stream, fact
from events.lists.access import DisclosureBasis, DisclosureOutcome
from events.lists.documents import Recipient
from events.sealing import Sealed
from events.upcasting import upcaster


@fact("access.DisclosureRequested", Stream.ACCESS)
class DisclosureRequested(Event, frozen=True, kw_only=True):
    """Someone asked for access to documents or information.

    Offentleglova §§ 29, 32; forvaltningslova § 18; GDPR article 15; opplæringslova § 12-6 tredje ledd.
    """

    request: UUID
    basis: DisclosureBasis
    of_stream: UUID | None = None
    answer_by: date | None = None
    requester: Sealed[str]
    about: Sealed[str] | None = None


@fact("access.DisclosureAnswered", Stream.ACCESS)
class DisclosureAnswered(Event, frozen=True, kw_only=True):
    """The request was answered, with what, to whom and on what basis. A package that was handed over is the envelope's attachment.

    Offentleglova § 31; forvaltningslova §§ 18-19; opplæringslova § 12-6 tredje ledd.
    """

    class_version: ClassVar[int] = 2

    request: UUID
    outcome: DisclosureOutcome
    redacted: bool
    recipient: Recipient | None = None
    provision: str | None = None
    package_sha256: str | None = None
    log_position: int | None = None
    reason: Sealed[str] | None = None


@upcaster("access.DisclosureAnswered", from_version=1)
def say_nothing_of_who_got_it(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 told neither who got the answer nor how far the log had come when the package was made."""
    return {**data, "recipient": None, "log_position": None}
