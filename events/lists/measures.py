"""Best interest, plan and measures."""

from enum import StrEnum


class Moment(StrEnum):
    """Moments of a best-interest assessment (Øyer's and Bærum's lists, merged)."""

    CHILDS_VIEW = "childs_view"
    AGE_AND_MATURITY = "age_and_maturity"
    IDENTITY_AND_CULTURE = "identity_and_culture"
    FAMILY_AND_CLOSE_RELATIONS = "family_and_close_relations"
    PROTECTION_CARE_SAFETY = "protection_care_safety"
    VULNERABILITY = "vulnerability"
    SOCIAL_RELATIONS = "social_relations"
    HEALTH = "health"
    LIFE_AND_DEVELOPMENT = "life_and_development"
    EDUCATION_AND_SAFE_ENVIRONMENT = "education_and_safe_environment"
    PARENTS_VIEW = "parents_view"
    PROFESSIONALS_VIEW = "professionals_view"


class Weight(StrEnum):
    """The weight a moment was given."""

    DECISIVE = "decisive"
    HEAVY = "heavy"
    SOME = "some"
    LITTLE = "little"
    NOT_RELEVANT = "not_relevant"


class MeasureLevel(StrEnum):
    """Level of a measure."""

    INDIVIDUAL = "individual"
    GROUP = "group"
    SYSTEM = "system"


class Target(StrEnum):
    """Whom a measure is directed at."""

    EXPOSED = "exposed"
    OFFENDING = "offending"
    CLASS = "class"
    ADULTS = "adults"
    WHOLE_SCHOOL = "whole_school"


class Executor(StrEnum):
    """What the one who carries out a measure is; never a pupil or a guardian (Ellingsrudåsen)."""

    STAFF = "staff"
    LEADER = "leader"
    EXTERNAL_PROFESSIONAL = "external_professional"
    PUPIL = "pupil"
    GUARDIAN = "guardian"


class PlanPart(StrEnum):
    """What the written plan shall hold (opplæringslova § 12-4 tredje ledd a-e)."""

    PROBLEM = "a"
    MEASURES = "b"
    WHEN = "c"
    WHO = "d"
    EVALUATION = "e"


class Effect(StrEnum):
    """The effect of a measure, as evaluated."""

    WORKS = "works"
    PARTLY = "partly"
    DOES_NOT_WORK = "does_not_work"


class Conclusion(StrEnum):
    """What follows from an evaluation."""

    CONTINUED = "continued"
    CHANGED = "changed"
    ENDED = "ended"


class Proposer(StrEnum):
    """Who proposed a measure that was declined."""

    PUPIL = "pupil"
    GUARDIAN = "guardian"
    EMPLOYEE = "employee"
    EXTERNAL = "external"


class Rhythm(StrEnum):
    """How often school and home are in touch."""

    DAILY = "daily"
    TWICE_WEEKLY = "twice_weekly"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    AS_NEEDED = "as_needed"


class ClosingReason(StrEnum):
    """Why a case is closed."""

    SAFE = "safe"
    MOVED_SCHOOL = "moved_school"
    REGISTERED_IN_ERROR = "registered_in_error"
    TRANSFERRED = "transferred"


class ReopeningReason(StrEnum):
    """Why a closed case is opened again."""

    NEW_REPORT = "new_report"
    RELAPSE = "relapse"
    POST_CLOSURE_CHECK = "post_closure_check"
    CLOSED_IN_ERROR = "closed_in_error"
    STATSFORVALTER = "statsforvalter"
