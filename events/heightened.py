"""F. The heightened duty to report when an adult at the school is suspected (opplæringslova § 12-5)."""

from datetime import date
from uuid import UUID

from events.base import Event, Stream, SubDuty, fact
from events.lists.concern import Certainty, OwnerChannel
from events.lists.decisions import HeightenedOutcome
from events.lists.people import Reporter, Suspected
from events.sealing import Sealed


@fact("heightened.HeightenedReportReceived", Stream.HEIGHTENED_CASE, duty=SubDuty.REPORT)
class HeightenedReportReceived(Event, frozen=True, kw_only=True):
    """Someone suspects that a person who works at the school offends a pupil.

    Opplæringslova § 12-5 første og andre ledd.
    """

    pupil: UUID
    pupil_case: UUID | None = None
    suspected: Suspected
    suspected_person: UUID
    reporter: Reporter
    certainty: Certainty = Certainty.SUSPICION
    received_by_owner: bool
    suspected_on: date | None = None
    content: Sealed[str]


@fact("heightened.ObviousGroundlessnessAssessed", Stream.HEIGHTENED_CASE, duty=SubDuty.REPORT)
class ObviousGroundlessnessAssessed(Event, frozen=True, kw_only=True):
    """The principal assessed whether the report is obviously groundless.

    Opplæringslova § 12-5 første ledd (openbert grunnlaus).
    """

    obviously_groundless: bool
    reason: Sealed[str]


@fact("heightened.OwnerNotifiedOfHeightenedReport", Stream.HEIGHTENED_CASE, duty=SubDuty.REPORT)
class OwnerNotifiedOfHeightenedReport(Event, frozen=True, kw_only=True):
    """The municipality was told about the report.

    Opplæringslova § 12-5 første ledd andre punktum.
    """

    channel: OwnerChannel
    content: Sealed[str] | None = None


@fact("heightened.AccusedExcluded", Stream.HEIGHTENED_CASE, duty=SubDuty.DOCUMENT)
class AccusedExcluded(Event, frozen=True, kw_only=True):
    """The one who is suspected was shut out of the case, whatever the role says.

    Opplæringsforskrifta § 20-2; opplæringslova § 12-5.
    """

    person: UUID


@fact("heightened.EmployeeInformedAndHeard", Stream.HEIGHTENED_CASE, duty=SubDuty.INVESTIGATE)
class EmployeeInformedAndHeard(Event, frozen=True, kw_only=True):
    """The employee was told about the report and gave her own account.

    Bærum's and Øyer's plans (contradiction, union representative).
    """

    person: UUID
    conversation_number: int
    union_representative_present: bool
    contradiction_given: bool | None = None
    account: Sealed[str]


@fact("heightened.HeightenedCaseConcluded", Stream.HEIGHTENED_CASE, duty=SubDuty.INVESTIGATE)
class HeightenedCaseConcluded(Event, frozen=True, kw_only=True):
    """The investigation of the report was concluded.

    Opplæringslova §§ 12-4, 12-5; Bærum's plan (a plan also when no ground was found).
    """

    outcome: HeightenedOutcome
    pupil_is_safe: bool
    reason: Sealed[str]


@fact("heightened.PersonnelFileReferenced", Stream.HEIGHTENED_CASE, duty=SubDuty.DOCUMENT)
class PersonnelFileReferenced(Event, frozen=True, kw_only=True):
    """A personnel matter exists in the personnel archive; only its reference stands here.

    Gjøvik/Kopperud step 10; Bærum's plan.
    """

    reference: str
