"""K. Access and privacy: who may read, who did, and what went wrong (opplæringsforskrifta § 20-2, GDPR)."""

from datetime import date
from uuid import UUID

from events.base import Event, Stream, fact
from events.envelope import Instant
from events.lists.access import BlockKind, BreachSeverity, DenialGround, LoginAct, Purpose, ReadingSignal, RemovalGround
from events.lists.people import Role
from events.sealing import Sealed


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
