"""Surveys that are not anonymous keep within opplæringsforskrifta § 20-5; what was run beyond it is recorded all the same."""

from datetime import date

import pytest
from builders import example
from given_when_then import given as given_in

from events import Stream
from events.investigation import SchoolyardMapCollected
from events.lists.investigation import Method, SurveyPurpose, SurveyTool, SuspicionGround
from events.survey import NonAnonymousSurveyAssessed, NonAnonymousSurveyRun, SurveyAnswersVerified
from services.case_service.domain.refusals import DatesReversed, NumberTooSmall
from services.case_service.domain.shared_commands import CollectSchoolyardMap
from services.case_service.domain.survey.commands import AssessNonAnonymousSurvey, RunNonAnonymousSurvey, VerifySurveyAnswers
from services.case_service.domain.survey.refusals import (
    AnotherToolAssessed,
    MoreAnswersThanInvited,
    NoGroundForSuspicion,
    NoOtherMethodTried,
    NotAssessedYet,
    NothingToVerify,
    NotPermitted,
    PupilsNamedInNegativeRelations,
    QuestionsNotApproved,
)
from services.case_service.domain.survey.state import Assessed, NotAssessed, Run, Verified

RAN = example(NonAnonymousSurveyRun, invited=24, answered=22)
VERIFIED = example(SurveyAnswersVerified)


def given(*events):
    return given_in(*events, stream=Stream.SURVEY)


def preventive(**fields):
    within = {"purpose": SurveyPurpose.PREVENTION, "names_pupils_in_negative_relations": False, **fields}
    return example(NonAnonymousSurveyAssessed, **within)


def on_suspicion(**fields):
    within = {
        "purpose": SurveyPurpose.CONCRETE_SUSPICION,
        "grounds": (SuspicionGround.LONG_LASTING,),
        "other_methods_tried": (Method.CONVERSATION,),
        "names_pupils_in_negative_relations": True,
        **fields,
    }
    return example(NonAnonymousSurveyAssessed, **within)


BEYOND = [
    (preventive(names_pupils_in_negative_relations=True), PupilsNamedInNegativeRelations, "names_pupils_in_negative_relations"),
    (on_suspicion(grounds=()), NoGroundForSuspicion, "grounds"),
    (on_suspicion(other_methods_tried=()), NoOtherMethodTried, "other_methods_tried"),
]


@pytest.mark.parametrize("assessed", [preventive(), on_suspicion()], ids=["prevention", "concrete suspicion"])
def test_a_survey_within_the_limits_is_assessed_run_and_verified(assessed):
    given().when(AssessNonAnonymousSurvey(fact=assessed)).then(assessed)
    given(assessed).when(RunNonAnonymousSurvey(fact=RAN)).then(RAN)
    given(assessed, RAN).when(VerifySurveyAnswers(fact=VERIFIED)).then(VERIFIED)


@pytest.mark.parametrize(("assessed", "refusal", "field"), BEYOND)
def test_a_survey_beyond_the_limits_is_not_found_suitable(assessed, refusal, field):
    given().when(AssessNonAnonymousSurvey(fact=assessed)).then_refused(refusal, field)


@pytest.mark.parametrize("assessed", [assessed for assessed, _, _ in BEYOND])
def test_what_an_earlier_system_assessed_beyond_the_limits_is_recorded_but_opens_for_nothing_new(assessed):
    given().when(AssessNonAnonymousSurvey(fact=assessed), history=True).then(assessed)
    given(assessed).when(RunNonAnonymousSurvey(fact=RAN)).then_refused(NotPermitted)


@pytest.mark.parametrize("assessed", [assessed for assessed, _, _ in BEYOND])
def test_a_survey_beyond_the_limits_may_be_assessed_as_unsuitable(assessed):
    fields = {name: getattr(assessed, name) for name in assessed.__struct_fields__}
    said_no = NonAnonymousSurveyAssessed(**{**fields, "suitable": False})
    given().when(AssessNonAnonymousSurvey(fact=said_no)).then(said_no)


@pytest.mark.parametrize(
    ("before", "refusal", "field"),
    [
        ((), NotAssessedYet, None),
        ((preventive(suitable=False),), NotPermitted, None),
        ((preventive(least_intrusive=False),), NotPermitted, None),
        ((preventive(questions_approved=False),), QuestionsNotApproved, None),
        ((preventive(tool=SurveyTool.SPEKTER),), AnotherToolAssessed, "tool"),
    ],
)
def test_a_survey_is_run_only_after_an_assessment_that_permits_it(before, refusal, field):
    given(*before).when(RunNonAnonymousSurvey(fact=RAN)).then_refused(refusal, field)
    given(*before).when(RunNonAnonymousSurvey(fact=RAN), history=True).then(RAN)


def test_a_new_assessment_may_permit_what_the_first_did_not():
    given(preventive(questions_approved=False), preventive()).when(RunNonAnonymousSurvey(fact=RAN)).then(RAN)


def test_no_more_answer_than_were_invited():
    impossible = example(NonAnonymousSurveyRun, invited=24, answered=25)
    given(preventive()).when(RunNonAnonymousSurvey(fact=impossible)).then_refused(MoreAnswersThanInvited, "answered")
    given().when(RunNonAnonymousSurvey(fact=impossible), history=True).then_refused(MoreAnswersThanInvited, "answered")


@pytest.mark.parametrize("field", ["invited", "answered"])
def test_pupils_are_counted_from_nought(field):
    impossible = example(NonAnonymousSurveyRun, **{"invited": 24, "answered": 0, field: -1})
    given(preventive()).when(RunNonAnonymousSurvey(fact=impossible)).then_refused(NumberTooSmall, field)


def test_a_survey_ends_after_it_begins():
    impossible = example(NonAnonymousSurveyRun, from_date=date(2025, 9, 2), to_date=date(2025, 9, 1))
    given(preventive()).when(RunNonAnonymousSurvey(fact=impossible)).then_refused(DatesReversed, "to_date")


def test_there_are_no_answers_to_verify_before_the_survey_was_run():
    given(preventive()).when(VerifySurveyAnswers(fact=VERIFIED)).then_refused(NothingToVerify)
    given(preventive()).when(VerifySurveyAnswers(fact=VERIFIED), history=True).then(VERIFIED)


def test_a_schoolyard_map_needs_no_assessment():
    collected = example(SchoolyardMapCollected)
    outcome = given().when(CollectSchoolyardMap(fact=collected)).then(collected)
    assert outcome.state == NotAssessed()


def test_a_survey_waits_for_the_next_step():
    assert isinstance(given(preventive()).state, Assessed)
    assert isinstance(given(preventive(), RAN).state, Run)
    assert given(RAN, example(SurveyAnswersVerified, confirmed=False)).state == Verified(assessment=None, confirmed=False)
