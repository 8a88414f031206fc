"""Reactions, referrals, enforcement and avvik."""

from enum import StrEnum


class SanctionScope(StrEnum):
    """Whom a sanction hits; collective sanctions are not allowed (Bærum)."""

    INDIVIDUAL = "individual"
    COLLECTIVE = "collective"


class DecisionKind(StrEnum):
    """Kind of individual decision (opplæringslova §§ 13-1, 13-2)."""

    EXCLUSION = "exclusion"
    SCHOOL_CHANGE = "school_change"
    OTHER = "other"


class DecisionMaker(StrEnum):
    """Who made the decision."""

    TEACHER = "teacher"
    PRINCIPAL = "principal"
    SCHOOL_OWNER = "school_owner"


class ExclusionUnit(StrEnum):
    """Unit of an exclusion's length."""

    CLOCK_HOURS = "clock_hours"
    SINGLE_LESSONS = "single_lessons"
    REST_OF_DAY = "rest_of_day"
    DAYS = "days"


class Complainant(StrEnum):
    """Who complains. School and municipality cannot complain to Udir."""

    PUPIL = "pupil"
    GUARDIAN = "guardian"
    SCHOOL = "school"
    MUNICIPALITY = "municipality"


class ReferralTarget(StrEnum):
    """To whom a pupil or a matter is referred."""

    EDUCATIONAL_PSYCHOLOGY_SERVICE = "educational_psychology_service"
    CHILD_PSYCHIATRY = "child_psychiatry"
    SCHOOL_NURSE = "school_nurse"
    FAMILY_TEAM = "family_team"
    CHILD_WELFARE = "child_welfare"
    POLICE = "police"
    CONFLICT_COUNCIL = "conflict_council"
    RESOURCE_TEAM = "resource_team"
    OTHER_RULES = "other_rules"


class SharingBasis(StrEnum):
    """On what basis information is shared."""

    CONSENT = "consent"
    DUTY_TO_REPORT = "duty_to_report"
    PUBLIC_ADMINISTRATION_ACT_13B = "public_administration_act_13b"
    EDUCATION_ACT_25_1 = "education_act_25_1"


class HeightenedOutcome(StrEnum):
    """How a heightened case is concluded."""

    GROUNDED = "grounded"
    NOT_GROUNDED = "not_grounded"


class InterventionCondition(StrEnum):
    """Condition for a physical intervention (opplæringslova § 13-4 a-d)."""

    HARM_TO_PERSON = "a"
    HARM_TO_SELF = "b"
    HARM_TO_PROPERTY = "c"
    DISRUPTION = "d"


class RejectionGround(StrEnum):
    """Why Statsforvalteren rejects a case (§ 12-6 andre ledd)."""

    NOT_RAISED_WITH_PRINCIPAL = "not_raised_with_principal"
    LESS_THAN_ONE_WEEK = "less_than_one_week"
    PUPIL_NO_LONGER_ATTENDS = "pupil_no_longer_attends"
    OUTSIDE_THE_RULES = "outside_the_rules"


class StatsforvalterDecision(StrEnum):
    """What Statsforvalteren decided (§ 12-6 fjerde ledd)."""

    FULFILLED = "fulfilled"
    ORDER_TO_CORRECT = "order_to_correct"
    DECISION_ON_MEASURES = "decision_on_measures"
    SANCTION = "sanction"
    SCHOOL_CHANGE = "school_change"


class FineUnit(StrEnum):
    """How a coercive fine accrues (§ 12-8)."""

    DAY = "day"
    WEEK = "week"


class FineStop(StrEnum):
    """Why a coercive fine stopped."""

    ORDERS_CARRIED_OUT = "orders_carried_out"
    IMPOSSIBLE_WITHOUT_FAULT = "impossible_without_fault"
    DECISION_REVERSED = "decision_reversed"
    WAIVED = "waived"


class UdirOutcome(StrEnum):
    """Udir's decision on a complaint."""

    UPHELD = "upheld"
    CHANGED = "changed"
    ANNULLED = "annulled"
    REJECTED = "rejected"


class AuthorityCaseEnd(StrEnum):
    """Why Statsforvalteren's case ended."""

    ORDERS_CARRIED_OUT = "orders_carried_out"
    FULFILLED = "fulfilled"
    REJECTED = "rejected"
    GUIDED = "guided"
    WITHDRAWN = "withdrawn"


class AvvikKind(StrEnum):
    """Kinds of avvik."""

    SERIOUS_CASE_12_4 = "serious_case_12_4"
    HEIGHTENED_12_5 = "heightened_12_5"
    PHYSICAL_INTERVENTION_13_4 = "physical_intervention_13_4"
    PROCESS_BREACH = "process_breach"
    PERSONAL_DATA_BREACH = "personal_data_breach"
    INSPECTION_FINDING = "inspection_finding"


class AvvikGrade(StrEnum):
    """A missed rule of law is a breach; a missed local rule is an internal avvik; a missed guidance a warning."""

    BREACH_OF_LAW = "breach_of_law"
    INTERNAL_AVVIK = "internal_avvik"
    WARNING = "warning"


class AvvikEffect(StrEnum):
    """Whether the measure against an avvik had the effect that was meant."""

    EFFECTIVE = "effective"
    NOT_EFFECTIVE = "not_effective"
