"""The limits of individual decisions about a pupil (opplæringslova §§ 13-1, 13-2)."""

from __future__ import annotations

from typing import Final

from events.lists.decisions import DecisionKind, DecisionMaker, ExclusionUnit
from events.reactions import IndividualDecisionMade
from services.case_service.domain.case.refusals import (
    DaysInLowGrade,
    ExclusionWithoutGrade,
    ExclusionWithoutLength,
    GuardiansNotTold,
    MoreThanThreeDays,
    NotForTheSchoolToDecide,
    TooLongForTeacher,
)

LAST_LOW_GRADE: Final = 7
LAST_COMPULSORY_GRADE: Final = 10
TEACHERS_CLOCK_HOURS: Final = 2
DAYS_IN_LOWER_SECONDARY: Final = 3


def check_decision(fact: IndividualDecisionMade) -> None:
    """Refuse a decision beyond the limits. Raises a subclass of Refused that names the field."""
    if fact.kind is DecisionKind.SCHOOL_CHANGE and fact.by is not DecisionMaker.SCHOOL_OWNER:
        raise NotForTheSchoolToDecide("by")
    if fact.kind is DecisionKind.EXCLUSION:
        _check_exclusion(fact)


def _check_exclusion(fact: IndividualDecisionMade) -> None:
    if fact.unit is None:
        raise ExclusionWithoutLength("unit")
    if fact.length is None and fact.unit is not ExclusionUnit.REST_OF_DAY:
        raise ExclusionWithoutLength("length")
    length = fact.length or 0
    if fact.by is DecisionMaker.TEACHER and not _within_own_lesson(fact.unit, length):
        raise TooLongForTeacher("length", most=TEACHERS_CLOCK_HOURS)
    if fact.grade is None:
        raise ExclusionWithoutGrade("grade")
    if fact.grade <= LAST_LOW_GRADE:
        _check_low_grade(fact, fact.unit)
    elif fact.grade <= LAST_COMPULSORY_GRADE and fact.unit is ExclusionUnit.DAYS and length > DAYS_IN_LOWER_SECONDARY:
        raise MoreThanThreeDays("length", most=DAYS_IN_LOWER_SECONDARY)


def _within_own_lesson(unit: ExclusionUnit, length: float) -> bool:
    """No lesson lasts more than a clock hour, so as many lessons as clock hours are within the limit."""
    return unit in (ExclusionUnit.CLOCK_HOURS, ExclusionUnit.SINGLE_LESSONS) and length <= TEACHERS_CLOCK_HOURS


def _check_low_grade(fact: IndividualDecisionMade, unit: ExclusionUnit) -> None:
    if unit is ExclusionUnit.DAYS:
        raise DaysInLowGrade("unit")
    if unit is ExclusionUnit.REST_OF_DAY and not fact.guardians_told_before:
        raise GuardiansNotTold("guardians_told_before")
