"""How the duties of every school went, in one picture. The table beside it has the same numbers for those who cannot see it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.figures import Part, chart, height_of, stacked_shares
from dashboards.numbers import number
from dashboards.overview import Measure, Missing, Overview, SchoolRow
from texts import Language, text

PARTS = (
    (Measure.KEPT, "#2f74bf", "#fff"),
    (Measure.LATE, "#f0b46c", "#292c30"),
    (Measure.OVERDUE, "#b81a1a", "#fff"),
    (Measure.NOT_DOCUMENTED, "#b4bdc8", "#292c30"),
)


def duties_chart(overview: Overview, language: Language) -> list[Component]:
    """The picture with its heading; nothing when no school has numbers that may be shown."""
    drawn = [row for row in overview.schools if _may_be_drawn(row)]
    if not drawn:
        return []
    parts = [_part(drawn, measure, colour, writing, language) for measure, colour, writing in PARTS]
    picture = chart("duties-chart", stacked_shares([row.name for row in drawn], parts), height=height_of(len(drawn)))
    return [
        html.H2(text("page.overview.chart.title", language)),
        html.P(text("page.overview.chart.text", language), className="note"),
        html.Div(picture, role="img", className="chart-frame", **{"aria-label": text("page.overview.chart.alt", language)}),  # type: ignore[arg-type]
    ]


def _part(rows: list[SchoolRow], measure: Measure, colour: str, writing: str, language: Language) -> Part:
    counts = [_count(row, measure) for row in rows]
    written = [number(count, language) if count else "" for count in counts]
    return Part(text(f"page.overview.label.{measure}", language), colour, writing, counts, written)


def _may_be_drawn(row: SchoolRow) -> bool:
    """A school with a hidden part is left out whole: the length of the rest would give the part away."""
    cells = [row.cells[measure] for measure, _, _ in PARTS]
    return not any(isinstance(cell, Missing) for cell in cells) and row.cells[Measure.DUTIES_DUE] not in (0, Missing.HIDDEN)


def _count(row: SchoolRow, measure: Measure) -> float:
    cell = row.cells[measure]
    return 0 if isinstance(cell, Missing) else cell
