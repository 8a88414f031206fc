"""K. Access, privacy and archive (opplæringsforskrifta § 20-2, arkivforskrifta, GDPR)."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from events.base import Event, Stream, fact
from events.envelope import Instant
from events.lists.access import (
    BlockKind,
    BreachSeverity,
    DenialGround,
    DisclosureBasis,
    DisclosureOutcome,
    DisposalBasis,
    ErasureOutcome,
    HoldGround,
    LoginAct,
    Purpose,
    ReadingSignal,
    RemovalGround,
)
from events.lists.documents import Recipient
from events.lists.people import Role
from events.sealing import RetentionClass, Sealed
from events.upcasting import upcaster


@fact("access.AccessGranted", Stream.ACCESS)
class AccessGranted(Event, frozen=True, kw_only=True):
    """Someone got access to a case, for a purpose and until a time.

    Opplæringsforskrifta § 20-2.
    """

    grant: UUID
    person: UUID
    role: Role
    to_stream: UUID
    purpose: Purpose
    until: date | None = None
    reason: Sealed[str] | None = None


@fact("access.AccessRemoved", Stream.ACCESS)
class AccessRemoved(Event, frozen=True, kw_only=True):
    """A grant ended.

    Opplæringsforskrifta § 20-2.
    """

    grant: UUID
    person: UUID
    ground: RemovalGround


@fact("access.AccessDenied", Stream.ACCESS)
class AccessDenied(Event, frozen=True, kw_only=True):
    """Someone is shut out of a case; this outranks every role and grant.

    Opplæringsforskrifta § 20-2; opplæringslova § 12-5.
    """

    person: UUID
    to_stream: UUID
    ground: DenialGround


@fact("access.AccessDenialLifted", Stream.ACCESS)
class AccessDenialLifted(Event, frozen=True, kw_only=True):
    """A ground for shutting someone out of a case no longer holds. Other grounds stand.

    Opplæringsforskrifta § 20-2; arkivforskrifta § 11.
    """

    person: UUID
    to_stream: UUID
    ground: DenialGround
    reason: Sealed[str]


@fact("access.ContentRead", Stream.ACCESS)
class ContentRead(Event, frozen=True, kw_only=True):
    """Someone read content of a case.

    Opplæringsforskrifta § 20-2.
    """

    person: UUID
    of_stream: UUID
    of_events: tuple[UUID, ...] = ()
    up_to_version: int
    purpose: Purpose


@fact("access.BreakGlassUsed", Stream.ACCESS)
class BreakGlassUsed(Event, frozen=True, kw_only=True):
    """Someone took access in an emergency, with a reason.

    Opplæringsforskrifta § 20-2.
    """

    person: UUID
    to_stream: UUID
    until: Instant
    reason: Sealed[str]


@fact("access.BreakGlassReviewed", Stream.ACCESS)
class BreakGlassReviewed(Event, frozen=True, kw_only=True):
    """Someone else looked at whether the emergency access was justified.

    Opplæringsforskrifta § 20-2; GDPR article 32.
    """

    person: UUID
    to_stream: UUID
    justified: bool
    reason: Sealed[str]


@fact("access.UnusualReadingDetected", Stream.ACCESS)
class UnusualReadingDetected(Event, frozen=True, kw_only=True):
    """Someone opened unusually many matters in a short time; a person must look at why.

    Opplæringsforskrifta § 20-2; GDPR article 32.
    """

    person: UUID
    matters_read: int
    within_minutes: int


@fact("access.ReadingReviewed", Stream.ACCESS)
class ReadingReviewed(Event, frozen=True, kw_only=True):
    """Somebody looked at why another person read what she read; a signal alone says nothing of the reason.

    Opplæringsforskrifta § 20-2; GDPR article 32.
    """

    person: UUID
    of_stream: UUID | None = None
    signal: ReadingSignal
    justified: bool
    reason: Sealed[str]


@fact("access.LoginAdministered", Stream.ACCESS)
class LoginAdministered(Event, frozen=True, kw_only=True):
    """Somebody who administrates gave a person a login, or changed how she gets in.

    Opplæringsforskrifta § 20-2; GDPR article 32.
    """

    person: UUID
    act: LoginAct


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


@fact("access.PersonalDataBreachReported", Stream.ACCESS)
class PersonalDataBreachReported(Event, frozen=True, kw_only=True):
    """A breach of personal-data security was reported.

    GDPR articles 33 and 34.
    """

    breach: UUID
    severity: BreachSeverity
    persons_affected: int
    description: Sealed[str]


@fact("access.BreachNotifiedToAuthority", Stream.ACCESS)
class BreachNotifiedToAuthority(Event, frozen=True, kw_only=True):
    """Datatilsynet was notified of the breach.

    GDPR article 33 (72 hours).
    """

    breach: UUID
    reference: str | None = None


@fact("access.PersonBlocked", Stream.ACCESS)
class PersonBlocked(Event, frozen=True, kw_only=True):
    """A person was blocked by hand from a child; a block outranks any import.

    Barnelova; opplæringsforskrifta § 20-1.
    """

    person: UUID
    pupil: UUID
    kind: BlockKind
    reason: Sealed[str] | None = None


@fact("access.PersonUnblocked", Stream.ACCESS)
class PersonUnblocked(Event, frozen=True, kw_only=True):
    """A block was lifted by hand.

    Opplæringsforskrifta § 20-1.
    """

    person: UUID
    pupil: UUID
    kind: BlockKind
    reason: Sealed[str]
