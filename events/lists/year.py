"""The school's year: tasks of the annual wheel, who is involved, documents under control."""

from enum import StrEnum


class WheelTask(StrEnum):
    """Tasks of the annual wheel that the plans name."""

    STAFF_REVIEW_OF_DUTIES = "staff_review_of_duties"
    REVIEW_OF_SCHOOL_RULES = "review_of_school_rules"
    SUPERVISION_PLAN = "supervision_plan"
    DEFINITION_OF_OFFENCE = "definition_of_offence"
    RISK_ANALYSIS = "risk_analysis"
    INFORM_PARENTS = "inform_parents"
    INFORM_PUPIL_COUNCIL = "inform_pupil_council"
    INFORM_PARENTS_COUNCIL = "inform_parents_council"
    INFORM_SCHOOL_ENVIRONMENT_COMMITTEE = "inform_school_environment_committee"
    SMU_FIRST_MEETING = "smu_first_meeting"
    PARENT_MEETING = "parent_meeting"
    PUPIL_TALKS = "pupil_talks"
    DEVELOPMENT_TALKS = "development_talks"
    CLASS_WELLBEING_SURVEY = "class_wellbeing_survey"
    ELEVUNDERSOKELSEN = "elevundersokelsen"
    SURVEY_REVIEW = "survey_review"
    LOCAL_SURVEY = "local_survey"
    RELATION_MAPPING = "relation_mapping"
    PEDAGOGICAL_ANALYSIS = "pedagogical_analysis"
    INSPECTION_QUALITY = "inspection_quality"
    TEAM_MEETING = "team_meeting"
    AFTER_SCHOOL_TOPIC = "after_school_topic"
    PLAN_REVISION = "plan_revision"
    PRINCIPALS_SELF_ASSESSMENT = "principals_self_assessment"
    COMPETENCE_NEEDS = "competence_needs"
    COUNCIL_INFORMATION = "council_information"
    INTERNAL_CONTROL_REPORT = "internal_control_report"
    OTHER = "other"


class WheelScope(StrEnum):
    """Whose year it is."""

    SCHOOL = "school"
    MUNICIPALITY = "municipality"


class Term(StrEnum):
    """Half of the school year."""

    AUTUMN = "autumn"
    SPRING = "spring"


class DocumentedBy(StrEnum):
    """What kind of evidence shows that a task was done."""

    MINUTES = "minutes"
    LOG = "log"
    SIGNED_LIST = "signed_list"
    REPORT = "report"
    PUBLISHED = "published"
    NONE = "none"


class Weekday(StrEnum):
    """School days."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"


class RoutineKind(StrEnum):
    """Documents under control."""

    SCHOOL_ENVIRONMENT_PLAN = "school_environment_plan"
    SCHOOL_RULES = "school_rules"
    SUPERVISION_ROUTINE = "supervision_routine"
    REPORTING_ROUTINE = "reporting_routine"
    HEIGHTENED_DUTY_CHECKLIST = "heightened_duty_checklist"
    OTHER = "other"


class InspectionStatus(StrEnum):
    """The conclusion of a state inspection."""

    NO_BREACH = "no_breach"
    BREACH = "breach"


class ClosedDay(StrEnum):
    """Why the school is closed on a working day."""

    HOLIDAY = "holiday"
    PLANNING_DAY = "planning_day"
    CLOSED = "closed"


class OwnershipKind(StrEnum):
    """Who owns a school."""

    MUNICIPAL = "municipal"
    COUNTY = "county"
    PRIVATE = "private"
