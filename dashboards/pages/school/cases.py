"""The list of what is behind a figure: cases with their next deadline (the open ones at first), or duties with their verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboards.asking import Asking
from dashboards.cells import Cell, Missing, local_day
from dashboards.dashboard import ExportTable, Formed
from dashboards.kit import Column, Linked, Row, data_table, link, panel
from dashboards.kit.links import view_address
from dashboards.numbers import number
from dashboards.pages.behind import WORD, Wanted, wanted
from dashboards.pages.handlers import handler_name, marks
from dashboards.pages.responses.asked import Answered
from dashboards.pages.responses.words import duty_name, month_name
from dashboards.pages.wording import listed, matter_address, matter_cell, matter_name, rule_name
from dashboards.periods import in_month
from services.reporting.questions.responses import Behind, BehindDuties, CasesBehind, DutiesBehind
from texts import text

COLUMNS = ("case", "school", "grade", "began", "state", "next_duty", "next_due", "duties_overdue")
NUMBERS = frozenset({"grade", "duties_overdue"})
OF_DUTIES = ("duty", "case", "school", "limit", "verdict")
CHOICES: Final = Formed(WORD)
"""What the address can ask for."""


def chosen(asking: Asking) -> Wanted:
    """What the address asks for. Raises ChoiceError."""
    return Wanted(behind=Behind.OPEN) if asking.view.chosen is None else wanted(asking.view.chosen)


def cases_question(asking: Asking, which: Wanted) -> CasesBehind | DutiesBehind:
    """What :func:`asked_cases` asks."""
    period = asking.period if which.month is None else in_month(asking.period, which.month)
    days: dict[str, Any] = {"period_from": period.first, "period_to": period.last, "grade": asking.view.grade}
    if isinstance(which.behind, BehindDuties):
        return DutiesBehind(behind=which.behind, duty=which.duty, **days)
    return CasesBehind(behind=which.behind, handler=which.handler, **days)


def asked_cases(asking: Asking, which: Wanted) -> Sequence[Answered]:
    """The cases, the most pressing first; the duties, the latest limit first."""
    return asking.ask(cases_question(asking, which)).to_dicts()


def cases_panel(asking: Asking, which: Wanted, rows: Sequence[Answered]) -> Component:
    """The list under what it is a list of."""
    language = asking.language
    parts: list[Component] = [html.P(_what(asking, which, rows), className="drill", role="status")]
    if asking.view.chosen is not None:
        back = view_address("skole", asking.view, chosen=None)
        parts.append(html.P(link(text("dashboard.school.all_open", language), back), className="drill-back"))
    if rows:
        table = cases_table(asking, which, rows)
        columns = [
            Column(title=title, is_text=name not in NUMBERS, alarming=name == COLUMNS[-1], unbroken=name == "case")
            for name, title in zip(_columns(which)[1:], table.columns[1:], strict=True)
        ]
        lines = [Row(head=_linked(row, cells[0]), cells=cells[1:]) for row, cells in zip(rows, table.rows, strict=True)]
        parts.append(data_table(language, caption=table.title, head=table.columns[0], columns=columns, rows=lines))
    return html.Div(panel(_defined(which), language, *parts, wide=True), id="saker")


def cases_table(asking: Asking, which: Wanted, rows: Sequence[Answered]) -> ExportTable:
    """The list for a file."""
    language, name = asking.language, _defined(which)
    cells = _of_duty if isinstance(which.behind, BehindDuties) else _cells
    return ExportTable(
        name=text(f"dashboard.responses.sheet.{name}", language),
        title=f"{text(f'dashboard.define.{name}.title', language)}: {_figure(asking, which)}",
        columns=[text(f"dashboard.school.column.{name}", language) for name in _columns(which)],
        rows=[cells(asking, row) for row in rows],
        define=name,
    )


def _columns(which: Wanted) -> tuple[str, ...]:
    return OF_DUTIES if isinstance(which.behind, BehindDuties) else COLUMNS


def _defined(which: Wanted) -> str:
    return "duties_listed" if isinstance(which.behind, BehindDuties) else "cases"


def _linked(row: Answered, name: Cell) -> Any:
    address = matter_address(row["stream"], row["stream_id"])
    return Linked(name, address) if address else name


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


def _of_duty(asking: Asking, row: Answered) -> list[Cell]:
    language = asking.language
    return [
        rule_name(row, language),
        matter_cell(row["stream"], row["stream_id"], language),
        row["school_name"] or row["school"] or text("dashboard.no_school", language),
        row["limit_on"],
        listed("Verdict", row["verdict"], language),
    ]


def _figure(asking: Asking, which: Wanted) -> str:
    language = asking.language
    narrowed = [
        *([] if which.duty is None else [duty_name(which.duty, language).lower()]),
        *([] if which.month is None else [month_name(which.month, language)]),
        *([] if which.handler is None else [handler_name(which.handler or None, marks([which.handler]), language).lower()]),
    ]
    words = text(f"dashboard.school.behind.{which.behind}", language)
    return f"{words} ({', '.join(narrowed)})" if narrowed else words


def _what(asking: Asking, which: Wanted, rows: Sequence[Answered]) -> str:
    language = asking.language
    found = rows[0]["found"] if rows else 0
    said = text("dashboard.school.found", language, figure=_figure(asking, which), count=number(found, language))
    if found > len(rows):
        first = "found.latest" if isinstance(which.behind, BehindDuties) else "found.first"
        said += " " + text(f"dashboard.school.{first}", language, count=number(len(rows), language))
    return said
