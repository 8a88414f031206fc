"""How the duties of every school went, in one picture. The table beside it has the same numbers for those who cannot see it."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards.cells import is_missing
from dashboards.kit import Part, chart, height_of, stacked_shares
from dashboards.kit.colours import INK, KEPT, LATE, LIGHT, NOT_DOCUMENTED, OVERDUE
from dashboards.numbers import number
from dashboards.pages.municipality.measures import Measure, Overview, SchoolRow
from texts import Language, text

PARTS = (
    (Measure.KEPT, KEPT, LIGHT),
    (Measure.LATE, LATE, INK),
    (Measure.OVERDUE, OVERDUE, LIGHT),
    (Measure.NOT_DOCUMENTED, NOT_DOCUMENTED, INK),
)


CHART = "duties-chart"


def duties_chart(overview: Overview, language: Language) -> list[Component]:
    """The picture; nothing when no school has numbers that may be shown."""
    drawn = [row for row in overview.schools if _may_be_drawn(row)]
    if not drawn:
        return []
    parts = [_part(drawn, measure, colour, writing, language) for measure, colour, writing in PARTS]
    figure = stacked_shares([row.name for row in drawn], parts)
    alt = text("dashboard.municipality.chart.alt", language)
    return [chart(CHART, figure, language=language, alt=alt, height=height_of(len(drawn)))]


def _part(rows: list[SchoolRow], measure: Measure, colour: str, writing: str, language: Language) -> Part:
    counts = [_count(row, measure) for row in rows]
    written = [number(count, language) if count else "" for count in counts]
    return Part(text(f"dashboard.municipality.label.{measure}", language), colour, writing, counts, written)


def _may_be_drawn(row: SchoolRow) -> bool:
    """A school with a hidden part is left out whole: the length of the rest would give the part away."""
    cells = [row.cells[measure] for measure, _, _ in PARTS]
    return not any(is_missing(cell) for cell in cells) and bool(row.cells[Measure.DUTIES_DUE])


def _count(row: SchoolRow, measure: Measure) -> float:
    cell = row.cells[measure]
    return cell if isinstance(cell, int | float) else 0
