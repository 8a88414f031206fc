"""Cases with Statsforvalteren, in the columns that Udir publishes, and what coercive fines amount to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboards.cells import Cell, Missing, local_day
from dashboards.dashboard import ExportTable
from dashboards.kit import Column, Linked, Row, data_table
from dashboards.numbers import kroner
from dashboards.pages.responses.asked import Answered, Answers
from dashboards.pages.responses.panel_of import panel_of
from dashboards.pages.wording import listed, matter_address, matter_name
from texts import Language, text

UDIR: Final = (
    ("reported", ""),
    ("finished", "finished"),
    ("breached", "finished"),
    ("fulfilled", "finished"),
    ("dismissed", "finished"),
    ("guided", "finished"),
    ("withdrawn", "finished"),
    ("fine_warned", "fine"),
    ("fine_imposed", "fine"),
    ("still_open", "end"),
)
"""What Udir counts of a period, and the heading that each stands under."""

LISTED: Final = ("case", "school", "reported_on", "stage", "due_on", "items_open", "items_overdue", "answers_overdue")
FINES: Final = ("case", "school", "rate", "runs_from", "stopped_on", "stop_ground", "kroner")
STAGES: Final = {
    "closed": "closed_at",
    "fined": "fine_imposed_at",
    "warned": "fine_warned_at",
    "decided": "decided_at",
    "finished": "finished_at",
}
"""How far a case has come, the furthest first, and the moment that says so."""

TEXTS: Final = frozenset({"school", "reported_on", "stage", "due_on", "rate", "runs_from", "stopped_on", "stop_ground"})


def enforcement(found: Answers) -> Component:
    """The counts of the period by school, and the cases that are open or were in it."""
    asking, counts, cases = found.asking, counts_table(found), cases_table(found)
    parts = [*([_counted(counts, asking.language)] if counts.rows else []), *(_one_by_one(found, cases) if cases.rows else [])]
    return panel_of(asking, "enforcement", *(parts or [_none("dashboard.authority.none", found)]), wide=True)


def fines(found: Answers) -> Component:
    """The fines that run, or ran in the period, and what each amounts to."""
    asking, table = found.asking, fines_table(found)
    if not table.rows:
        return panel_of(asking, "fines", _none("dashboard.authority.fines.none", found), wide=True)
    columns = [
        Column(title=title, is_text=name in TEXTS, write=kroner) for name, title in zip(FINES[1:], table.columns[1:], strict=True)
    ]
    listed_ones = _linked(table, columns, _fines(found), asking.language)
    return panel_of(asking, "fines", listed_ones, wide=True)


def _counted(counts: ExportTable, language: Language) -> Component:
    *rows, total = [Row(head=row[0], cells=row[1:]) for row in counts.rows]
    columns = [
        Column(
            title=text(f"dashboard.authority.short.{name}", language),
            label=text(f"dashboard.authority.column.{name}", language),
            group=text(f"dashboard.authority.group.{group}", language) if group else "",
        )
        for name, group in UDIR
    ]
    whole = total if len(rows) > 1 else None
    return data_table(language, caption=counts.title, head=counts.columns[0], columns=columns, rows=rows, total=whole)


def _one_by_one(found: Answers, cases: ExportTable) -> list[Component]:
    columns = [
        Column(title=title, is_text=name in TEXTS, alarming=name.endswith("overdue"))
        for name, title in zip(LISTED[1:], cases.columns[1:], strict=True)
    ]
    return [html.H4(cases.title), _linked(cases, columns, _cases(found), found.asking.language)]


def _linked(table: ExportTable, columns: Sequence[Column], matters: Sequence[Answered], language: Language) -> Component:
    """The table with each row leading to its matter."""
    rows = [
        Row(head=Linked(cells[0], matter_address("enforcement", matter["stream_id"])), cells=cells[1:])
        for matter, cells in zip(matters, table.rows, strict=True)
    ]
    return data_table(language, caption=table.title, head=table.columns[0], columns=columns, rows=rows)


def _none(words: str, found: Answers) -> Component:
    return html.P(text(words, found.asking.language), className="empty-panel")


def open_cases(found: Answers) -> int:
    """Cases that Statsforvalteren has not ended, at the moment."""
    return sum(row["closed_at"] is None for row in found.authority)


def running(found: Answers) -> int:
    """Kroner that the running fines amount to, at the moment."""
    return sum(row["kroner"] for row in found.fines if row["is_running"])


def counts_table(found: Answers) -> ExportTable:
    """Per school with a case, and all together last."""
    language = found.asking.language
    shown = [row for row in found.enforcement if any(row[name] for name, _ in UDIR)]
    rows: list[list[Cell]] = [
        [row["name"] or row["unit"] or text("dashboard.no_school", language), *(row[name] for name, _ in UDIR)] for row in shown
    ]
    if rows:
        rows.append([text("dashboard.all_schools", language), *(sum(row[name] for row in shown) for name, _ in UDIR)])
    names = ("school", *(name for name, _ in UDIR))
    return _table(found, "enforcement", "define.enforcement.title", names, rows, define="enforcement")


def cases_table(found: Answers) -> ExportTable:
    """Case by case: where it stands, and what is not done in time."""
    language = found.asking.language
    rows: list[list[Cell]] = [
        [
            matter_name("enforcement", row["stream_id"], language),
            _school(row, found),
            local_day(row["reported_at"]),
            text(f"dashboard.authority.stage.{_stage(row)}", language),
            row["due_on"],
            text("dashboard.of", language, part=row["items_open"], whole=row["items"]) if row["items"] else Missing.NONE,
            row["items_overdue"],
            row["answers_overdue"],
        ]
        for row in _cases(found)
    ]
    return _table(found, "cases", "authority.cases", LISTED, rows)


def fines_table(found: Answers) -> ExportTable:
    """Fine by fine."""
    language = found.asking.language
    rows: list[list[Cell]] = [
        [
            matter_name("enforcement", row["stream_id"], language),
            _school(row, found),
            text(f"dashboard.authority.per.{row['unit']}", language, amount=kroner(row["amount"], language)),
            row["runs_from"],
            row["stopped_on"],
            listed("FineStop", row["stop_ground"], language) if row["stop_ground"] else Missing.NONE,
            row["kroner"],
        ]
        for row in _fines(found)
    ]
    return _table(found, "fines", "define.fines.title", FINES, rows, writes=[kroner] * len(FINES), define="fines")


def _table(
    found: Answers, sheet: str, title: str, names: Sequence[str], rows: Sequence[Sequence[Cell]], **more: Any
) -> ExportTable:
    """A table with the texts of its sheet and columns, under the text ``dashboard.<title>``."""
    language = found.asking.language
    return ExportTable(
        name=text(f"dashboard.authority.sheet.{sheet}", language),
        title=text(f"dashboard.{title}", language),
        columns=[text(f"dashboard.authority.column.{name}", language) for name in names],
        rows=rows,
        **more,
    )


def _school(row: Answered, found: Answers) -> str:
    return row["school_name"] or row["school"] or text("dashboard.no_school", found.asking.language)


def _cases(found: Answers) -> Sequence[Answered]:
    """Those of the period; what is not done in time first."""
    return sorted(
        found.authority, key=lambda row: (row["items_overdue"] + row["answers_overdue"] == 0, row["closed_at"] is not None)
    )


def _fines(found: Answers) -> Sequence[Answered]:
    """Those that run, and those that ran in the period."""
    first, last = found.asking.period.first or date.min, found.asking.period.last or date.max
    return [
        row
        for row in found.fines
        if row["is_running"] or (row["runs_from"] <= last and (row["stopped_on"] is None or row["stopped_on"] > first))
    ]


def _stage(row: Answered) -> str:
    """How far the case has come."""
    return next((stage for stage, moment in STAGES.items() if row[moment] is not None), "open")
