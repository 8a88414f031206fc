"""Commands for access, privacy and archive."""

from __future__ import annotations

from typing import TypeAlias

from events.access import (
    AccessDenialLifted,
    AccessDenied,
    AccessGranted,
    AccessRemoved,
    BreachNotifiedToAuthority,
    BreakGlassReviewed,
    BreakGlassUsed,
    ContentRead,
    LoginAdministered,
    PersonalDataBreachReported,
    PersonBlocked,
    PersonUnblocked,
    ReadingReviewed,
    UnusualReadingDetected,
)
from events.archive import (
    DisposalApproved,
    DisposalStopped,
    Disposed,
    ErasureAnswered,
    ErasureRequested,
    LegalHoldLifted,
    LegalHoldPlaced,
)
from events.disclosure import DisclosureAnswered, DisclosureRequested
from services.case_service.domain.command import Command
from services.case_service.domain.shared_commands import Archive, CorrectInformation, RegisterDisagreement


class GrantAccess(Command[AccessGranted], frozen=True):
    """Give someone access to a case, for a purpose and until a time."""


class RemoveAccess(Command[AccessRemoved], frozen=True):
    """End a grant."""


class DenyAccess(Command[AccessDenied], frozen=True):
    """Shut someone out of a case, whatever role she has."""


class LiftDenial(Command[AccessDenialLifted], frozen=True):
    """Take back a ground for shutting someone out."""


class LogRead(Command[ContentRead], frozen=True):
    """Log that someone read content of a case."""


class BreakGlass(Command[BreakGlassUsed], frozen=True):
    """Take access in an emergency, with a reason."""


class ReviewBreakGlass(Command[BreakGlassReviewed], frozen=True):
    """Judge, as somebody else, whether the emergency access was justified."""


class ReviewReading(Command[ReadingReviewed], frozen=True):
    """Record what a look at somebody's reading came to."""


class DetectUnusualReading(Command[UnusualReadingDetected], frozen=True):
    """Note that someone opened unusually many matters in a short time."""


class AdministerLogin(Command[LoginAdministered], frozen=True):
    """Record what was done with somebody's login."""


class RequestDisclosure(Command[DisclosureRequested], frozen=True):
    """Record that someone asks for documents or information."""


class AnswerDisclosure(Command[DisclosureAnswered], frozen=True):
    """Answer the request, with what and on what basis."""


class ApproveDisposal(Command[DisposalApproved], frozen=True):
    """Propose that content is destroyed, or approve what somebody else proposed."""


class StopDisposal(Command[DisposalStopped], frozen=True):
    """Stop a disposal that waits for its second approval, or that cannot be carried out."""


class Dispose(Command[Disposed], frozen=True):
    """Record that content which two people approved is destroyed."""


class PlaceLegalHold(Command[LegalHoldPlaced], frozen=True):
    """Keep content whatever its retention says."""


class LiftLegalHold(Command[LegalHoldLifted], frozen=True):
    """Let the retention decide again."""


class RequestErasure(Command[ErasureRequested], frozen=True):
    """Record that somebody asks for erasure."""


class AnswerErasure(Command[ErasureAnswered], frozen=True):
    """Answer a request for erasure by letter."""


class ReportPersonalDataBreach(Command[PersonalDataBreachReported], frozen=True):
    """Report a breach of personal-data security."""


class NotifyAuthorityOfBreach(Command[BreachNotifiedToAuthority], frozen=True):
    """Notify Datatilsynet of the breach."""


class BlockPerson(Command[PersonBlocked], frozen=True):
    """Block a person from a child by hand."""


class UnblockPerson(Command[PersonUnblocked], frozen=True):
    """Lift a block by hand."""


AccessCommand: TypeAlias = (
    GrantAccess
    | RemoveAccess
    | DenyAccess
    | LiftDenial
    | LogRead
    | BreakGlass
    | ReviewBreakGlass
    | DetectUnusualReading
    | ReviewReading
    | AdministerLogin
    | RequestDisclosure
    | AnswerDisclosure
    | ApproveDisposal
    | StopDisposal
    | Dispose
    | PlaceLegalHold
    | LiftLegalHold
    | RequestErasure
    | AnswerErasure
    | ReportPersonalDataBreach
    | NotifyAuthorityOfBreach
    | BlockPerson
    | UnblockPerson
    | CorrectInformation
    | RegisterDisagreement
    | Archive
)
