"""Measures that worked: how the pupils themselves had it before and after, kind by kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from dash import html
from dash.development.base_component import Component

from dashboards.cells import Cell, whole
from dashboards.dashboard import ExportTable
from dashboards.kit import Column, Linked, Part, Row, chart, data_table, led, stacked_shares, wrapped
from dashboards.kit.colours import INK, KEPT, LIGHT, NOT_DOCUMENTED, OVERDUE
from dashboards.numbers import number
from dashboards.pages.measures.asked import TEMPLATE, Choice, measures_address
from dashboards.pages.measures.tables import FIGURES
from dashboards.pages.measures.words import kind_name
from dashboards.pages.responses.asked import Answered, Answers
from dashboards.pages.responses.panel_of import panel_of
from texts import text

SHOWN: Final = tuple(
    one for one in FIGURES if one.name in {"measures", "evaluated", "works_share", "asked_twice", "mean_before", "mean_after"}
)
CHANGES: Final = (("better", KEPT, LIGHT), ("same", NOT_DOCUMENTED, INK), ("worse", OVERDUE, LIGHT))
CHART: Final = "worked-chart"


def worked(found: Answers) -> Component:
    """The kinds of measures that came to an evaluation or to a second answer of the pupil."""
    asking, language = found.asking, found.asking.language
    table, kinds = worked_table(found), _kinds(found)
    if not kinds:
        return panel_of(asking, "worked", html.P(text("dashboard.worked.none", language), className="empty-panel"), wide=True)
    behind = [[one.href(asking.view, row) for one in SHOWN] for row in (*kinds, found.measures_together)]
    *rows, total = [
        Row(head=row[0], cells=led(row[1 : len(SHOWN) + 1], hrefs)) for row, hrefs in zip(table.rows, behind, strict=True)
    ]
    linked = [
        msgspec.structs.replace(row, head=Linked(table.rows[place][0], _behind(found, kind)))
        for place, (row, kind) in enumerate(zip(rows, kinds, strict=True))
    ]
    listed = data_table(
        language,
        caption=table.title,
        head=table.columns[0],
        columns=[
            Column(
                title=text(f"dashboard.measures.short.{one.name}", language),
                label=text(f"dashboard.measures.label.{one.name}", language),
                group=text(f"dashboard.measures.group.{one.group}", language),
                write=one.write,
            )
            for one in SHOWN
        ],
        rows=linked,
        total=total if len(rows) > 1 else None,
    )
    drawn = _drawn(found)
    choose = html.P(text("dashboard.worked.choose", language), className="what not-printed")
    return panel_of(asking, "worked", choose, listed, *drawn, chart_id=CHART if drawn else "", wide=True)


def worked_table(found: Answers) -> ExportTable:
    """Per kind, and all together last."""
    language = found.asking.language
    rows: list[list[Cell]] = [[kind_name(row["value"], language), *_cells(row)] for row in _kinds(found)]
    if rows:
        rows.append([text("dashboard.together", language), *_cells(found.measures_together)])
    return ExportTable(
        name=text("dashboard.worked.sheet", language),
        title=text("dashboard.define.worked.title", language),
        columns=[
            text("dashboard.measures.per.template", language),
            *(text(f"dashboard.measures.label.{one.name}", language) for one in SHOWN),
            *(text(f"dashboard.worked.{change}", language) for change, _, _ in CHANGES),
        ],
        rows=rows,
        writes=[whole, *(one.write for one in SHOWN)],
        define="worked",
    )


def _cells(row: Answered) -> list[Cell]:
    return [*(one.cell(row) for one in SHOWN), *(row[change] for change, _, _ in CHANGES)]


def _kinds(found: Answers) -> Sequence[Answered]:
    return [row for row in found.measures if row["per"] == TEMPLATE and (row["evaluated"] or row["asked_twice"])]


def _behind(found: Answers, kind: Answered) -> str:
    return measures_address(found.asking.view, Choice(per=TEMPLATE, value=kind["value"]))


def _drawn(found: Answers) -> list[Component]:
    """The picture; nothing where no pupil was asked twice."""
    language = found.asking.language
    drawn = [row for row in _kinds(found) if row["asked_twice"]]
    if not drawn:
        return []
    labels, height = wrapped([f"{kind_name(row['value'], language)} ({number(row['asked_twice'], language)})" for row in drawn])
    parts = [
        Part(
            text(f"dashboard.worked.{change}", language),
            colour,
            writing,
            [row[change] for row in drawn],
            [number(row[change], language) if row[change] else "" for row in drawn],
        )
        for change, colour, writing in CHANGES
    ]
    alt = text("dashboard.worked.alt", language)
    return [chart(CHART, stacked_shares(labels, parts), language=language, alt=alt, height=height)]
