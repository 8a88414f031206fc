"""How a concern comes in: channels, signs, arenas, what it is about, and how serious it is."""

from enum import StrEnum


class Channel(StrEnum):
    """How something was said or sent."""

    ORAL = "oral"
    TELEPHONE = "telephone"
    EMAIL = "email"
    FORM = "form"
    REPORT_BUTTON = "report_button"
    MEETING = "meeting"
    DEVELOPMENT_TALK = "development_talk"
    LETTER = "letter"
    IMPORT = "import"


class Concern(StrEnum):
    """What a concern is about (opplæringslova § 12-3, with the terms of the municipal plans)."""

    OFFENCE = "offence"
    BULLYING = "bullying"
    VIOLENCE = "violence"
    DISCRIMINATION = "discrimination"
    HARASSMENT = "harassment"
    EXCLUSION = "exclusion"
    RACISM = "racism"
    DIGITAL_OFFENCE = "digital_offence"
    SEXUAL_OFFENCE = "sexual_offence"
    WEAK_RELATION_TO_ADULTS = "weak_relation_to_adults"
    SCHOOL_ABSENCE = "school_absence"
    UNSAFE_WITHOUT_KNOWN_CAUSE = "unsafe_without_known_cause"


class Arena(StrEnum):
    """Where it happened, or where a measure applies (opplæringslova § 12-1)."""

    SCHOOL = "school"
    CLASSROOM = "classroom"
    CORRIDOR = "corridor"
    SCHOOLYARD = "schoolyard"
    CHANGING_ROOM = "changing_room"
    AFTER_SCHOOL = "after_school"
    HOMEWORK_HELP = "homework_help"
    WAY_TO_SCHOOL = "way_to_school"
    DIGITAL = "digital"
    TRIP = "trip"
    OTHER = "other"


class Sign(StrEnum):
    """Signs that a pupil may not be safe (the list of Ellingsrudåsen's plan, part 8, sub-duty 1)."""

    REFUSES_SCHOOL = "refuses_school"
    AFRAID_OF_WAY_TO_SCHOOL = "afraid_of_way_to_school"
    REPEATEDLY_LATE = "repeatedly_late"
    WEAKER_RESULTS = "weaker_results"
    BELONGINGS_LOST_OR_DAMAGED = "belongings_lost_or_damaged"
    CHANGED_RELATIONS_OUTSIDE_SCHOOL = "changed_relations_outside_school"
    CHANGED_EMOTIONS = "changed_emotions"
    CHANGED_EATING_OR_SLEEP = "changed_eating_or_sleep"
    LEAVES_ACTIVITIES = "leaves_activities"
    SOMATIC_COMPLAINTS = "somatic_complaints"
    CHANGED_CLASS_DYNAMICS = "changed_class_dynamics"
    STAYS_NEAR_ADULTS = "stays_near_adults"
    EXCLUDED_ON_SOCIAL_MEDIA = "excluded_on_social_media"
    ALONE_IN_BREAKS = "alone_in_breaks"
    OTHER = "other"


class Certainty(StrEnum):
    """Both suspicion and knowledge set off the duty to report (§ 12-4 andre ledd)."""

    SUSPICION = "suspicion"
    KNOWLEDGE = "knowledge"


class SeverityCriterion(StrEnum):
    """What may make a case serious (preparatory works and practice; the Act gives no definition)."""

    ESPECIALLY_OFFENSIVE = "especially_offensive"
    VIOLENCE_OR_CRIME = "violence_or_crime"
    MANY_INVOLVED = "many_involved"
    LONG_DURATION = "long_duration"
    SCHOOL_HAS_NOT_SOLVED_IT = "school_has_not_solved_it"
    SPECIAL_VULNERABILITY = "special_vulnerability"
    ABSENCE = "absence"
    SEXUAL_OFFENCE = "sexual_offence"
    MEDIA_OR_POLICE = "media_or_police"
    DANGER_TO_LIFE_OR_HEALTH = "danger_to_life_or_health"


class Vulnerability(StrEnum):
    """What special vulnerability may be tied to (Øyer, Bærum and Ellingsrudåsen's plans)."""

    RELIGION = "religion"
    SEXUAL_ORIENTATION_OR_GENDER_EXPRESSION = "sexual_orientation_or_gender_expression"
    DISABILITY = "disability"
    SOCIO_EMOTIONAL_DIFFICULTIES = "socio_emotional_difficulties"
    FAMILY_SITUATION = "family_situation"
    MINORITY = "minority"
    EARLIER_BULLYING = "earlier_bullying"
    DIAGNOSIS = "diagnosis"
    SOCIO_ECONOMIC = "socio_economic"
    MOVED = "moved"
    CLASS_ENVIRONMENT = "class_environment"
    CHANGE_OF_TEACHER = "change_of_teacher"


class OwnerChannel(StrEnum):
    """How the school owner is told (the systems that the municipal plans name)."""

    EQS = "eqs"
    KVALITETSPORTALEN = "kvalitetsportalen"
    COMPILO = "compilo"
    SIKKER_SAK = "sikker_sak"
    TELEPHONE = "telephone"
    VARDE = "varde"
    LETTER = "letter"
