"""A. Concern and report: from the first sign to an opened case (opplæringslova § 12-4 første og andre ledd)."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from events.base import Event, Stream, SubDuty, fact
from events.lists.concern import Arena, Certainty, Concern, OwnerChannel, SeverityCriterion, Sign, Vulnerability
from events.lists.documents import Delivery
from events.lists.investigation import Method
from events.lists.people import PupilRole, Reporter
from events.sealing import Sealed
from events.upcasting import upcaster


@fact("case.ConcernReceived", Stream.CASE, duty=SubDuty.REPORT)
class ConcernReceived(Event, frozen=True, kw_only=True):
    """Someone told an adult at the school that a pupil may not have a safe and good school environment.

    Opplæringslova § 12-4 andre ledd.
    """

    class_version: ClassVar[int] = 2

    reporter: Reporter
    receiver: UUID | None = None
    concern: Concern
    certainty: Certainty = Certainty.SUSPICION
    arenas: tuple[Arena, ...] = ()
    signs: tuple[Sign, ...] = ()
    from_date: date | None = None
    to_date: date | None = None
    asks_for_measures: bool | None = None
    own_words: Sealed[str]
    facts_observed: Sealed[str] | None = None
    interpretation: Sealed[str] | None = None
    pupil_described: Sealed[str] | None = None
    reporter_described: Sealed[str] | None = None
    place: Sealed[str] | None = None


@upcaster("case.ConcernReceived", from_version=1)
def describe_nobody(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had no room for a pupil or a reporter who could only be described, or for where exactly it was."""
    return {**data, "pupil_described": None, "reporter_described": None, "place": None}


@fact("case.ObservationNoted", Stream.CASE, duty=SubDuty.FOLLOW_ALONG)
class ObservationNoted(Event, frozen=True, kw_only=True):
    """Someone who works at the school noticed a sign about how a pupil is doing.

    Opplæringslova § 12-4 første ledd (følgje med).
    """

    observer: UUID
    signs: tuple[Sign, ...]
    arena: Arena
    facts_observed: Sealed[str]
    interpretation: Sealed[str] | None = None


@fact("case.IncidentIntervened", Stream.CASE, duty=SubDuty.INTERVENE)
class IncidentIntervened(Event, frozen=True, kw_only=True):
    """Someone who works at the school stopped an ongoing offence.

    Opplæringslova § 12-4 første ledd (gripe inn).
    """

    intervened_by: UUID
    concern: Concern
    arena: Arena
    solved_on_the_spot: bool
    follow_up_conversations_agreed: bool
    physical_intervention: bool = False
    what_happened: Sealed[str]
    how_stopped: Sealed[str]
    note_for_pupil_file: Sealed[str] | None = None


@fact("case.ReportedToPrincipal", Stream.CASE, duty=SubDuty.REPORT)
class ReportedToPrincipal(Event, frozen=True, kw_only=True):
    """An employee reported a suspicion or knowledge to the principal.

    Opplæringslova § 12-4 andre ledd (melde frå).
    """

    reported_by: UUID
    principal: UUID
    certainty: Certainty
    pupil_informed: bool
    wants_to_look_closer_first: bool = False
    content: Sealed[str]


@fact("case.PrincipalAcknowledged", Stream.CASE, duty=SubDuty.REPORT)
class PrincipalAcknowledged(Event, frozen=True, kw_only=True):
    """The principal confirmed having received the report and said who handles the matter.

    Opplæringslova § 12-4 andre ledd; the plans of Øyer and Ellingsrudåsen.
    """

    principal: UUID
    case_handler: UUID | None = None
    team_informed: tuple[UUID, ...] = ()


@fact("case.PupilInformedOfReceipt", Stream.CASE, duty=SubDuty.PARTICIPATION)
class PupilInformedOfReceipt(Event, frozen=True, kw_only=True):
    """The pupil was told that the principal has received the report.

    Øyer's plan, «Plikt til å varsle» (same day); opplæringslova § 10-2.
    """

    pupil: UUID
    informed_by: UUID
    how: Sealed[str] | None = None


@fact("case.ReceiptLetterSent", Stream.CASE, duty=SubDuty.PARTICIPATION)
class ReceiptLetterSent(Event, frozen=True, kw_only=True):
    """The written notice that a concern was received went to pupil and guardians.

    Bærum's plan, annex 10; rights: opplæringslova §§ 12-2, 12-4, 10-2, 12-6.
    """

    class_version: ClassVar[int] = 2

    source: Reporter
    concern_date: date
    methods: tuple[Method, ...]
    kickoff_meeting_on: date | None = None
    participants: tuple[UUID, ...] = ()
    contact_person: UUID
    informs_of_enforcement_right: bool
    pupil: UUID | None = None
    provisions: tuple[str, ...] = ()
    delivery: Delivery | None = None
    body: Sealed[str]
    agenda: tuple[Sealed[str], ...] = ()


