"""What stands on the page."""

from __future__ import annotations

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
    led,
    panel,
    stacked_shares,
    wrapped,
)
from dashboards.kit.colours import KEPT, LATE, OVERDUE
from dashboards.kit.links import case_address
from dashboards.kit.panel import box
from dashboards.numbers import number, percent
from dashboards.pages.lists import most_shown, only_shown, the_rest
from dashboards.pages.measures.asked import PATH, TEMPLATE, Answered, Answers, Choice, answers, measures_address
from dashboards.pages.measures.tables import EFFECTS, FIGURES, WAYS, columns_of, counted, effects, one_by_one
from dashboards.pages.measures.words import before_and_after, code_name, value_name
from dashboards.pages.narrowing import school_named
from services.reporting.questions import MeasureFigure, MeasureWay
from texts import Language, text

COLOURS = {"works": (KEPT, "#fff"), "partly": (LATE, "#292c30"), "does_not_work": (OVERDUE, "#fff")}
IS_TEXT = frozenset({"case", "school", "level", "effect", "experience", "standing", "limit"})


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
        key_figures(_key(found.together, asking), language),
        *_others(found.together, language),
        explained("measures.key", language),
        grid(
            _per(found, TEMPLATE, asking),
            *_effect(found, asking),
            *(_per(found, way, asking) for way in WAYS if way != TEMPLATE and _tells(found, way)),
            _list(found, asking),
        ),
    ]


def _tells(found: Answers, way: str) -> bool:
    """Whether a way of counting tells more than everything together: one school alone does not."""
    return way != "school" or len(found.per(way)) > 1


def _key(together: Answered, asking: Asking) -> list[KeyFigure]:
    language = asking.language

    def to(figure: MeasureFigure) -> str:
        return measures_address(asking.view, Choice(figure=figure))

    def label(name: str) -> str:
        return text(f"dashboard.measures.figure.{name}", language)

    def of(count: str) -> str:
        return text("dashboard.measures.of", language, count=number(together[count], language))

    def share(part: MeasureFigure, base: str) -> KeyFigure:
        cell = together[part] / together[base] if together[base] else Missing.NONE
        return KeyFigure(label=label(part), cell=cell, write=percent, note=of(base), href=to(part))

    experience = before_and_after(together["mean_before"], together["mean_after"], language)
    return [
        KeyFigure(
            label=label("measures"),
            cell=together["measures"],
            href=measures_address(asking.view, Choice()),
        ),
        KeyFigure(label=label("running"), cell=together["running"], href=to(MeasureFigure.RUNNING)),
        share(MeasureFigure.CARRIED_OUT, "measures"),
        share(MeasureFigure.ON_TIME, "evaluations_due"),
        share(MeasureFigure.WORKS, "evaluated"),
        KeyFigure(
            label=label("experience"),
            cell=experience or Missing.NONE,
            note=of("asked_twice"),
            href=to(MeasureFigure.ASKED_TWICE),
        ),
    ]


def _others(together: Answered, language: Language) -> list[Component]:
    """What was done or proposed beside the measures; nothing when nothing was."""
    at_once, declined = together["at_once"], together["declined"]
    if not at_once and not declined:
        return []
    counts = {"at_once": number(at_once, language), "declined": number(declined, language)}
    return [html.P(text("dashboard.measures.others", language, **counts), className="note")]


def _effect(found: Answers, asking: Asking) -> list[Component]:
    """The picture of the effect per kind; nothing while nothing is evaluated."""
    language = asking.language
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
    return [panel("measures.effect", language, picture, table=effects(found, asking), chart_id="measures-effect", wide=True)]


def _per(found: Answers, way: str, asking: Asking) -> Component:
    table, language = counted(found, way, asking), asking.language
    rows = [
        Row(head=_head(row, way, asking), cells=led(line[1:], hrefs[1:]))
        for row, line, hrefs in zip(found.per(way), table.rows, table.hrefs, strict=True)
    ]
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
    if way == "school":
        return school_named(name, row["value"], PATH, asking)
    return Linked(name, measures_address(asking.view, Choice(per=MeasureWay(way), value=row["value"])))


def _list(found: Answers, asking: Asking) -> Component:
    return panel("measures.list", asking.language, *_narrowed(found, asking), *_listed(found, asking), wide=True)


def _narrowed(found: Answers, asking: Asking) -> list[Component]:
    chosen, language = found.choice, asking.language
    if chosen is None or chosen == Choice():
        return []
    said = [] if chosen.figure is None else [text(f"dashboard.measures.listed.{chosen.figure}", language)]
    if chosen.per is not None:
        name = asking.school_name(chosen.value) if chosen.per is MeasureWay.SCHOOL else None
        said.append(value_name(chosen.per, {"value": chosen.value, "name": name}, language))
    return [only_shown(", ".join(said), measures_address(asking.view, Choice()), language)]


def _listed(found: Answers, asking: Asking) -> list[Component]:
    language = asking.language
    if not found.listed:
        return [html.P(text("dashboard.measures.list.none", language), className="note")]
    table, most = one_by_one(found, asking), most_shown(asking)
    rows = [
        Row(head=Linked(line[0], case_address(row["case_id"])), cells=line[1:])
        for row, line in zip(found.listed[:most], table.rows[:most], strict=True)
    ]
    shown = data_table(
        language,
        caption=table.title,
        head=table.columns[0],
        columns=[
            Column(title=title, is_text=name in IS_TEXT, unbroken=name == "case")
            for title, name in zip(table.columns[1:], columns_of(found)[1:], strict=True)
        ],
        rows=rows,
    )
    return [shown] if len(found.listed) <= most else [shown, the_rest(asking, measures_address(asking.view, Choice()))]
