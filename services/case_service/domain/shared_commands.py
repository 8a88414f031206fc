"""Commands for the facts that may stand in several kinds of streams."""

from __future__ import annotations

from events.archive import Archived
from events.correction import DisagreementRegistered, InformationCorrected
from events.documents import DocumentAdded, LetterSent
from events.investigation import SchoolyardMapCollected
from services.case_service.domain.command import Command


class CorrectInformation(Command[InformationCorrected], frozen=True):
    """Put right what stands wrong in an earlier event; the original stays."""


class RegisterDisagreement(Command[DisagreementRegistered], frozen=True):
    """Set somebody's own view beside what stands in an event."""


class Archive(Command[Archived], frozen=True):
    """Deliver the matter to the archive."""


class CollectSchoolyardMap(Command[SchoolyardMapCollected], frozen=True):
    """Record where pupils thrive, where it is unsafe and where adults should be."""


class SendLetter(Command[LetterSent], frozen=True):
    """Send a letter out of the matter."""


class AddDocument(Command[DocumentAdded], frozen=True):
    """Put a document into the matter."""
