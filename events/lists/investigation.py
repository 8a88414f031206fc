"""How a school investigates: methods, conversations, hearing, checklists and surveys."""

from enum import StrEnum


class Method(StrEnum):
    """A way of investigating."""

    CONVERSATION = "conversation"
    OBSERVATION = "observation"
    LOG_CONVERSATION = "log_conversation"
    GROUP_CONVERSATION = "group_conversation"
    SOCIOGRAM = "sociogram"
    CLASS_WELLBEING_SURVEY = "class_wellbeing_survey"
    ANONYMOUS_SURVEY = "anonymous_survey"
    SCHOOLYARD_MAP = "schoolyard_map"
    CHECKLIST = "checklist"
    PEDAGOGICAL_ANALYSIS = "pedagogical_analysis"
    SUPERVISION = "supervision"
    DOCUMENT_REVIEW = "document_review"


class ConversationKind(StrEnum):
    """Whom a conversation is with, and for what."""

    EXPOSED_PUPIL = "exposed_pupil"
    OFFENDING_PUPIL = "offending_pupil"
    FELLOW_PUPIL = "fellow_pupil"
    LOG_CONVERSATION = "log_conversation"
    PUPIL_TALK = "pupil_talk"
    DEVELOPMENT_TALK = "development_talk"
    GUARDIANS_OF_EXPOSED = "guardians_of_exposed"
    GUARDIANS_OF_OFFENDING = "guardians_of_offending"
    EMPLOYEE = "employee"
    CLASS = "class"


class HearingForm(StrEnum):
    """How a pupil was heard (opplæringslova § 10-2)."""

    CONVERSATION = "conversation"
    WRITTEN = "written"
    DRAWING = "drawing"
    THROUGH_TRUSTED_ADULT = "through_trusted_adult"
    WITH_INTERPRETER = "with_interpreter"
    MEETING = "meeting"


class HearingOutcome(StrEnum):
    """A pupil has a right, not a duty, to be heard."""

    STATED_VIEW = "stated_view"
    DID_NOT_WISH = "did_not_wish"


class ChecklistAnswer(StrEnum):
    """Answer to one question of the bullying checklist."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class ChecklistQuestion(StrEnum):
    """The nine questions of Bærum's checklist (annex 6)."""

    VULNERABLE_PUPILS = "vulnerable_pupils"
    PREVIOUSLY_INVOLVED = "previously_involved"
    EXCLUDING_BEHAVIOUR = "excluding_behaviour"
    SINGLE_EPISODES = "single_episodes"
    CHANGED_RELATION_TO_ADULTS = "changed_relation_to_adults"
    CLIQUES = "cliques"
    HIGH_STATUS = "high_status"
    LOW_STATUS = "low_status"
    ACTING_OUT_OR_VIOLENCE = "acting_out_or_violence"


class ObservationKind(StrEnum):
    """What is observed, and how (Bærum annex 8:1)."""

    NATURAL = "natural"
    CONSTRUCTED = "constructed"


class ObservationSection(StrEnum):
    """The six sections of the observation log (Bærum annex 8)."""

    ORGANISATION = "organisation"
    CLASS_ENVIRONMENT = "class_environment"
    THE_PUPIL = "the_pupil"
    TRANSITIONS = "transitions"
    BREAKS = "breaks"
    SUMMARY = "summary"


class SurveyPurpose(StrEnum):
    """Why a survey that is not anonymous is used (opplæringsforskrifta § 20-5)."""

    PREVENTION = "prevention"
    CONCRETE_SUSPICION = "concrete_suspicion"


class SurveyTool(StrEnum):
    """The tool for a survey that is not anonymous."""

    CLASS_WELLBEING_FOLLOW = "class_wellbeing_follow"
    CLASS_WELLBEING_INVESTIGATE = "class_wellbeing_investigate"
    SOCIOGRAM = "sociogram"
    INNBLIKK = "innblikk"
    SPEKTER = "spekter"
    OTHER = "other"


class SuspicionGround(StrEnum):
    """When such a survey may be used on a concrete suspicion (opplæringsforskrifta § 20-5)."""

    LONG_LASTING = "long_lasting"
    UNCLEAR = "unclear"
    COMPLICATED = "complicated"


class SurveySource(StrEnum):
    """An anonymous survey whose results are used."""

    ELEVUNDERSOKELSEN = "elevundersokelsen"
    TRIVSELSUNDERSOKELSEN = "trivselsundersokelsen"
    LOCAL = "local"


class SurveyIndicator(StrEnum):
    """What Elevundersøkelsen and the like publish of the school environment: means from 1 to 5, and shares in per cent."""

    WELLBEING = "wellbeing"
    SAFE_ENVIRONMENT = "safe_environment"
    SUPPORT_FROM_TEACHERS = "support_from_teachers"
    SUPPORT_FROM_HOME = "support_from_home"
    COMMON_RULES = "common_rules"
    LEARNING_CULTURE = "learning_culture"
    PUPIL_PARTICIPATION = "pupil_participation"
    BULLIED = "bullied"
    BULLIED_AT_SCHOOL_BY_PUPILS = "bullied_at_school_by_pupils"
    BULLIED_DIGITALLY = "bullied_digitally"
    BULLIED_BY_ADULTS = "bullied_by_adults"


class FindingsAudience(StrEnum):
    """With whom findings are shared."""

    PUPIL = "pupil"
    GUARDIANS = "guardians"
    CLASS = "class"


class PostponementReason(StrEnum):
    """Why an investigation or a task waits; postponing needs a good reason (Udir's circular 6.3.5)."""

    PUPIL_ABSENT = "pupil_absent"
    PUPIL_WISHES_IT = "pupil_wishes_it"
    POLICE_INVESTIGATION = "police_investigation"
    AWAITS_EXPERT = "awaits_expert"
    SCHOOL_CLOSED = "school_closed"
    CAPACITY = "capacity"
    OTHER = "other"
