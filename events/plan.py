"""D. Plan and measures (opplæringslova § 12-4 tredje ledd)."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from events.base import Event, Stream, SubDuty, fact
from events.lists.concern import Arena, Concern
from events.lists.investigation import Method
from events.lists.measures import Conclusion, Effect, Executor, MeasureLevel, PlanPart, Proposer, Rhythm, Target, Weight
from events.sealing import Sealed

Scale = Annotated[int, msgspec.Meta(ge=1, le=10)]
"""The pupil's own experience, from 1 (not safe at all) to 10 (safe and good)."""


class Participation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When and how somebody took part, and the weight that the view was given."""

    on: date | None = None
    weight: Weight | None = None
    how: Sealed[str] | None = None


@fact("case.InterventionTeamAppointed", Stream.CASE, duty=SubDuty.MEASURES)
class InterventionTeamAppointed(Event, frozen=True, kw_only=True):
    """A team was set up to carry the measures through.

    Bærum's plan (tiltaksteam).
    """

    leader: UUID
    members: tuple[UUID, ...]
    includes_after_school: bool
    includes_leadership: bool
    goal: Sealed[str]


@fact("case.PlanDrafted", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.DOCUMENT)
class PlanDrafted(Event, frozen=True, kw_only=True):
    """A draft of the written plan was made.

    Opplæringslova § 12-4 tredje ledd.
    """

    plan_version: int
    coordinator: UUID
    measures: tuple[UUID, ...] = ()
    problem: Sealed[str] | None = None


@fact("case.PlanAdopted", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.DOCUMENT)
class PlanAdopted(Event, frozen=True, kw_only=True):
    """The written plan was adopted; ``parts`` says which of a-e it really holds.

    Opplæringslova § 12-4 tredje ledd a-e.
    """

    plan_version: int
    coordinator: UUID
    pupil: UUID | None = None
    grade: int | None = None
    concern: Concern | None = None
    concern_date: date | None = None
    receiver: UUID | None = None
    investigations: tuple[Method, ...] = ()
    best_interest_assessment: UUID | None = None
    parts: tuple[PlanPart, ...]
    measures: tuple[UUID, ...] = ()
    participants: tuple[UUID, ...] = ()
    evaluation_participants: tuple[UUID, ...] = ()
    pupil_participated: bool
    guardians_participated: bool
    pupils_participation: Participation | None = None
    guardians_participation: Participation | None = None
    from_date: date | None = None
    evaluate_on: date | None = None
    problem: Sealed[str] | None = None
    background: Sealed[str] | None = None
    class_name: Sealed[str] | None = None
    pupils_perspective: Sealed[str] | None = None
    guardians_perspective: Sealed[str] | None = None
    summary: Sealed[str] | None = None
    analysis: Sealed[str] | None = None
    conclusion: Sealed[str] | None = None


@fact("case.PlanRevised", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.DOCUMENT)
class PlanRevised(Event, frozen=True, kw_only=True):
    """The plan was changed; it is alive as long as the pupil is not safe.

    Udir's circular 6.4.3; Øyer's plan (dynamisk).
    """

    plan_version: int
    parts: tuple[PlanPart, ...]
    measures: tuple[UUID, ...] = ()
    participants: tuple[UUID, ...] = ()
    pupil_participated: bool
    guardians_participated: bool
    pupils_participation: Participation | None = None
    guardians_participation: Participation | None = None
    evaluate_on: date | None = None
    what_changed: Sealed[str]


@fact("case.MeasureAdded", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.MEASURES)
class MeasureAdded(Event, frozen=True, kw_only=True):
    """A measure was set in: what problem it shall solve, what, when, who, and when it is evaluated.

    Opplæringslova § 12-4 tredje ledd a-e.
    """

    measure: UUID
    level: MeasureLevel | None = None
    arena: Arena | None = None
    target: Target | None = None
    executor: UUID | None = None
    executor_is: Executor = Executor.STAFF
    from_date: date | None = None
    to_date: date | None = None
    evaluate_on: date | None = None
    times_per_week: int | None = None
    weeks: int | None = None
    minutes_each_time: int | None = None
    group_size: int | None = None
    same_adult: bool | None = None
    pupil_participated: bool = False
    guardians_participated: bool = False
    pupils_participation: Participation | None = None
    guardians_participation: Participation | None = None
    consent_obtained: bool | None = None
    ordinary_routine: bool = False
    template: str | None = None
    replaces: UUID | None = None
    title: Sealed[str]
    problem: Sealed[str] | None = None
    description: Sealed[str] | None = None
    reason: Sealed[str] | None = None


@fact("case.ProposedMeasureDeclined", Stream.CASE, duty=SubDuty.MEASURES)
class ProposedMeasureDeclined(Event, frozen=True, kw_only=True):
    """A proposed measure was not set in, for a stated reason.

    Ellingsrudåsen's plan, sub-duty 5.
    """

    proposed_by: Proposer
    proposal: Sealed[str]
    reason: Sealed[str]


@fact("case.MeasureExecuted", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.MEASURES)
class MeasureExecuted(Event, frozen=True, kw_only=True):
    """A measure was carried out, once or for a period.

    Opplæringslova § 12-4 tredje ledd c.
    """

    measure: UUID
    executed_by: UUID
    note: Sealed[str] | None = None


@fact("case.MeasureMissed", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.MEASURES)
class MeasureMissed(Event, frozen=True, kw_only=True):
    """A measure was not carried out as planned.

    Opplæringslova § 12-4 tredje ledd c.
    """

    measure: UUID
    reason: Sealed[str]


@fact("case.FollowUpHeld", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.PARTICIPATION)
class FollowUpHeld(Event, frozen=True, kw_only=True):
    """A follow-up conversation: how the pupil has it now, on a scale and in words.

    Udir's circular 6.3.6; Bærum's plan (jevnlige oppfølgingssamtaler).
    """

    pupil: UUID
    held_by: UUID
    experience: Scale | None = None
    next_on: date | None = None
    rhythm: Rhythm | None = None
    own_words: Sealed[str]


@fact("case.MeasureEvaluated", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.MEASURES)
class MeasureEvaluated(Event, frozen=True, kw_only=True):
    """A measure was evaluated: its effect as the pupil has it, and what follows.

    Opplæringslova § 12-4 tredje ledd e.
    """

    measure: UUID
    participants: tuple[UUID, ...]
    pupil_participated: bool
    experience: Scale | None = None
    effect: Effect
    repeated_investigation: bool = False
    conclusion: Conclusion
    next_evaluation_on: date | None = None
    pupils_experience: Sealed[str] | None = None
    reason: Sealed[str]


@fact("case.PlanEvaluated", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.MEASURES)
class PlanEvaluated(Event, frozen=True, kw_only=True):
    """The plan as a whole was evaluated.

    Opplæringslova § 12-4 tredje ledd e; Gjøvik/Kopperud step 7.
    """

    participants: tuple[UUID, ...]
    pupil_participated: bool
    guardians_participated: bool
    effect: Effect
    pupil_is_safe: bool
    experience: Scale | None = None
    repeated_investigation: bool | None = None
    what_follows: Conclusion | None = None
    next_evaluation_on: date | None = None
    conclusion: Sealed[str]
    pupils_experience: Sealed[str] | None = None


@fact("case.ContactRhythmAgreed", Stream.CASE, duty=SubDuty.PARTICIPATION)
class ContactRhythmAgreed(Event, frozen=True, kw_only=True):
    """School and home agreed how often to be in touch.

    Bærum's plan; opplæringslova § 10-3.
    """

    rhythm: Rhythm
    contact_person: UUID
    until: date | None = None
