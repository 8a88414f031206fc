"""B. Investigation (opplæringslova § 12-4 andre ledd: snarast undersøkje)."""

from datetime import date
from uuid import UUID

import msgspec

from events.base import Event, Stream, SubDuty, fact
from events.lists.investigation import (
    ChecklistAnswer,
    ChecklistQuestion,
    ConversationKind,
    FindingsAudience,
    HearingForm,
    HearingOutcome,
    Method,
    ObservationKind,
    ObservationSection,
    PostponementReason,
    SurveySource,
)
from events.lists.measures import MeasureLevel, Weight
from events.sealing import Sealed, WorkingNote


class ChecklistItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One answered question of the checklist."""

    question: ChecklistQuestion
    answer: ChecklistAnswer
    comment: Sealed[str] | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A finding on one level, apart from how it is read."""

    level: MeasureLevel
    finding: Sealed[str]
    interpretation: Sealed[str] | None = None


class ObservedSection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One section of an observation log: what is seen, and the observer's comment."""

    section: ObservationSection
    seen: Sealed[str]
    comment: WorkingNote[str] | None = None


class ObservationSlot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One cell of the schedule for an observation: who observes on which day, and which situation."""

    observer: UUID
    day: date
    situation: Sealed[str]


class MarkedMap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one pupil marked on the map; a raw answer, kept for a short time."""

    pupil: UUID | None = None
    thrives: WorkingNote[str] | None = None
    unsafe: WorkingNote[str] | None = None
    adults_wanted: WorkingNote[str] | None = None


@fact("case.BullyingChecklistCompleted", Stream.CASE, duty=SubDuty.INVESTIGATE)
class BullyingChecklistCompleted(Event, frozen=True, kw_only=True):
    """The checklist for bullying was gone through.

    Bærum's plan, annex 6.
    """

    completed_by: UUID
    items: tuple[ChecklistItem, ...]


@fact("case.InvestigationPlanned", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.INVESTIGATE)
class InvestigationPlanned(Event, frozen=True, kw_only=True):
    """A written plan says what is known, how it will be investigated, who will be heard and by when.

    Opplæringslova § 12-4 andre ledd; Øyer's plan, «Plikt til å undersøke».
    """

    methods: tuple[Method, ...]
    to_be_heard: tuple[UUID, ...]
    responsible: UUID
    finish_by: date | None = None
    pupil_gave_input: bool | None = None
    guardians_gave_input: bool | None = None
    what_is_known: Sealed[str]
    pupils_input: Sealed[str] | None = None
    guardians_input: Sealed[str] | None = None


@fact("case.InvestigationRevised", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.INVESTIGATE)
class InvestigationRevised(Event, frozen=True, kw_only=True):
    """The plan for the investigation was changed after input from pupil or guardians, or because of what was found.

    Øyer's plan, «Plikt til å undersøke».
    """

    methods: tuple[Method, ...]
    to_be_heard: tuple[UUID, ...]
    responsible: UUID | None = None
    pupil_gave_input: bool
    guardians_gave_input: bool
    finish_by: date | None = None
    what_changed: Sealed[str]
    pupils_input: Sealed[str] | None = None
    guardians_input: Sealed[str] | None = None


@fact("case.KickoffMeetingHeld", Stream.CASE, duty=SubDuty.PARTICIPATION)
class KickoffMeetingHeld(Event, frozen=True, kw_only=True):
    """School, guardians and perhaps the pupil met at the start of the investigation.

    Bærum's plan, annex 10; Øyer's plan (same or next day).
    """

    participants: tuple[UUID, ...]
    pupil_present: bool
    guardians_present: bool
    routine_explained: bool
    next_meeting_on: date | None = None
    minutes: Sealed[str]
    way_forward: Sealed[str] | None = None


@fact("case.ConversationHeld", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.INVESTIGATE)
class ConversationHeld(Event, frozen=True, kw_only=True):
    """A conversation was held with a pupil, guardians or an employee.

    Opplæringslova § 12-4 andre ledd; Gjøvik/Kopperud (loggsamtaler), Bærum annex 9 (stopp-samtale).
    """

    kind: ConversationKind
    person: UUID
    held_by: UUID
    purpose_explained: bool
    use_explained: bool | None = None
    one_at_a_time: bool = True
    place_in_order: int | None = None
    measure: UUID | None = None
    next_on: date | None = None
    own_words: Sealed[str]
    follow_up: Sealed[str] | None = None
    note: WorkingNote[str] | None = None


