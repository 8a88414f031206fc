"""A school's published results over the years, as a table shows them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from events import Recorded
from events.lists.investigation import SurveyIndicator, SurveySource
from events.survey import SurveyResult
from services.case_service.survey_results.numbers import NumberKey, numbers_of

WHOLE_SCHOOL: Final = "alle"
"""What an address calls the numbers of the whole school."""


class SchoolResults(msgspec.Struct, frozen=True, kw_only=True):
    """The newest numbers of each school year, by source, year, indicator and grade (None: the whole school)."""

    numbers: Mapping[NumberKey, SurveyResult]

    @property
    def sources(self) -> tuple[SurveySource, ...]:
        """The surveys that there are results of."""
        held = {source for source, *_ in self.numbers}
        return tuple(one for one in SurveySource if one in held)

    def years(self, source: SurveySource) -> tuple[int, ...]:
        """The school years, the oldest first."""
        return tuple(sorted({year for held, year, *_ in self.numbers if held is source}))

    def grades(self, source: SurveySource) -> tuple[int | None, ...]:
        """The grades that have numbers, the whole school first."""
        held = {grade for one, _, _, grade in self.numbers if one is source}
        return tuple(sorted(held, key=lambda grade: grade or 0))

    def indicators(self, source: SurveySource, grade: int | None) -> tuple[SurveyIndicator, ...]:
        """What there are numbers of for a grade."""
        held = {indicator for one, _, indicator, of in self.numbers if one is source and of == grade}
        return tuple(one for one in SurveyIndicator if one in held)

    def number(self, source: SurveySource, year: int, indicator: SurveyIndicator, grade: int | None) -> SurveyResult | None:
        """One number; None when it was not published."""
        return self.numbers.get((source, year, indicator, grade))


def results_of(recorded: Iterable[Recorded]) -> SchoolResults:
    """What the streams of a school's results tell."""
    return SchoolResults(numbers=numbers_of(recorded))


def grade_of(written: str, grades: tuple[int | None, ...]) -> int | None:
    """The grade that an address names, else the first that has numbers."""
    named = {WHOLE_SCHOOL if grade is None else str(grade): grade for grade in grades}
    return named[written] if written in named else grades[0]
