"""The overview of schools for whoever may see protected figures alone: what is released, and nothing that changes daily."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import polars as pl

from services.reporting.disclosure import PeriodNotPublishedError
from services.reporting.publishing.cubes import SCHOOL_TERM
from services.reporting.publishing.periods import periods

if TYPE_CHECKING:
    from services.reporting.questions import MunicipalityOverview, MunicipalityTotals

FIGURES: Final = (
    "open_cases",
    "new_cases",
    "serious",
    "duties_due",
    "duties_kept",
    "kept_share",
    "late",
    "overdue",
    "not_documented",
    "median_hours_report",
    "median_hours_investigate",
    "median_hours_plan",
    "avvik_open",
)
"""The figures of the overview; what is open at a moment is never published, for it could be subtracted from day to day."""

MEDIANS: Final = ("median_hours_report", "median_hours_investigate", "median_hours_plan")
"""Released term by term: of two terms together there is none, and nothing is hidden."""

_BEGINS: Final = (8, 1)
_ENDS: Final = (7, 31)


def refuse_unpublished_period(asked: MunicipalityOverview | MunicipalityTotals) -> None:
    """Raise PeriodNotPublishedError unless it is asked for one whole school year and every grade, seen from the present."""
    first, last = asked.period_from, asked.period_to
    is_year = first is not None and (first.month, first.day) == _BEGINS and last == date(first.year + 1, *_ENDS)
    if not is_year or asked.grade is not None or asked.as_of is not None or asked.recorded_by is not None or asked.at is not None:
        raise PeriodNotPublishedError("protected figures are given for whole school years (1 August to 31 July), as released")


def exact(rows: pl.DataFrame) -> pl.DataFrame:
    """The figures as they are; every ``<figure>_hidden`` is false."""
    return rows.with_columns(pl.lit(value=False).alias(f"{figure}_hidden") for figure in FIGURES)


def published(rows: pl.DataFrame, today: date) -> pl.DataFrame:
    """The figures of sql/queries/published_overview.sql with ``<figure>_hidden``, and ``next_release_on``."""
    marks = (_is_hidden(figure).alias(f"{figure}_hidden") for figure in FIGURES)
    return rows.with_columns(*marks, next_release_on=pl.lit(next_release(today))).drop("terms")


def _is_hidden(figure: str) -> pl.Expr:
    gone = pl.col(figure).is_null()
    return gone & (pl.col("terms") <= 1) if figure in MEDIANS else gone


def next_release(today: date) -> date:
    """The first day after ``today`` on which figures of schools are released."""
    return min(one.released_on for one in periods(SCHOOL_TERM.every, today, date(today.year + 1, today.month, 1)))