@fact("case.PupilHeard", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.PARTICIPATION)
class PupilHeard(Event, frozen=True, kw_only=True):
    """A pupil was heard, or was offered it and did not wish to say anything.

    Opplæringslova § 10-2.
    """

    pupil: UUID
    form: HearingForm
    outcome: HearingOutcome
    offered_trusted_adult: bool = False
    weight: Weight | None = None
    view: Sealed[str] | None = None
    age_and_maturity: Sealed[str] | None = None
    support: Sealed[str] | None = None


@fact("case.ObservationPlanned", Stream.CASE, duty=SubDuty.INVESTIGATE)
class ObservationPlanned(Event, frozen=True, kw_only=True):
    """An observation was planned: by whom, when, how long, and what it shall find out.

    Bærum's plan, annexes 8:1 and 8:2.
    """

    observers: tuple[UUID, ...]
    observed: tuple[UUID, ...] = ()
    kind: ObservationKind
    from_date: date
    to_date: date
    minutes_each_time: int
    recorded_at_once: bool
    schedule: tuple[ObservationSlot, ...] = ()
    question: Sealed[str]
    focus: Sealed[str]
    how_recorded: Sealed[str] | None = None
    use: Sealed[str] | None = None
    time_plan: Sealed[str] | None = None


@fact("case.ObservationLogged", Stream.CASE, duty=SubDuty.INVESTIGATE)
class ObservationLogged(Event, frozen=True, kw_only=True):
    """An observation was carried out and logged, section by section.

    Bærum's plan, annex 8.
    """

    observer: UUID
    duration_minutes: int
    single_pupil: bool
    pupil: UUID | None = None
    class_name: Sealed[str] | None = None
    sections: tuple[ObservedSection, ...]


@fact("case.SchoolyardMapCollected", Stream.CASE, Stream.SURVEY, duty=SubDuty.INVESTIGATE)
class SchoolyardMapCollected(Event, frozen=True, kw_only=True):
    """Pupils marked on a map where they thrive, where it is unsafe and where adults should be.

    Bærum's plan, annex 5.
    """

    grade: int | None = None
    maps: int
    unsafe_places: int
    thriving_places: int | None = None
    adults_wanted_places: int | None = None
    marked: tuple[MarkedMap, ...] = ()
    sent_to_principal: bool
    summary: Sealed[str]


@fact("case.SurveyResultUsed", Stream.CASE, duty=SubDuty.INVESTIGATE)
class SurveyResultUsed(Event, frozen=True, kw_only=True):
    """Results of an anonymous survey were used in the case.

    Opplæringslova § 12-4 andre ledd; Ellingsrudåsen's plan, sub-duty 4.
    """

    source: SurveySource
    grade: int | None = None
    year: int
    findings: Sealed[str]


@fact("case.AnalysisConcluded", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.INVESTIGATE)
class AnalysisConcluded(Event, frozen=True, kw_only=True):
    """What was found was analysed: the factors that keep the problem going, and whether the pupil is safe.

    Opplæringslova § 12-4 andre ledd; Udir's circular 6.3.5.
    """

    pupil_is_safe: bool
    levels: tuple[MeasureLevel, ...]
    findings: tuple[Finding, ...] = ()
    maintaining_factors: Sealed[str]
    problem_description: Sealed[str]
    conclusion: Sealed[str]


@fact("case.InvestigationPostponed", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.INVESTIGATE)
class InvestigationPostponed(Event, frozen=True, kw_only=True):
    """The investigation was put off, for a stated reason and to a stated date.

    Udir's circular 6.3.5 (postponing needs good reason).
    """

    reason: PostponementReason
    new_date: date
    explanation: Sealed[str]


@fact("case.FindingsShared", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.PARTICIPATION)
class FindingsShared(Event, frozen=True, kw_only=True):
    """The school told pupil, guardians or class what the investigation showed.

    Øyer's plan, «Plikt til å undersøke»; opplæringslova § 10-2.
    """

    audience: FindingsAudience
    content: Sealed[str]
