"""The list of cases: those behind a figure, or the open ones, each with its next deadline and a link to its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from dash import html
from dash.development.base_component import Component

from dashboards.asking import Asking
from dashboards.cells import Cell, Missing, local_day
from dashboards.dashboard import ExportTable
from dashboards.kit import Column, Linked, Row, data_table, link, panel
from dashboards.kit.links import view_address
from dashboards.numbers import number
from dashboards.pages.responses.asked import DUTIES, Answered
from dashboards.pages.responses.words import duty_name
from dashboards.pages.wording import matter_address, matter_name
from dashboards.view import ChoiceError
from services.reporting.questions.responses import Behind, CasesBehind
from texts import text

COLUMNS = ("case", "school", "grade", "began", "state", "next_duty", "next_due", "duties_overdue")
PER_VERDICT = frozenset({Behind.DUE, Behind.MET, Behind.LATE, Behind.OVERDUE, Behind.NOT_DOCUMENTED})
CHOICES: Final = frozenset({*map(str, Behind), *(f"{figure}.{duty}" for figure in PER_VERDICT for duty in DUTIES)})
"""What the address can ask for: a figure's cases, or those of one duty."""


class Wanted(msgspec.Struct, frozen=True):
    """Which figure's cases, and of which duty where the figure counts duties."""

    behind: Behind
    duty: str | None


def chosen(asking: Asking) -> Wanted:
    """What the address asks for. Raises ChoiceError."""
    if asking.view.chosen is None:
        return Wanted(Behind.OPEN, None)
    if asking.view.chosen not in CHOICES:
        raise ChoiceError("cases")
    figure, _, duty = asking.view.chosen.partition(".")
    return Wanted(Behind(figure), duty or None)


def cases_question(asking: Asking, wanted: Wanted) -> CasesBehind:
    """What :func:`asked_cases` asks."""
    period = asking.period
    return CasesBehind(
        behind=wanted.behind,
        duty=wanted.duty,
        period_from=period.first,
        period_to=period.last,
        grade=asking.view.grade,
    )


def asked_cases(asking: Asking, wanted: Wanted) -> Sequence[Answered]:
    """The cases, the most pressing first."""
    return asking.ask(cases_question(asking, wanted)).to_dicts()


def cases_panel(asking: Asking, wanted: Wanted, rows: Sequence[Answered]) -> Component:
    """The list under what it is a list of."""
    language = asking.language
    parts: list[Component] = [html.P(_what(asking, wanted, rows), className="drill", role="status")]
    if asking.view.chosen is not None:
        back = view_address("skole", asking.view, chosen=None)
        parts.append(html.P(link(text("dashboard.school.all_open", language), back), className="drill-back"))
    if rows:
        table = cases_table(asking, wanted, rows)
        columns = [
            Column(title=title, is_text=name in {"school", "began", "state", "next_duty", "next_due"}, alarming=name == COLUMNS[-1])
            for name, title in zip(COLUMNS[1:], table.columns[1:], strict=True)
        ]
        listed = [Row(head=_linked(row, cells[0]), cells=cells[1:]) for row, cells in zip(rows, table.rows, strict=True)]
        parts.append(data_table(language, caption=table.title, head=table.columns[0], columns=columns, rows=listed))
    return html.Div(panel("cases", language, *parts, wide=True), id="saker")


def cases_table(asking: Asking, wanted: Wanted, rows: Sequence[Answered]) -> ExportTable:
    """The list for a file."""
    language = asking.language
    return ExportTable(
        name=text("dashboard.responses.sheet.cases", language),
        title=f"{text('dashboard.define.cases.title', language)}: {_figure(asking, wanted)}",
        columns=[text(f"dashboard.school.column.{name}", language) for name in COLUMNS],
        rows=[_cells(asking, row) for row in rows],
        define="cases",
    )


def _linked(row: Answered, name: Cell) -> Any:
    return Linked(name, matter_address(row["stream"], row["stream_id"]))


def _cells(asking: Asking, row: Answered) -> list[Cell]:
    language = asking.language
    is_case = row["state"] is not None
    return [
        matter_name(row["stream"], row["stream_id"], language),
        row["school_name"] or row["school"] or text("dashboard.no_school", language),
        Missing.NONE if row["grade"] is None else row["grade"],
        local_day(row["began_at"]),
        text(f"dashboard.school.state.{row['state']}", language) if is_case else Missing.NONE,
        duty_name(row["next_duty"], language) if row["next_duty"] else Missing.NONE,
        local_day(row["next_due_at"]),
        row["overdue"],
    ]


def _figure(asking: Asking, wanted: Wanted) -> str:
    words = text(f"dashboard.school.behind.{wanted.behind}", asking.language)
    return words if wanted.duty is None else f"{words} ({duty_name(wanted.duty, asking.language).lower()})"


def _what(asking: Asking, wanted: Wanted, rows: Sequence[Answered]) -> str:
    language = asking.language
    found = rows[0]["found"] if rows else 0
    said = text("dashboard.school.found", language, figure=_figure(asking, wanted), count=number(found, language))
    if found > len(rows):
        said += " " + text("dashboard.school.found.first", language, count=number(len(rows), language))
    return said
