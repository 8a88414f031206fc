"""The pupil's identity, sealed with the pupil's own key. Every other event knows the pupil by a pseudonym alone."""

from datetime import date
from uuid import UUID

from events.base import Event, Stream, fact
from events.lists.people import EnrolmentEnd, GuardianKind
from events.sealing import Sealed


@fact("pupil.PupilRegistered", Stream.PUPIL)
class PupilRegistered(Event, frozen=True, kw_only=True):
    """A pupil was registered.

    Opplæringslova § 25-1.
    """

    name: Sealed[str]
    birth_number: Sealed[str] | None = None
    born_on: Sealed[str] | None = None


@fact("pupil.PupilIdentityCorrected", Stream.PUPIL)
class PupilIdentityCorrected(Event, frozen=True, kw_only=True):
    """A pupil's identity was corrected; the earlier record stays.

    Arkivforskrifta § 11.
    """

    name: Sealed[str]
    birth_number: Sealed[str] | None = None
    born_on: Sealed[str] | None = None


@fact("pupil.PupilEnrolled", Stream.PUPIL)
class PupilEnrolled(Event, frozen=True, kw_only=True):
    """The pupil attends a school from a date, in a grade.

    Opplæringslova § 12-2.
    """

    orgnr: str
    grade: int
    from_date: date
    class_name: Sealed[str] | None = None


@fact("pupil.PupilLeftSchool", Stream.PUPIL)
class PupilLeftSchool(Event, frozen=True, kw_only=True):
    """The pupil no longer attends the school; its documentation stays.

    Opplæringslova § 12-6 andre ledd.
    """

    orgnr: str
    on: date
    reason: EnrolmentEnd


@fact("pupil.GuardianRegistered", Stream.PUPIL)
class GuardianRegistered(Event, frozen=True, kw_only=True):
    """An adult who acts for the pupil was registered, on a verified basis.

    Opplæringslova § 24-4; opplæringsforskrifta § 20-1.
    """

    guardian: UUID
    kind: GuardianKind
    verified: bool
    name: Sealed[str]
    contact: Sealed[str] | None = None


@fact("pupil.GuardianRemoved", Stream.PUPIL)
class GuardianRemoved(Event, frozen=True, kw_only=True):
    """An adult no longer acts for the pupil.

    Opplæringslova § 24-4.
    """

    guardian: UUID
    on: date
