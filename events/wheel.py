"""J. Internal control: the annual wheel, supervision plan, routines and state inspection (kommunelova § 25-1)."""

from datetime import date, time
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from events.base import Event, Stream, SubDuty, fact
from events.lists.investigation import PostponementReason
from events.lists.people import Role
from events.lists.year import DocumentedBy, InspectionStatus, RoutineKind, Term, Weekday, WheelScope, WheelTask
from events.sealing import Sealed
from events.upcasting import upcaster


class SupervisionPost(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is where, when: one cell of the supervision plan."""

    place: Sealed[str]
    weekday: Weekday
    from_time: time
    to_time: time
    person: UUID


@fact("wheel.AnnualWheelOpened", Stream.ANNUAL_WHEEL, duty=SubDuty.FOLLOW_ALONG)
class AnnualWheelOpened(Event, frozen=True, kw_only=True):
    """The wheel of a school year was opened for a school or for the municipality.

    Opplæringslova § 12-3 andre ledd; kommunelova § 25-1.
    """

    scope: WheelScope
    school_year_from: int


@fact("wheel.WheelTaskPlanned", Stream.ANNUAL_WHEEL, duty=SubDuty.FOLLOW_ALONG)
class WheelTaskPlanned(Event, frozen=True, kw_only=True):
    """A task of the year was planned, with who is responsible and when it is due.

    Opplæringslova § 12-3 andre ledd; kommunelova § 25-1.
    """

    task: UUID
    kind: WheelTask
    term: Term | None = None
    responsible: UUID
    due_on: date
    documentation: DocumentedBy
    title: Sealed[str] | None = None


@fact("wheel.WheelTaskDone", Stream.ANNUAL_WHEEL, duty=SubDuty.FOLLOW_ALONG)
class WheelTaskDone(Event, frozen=True, kw_only=True):
    """A task of the year was done, with what documents it.

    Opplæringslova § 12-3 andre ledd; kommunelova § 25-1.
    """

    task: UUID | None = None
    kind: WheelTask
    term: Term | None = None
    done_by: UUID
    documentation: DocumentedBy
    note: Sealed[str] | None = None


@fact("wheel.WheelTaskPostponed", Stream.ANNUAL_WHEEL, duty=SubDuty.FOLLOW_ALONG)
class WheelTaskPostponed(Event, frozen=True, kw_only=True):
    """A task of the year was put off, for a stated reason.

    Kommunelova § 25-1.
    """

    task: UUID
    kind: WheelTask
    due_on: date
    reason: PostponementReason
    explanation: Sealed[str] | None = None


@fact("wheel.WheelTaskHandedOver", Stream.ANNUAL_WHEEL, duty=SubDuty.FOLLOW_ALONG)
class WheelTaskHandedOver(Event, frozen=True, kw_only=True):
    """Somebody else became responsible for a task of the year.

    Kommunelova § 25-1.
    """

    task: UUID
    kind: WheelTask
    responsible: UUID


@fact("wheel.ClassTalksHeld", Stream.ANNUAL_WHEEL, duty=SubDuty.FOLLOW_ALONG)
class ClassTalksHeld(Event, frozen=True, kw_only=True):
    """All pupils of a class had their talk of the term. Nobody is named: what was said stands elsewhere.

    Bærum's plan (pupil talks and development talks, autumn and spring); Gjøvik/Kopperud's plan for the year.
    """

    kind: WheelTask
    term: Term
    grade: int
    class_name: Sealed[str] | None = None
    held_by: UUID


@fact("wheel.SupervisionPlanAdopted", Stream.ANNUAL_WHEEL, duty=SubDuty.FOLLOW_ALONG)
class SupervisionPlanAdopted(Event, frozen=True, kw_only=True):
    """The plan for supervision in breaks was adopted: place, time, person, and how absence is covered.

    Opplæringslova § 12-4 første ledd (følgje med); Gjøvik/Kopperud's routine, Bærum annex 2.
    """

    plan_version: int
    valid_from: date
    valid_to: date | None = None
    posts: tuple[SupervisionPost, ...]
    absence_routine: Sealed[str] | None = None


@fact("wheel.SupervisionAbsenceCovered", Stream.ANNUAL_WHEEL, duty=SubDuty.FOLLOW_ALONG)
class SupervisionAbsenceCovered(Event, frozen=True, kw_only=True):
    """Someone took over a post of the supervision plan while the one who had it was away.

    Opplæringslova § 12-4 første ledd (følgje med); Gjøvik/Kopperud's routine, Bærum annex 2.
    """

    plan_version: int
    day: date
    from_time: time
    place: Sealed[str]
    absent: UUID
    substitute: UUID


@fact("wheel.RoutineVersioned", Stream.ANNUAL_WHEEL, duty=SubDuty.DOCUMENT)
class RoutineVersioned(Event, frozen=True, kw_only=True):
    """A plan or routine got a new approved version, with a date for the next revision. The document is the envelope's attachment.

    Kommunelova § 25-1.
    """

    class_version: ClassVar[int] = 2

    routine: UUID
    kind: RoutineKind
    routine_version: int
    approved_by: UUID
    next_revision_on: date | None = None
    sha256: str | None = None
    title: Sealed[str] | None = None
    changes: Sealed[str] | None = None


@upcaster("wheel.RoutineVersioned", from_version=1)
def call_it_by_its_kind(data: dict[str, Any]) -> dict[str, Any]:
    """In version 1 a routine had no title of its own, and nobody told what was changed."""
    return {**data, "title": None, "changes": None}


@fact("wheel.RequiredReadingSet", Stream.ANNUAL_WHEEL, duty=SubDuty.DOCUMENT)
class RequiredReadingSet(Event, frozen=True, kw_only=True):
    """Those in some roles are to read a version of a plan or routine by a date.

    Kommunelova § 25-1; the municipal plans (all staff know the duty to act).
    """

    routine: UUID
    routine_version: int
    roles: tuple[Role, ...]
    due_on: date


@fact("wheel.RoutineRead", Stream.ANNUAL_WHEEL, duty=SubDuty.DOCUMENT)
class RoutineRead(Event, frozen=True, kw_only=True):
    """Someone confirmed having read a version of a plan or routine.

    Kommunelova § 25-1; the municipal plans (all staff know the duty to act).
    """

    routine: UUID
    routine_version: int
    person: UUID


@fact("wheel.InspectionReportReceived", Stream.ANNUAL_WHEEL, duty=SubDuty.DOCUMENT)
class InspectionReportReceived(Event, frozen=True, kw_only=True):
    """Statsforvalteren's inspection report came.

    Opplæringslova § 29-2.
    """

    inspection: UUID
    status: InspectionStatus
    findings: int = 0
    summary: Sealed[str] | None = None


@fact("wheel.InspectionOrderReceived", Stream.ANNUAL_WHEEL, duty=SubDuty.DOCUMENT)
class InspectionOrderReceived(Event, frozen=True, kw_only=True):
    """The municipality was ordered to correct what the inspection found.

    Opplæringslova § 29-2; kommunelova § 30-4.
    """

    inspection: UUID
    item: UUID
    due_on: date
    text: Sealed[str]


@fact("wheel.CorrectionDeclared", Stream.ANNUAL_WHEEL, duty=SubDuty.DOCUMENT)
class CorrectionDeclared(Event, frozen=True, kw_only=True):
    """The municipality declared that an item is corrected.

    Opplæringslova § 29-2.
    """

    inspection: UUID
    item: UUID
    statement: Sealed[str]
