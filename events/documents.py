"""Letters and documents: what went out of a matter, and what was put into it."""

from uuid import UUID

from events.base import Event, Stream, SubDuty, fact
from events.lists.documents import Delivery, DocumentKind, Letter, Recipient
from events.sealing import Sealed


@fact(
    "case.LetterSent",
    Stream.CASE,
    Stream.HEIGHTENED_CASE,
    Stream.PHYSICAL_INTERVENTION,
    Stream.ENFORCEMENT,
    duty=SubDuty.DOCUMENT,
)
class LetterSent(Event, frozen=True, kw_only=True):
    """A letter went out, with these words. The journal entry stands in the envelope.

    Opplæringslova § 12-4 fjerde ledd; arkivforskrifta §§ 14-15.
    """

    letter: Letter
    recipients: tuple[Recipient, ...]
    delivery: Delivery
    pupil: UUID | None = None
    body: Sealed[str]


@fact(
    "case.DocumentAdded",
    Stream.CASE,
    Stream.HEIGHTENED_CASE,
    Stream.PHYSICAL_INTERVENTION,
    Stream.ENFORCEMENT,
    duty=SubDuty.DOCUMENT,
)
class DocumentAdded(Event, frozen=True, kw_only=True):
    """A document was put into the matter. Its files are the envelope's attachments.

    Opplæringslova § 12-4 fjerde ledd; arkivforskrifta § 3.
    """

    kind: DocumentKind
    title: Sealed[str]
