"""The school and its staff: organisation and rights are facts too, so that "who could see this on 3 March" has an answer."""

from datetime import date
from uuid import UUID

from events.base import Event, Stream, fact
from events.envelope import CodeHash
from events.lists.people import EmploymentEnd, Role
from events.lists.year import ClosedDay, OwnershipKind
from events.sealing import Sealed


@fact("school.SchoolRegistered", Stream.SCHOOL)
class SchoolRegistered(Event, frozen=True, kw_only=True):
    """A school was registered with the municipality.

    Opplæringslova § 28-1.
    """

    orgnr: str
    name: str
    lowest_grade: int
    highest_grade: int
    pupils: int | None = None
    ownership: OwnershipKind = OwnershipKind.MUNICIPAL
    municipality: str


@fact("school.SchoolRenamed", Stream.SCHOOL)
class SchoolRenamed(Event, frozen=True, kw_only=True):
    """A school got another name.

    Opplæringslova § 28-1.
    """

    name: str


@fact("school.PupilCountReported", Stream.SCHOOL)
class PupilCountReported(Event, frozen=True, kw_only=True):
    """The number of pupils on a date.

    Grunnskolens informasjonssystem (GSI).
    """

    counted_on: date
    pupils: int


@fact("school.PrincipalAppointed", Stream.SCHOOL)
class PrincipalAppointed(Event, frozen=True, kw_only=True):
    """A principal took up the post.

    Opplæringslova § 12-4 (rektor).
    """

    principal: UUID
    from_date: date


@fact("school.DeputyAppointed", Stream.SCHOOL)
class DeputyAppointed(Event, frozen=True, kw_only=True):
    """Somebody does the principal's work while the principal is away.

    Opplæringslova § 12-4 (rektor); kommunelova § 25-1.
    """

    deputy: UUID
    from_date: date
    to_date: date | None = None


@fact("school.KioskCodeIssued", Stream.SCHOOL)
class KioskCodeIssued(Event, frozen=True, kw_only=True):
    """The school got a code by which those without an account report, as from a notice on the wall.

    Opplæringslova § 12-4 andre ledd (alle som arbeider på skolen).
    """

    code_hash: CodeHash
    valid_to: date | None = None
    place: Sealed[str] | None = None


@fact("school.KioskCodeRevoked", Stream.SCHOOL)
class KioskCodeRevoked(Event, frozen=True, kw_only=True):
    """A code for reporting without an account no longer works.

    Opplæringslova § 12-4 andre ledd.
    """

    code_hash: CodeHash


@fact("school.SchoolMapPublished", Stream.SCHOOL)
class SchoolMapPublished(Event, frozen=True, kw_only=True):
    """The school got a map of its own grounds to mark places on. The map is the envelope's attachment.

    Opplæringslova § 12-4 første ledd (følgje med); Bærum's plan (kart over skolegården).
    """

    map_version: int


@fact("school.SchoolDayClosed", Stream.SCHOOL)
class SchoolDayClosed(Event, frozen=True, kw_only=True):
    """The school is closed on a working day. It does not stop the one-week rule.

    Opplæringslova § 14-1 (skoleruta).
    """

    day: date
    kind: ClosedDay


@fact("school.SchoolDayReopened", Stream.SCHOOL)
class SchoolDayReopened(Event, frozen=True, kw_only=True):
    """The school is open after all on a day that was recorded as closed. It moves no limit either.

    Opplæringslova § 14-1 (skoleruta); arkivforskrifta § 11.
    """

    day: date


@fact("school.RulebookChosen", Stream.SCHOOL)
class RulebookChosen(Event, frozen=True, kw_only=True):
    """The municipal plan that applies at the school from a date.

    Opplæringslova § 12-3 andre ledd; kommunelova § 25-1.
    """

    rulebook: str
    from_date: date


@fact("school.SchoolDiscontinued", Stream.SCHOOL)
class SchoolDiscontinued(Event, frozen=True, kw_only=True):
    """The school was closed for good; its cases stay.

    Arkivlova § 5.
    """

    on: date


@fact("staff.StaffMemberRegistered", Stream.STAFF_MEMBER)
class StaffMemberRegistered(Event, frozen=True, kw_only=True):
    """Someone who works at a school was registered.

    Opplæringslova § 12-4 (alle som arbeider på skolen).
    """

    person: UUID
    name: Sealed[str]
    email: Sealed[str] | None = None
    feide_id: Sealed[str] | None = None


@fact("staff.StaffRoleAssigned", Stream.STAFF_MEMBER)
class StaffRoleAssigned(Event, frozen=True, kw_only=True):
    """A member of staff got a role at a school, or in the municipality.

    Opplæringsforskrifta § 20-2.
    """

    role: Role
    at_school: str | None = None
    from_date: date
    to_date: date | None = None


@fact("staff.StaffRoleEnded", Stream.STAFF_MEMBER)
class StaffRoleEnded(Event, frozen=True, kw_only=True):
    """A role ended.

    Opplæringsforskrifta § 20-2.
    """

    role: Role
    at_school: str | None = None
    on: date


@fact("staff.PrivacyTrainingAttested", Stream.STAFF_MEMBER)
class PrivacyTrainingAttested(Event, frozen=True, kw_only=True):
    """It was attested that the member of staff knows privacy and security; a condition for access.

    Opplæringsforskrifta § 20-2.
    """

    attested_by: UUID
    valid_to: date | None = None


@fact("staff.StaffMemberLeft", Stream.STAFF_MEMBER)
class StaffMemberLeft(Event, frozen=True, kw_only=True):
    """The member of staff left; every right ends.

    Opplæringsforskrifta § 20-2.
    """

    on: date
    reason: EmploymentEnd
