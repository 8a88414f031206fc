"""The numbers of a school year as they stand after all that was imported: the newest of each counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from events import Recorded
from events.lists.investigation import SurveyIndicator, SurveySource
from events.survey import SurveyResult, SurveyResultsImported

NumberKey: TypeAlias = tuple[SurveySource, int, SurveyIndicator, int | None]
"""Which survey, the year its school year began, what it tells, and of which grade (None: the whole school)."""


def numbers_of(recorded: Iterable[Recorded]) -> dict[NumberKey, SurveyResult]:
    """Each number, from events in the order in which they were recorded. A file with a part of a year leaves the rest as it was."""
    return {
        (one.event.source, one.event.school_year_from, result.indicator, result.grade): result
        for one in recorded
        if isinstance(one.event, SurveyResultsImported)
        for result in one.event.results
    }
