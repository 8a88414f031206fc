"""Reports about adults (§ 12-5): counted for the school owner alone, over all schools together and never one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash.development.base_component import Component

from dashboards.asking import Asking
from dashboards.kit import KeyFigure, key_figures
from dashboards.pages.responses.asked import Answered
from dashboards.pages.responses.panel_of import panel_of
from services.reporting.questions import HeightenedCounts
from texts import text

COUNTED: Final = ("received", "about_leaders", "owner_told", "employee_heard", "concluded", "grounded", "still_open")


def questions(asking: Asking) -> tuple[HeightenedCounts, ...]:
    """What the figure asks: nothing for whoever does not answer for all the schools."""
    if asking.viewer.scope.schools is not None:
        return ()
    return (HeightenedCounts(period_from=asking.period.first, period_to=asking.period.last),)


def panels(asking: Asking) -> list[Component]:
    """The counts of the period; nothing for whoever does not answer for all the schools."""
    return [_counts(asking, asking.ask(question).to_dicts()) for question in questions(asking)]


def _counts(asking: Asking, rows: Sequence[Answered]) -> Component:
    (row,) = rows or [{}]
    figures = [KeyFigure(label=text(f"dashboard.heightened.{name}", asking.language), cell=row.get(name)) for name in COUNTED]
    return panel_of(asking, "heightened", key_figures(figures, asking.language), wide=True)
