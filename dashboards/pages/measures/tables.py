"""The numbers of the page as tables: for the files, and for whoever cannot see the chart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from dashboards.cells import Cell, Missing, Write, decimal, local_day, whole
from dashboards.dashboard import Asking, ExportTable
from dashboards.numbers import day, percent
from dashboards.pages.measures.asked import Answered, Answers, answers
from dashboards.pages.measures.words import before_and_after, code_name, kind_name, value_name
from dashboards.pages.wording import matter_cell
from texts import Language, text

MOST: Final = 2000
"""Measures in a file."""

WAYS: Final = ("template", "level", "target", "school")


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a way of counting: what it is, under which heading it stands, and how it is written."""

    name: str
    group: str
    cell: Callable[[Answered], Cell]
    write: Write = whole


def _count(name: str, group: str) -> Figure:
    return Figure(name=name, group=group, cell=lambda row: row[name])


def _share(name: str, group: str, part: str, base: str) -> Figure:
    def cell(row: Answered) -> Cell:
        return row[part] / row[base] if row[base] else Missing.NONE

    return Figure(name=name, group=group, cell=cell, write=percent)


def _mean(name: str) -> Figure:
    return Figure(name=name, group="experience", cell=lambda row: row[name], write=decimal)


FIGURES: Final = (
    _count("measures", "use"),
    _share("carried_out_share", "use", "carried_out", "measures"),
    _count("evaluations_due", "evaluation"),
    _share("on_time_share", "evaluation", "on_time", "evaluations_due"),
    _count("evaluated", "effect"),
    _share("works_share", "effect", "works", "evaluated"),
    _count("worked_and_ended", "effect"),
    _count("asked_twice", "experience"),
    _mean("mean_before"),
    _mean("mean_after"),
)
"""Every share and mean stands after its base."""

EFFECTS: Final = ("works", "partly", "does_not_work")
LISTED: Final = ("kind", "case", "school", "level", "decided_at", "executed", "evaluated_at", "effect", "experience", "standing")


def tables(asking: Asking) -> tuple[ExportTable, ...]:
    """Every table of the page."""
    found = answers(asking, MOST)
    return (*(counted(found, way, asking.language) for way in WAYS), effects(found, asking.language), one_by_one(found, asking))


def counted(found: Answers, way: str, language: Language) -> ExportTable:
    """The figures per kind, level, target or school."""
    return ExportTable(
        name=way,
        title=_in_numbers(way, language),
        columns=[
            text(f"dashboard.measures.per.{way}", language),
            *(text(f"dashboard.measures.label.{figure.name}", language) for figure in FIGURES),
        ],
        rows=[(value_name(way, row, language), *(figure.cell(row) for figure in FIGURES)) for row in found.per(way)],
        writes=[whole, *(figure.write for figure in FIGURES)],
        define=f"measures.{way}",
    )


def effects(found: Answers, language: Language) -> ExportTable:
    """The effect of those evaluated, per kind."""
    return ExportTable(
        name="effect",
        title=_in_numbers("effect", language),
        columns=[
            text("dashboard.measures.per.template", language),
            text("dashboard.measures.label.evaluated", language),
            *(code_name("Effect", effect, language) for effect in EFFECTS),
        ],
        rows=[
            (kind_name(row["value"], language), row["evaluated"], *(row[effect] for effect in EFFECTS))
            for row in found.per("template")
            if row["evaluated"]
        ],
        define="measures.effect",
    )


def one_by_one(found: Answers, asking: Asking) -> ExportTable:
    """The measures that were chosen, the latest first."""
    language = asking.language
    return ExportTable(
        name="list",
        title=text("dashboard.measures.list", language),
        columns=[text(f"dashboard.measures.column.{name}", language) for name in LISTED],
        rows=[_line(row, asking) for row in found.listed],
        define="measures.list",
    )


def _in_numbers(name: str, language: Language) -> str:
    """The title of a table: another than its panel's, so that who listens can tell the two apart."""
    return text("dashboard.measures.in_numbers", language, title=text(f"dashboard.define.measures.{name}.title", language))


def _line(row: Answered, asking: Asking) -> tuple[Cell, ...]:
    language = asking.language
    return (
        kind_name(row["template"], language),
        matter_cell(row["stream"], row["case_id"], language),
        row["school_name"] or asking.school_name(row["school"]),
        code_name("MeasureLevel", row["level"], language),
        local_day(row["decided_at"]),
        row["executed"],
        local_day(row["evaluated_at"]),
        code_name("Effect", row["effect"], language) if row["effect"] else Missing.NONE,
        before_and_after(row["experience_before"], row["experience_after"], language, decimals=0),
        _standing(row, language),
    )


def _standing(row: Answered, language: Language) -> str:
    """Where a measure stands, with the day of its next evaluation while it goes on."""
    if not row["is_running"]:
        return text(f"dashboard.measures.standing.{'stopped' if row['ended_at'] is None else 'ended'}", language)
    state = "overdue" if row["verdict"] == "overdue" else "running"
    if row["evaluate_on"] is None:
        return text(f"dashboard.measures.standing.{state}", language)
    return text(f"dashboard.measures.standing.{state}.day", language, day=day(row["evaluate_on"], language))
