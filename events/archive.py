"""K. What is archived, kept and destroyed (arkivlova, arkivforskrifta, GDPR article 17)."""

from datetime import date
from uuid import UUID

from events.base import Event, Stream, fact
from events.lists.access import DisposalBasis, ErasureOutcome, HoldGround
from events.sealing import RetentionClass, Sealed


@fact("access.Archived", Stream.CASE, Stream.HEIGHTENED_CASE, Stream.PHYSICAL_INTERVENTION, Stream.ENFORCEMENT, Stream.ACCESS)
class Archived(Event, frozen=True, kw_only=True):
    """The matter was delivered to the archive, which gave it an id.

    Arkivlova § 5; arkivforskrifta § 5.
    """

    of_stream: UUID
    up_to_version: int
    archive_id: str


@fact("access.Disposed", Stream.ACCESS)
class Disposed(Event, frozen=True, kw_only=True):
    """Content of a lapsed retention class was destroyed, by two approvers and on a legal basis.

    Arkivlova §§ 12-13; arkivforskrifta §§ 3 og 5.
    """

    of_subject: UUID
    retention: RetentionClass
    basis: DisposalBasis
    approvers: tuple[UUID, ...]
    receipt: str | None = None


@fact("access.DisposalApproved", Stream.ACCESS)
class DisposalApproved(Event, frozen=True, kw_only=True):
    """Somebody approved that content is destroyed: the first approval proposes it, another person's decides.

    Arkivlova §§ 12-13; arkivforskrifta §§ 3 og 5.
    """

    disposal: UUID
    of_subject: UUID
    retention: RetentionClass
    basis: DisposalBasis
    provision: str
    lapsed_on: date | None = None
    approved_by: UUID


@fact("access.DisposalStopped", Stream.ACCESS)
class DisposalStopped(Event, frozen=True, kw_only=True):
    """A disposal that was proposed is not carried out after all. Nothing was destroyed.

    Arkivforskrifta § 5.
    """

    disposal: UUID
    of_subject: UUID
    reason: Sealed[str]


@fact("access.LegalHoldPlaced", Stream.ACCESS)
class LegalHoldPlaced(Event, frozen=True, kw_only=True):
    """Content must be kept although its time may be out: a claim, a supervision or an investigation needs it.

    GDPR article 17 tredje ledd bokstav e; arkivlova § 13.
    """

    hold: UUID
    of_subject: UUID
    ground: HoldGround
    reason: Sealed[str]


@fact("access.LegalHoldLifted", Stream.ACCESS)
class LegalHoldLifted(Event, frozen=True, kw_only=True):
    """Nothing needs the content any more; its retention decides again.

    GDPR article 17 tredje ledd bokstav e; arkivlova § 13.
    """

    hold: UUID
    of_subject: UUID
    reason: Sealed[str]


@fact("access.ErasureRequested", Stream.ACCESS)
class ErasureRequested(Event, frozen=True, kw_only=True):
    """Somebody asked that what is kept about her is erased.

    GDPR article 17.
    """

    request: UUID
    of_subject: UUID
    answer_by: date
    requester: Sealed[str]
    about: Sealed[str] | None = None


@fact("access.ErasureAnswered", Stream.ACCESS)
class ErasureAnswered(Event, frozen=True, kw_only=True):
    """The request for erasure was answered by letter, with reasons; the letter is the envelope's attachment.

    GDPR articles 12 and 17; personopplysningsloven § 16; arkivlova §§ 12-13.
    """

    request: UUID
    of_subject: UUID
    outcome: ErasureOutcome
    provision: str
