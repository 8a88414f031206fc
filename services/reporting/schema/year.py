"""The year and internal control: the wheel's tasks, supervision, routines, inspections, surveys, and what is written down late."""

from __future__ import annotations

from typing import Final

from services.reporting.schema.columns import (
    CASE,
    DOCUMENTED,
    EVENT,
    IN_A_HISTORY,
    SCHOOL,
    STREAM_ID,
    WHEN,
    Sensitivity,
    Table,
    identity,
    number,
    school_column,
    word,
)

WHEEL_TASKS: Final = Table(
    name="wheel_tasks",
    meaning="One row per task of the annual wheel, also for what was done unplanned. Without a school it is the municipality's.",
    is_fact=True,
    columns=(
        *IN_A_HISTORY,
        school_column("scope", "VARCHAR", "`school` or `municipality`.", "AnnualWheelOpened"),
        school_column(
            "school_year", "VARCHAR", "The school year, as 2025/2026.", "AnnualWheelOpened, WheelTaskPlanned, WheelTaskDone"
        ),
        school_column("task", "UUID", "The task; empty for what nobody planned.", "WheelTaskPlanned"),
        school_column("kind", "VARCHAR", "Kind of task.", "WheelTaskPlanned, WheelTaskDone"),
        school_column("term", "VARCHAR", "Half of the school year, when it is done in each.", "WheelTaskPlanned, WheelTaskDone"),
        identity("responsible", "Who is responsible, by pseudonym.", "WheelTaskPlanned, WheelTaskHandedOver"),
        school_column("handed_over", "BIGINT", "How often somebody else became responsible.", "WheelTaskHandedOver"),
        school_column("planned_at", "TIMESTAMP", "When it was planned.", "WheelTaskPlanned"),
        school_column("first_due_on", "DATE", "The date that was planned first.", "WheelTaskPlanned"),
        school_column("due_on", "DATE", "The date that holds, or held when it was done.", "WheelTaskPlanned, WheelTaskPostponed"),
        school_column("postponed", "BIGINT", "How often it was put off.", "WheelTaskPostponed"),
        school_column("postponement_reason", "VARCHAR", "Why it was last put off.", "WheelTaskPostponed"),
        school_column("to_be_shown_by", "VARCHAR", "What is to document it.", "WheelTaskPlanned"),
        school_column("done_at", "TIMESTAMP", "When it was done.", "WheelTaskDone"),
        school_column("done_documented_at", "TIMESTAMP", "When that was written down.", "WheelTaskDone"),
        school_column("done_as", "VARCHAR", "The role of the one who wrote it down.", "WheelTaskDone"),
        school_column("shown_by", "VARCHAR", "What documents it.", "WheelTaskDone"),
    ),
)
CLASS_TALKS: Final = Table(
    name="class_talks",
    meaning="One row per time that all pupils of a class had their talk of the term. No pupil is told of.",
    is_fact=True,
    columns=(
        *IN_A_HISTORY,
        school_column("kind", "VARCHAR", "Pupil talks or development talks.", "ClassTalksHeld"),
        school_column("term", "VARCHAR", "Half of the school year.", "ClassTalksHeld"),
        school_column("grade", "INTEGER", "The grade.", "ClassTalksHeld"),
        school_column("held_at", "TIMESTAMP", "When the last of them was held.", "ClassTalksHeld"),
        DOCUMENTED,
    ),
)
SUPERVISION_PLANS: Final = Table(
    name="supervision_plans",
    meaning="One row per version of a school's plan for supervision in breaks.",
    is_fact=True,
    columns=(
        *IN_A_HISTORY,
        school_column("version", "BIGINT", "Which version of it.", "SupervisionPlanAdopted"),
        school_column("adopted_at", "TIMESTAMP", "When it was adopted.", "SupervisionPlanAdopted"),
        school_column("valid_from", "DATE", "Its first day.", "SupervisionPlanAdopted"),
        school_column("valid_to", "DATE", "Its last day, when there is one.", "SupervisionPlanAdopted"),
        school_column("posts", "BIGINT", "How many posts somebody has.", "SupervisionPlanAdopted"),
        school_column(
            "absences_covered", "BIGINT", "How often somebody stepped in for one who was away.", "SupervisionAbsenceCovered"
        ),
    ),
)
ROUTINES: Final = Table(
    name="routines",
    meaning="One row per version of a plan or routine under document control, and how many confirmed having read it.",
    is_fact=True,
    columns=(
        *IN_A_HISTORY,
        school_column("routine", "UUID", "The routine.", "RoutineVersioned"),
        school_column("version", "BIGINT", "Which version of it.", "RoutineVersioned"),
        school_column(
            "kind",
            "VARCHAR",
            "Kind of document; empty where a school's staff read a routine of the municipality.",
            "RoutineVersioned",
        ),
        school_column("approved_at", "TIMESTAMP", "When it was approved.", "RoutineVersioned"),
        school_column("next_revision_on", "DATE", "When it is to be revised.", "RoutineVersioned"),
        school_column("roles", "VARCHAR[]", "Those who are to read it, by role.", "RequiredReadingSet"),
        school_column("read_by", "DATE", "By when it is to be read.", "RequiredReadingSet"),
        school_column("readers", "BIGINT", "How many have confirmed that they read it.", "RoutineRead"),
        school_column("last_read_at", "TIMESTAMP", "When the last of them did.", "RoutineRead"),
    ),
)
INSPECTIONS: Final = Table(
    name="inspections",
    meaning="One row per state inspection of which a report came (§ 29-2).",
    is_fact=True,
    columns=(
        *IN_A_HISTORY,
        school_column("inspection", "UUID", "The inspection.", "InspectionReportReceived"),
        school_column("reported_at", "TIMESTAMP", "When its last report came.", "InspectionReportReceived"),
        school_column("status", "VARCHAR", "Its conclusion.", "InspectionReportReceived"),
        school_column("findings", "BIGINT", "How many findings it has.", "InspectionReportReceived"),
    ),
)
INSPECTION_ORDERS: Final = Table(
    name="inspection_orders",
    meaning="One row per item that an inspection ordered corrected.",
    is_fact=True,
    columns=(
        *IN_A_HISTORY,
        school_column("inspection", "UUID", "The inspection.", "InspectionOrderReceived"),
        school_column("item", "UUID", "The item.", "InspectionOrderReceived"),
        school_column("ordered_at", "TIMESTAMP", "When the order came.", "InspectionOrderReceived"),
        school_column("due_on", "DATE", "By when it is to be corrected.", "InspectionOrderReceived"),
        school_column("declared_at", "TIMESTAMP", "When the municipality declared it corrected.", "CorrectionDeclared"),
    ),
)
SURVEYS: Final = Table(
    name="surveys",
    meaning="One row per survey that is not anonymous, with what the limits of opplæringsforskrifta § 20-5 ask for.",
    is_fact=True,
    columns=(
        *IN_A_HISTORY,
        school_column("purpose", "VARCHAR", "What it is for.", "NonAnonymousSurveyAssessed"),
        school_column("tool", "VARCHAR", "With what tool.", "NonAnonymousSurveyAssessed, NonAnonymousSurveyRun"),
        identity("about_case", "The case that it is for, when there is one.", "NonAnonymousSurveyAssessed"),
        school_column("grade", "INTEGER", "The grade that is asked.", "NonAnonymousSurveyAssessed"),
        school_column("assessed_at", "TIMESTAMP", "When it was last assessed.", "NonAnonymousSurveyAssessed"),
        school_column("suitable", "BOOLEAN", "Whether it was found suitable.", "NonAnonymousSurveyAssessed"),
        school_column("least_intrusive", "BOOLEAN", "Whether it was found the least intrusive way.", "NonAnonymousSurveyAssessed"),
        school_column("subsection", "INTEGER", "The subsection of § 20-5 that it rests on.", "NonAnonymousSurveyAssessed"),
        school_column("grounds", "VARCHAR[]", "The grounds for suspicion.", "NonAnonymousSurveyAssessed"),
        school_column("other_methods_tried", "VARCHAR[]", "What was tried before.", "NonAnonymousSurveyAssessed"),
        school_column(
            "names_negative_relations", "BOOLEAN", "Whether pupils name others unfavourably.", "NonAnonymousSurveyAssessed"
        ),
        school_column("questions_approved", "BOOLEAN", "Whether the questions are approved.", "NonAnonymousSurveyAssessed"),
        school_column("run_from", "DATE", "Its first day.", "NonAnonymousSurveyRun"),
        school_column("run_to", "DATE", "Its last day.", "NonAnonymousSurveyRun"),
        school_column("invited", "BIGINT", "How many were asked.", "NonAnonymousSurveyRun", "pupils"),
        school_column("answered", "BIGINT", "How many answered.", "NonAnonymousSurveyRun", "pupils"),
        school_column("verified_at", "TIMESTAMP", "When the answers were last checked.", "SurveyAnswersVerified"),
        school_column("verified_with", "VARCHAR[]", "How they were checked.", "SurveyAnswersVerified"),
        school_column("confirmed", "BOOLEAN", "Whether the answers held.", "SurveyAnswersVerified"),
    ),
)
SURVEY_RESULTS: Final = Table(
    name="survey_results",
    meaning="One row per published number of an anonymous survey, by school, school year, grade and indicator; the newest counts.",
    is_fact=True,
    columns=(
        *IN_A_HISTORY,
        school_column("survey", "VARCHAR", "Which survey.", "SurveyResultsImported"),
        school_column("school_year", "VARCHAR", "The school year, as 2025/2026.", "SurveyResultsImported"),
        school_column("indicator", "VARCHAR", "What is measured.", "SurveyResultsImported"),
        school_column("grade", "INTEGER", "The grade; empty for the whole school.", "SurveyResultsImported"),
        school_column("value", "DOUBLE", "A mean from 1 to 5, or per cent.", "SurveyResultsImported"),
        school_column("answered", "BIGINT", "How many answered, where it is published.", "SurveyResultsImported", "pupils"),
        school_column("suppressed", "BOOLEAN", "Whether few answered, so that it is not published.", "SurveyResultsImported"),
        school_column("imported_at", "TIMESTAMP", "When it was taken in.", "SurveyResultsImported"),
    ),
)
LATE_RECORDING: Final = Table(
    name="late_recording",
    meaning="One row per event that was written down more than 24 hours after it happened, in the histories of the school's work.",
    is_fact=True,
    columns=(
        CASE,
        STREAM_ID,
        word("stream", "Kind of history.", "envelope", Sensitivity.OPEN),
        SCHOOL,
        EVENT,
        word("topic", "What was written down.", "store", Sensitivity.OPEN),
        word("role", "The role of the one who wrote it down.", "envelope"),
        *WHEN,
        number("hours", "From the one to the other.", "envelope", "hours"),
    ),
)

TABLES: Final = (
    WHEEL_TASKS,
    CLASS_TALKS,
    SUPERVISION_PLANS,
    ROUTINES,
    INSPECTIONS,
    INSPECTION_ORDERS,
    SURVEYS,
    SURVEY_RESULTS,
    LATE_RECORDING,
)
