"""The numbers of the page as tables: for the files, and for whoever cannot see the chart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from dashboards.cells import Cell, Missing, Write, decimal, local_day, whole
from dashboards.dashboard import Asking, ExportTable, View
from dashboards.numbers import day, percent
from dashboards.pages.measures.asked import EVALUATIONS, Answered, Answers, Choice, answers, measures_address
from dashboards.pages.measures.words import before_and_after, code_name, kind_name, value_name
from dashboards.pages.wording import matter_cell
from services.reporting.questions import MeasureFigure, MeasureWay
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
    behind: MeasureFigure | None = None

    def href(self, view: View, row: Answered) -> str:
        """Where the measures are listed that it counts in a row: of a share, those that are its part."""
        together = row["per"] == "all"
        per, value = (None, "") if together else (MeasureWay(row["per"]), row["value"] or "")
        return measures_address(view, Choice(figure=self.behind, per=per, value=value))


def _count(name: str, group: str, behind: MeasureFigure | None) -> Figure:
    return Figure(name=name, group=group, cell=lambda row: row[name], behind=behind)


def _share(name: str, group: str, part: MeasureFigure, base: str) -> Figure:
    def cell(row: Answered) -> Cell:
        return row[part] / row[base] if row[base] else Missing.NONE

    return Figure(name=name, group=group, cell=cell, write=percent, behind=part)


def _mean(name: str) -> Figure:
    twice = MeasureFigure.ASKED_TWICE
    return Figure(name=name, group="experience", cell=lambda row: row[name], write=decimal, behind=twice)


FIGURES: Final = (
    _count("measures", "use", None),
    _share("carried_out_share", "use", MeasureFigure.CARRIED_OUT, "measures"),
    _count("evaluations_due", "evaluation", MeasureFigure.EVALUATIONS_DUE),
    _share("on_time_share", "evaluation", MeasureFigure.ON_TIME, "evaluations_due"),
    _count("evaluated", "effect", MeasureFigure.EVALUATED),
    _share("works_share", "effect", MeasureFigure.WORKS, "evaluated"),
    _count("worked_and_ended", "effect", MeasureFigure.WORKED_AND_ENDED),
    _count("asked_twice", "experience", MeasureFigure.ASKED_TWICE),
    _mean("mean_before"),
    _mean("mean_after"),
)
"""Every share and mean stands after its base."""

EFFECTS: Final = ("works", "partly", "does_not_work")
LISTED: Final = ("kind", "case", "school", "level", "decided_at", "executed", "evaluated_at", "effect", "experience", "standing")


def tables(asking: Asking) -> tuple[ExportTable, ...]:
    """Every table of the page."""
    found = answers(asking, MOST)
    return (*(counted(found, way, asking) for way in WAYS), effects(found, asking), one_by_one(found, asking))


def counted(found: Answers, way: str, asking: Asking) -> ExportTable:
    """The figures per kind, level, target or school."""
    language = asking.language
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
        hrefs=[("", *(figure.href(asking.view, row) for figure in FIGURES)) for row in found.per(way)],
    )


def effects(found: Answers, asking: Asking) -> ExportTable:
    """The effect of those evaluated, per kind."""
    language, drawn = asking.language, [row for row in found.per("template") if row["evaluated"]]
    return ExportTable(
        name="effect",
        title=_in_numbers("effect", language),
        columns=[
            text("dashboard.measures.per.template", language),
            text("dashboard.measures.label.evaluated", language),
            *(code_name("Effect", effect, language) for effect in EFFECTS),
        ],
        rows=[(kind_name(row["value"], language), row["evaluated"], *(row[effect] for effect in EFFECTS)) for row in drawn],
        define="measures.effect",
        hrefs=[("", *(effect_address(asking.view, row, effect) for effect in ("evaluated", *EFFECTS))) for row in drawn],
    )


def effect_address(view: View, row: Answered, effect: str) -> str:
    """The list of the measures of a kind that had an effect, or were evaluated."""
    return measures_address(view, Choice(figure=MeasureFigure(effect), per=MeasureWay.TEMPLATE, value=row["value"]))


def one_by_one(found: Answers, asking: Asking) -> ExportTable:
    """The measures that were chosen, the latest first."""
    language = asking.language
    return ExportTable(
        name="list",
        title=text("dashboard.measures.list", language),
        columns=[text(f"dashboard.measures.column.{name}", language) for name in columns_of(found)],
        rows=[_line(row, asking)[: len(columns_of(found))] for row in found.listed],
        define="measures.list",
    )


def columns_of(found: Answers) -> tuple[str, ...]:
    """The columns of the list: one of evaluations says of each which it is and how it went."""
    figure = None if found.choice is None else found.choice.figure
    return (*LISTED, "limit") if figure in EVALUATIONS else LISTED


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
        _limit(row, language),
    )


def _limit(row: Answered, language: Language) -> Cell:
    if row["limit_on"] is None:
        return Missing.NONE
    verdict = text(f"list.Verdict.{row['limit_verdict']}", language)
    return f"{day(row['limit_on'], language)}, {verdict}"


def _standing(row: Answered, language: Language) -> str:
    """Where a measure stands, with the day of its next evaluation while it goes on."""
    if not row["is_running"]:
        return text(f"dashboard.measures.standing.{'stopped' if row['ended_at'] is None else 'ended'}", language)
    state = "overdue" if row["verdict"] == "overdue" else "running"
    if row["evaluate_on"] is None:
        return text(f"dashboard.measures.standing.{state}", language)
    return text(f"dashboard.measures.standing.{state}.day", language, day=day(row["evaluate_on"], language))