@upcaster("case.ReceiptLetterSent", from_version=1)
def say_nothing_of_the_delivery(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 did not ask how the letter was sent."""
    return {**data, "delivery": None}


@fact("case.RaisedWithPrincipal", Stream.CASE, duty=SubDuty.REPORT)
class RaisedWithPrincipal(Event, frozen=True, kw_only=True):
    """Pupil or guardians raised the matter with the principal; the one-week rule counts from here.

    Opplæringslova § 12-6 første og andre ledd.
    """

    raised_by: Reporter
    principal: UUID | None = None
    content: Sealed[str] | None = None


@fact("case.SeverityAssessed", Stream.CASE, duty=SubDuty.REPORT)
class SeverityAssessed(Event, frozen=True, kw_only=True):
    """The principal decided whether the case is serious, by named criteria and with a reason.

    Opplæringslova § 12-4 andre ledd fjerde punktum (alvorlege tilfelle).
    """

    serious: bool
    criteria: tuple[SeverityCriterion, ...] = ()
    vulnerabilities: tuple[Vulnerability, ...] = ()
    reason: Sealed[str]


@fact("case.OwnerNotified", Stream.CASE, duty=SubDuty.REPORT)
class OwnerNotified(Event, frozen=True, kw_only=True):
    """The principal told the school owner about a serious case.

    Opplæringslova § 12-4 andre ledd fjerde punktum.
    """

    channel: OwnerChannel
    avvik_reference: str | None = None
    content: Sealed[str] | None = None


@fact("case.OwnerAcknowledged", Stream.CASE, Stream.HEIGHTENED_CASE, Stream.PHYSICAL_INTERVENTION, duty=SubDuty.REPORT)
class OwnerAcknowledged(Event, frozen=True, kw_only=True):
    """The school owner confirmed having received the notice.

    Øyer's plan, «Plikt til å varsle» (skoleeier dokumenterer mottatt varsel).
    """

    acknowledged_by: UUID


@fact("case.ImmediateMeasureTaken", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.MEASURES)
class ImmediateMeasureTaken(Event, frozen=True, kw_only=True):
    """The pupil was protected at once, before the matter was investigated.

    Opplæringslova § 12-4 andre ledd; Bærum's plan (strakstiltak).
    """

    responsible: UUID
    from_date: date
    to_date: date | None = None
    danger_to_life_or_health: bool = False
    measure: Sealed[str]


@fact("case.CaseOpened", Stream.CASE, duty=SubDuty.DOCUMENT)
class CaseOpened(Event, frozen=True, kw_only=True):
    """A case was opened for one pupil in one matter.

    Opplæringslova § 12-4; one plan is aimed at one pupil.
    """

    pupil: UUID
    pupil_role: PupilRole
    grade: int | None = None
    class_name: Sealed[str] | None = None
    case_handler: UUID | None = None
    danger_to_life_or_health: bool = False
    title: Sealed[str] | None = None


@fact("case.CaseLinked", Stream.CASE, duty=SubDuty.DOCUMENT)
class CaseLinked(Event, frozen=True, kw_only=True):
    """The case was linked to another one about the same matter; the link is itself sensitive.

    Opplæringslova § 12-4; Bærum's plan (both pupils are followed up).
    """

    other_case: UUID
    other_pupil_role: PupilRole


@fact("case.CaseSplit", Stream.CASE, duty=SubDuty.DOCUMENT)
class CaseSplit(Event, frozen=True, kw_only=True):
    """A part of the case that concerns another pupil became a case of its own.

    Opplæringslova § 12-4; one plan is aimed at one pupil.
    """

    new_case: UUID
    pupil: UUID
    pupil_role: PupilRole
    reason: Sealed[str]


@fact("case.PartyRoleChanged", Stream.CASE, duty=SubDuty.DOCUMENT)
class PartyRoleChanged(Event, frozen=True, kw_only=True):
    """What the pupil is in the matter turned out to be, or became, something else.

    Opplæringslova § 12-4; roles in a matter are not fixed.
    """

    pupil: UUID
    pupil_role: PupilRole
    reason: Sealed[str]


@fact("case.ConcernJoined", Stream.CASE, duty=SubDuty.REPORT)
class ConcernJoined(Event, frozen=True, kw_only=True):
    """The principal let the concern belong to a case that exists; that case carries it on.

    Opplæringslova § 12-4 andre ledd; one plan is aimed at one pupil.
    """

    to_case: UUID
    explanation: Sealed[str] | None = None


@fact("case.ConcernAddedToCase", Stream.CASE, duty=SubDuty.REPORT)
class ConcernAddedToCase(Event, frozen=True, kw_only=True):
    """A later concern about the same pupil and matter came to belong to the case.

    Opplæringslova § 12-4 andre ledd.
    """

    from_stream: UUID
    reporter: Reporter
    concern: Concern
    certainty: Certainty = Certainty.SUSPICION
