"""What published results can be: means from 1 to 5, shares in per cent, and nothing where few answered."""

from __future__ import annotations

from typing import Final

from events.lists.investigation import SurveyIndicator
from events.survey import SurveyResult, SurveyResultsImported
from services.case_service.domain.checks import GRADES
from services.case_service.domain.refusals import GradeUnknown
from services.case_service.domain.survey.refusals import (
    NoResults,
    NumberImpossible,
    ResultStandsTwice,
    SuppressedNumberShown,
)

SHARES: Final = frozenset(
    {
        SurveyIndicator.BULLIED,
        SurveyIndicator.BULLIED_AT_SCHOOL_BY_PUPILS,
        SurveyIndicator.BULLIED_DIGITALLY,
        SurveyIndicator.BULLIED_BY_ADULTS,
    }
)
"""The indicators that are shares in per cent; the others are means."""

SHARE: Final = (0.0, 100.0)
MEAN: Final = (1.0, 5.0)


def check_results(fact: SurveyResultsImported) -> None:
    """Raises NoResults, ResultStandsTwice, GradeUnknown, SuppressedNumberShown or NumberImpossible."""
    if not fact.results:
        raise NoResults("results")
    seen: set[tuple[SurveyIndicator, int | None]] = set()
    for place, result in enumerate(fact.results):
        if (result.indicator, result.grade) in seen:
            raise ResultStandsTwice(f"results.{place}.indicator")
        seen.add((result.indicator, result.grade))
        _check_result(f"results.{place}", result)


def _check_result(path: str, result: SurveyResult) -> None:
    if result.grade is not None and result.grade not in GRADES:
        raise GradeUnknown(f"{path}.grade", grade=result.grade)
    if result.answered is not None and result.answered < 0:
        raise NumberImpossible(f"{path}.answered", number=result.answered)
    if result.value is None:
        return
    if result.suppressed:
        raise SuppressedNumberShown(f"{path}.value")
    least, most = SHARE if result.indicator in SHARES else MEAN
    if not least <= result.value <= most:
        raise NumberImpossible(f"{path}.value", number=result.value)
