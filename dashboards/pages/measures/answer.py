"""What stands on the page."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.cells import Missing
from dashboards.dashboard import Asking
from dashboards.kit import (
    Column,
    KeyFigure,
    Linked,
    Part,
    Row,
    chart,
    data_table,
    explained,
    grid,
    key_figures,
    panel,
    stacked_shares,
    wrapped,
)
from dashboards.kit.colours import KEPT, LATE, OVERDUE
from dashboards.kit.links import case_address, link, view_address
from dashboards.kit.panel import box
from dashboards.numbers import number, percent
from dashboards.pages.measures.asked import LEVEL, SHOWN, TEMPLATE, Answered, Answers, Choice, answers
from dashboards.pages.measures.tables import EFFECTS, FIGURES, LISTED, WAYS, counted, effects, one_by_one
from dashboards.pages.measures.words import before_and_after, code_name, value_name
from dashboards.pages.narrowing import school_named
from texts import Language, text

PATH = "tiltak"
EACH = "#panel-measures-list"
"""The list of the measures one by one."""
COLOURS = {"works": (KEPT, "#fff"), "partly": (LATE, "#292c30"), "does_not_work": (OVERDUE, "#fff")}
IS_TEXT = frozenset({"case", "school", "level", "effect", "experience", "standing"})


def answer(asking: Asking) -> list[Component]:
    """The page. Raises ChoiceError, WarehouseUnavailableError."""
    found, language = answers(asking), asking.language
    if found.is_empty:
        return [box("measures.none", language)]
    return [
        html.P(
            [
                html.Strong(text("dashboard.measures.reservation.title", language)),
                " ",
                text("dashboard.measures.reservation", language),
            ],
            className="note reservation",
            style={"marginBottom": "1.25rem"},
        ),
        key_figures(_key(found.together, language), language),
        *_others(found.together, language),
        explained("measures.key", language),
        grid(
            _per(found, TEMPLATE, asking),
            *_effect(found, language),
            *(_per(found, way, asking) for way in WAYS if way != TEMPLATE and _tells(found, way)),
            _list(found, asking),
        ),
    ]


def _tells(found: Answers, way: str) -> bool:
    """Whether a way of counting tells more than everything together: one school alone does not."""
    return way != "school" or len(found.per(way)) > 1


def _key(together: Answered, language: Language) -> list[KeyFigure]:
    def of(count: str) -> str:
        return text("dashboard.measures.of", language, count=number(together[count], language))

    def share(name: str, part: str, base: str) -> KeyFigure:
        cell = together[part] / together[base] if together[base] else Missing.NONE
        return KeyFigure(label=text(f"dashboard.measures.figure.{name}", language), cell=cell, write=percent, note=of(base))

    experience = before_and_after(together["mean_before"], together["mean_after"], language)
    return [
        KeyFigure(label=text("dashboard.measures.figure.measures", language), cell=together["measures"], href=EACH),
        KeyFigure(label=text("dashboard.measures.figure.running", language), cell=together["running"]),
        share("carried_out", "carried_out", "measures"),
        share("on_time", "on_time", "evaluations_due"),
        share("works", "works", "evaluated"),
        KeyFigure(
            label=text("dashboard.measures.figure.experience", language), cell=experience or Missing.NONE, note=of("asked_twice")
        ),
    ]


def _others(together: Answered, language: Language) -> list[Component]:
    """What was done or proposed beside the measures; nothing when nothing was."""
    at_once, declined = together["at_once"], together["declined"]
    if not at_once and not declined:
        return []
    counts = {"at_once": number(at_once, language), "declined": number(declined, language)}
    return [html.P(text("dashboard.measures.others", language, **counts), className="note")]


def _effect(found: Answers, language: Language) -> list[Component]:
    """The picture of the effect per kind; nothing while nothing is evaluated."""
    drawn = [row for row in found.per(TEMPLATE) if row["evaluated"]]
    if not drawn:
        return []
    labels, height = wrapped([f"{value_name(TEMPLATE, row, language)} ({number(row['evaluated'], language)})" for row in drawn])
    parts = [
        Part(
            code_name("Effect", effect, language),
            *COLOURS[effect],
            [row[effect] for row in drawn],
            [number(row[effect], language) if row[effect] else "" for row in drawn],
        )
        for effect in EFFECTS
    ]
    picture = chart(
        "measures-effect",
        stacked_shares(labels, parts),
        language=language,
        alt=text("dashboard.measures.effect.alt", language),
        height=height,
    )
    return [panel("measures.effect", language, picture, table=effects(found, language), chart_id="measures-effect", wide=True)]


def _per(found: Answers, way: str, asking: Asking) -> Component:
    table, language = counted(found, way, asking.language), asking.language
    rows = [Row(head=_head(row, way, asking), cells=line[1:]) for row, line in zip(found.per(way), table.rows, strict=True)]
    shown = data_table(
        language,
        caption=table.title,
        head=table.columns[0],
        columns=[
            Column(
                title=text(f"dashboard.measures.short.{figure.name}", language),
                label=label,
                write=figure.write,
                group=text(f"dashboard.measures.group.{figure.group}", language),
            )
            for figure, label in zip(FIGURES, table.columns[1:], strict=True)
        ],
        rows=rows,
    )
    return panel(f"measures.{way}", language, shown, wide=True)


def _head(row: Answered, way: str, asking: Asking) -> Linked | str:
    """The name of a row, which leads to the measures behind it; a school's to the page of that school."""
    name = value_name(way, row, asking.language)
    if way in {TEMPLATE, LEVEL}:
        return Linked(name, f"{_address(asking, Choice(per=way, value=row['value']))}{EACH}")
    return school_named(name, row["value"], PATH, asking) if way == "school" else name


def _address(asking: Asking, choice: Choice | None) -> str:
    return view_address(PATH, asking.view, chosen=choice and choice.word)


def _list(found: Answers, asking: Asking) -> Component:
    return panel("measures.list", asking.language, *_narrowed(found, asking), *_listed(found, asking), wide=True)


def _narrowed(found: Answers, asking: Asking) -> list[Component]:
    if found.choice is None:
        return []
    language = asking.language
    name = value_name(found.choice.per, {"value": found.choice.value, "name": None}, language)
    every: Any = link(text("dashboard.measures.every", language), f"{_address(asking, None)}{EACH}")
    return [html.P([html.Strong(text("dashboard.measures.narrowed", language, name=name)), " ", every])]


def _listed(found: Answers, asking: Asking) -> list[Component]:
    language = asking.language
    if not found.listed:
        return [html.P(text("dashboard.measures.list.none", language), className="note")]
    table = one_by_one(found, asking)
    rows = [
        Row(head=Linked(line[0], case_address(row["case_id"])), cells=line[1:])
        for row, line in zip(found.listed, table.rows, strict=True)
    ]
    shown = data_table(
        language,
        caption=table.title,
        head=table.columns[0],
        columns=[
            Column(title=title, is_text=name in IS_TEXT, unbroken=name == "case")
            for title, name in zip(table.columns[1:], LISTED[1:], strict=True)
        ],
        rows=rows,
    )
    if len(found.listed) < SHOWN:
        return [shown]
    return [shown, html.P(text("dashboard.measures.first", language, count=number(SHOWN, language)), className="note")]
