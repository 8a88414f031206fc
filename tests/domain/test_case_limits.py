"""What may be decided about a pupil (opplæringslova §§ 10-7, 13-1, 13-2)."""

import pytest
from builders import example
from given_when_then import given

from events.concern import CaseOpened
from events.lists.decisions import DecisionKind, DecisionMaker, ExclusionUnit, SanctionScope
from events.reactions import ComplaintReceived, IndividualDecisionMade, SanctionApplied
from services.case_service.domain.case.commands import ApplySanction, MakeIndividualDecision, ReceiveComplaint
from services.case_service.domain.case.refusals import (
    CollectiveSanction,
    DaysInLowGrade,
    ExclusionWithoutGrade,
    ExclusionWithoutLength,
    GuardiansNotTold,
    MoreThanThreeDays,
    NotForTheSchoolToDecide,
    TooLongForTeacher,
)

CASE = given(example(CaseOpened))


def exclusion(**given_fields):
    fields = {"kind": DecisionKind.EXCLUSION, "by": DecisionMaker.PRINCIPAL, "grade": 9, **given_fields}
    return MakeIndividualDecision(fact=example(IndividualDecisionMade, **fields))


def school_change(by):
    return MakeIndividualDecision(fact=example(IndividualDecisionMade, kind=DecisionKind.SCHOOL_CHANGE, by=by))


BEYOND = [
    (exclusion(by=DecisionMaker.TEACHER, unit=ExclusionUnit.CLOCK_HOURS, length=2.5), TooLongForTeacher, "length"),
    (exclusion(by=DecisionMaker.TEACHER, unit=ExclusionUnit.SINGLE_LESSONS, length=3), TooLongForTeacher, "length"),
    (exclusion(by=DecisionMaker.TEACHER, unit=ExclusionUnit.REST_OF_DAY), TooLongForTeacher, "length"),
    (exclusion(by=DecisionMaker.TEACHER, unit=ExclusionUnit.DAYS, length=1), TooLongForTeacher, "length"),
    (exclusion(grade=7, unit=ExclusionUnit.DAYS, length=1), DaysInLowGrade, "unit"),
    (exclusion(grade=8, unit=ExclusionUnit.DAYS, length=4), MoreThanThreeDays, "length"),
    (exclusion(grade=10, unit=ExclusionUnit.DAYS, length=3.5), MoreThanThreeDays, "length"),
    (exclusion(grade=1, unit=ExclusionUnit.REST_OF_DAY, guardians_told_before=False), GuardiansNotTold, "guardians_told_before"),
    (exclusion(unit=None), ExclusionWithoutLength, "unit"),
    (exclusion(unit=ExclusionUnit.DAYS, length=None), ExclusionWithoutLength, "length"),
    (exclusion(grade=None, unit=ExclusionUnit.DAYS, length=1), ExclusionWithoutGrade, "grade"),
    (school_change(DecisionMaker.PRINCIPAL), NotForTheSchoolToDecide, "by"),
    (school_change(DecisionMaker.TEACHER), NotForTheSchoolToDecide, "by"),
    (ApplySanction(fact=example(SanctionApplied, scope=SanctionScope.COLLECTIVE)), CollectiveSanction, "scope"),
]

WITHIN = [
    exclusion(by=DecisionMaker.TEACHER, unit=ExclusionUnit.CLOCK_HOURS, length=2),
    exclusion(by=DecisionMaker.TEACHER, unit=ExclusionUnit.SINGLE_LESSONS, length=1),
    exclusion(grade=7, unit=ExclusionUnit.SINGLE_LESSONS, length=2),
    exclusion(grade=7, unit=ExclusionUnit.REST_OF_DAY, length=None, guardians_told_before=True),
    exclusion(grade=8, unit=ExclusionUnit.REST_OF_DAY, length=None, guardians_told_before=False),
    exclusion(grade=8, unit=ExclusionUnit.DAYS, length=3),
    school_change(DecisionMaker.SCHOOL_OWNER),
    MakeIndividualDecision(fact=example(IndividualDecisionMade, kind=DecisionKind.OTHER, length=30, unit=ExclusionUnit.DAYS)),
    ApplySanction(fact=example(SanctionApplied, scope=SanctionScope.INDIVIDUAL)),
]


@pytest.mark.parametrize(("command", "refusal", "field"), BEYOND)
def test_what_the_law_does_not_allow_is_not_decided_here(command, refusal, field):
    CASE.when(command).then_refused(refusal, field)


@pytest.mark.parametrize(("command", "refusal", "field"), BEYOND)
def test_what_was_decided_against_the_law_elsewhere_is_recorded_as_it_was(command, refusal, field):
    assert refusal.code.startswith("CASE-")
    assert field
    CASE.when(command, history=True).then(command.fact)


@pytest.mark.parametrize("command", WITHIN)
def test_what_the_law_allows_is_decided(command):
    CASE.when(command).then(command.fact)


def test_a_decision_can_be_complained_about():
    complaint = example(ComplaintReceived)
    given(example(CaseOpened), WITHIN[0].fact).when(ReceiveComplaint(fact=complaint)).then(complaint)
