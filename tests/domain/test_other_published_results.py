"""Survey results as published: means and shares, and nothing where few answered."""

import pytest
from builders import example
from given_when_then import given as given_in

from events import Stream
from events.lists.investigation import SurveyIndicator
from events.survey import SurveyResult, SurveyResultsImported
from services.case_service.domain.refusals import GradeUnknown
from services.case_service.domain.survey.commands import ImportSurveyResults
from services.case_service.domain.survey.refusals import (
    NoResults,
    NumberImpossible,
    ResultStandsTwice,
    SuppressedNumberShown,
)

WELLBEING, BULLIED = SurveyIndicator.WELLBEING, SurveyIndicator.BULLIED


def imported(*results: SurveyResult) -> ImportSurveyResults:
    return ImportSurveyResults(fact=example(SurveyResultsImported, results=results))


def given(*events):
    return given_in(*events, stream=Stream.SURVEY)


def test_results_of_a_school_and_its_grades_are_taken_in_and_may_be_published_anew():
    command = imported(
        SurveyResult(indicator=WELLBEING, value=4.3, answered=212),
        SurveyResult(indicator=BULLIED, value=6.1, answered=212),
        SurveyResult(indicator=BULLIED, grade=7, suppressed=True),
    )
    given().when(command).then(command.fact)
    given(command.fact).when(command).then(command.fact)


@pytest.mark.parametrize(
    ("result", "refusal", "field"),
    [
        (SurveyResult(indicator=WELLBEING, value=5.1), NumberImpossible, "results.0.value"),
        (SurveyResult(indicator=WELLBEING, value=0.9), NumberImpossible, "results.0.value"),
        (SurveyResult(indicator=BULLIED, value=100.5), NumberImpossible, "results.0.value"),
        (SurveyResult(indicator=BULLIED, value=float("nan")), NumberImpossible, "results.0.value"),
        (SurveyResult(indicator=BULLIED, answered=-1), NumberImpossible, "results.0.answered"),
        (SurveyResult(indicator=BULLIED, grade=14, value=5.0), GradeUnknown, "results.0.grade"),
        (SurveyResult(indicator=BULLIED, value=5.0, suppressed=True), SuppressedNumberShown, "results.0.value"),
    ],
)
def test_numbers_that_cannot_be_are_refused(result, refusal, field):
    given().when(imported(result)).then_refused(refusal, field)


def test_each_number_stands_once_and_a_file_holds_some():
    once = SurveyResult(indicator=BULLIED, value=5.0)
    given().when(imported(once, once)).then_refused(ResultStandsTwice, "results.1.indicator")
    given().when(imported()).then_refused(NoResults, "results")
