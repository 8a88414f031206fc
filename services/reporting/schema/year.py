"""The year and internal control: the wheel's tasks, supervision, routines, inspections, surveys, and what is written down late."""

from __future__ import annotations

from typing import Final

from services.reporting.schema.columns import (
    CASE,
    DOCUMENTED,
    EVENT,
    HAPPENED,
    SCHOOL,
    STREAM_ID,
    Column,
    Sensitivity,
    Table,
    identity,
    moment,
    word,
)


def _of_school(name: str, kind: str, meaning: str, source: str = "", unit: str = "") -> Column:
    """A column about a school's work."""
    return Column(name=name, type=kind, meaning=meaning, source=source, unit=unit, sensitivity=Sensitivity.SCHOOL)


def _when(name: str, meaning: str, source: str) -> Column:
    return moment(name, meaning, source, Sensitivity.SCHOOL)


def _code(name: str, meaning: str, source: str) -> Column:
    return word(name, meaning, source, Sensitivity.SCHOOL)


WHEEL_TASKS: Final = Table(
    name="wheel_tasks",
    meaning="One row per task of the annual wheel, also for what was done unplanned. Without a school it is the municipality's.",
    is_fact=True,
    columns=(
        CASE,
        STREAM_ID,
        SCHOOL,
        _code("scope", "`school` or `municipality`.", "AnnualWheelOpened"),
        _code("school_year", "The school year, as 2025/2026.", "AnnualWheelOpened, WheelTaskPlanned, WheelTaskDone"),
        _of_school("task", "UUID", "The task; empty for what nobody planned.", "WheelTaskPlanned"),
        _code("kind", "Kind of task.", "WheelTaskPlanned, WheelTaskDone"),
        _code("term", "Half of the school year, when it is done in each.", "WheelTaskPlanned, WheelTaskDone"),
        identity("responsible", "Who is responsible, by pseudonym.", "WheelTaskPlanned, WheelTaskHandedOver"),
        _of_school("handed_over", "BIGINT", "How often somebody else became responsible.", "WheelTaskHandedOver"),
        _when("planned_at", "When it was planned.", "WheelTaskPlanned"),
        _of_school("first_due_on", "DATE", "The date that was planned first.", "WheelTaskPlanned"),
        _of_school("due_on", "DATE", "The date that holds, or held when it was done.", "WheelTaskPlanned, WheelTaskPostponed"),
        _of_school("postponed", "BIGINT", "How often it was put off.", "WheelTaskPostponed"),
        _code("postponement_reason", "Why it was last put off.", "WheelTaskPostponed"),
        _code("to_be_shown_by", "What is to document it.", "WheelTaskPlanned"),
        _when("done_at", "When it was done.", "WheelTaskDone"),
        _when("done_documented_at", "When that was written down.", "WheelTaskDone"),
        _code("done_as", "The role of the one who wrote it down.", "WheelTaskDone"),
        _code("shown_by", "What documents it.", "WheelTaskDone"),
    ),
)
CLASS_TALKS: Final = Table(
    name="class_talks",
    meaning="One row per time that all pupils of a class had their talk of the term. No pupil is told of.",
    is_fact=True,
    columns=(
        CASE,
        STREAM_ID,
        SCHOOL,
        _code("kind", "Pupil talks or development talks.", "ClassTalksHeld"),
        _code("term", "Half of the school year.", "ClassTalksHeld"),
        _of_school("grade", "INTEGER", "The grade.", "ClassTalksHeld"),
        _when("held_at", "When the last of them was held.", "ClassTalksHeld"),
        DOCUMENTED,
    ),
)
SUPERVISION_PLANS: Final = Table(
    name="supervision_plans",
    meaning="One row per version of a school's plan for supervision in breaks.",
    is_fact=True,
    columns=(
        CASE,
        STREAM_ID,
        SCHOOL,
        _of_school("version", "BIGINT", "Which version of it.", "SupervisionPlanAdopted"),
        _when("adopted_at", "When it was adopted.", "SupervisionPlanAdopted"),
        _of_school("valid_from", "DATE", "Its first day.", "SupervisionPlanAdopted"),
        _of_school("valid_to", "DATE", "Its last day, when there is one.", "SupervisionPlanAdopted"),
        _of_school("posts", "BIGINT", "How many posts somebody has.", "SupervisionPlanAdopted"),
        _of_school(
            "absences_covered", "BIGINT", "How often somebody stepped in for one who was away.", "SupervisionAbsenceCovered"
        ),
    ),
)
ROUTINES: Final = Table(
    name="routines",
    meaning="One row per version of a plan or routine under document control, and how many confirmed having read it.",
    is_fact=True,
    columns=(
        CASE,
        STREAM_ID,
        SCHOOL,
        _of_school("routine", "UUID", "The routine.", "RoutineVersioned"),
        _of_school("version", "BIGINT", "Which version of it.", "RoutineVersioned"),
        _code("kind", "Kind of document; empty where a school's staff read a routine of the municipality.", "RoutineVersioned"),
        _when("approved_at", "When it was approved.", "RoutineVersioned"),
        _of_school("next_revision_on", "DATE", "When it is to be revised.", "RoutineVersioned"),
        _of_school("roles", "VARCHAR[]", "Those who are to read it, by role.", "RequiredReadingSet"),
        _of_school("read_by", "DATE", "By when it is to be read.", "RequiredReadingSet"),
        _of_school("readers", "BIGINT", "How many have confirmed that they read it.", "RoutineRead"),
        _when("last_read_at", "When the last of them did.", "RoutineRead"),
    ),
)
INSPECTIONS: Final = Table(
    name="inspections",
    meaning="One row per state inspection of which a report came (§ 29-2).",
    is_fact=True,
    columns=(
        CASE,
        STREAM_ID,
        SCHOOL,
        _of_school("inspection", "UUID", "The inspection.", "InspectionReportReceived"),
        _when("reported_at", "When its last report came.", "InspectionReportReceived"),
        _code("status", "Its conclusion.", "InspectionReportReceived"),
        _of_school("findings", "BIGINT", "How many findings it has.", "InspectionReportReceived"),
    ),
)
INSPECTION_ORDERS: Final = Table(
    name="inspection_orders",
    meaning="One row per item that an inspection ordered corrected.",
    is_fact=True,
    columns=(
        CASE,
        STREAM_ID,
        SCHOOL,
        _of_school("inspection", "UUID", "The inspection.", "InspectionOrderReceived"),
        _of_school("item", "UUID", "The item.", "InspectionOrderReceived"),
        _when("ordered_at", "When the order came.", "InspectionOrderReceived"),
        _of_school("due_on", "DATE", "By when it is to be corrected.", "InspectionOrderReceived"),
        _when("declared_at", "When the municipality declared it corrected.", "CorrectionDeclared"),
    ),
)
SURVEYS: Final = Table(
    name="surveys",
    meaning="One row per survey that is not anonymous, with what the limits of opplæringsforskrifta § 20-5 ask for.",
    is_fact=True,
    columns=(
        CASE,
        STREAM_ID,
        SCHOOL,
        _code("purpose", "What it is for.", "NonAnonymousSurveyAssessed"),
        _code("tool", "With what tool.", "NonAnonymousSurveyAssessed, NonAnonymousSurveyRun"),
        identity("about_case", "The case that it is for, when there is one.", "NonAnonymousSurveyAssessed"),
        _of_school("grade", "INTEGER", "The grade that is asked.", "NonAnonymousSurveyAssessed"),
        _when("assessed_at", "When it was last assessed.", "NonAnonymousSurveyAssessed"),
        _of_school("suitable", "BOOLEAN", "Whether it was found suitable.", "NonAnonymousSurveyAssessed"),
        _of_school("least_intrusive", "BOOLEAN", "Whether it was found the least intrusive way.", "NonAnonymousSurveyAssessed"),
        _of_school("subsection", "INTEGER", "The subsection of § 20-5 that it rests on.", "NonAnonymousSurveyAssessed"),
        _of_school("grounds", "VARCHAR[]", "The grounds for suspicion.", "NonAnonymousSurveyAssessed"),
        _of_school("other_methods_tried", "VARCHAR[]", "What was tried before.", "NonAnonymousSurveyAssessed"),
        _of_school("names_negative_relations", "BOOLEAN", "Whether pupils name others unfavourably.", "NonAnonymousSurveyAssessed"),
        _of_school("questions_approved", "BOOLEAN", "Whether the questions are approved.", "NonAnonymousSurveyAssessed"),
        _of_school("run_from", "DATE", "Its first day.", "NonAnonymousSurveyRun"),
        _of_school("run_to", "DATE", "Its last day.", "NonAnonymousSurveyRun"),
        _of_school("invited", "BIGINT", "How many were asked.", "NonAnonymousSurveyRun", "pupils"),
        _of_school("answered", "BIGINT", "How many answered.", "NonAnonymousSurveyRun", "pupils"),
        _when("verified_at", "When the answers were last checked.", "SurveyAnswersVerified"),
        _of_school("verified_with", "VARCHAR[]", "How they were checked.", "SurveyAnswersVerified"),
        _of_school("confirmed", "BOOLEAN", "Whether the answers held.", "SurveyAnswersVerified"),
    ),
)
SURVEY_RESULTS: Final = Table(
    name="survey_results",
    meaning="One row per published number of an anonymous survey, by school, school year, grade and indicator; the newest counts.",
    is_fact=True,
    columns=(
        CASE,
        STREAM_ID,
        SCHOOL,
        _code("survey", "Which survey.", "SurveyResultsImported"),
        _code("school_year", "The school year, as 2025/2026.", "SurveyResultsImported"),
        _code("indicator", "What is measured.", "SurveyResultsImported"),
        _of_school("grade", "INTEGER", "The grade; empty for the whole school.", "SurveyResultsImported"),
        _of_school("value", "DOUBLE", "A mean from 1 to 5, or per cent.", "SurveyResultsImported"),
        _of_school("answered", "BIGINT", "How many answered, where it is published.", "SurveyResultsImported", "pupils"),
        _of_school("suppressed", "BOOLEAN", "Whether few answered, so that it is not published.", "SurveyResultsImported"),
        _when("imported_at", "When it was taken in.", "SurveyResultsImported"),
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
        HAPPENED,
        DOCUMENTED,
        Column(
            name="hours",
            type="DOUBLE",
            meaning="From the one to the other.",
            unit="hours",
            source="envelope",
            sensitivity=Sensitivity.PERSON,
        ),
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
