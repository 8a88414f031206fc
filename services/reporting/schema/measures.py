"""Plans and measures: what was decided, carried out and evaluated, and how the pupil had it."""

from __future__ import annotations

from typing import Final

from services.reporting.schema.columns import (
    CASE,
    DOCUMENTED,
    IN_A_CASE,
    OF_AN_EVENT_IN_A_CASE,
    SCHOOL,
    STREAM,
    STREAM_ID,
    WHEN,
    Table,
    day,
    flag,
    identity,
    moment,
    school_column,
    whole,
    word,
    words,
)

_SCALE: Final = "1 to 10"
_ADOPTED: Final = "PlanAdopted, PlanRevised"
_EXPERIENCE: Final = "FollowUpHeld, SafetyConfirmed, PostClosureCheckDone, MeasureEvaluated, PlanEvaluated"

PLANS: Final = Table(
    name="plans",
    meaning="One row per written plan as it stands: one per case that has a draft, a plan or a team for it.",
    is_fact=True,
    columns=(
        *IN_A_CASE,
        moment("drafted_at", "When the first draft was made.", "PlanDrafted"),
        moment("adopted_at", "When it was first adopted; empty while it is not.", _ADOPTED),
        moment("revised_at", "When it was last changed.", "PlanRevised"),
        whole("versions", "How often it was adopted, changes included.", _ADOPTED),
        whole("plan_version", "The version that is in force.", _ADOPTED),
        flag("is_complete", "Whether the version in force holds all of a to e (§ 12-4 tredje ledd).", _ADOPTED),
        whole("measures", "Measures in the version in force.", _ADOPTED, "measures"),
        day("evaluate_on", "The day that is set for the next evaluation.", "PlanAdopted, PlanRevised, PlanEvaluated"),
        moment("evaluated_at", "When it was last evaluated.", "PlanEvaluated"),
        whole("evaluations", "How often it was evaluated.", "PlanEvaluated"),
        word("effect", "The effect at the last evaluation.", "PlanEvaluated"),
        flag("pupil_is_safe", "Whether the pupil was safe at the last evaluation.", "PlanEvaluated"),
        moment("team_at", "When a team for it was appointed.", "InterventionTeamAppointed"),
        whole("team_members", "How many are in the team, its leader included.", "InterventionTeamAppointed", "persons"),
        flag("team_has_leadership", "Whether the school's leadership is in the team.", "InterventionTeamAppointed"),
        flag("team_has_after_school", "Whether the after-school programme is in the team.", "InterventionTeamAppointed"),
    ),
)
PLAN_VERSIONS: Final = Table(
    name="plan_versions",
    meaning="One row per version of a written plan: drafted, adopted, evaluated while in force, and replaced by the next one.",
    is_fact=True,
    columns=(
        *IN_A_CASE,
        whole("plan_version", "The version, from 1.", "PlanDrafted, PlanAdopted, PlanRevised"),
        flag("is_revision", "Whether it changes an earlier version.", "PlanRevised"),
        moment("drafted_at", "When its draft was made.", "PlanDrafted"),
        moment("adopted_at", "When it was adopted; empty for a draft.", _ADOPTED),
        moment("adopted_documented_at", "When its adoption was written down.", "envelope"),
        moment("replaced_at", "When the next version was adopted.", _ADOPTED),
        words("parts", "The parts of a to e that it holds.", _ADOPTED),
        words("missing_parts", "The parts of a to e that it lacks.", _ADOPTED),
        flag("is_complete", "Whether it lacks none.", _ADOPTED),
        whole("measures", "Measures in it.", "PlanDrafted, PlanAdopted, PlanRevised", "measures"),
        flag("pupil_participated", "Whether the pupil took part.", _ADOPTED),
        flag("guardians_participated", "Whether the guardians took part.", _ADOPTED),
        word("pupils_weight", "The weight that the pupil's view was given.", _ADOPTED),
        identity("best_interest", "The assessment of best interest that it rests on.", "PlanAdopted"),
        day("from_date", "The day it begins.", "PlanAdopted"),
        day("evaluate_on", "The day that it set for its evaluation.", _ADOPTED),
        moment("evaluated_at", "When it was first evaluated while in force.", "PlanEvaluated"),
        whole("evaluations", "How often it was evaluated while in force.", "PlanEvaluated"),
        word("effect", "The effect at the last of these evaluations.", "PlanEvaluated"),
    ),
)
MEASURES: Final = Table(
    name="measures",
    meaning=(
        "One row per measure, with how it was carried out and what came of it. Whether it was evaluated in time is in obligations, "
        "under the measure's id as key."
    ),
    is_fact=True,
    columns=(
        CASE,
        STREAM_ID,
        STREAM,
        identity("measure", "The measure's id; the event's where it has none of its own.", "MeasureAdded"),
        word(
            "kind",
            "`set_in`, `at_once` (before the matter was investigated) or `declined` (proposed and not set in).",
            "MeasureAdded, ImmediateMeasureTaken, ProposedMeasureDeclined",
        ),
        SCHOOL,
        school_column(
            "template",
            "VARCHAR",
            "Its kind: the id in the measure library; empty for one of the school's own.",
            "MeasureAdded",
        ),
        school_column("level", "VARCHAR", "Individual, group or system.", "MeasureAdded"),
        word("arena", "Where it applies.", "MeasureAdded"),
        word("target", "Whom it is directed at.", "MeasureAdded"),
        word("responsible", "What the one who carries it out is.", "MeasureAdded"),
        word("proposed_by", "Who proposed what was declined.", "ProposedMeasureDeclined"),
        flag("danger", "Whether life or health was in danger.", "ImmediateMeasureTaken"),
        flag("ordinary_routine", "Whether it is the school's ordinary routine, and so no measure for this pupil.", "MeasureAdded"),
        day("from_date", "The first day.", "MeasureAdded, ImmediateMeasureTaken"),
        day("to_date", "The last day.", "MeasureAdded, ImmediateMeasureTaken"),
        day("evaluate_on", "The day that was first set for its evaluation.", "MeasureAdded"),
        whole("times_per_week", "How often it shall be carried out.", "MeasureAdded", "times a week"),
        whole("weeks", "How long it shall last.", "MeasureAdded", "weeks"),
        whole("minutes_each_time", "How long each time.", "MeasureAdded", "minutes"),
        whole("group_size", "How many pupils it gathers.", "MeasureAdded", "pupils"),
        flag("same_adult", "Whether the same adult carries it out each time.", "MeasureAdded"),
        flag("consent_obtained", "Whether consent was obtained.", "MeasureAdded"),
        flag("pupil_participated", "Whether the pupil took part in choosing it.", "MeasureAdded"),
        flag("guardians_participated", "Whether the guardians took part in choosing it.", "MeasureAdded"),
        identity("replaces", "The measure that it replaces.", "MeasureAdded"),
        moment("decided_at", "When it was decided.", "MeasureAdded, ImmediateMeasureTaken, ProposedMeasureDeclined"),
        DOCUMENTED,
        moment("replaced_at", "When another one took its place.", "MeasureAdded"),
        moment("first_executed_at", "When it was first carried out.", "MeasureExecuted"),
        moment("last_executed_at", "When it was last carried out.", "MeasureExecuted"),
        whole("executed", "How often it was carried out.", "MeasureExecuted", "times"),
        whole("missed", "How often it was not carried out as planned.", "MeasureMissed", "times"),
        moment("first_evaluated_at", "When it was first evaluated.", "MeasureEvaluated"),
        moment("evaluated_at", "When it was last evaluated.", "MeasureEvaluated"),
        whole("evaluated", "How often it was evaluated.", "MeasureEvaluated", "times"),
        word("effect", "The effect at the last evaluation, as the school sees it.", "MeasureEvaluated"),
        word("conclusion", "What follows from the last evaluation: continued, changed or ended.", "MeasureEvaluated"),
        day("next_evaluation_on", "The day that the last evaluation set for the next one.", "MeasureEvaluated"),
        whole(
            "experience_before",
            "How the pupil had it: the last said before the measure was first carried out, or else the first said on the way.",
            _EXPERIENCE,
            _SCALE,
        ),
        moment("before_said_at", "When the pupil said that.", _EXPERIENCE),
        whole("experience_after", "How the pupil had it at the measure's last evaluation.", "MeasureEvaluated", _SCALE),
        moment("after_said_at", "When the pupil said that.", "MeasureEvaluated"),
        moment("ended_at", "When an evaluation ended it; empty while it goes on.", "MeasureEvaluated"),
    ),
)
MEASURE_EXECUTIONS: Final = Table(
    name="measure_executions",
    meaning="One row per time a measure was carried out, or was not as planned.",
    is_fact=True,
    columns=(
        *OF_AN_EVENT_IN_A_CASE,
        identity("measure", "The measure.", "MeasureExecuted, MeasureMissed"),
        flag("carried_out", "Whether it was.", "MeasureExecuted, MeasureMissed"),
        word("role", "The role in which it was written down; the person is left out.", "envelope"),
        *WHEN,
    ),
)
EVALUATIONS: Final = Table(
    name="evaluations",
    meaning="One row per evaluation of a measure or of the plan.",
    is_fact=True,
    columns=(
        *OF_AN_EVENT_IN_A_CASE,
        school_column("kind", "VARCHAR", "`measure` or `plan`.", "MeasureEvaluated, PlanEvaluated"),
        identity("measure", "The measure; empty for the plan.", "MeasureEvaluated"),
        whole("number", "Which evaluation of it, from 1.", "MeasureEvaluated, PlanEvaluated"),
        day(
            "due_on", "The day that had been set for it.", "MeasureAdded, MeasureEvaluated, PlanAdopted, PlanRevised, PlanEvaluated"
        ),
        whole("participants", "How many took part.", "MeasureEvaluated, PlanEvaluated", "persons"),
        flag("pupil_participated", "Whether the pupil took part.", "MeasureEvaluated, PlanEvaluated"),
        flag("guardians_participated", "Whether the guardians took part.", "PlanEvaluated"),
        whole("experience", "How the pupil has it.", "MeasureEvaluated, PlanEvaluated", _SCALE),
        word("effect", "The effect as the school sees it.", "MeasureEvaluated, PlanEvaluated"),
        flag("pupil_is_safe", "Whether the pupil is safe.", "PlanEvaluated"),
        flag("repeated_investigation", "Whether it was investigated again.", "MeasureEvaluated, PlanEvaluated"),
        word("conclusion", "What follows: continued, changed or ended.", "MeasureEvaluated, PlanEvaluated"),
        day("next_evaluation_on", "The day that was set for the next one.", "MeasureEvaluated, PlanEvaluated"),
        *WHEN,
    ),
)

TABLES: Final = (PLANS, PLAN_VERSIONS, MEASURES, MEASURE_EXECUTIONS, EVALUATIONS)
