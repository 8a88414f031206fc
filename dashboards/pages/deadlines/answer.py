"""What stands on the page."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.dashboard import Asking
from dashboards.kit import (
    Column,
    KeyFigure,
    Linked,
    Row,
    Series,
    Tone,
    box,
    chart,
    columns,
    data_table,
    explained,
    grid,
    key_figures,
    led,
    panel,
)
from dashboards.kit.colours import BLUE, ORANGE
from dashboards.kit.links import view_address
from dashboards.numbers import day
from dashboards.pages.behind import behind_address
from dashboards.pages.deadlines.asked import LISTS, PATH, Answered, Answers, Which, answers
from dashboards.pages.deadlines.tables import (
    LISTED,
    WAYS,
    counted,
    day_address,
    one_by_one,
    only_name,
    per_day,
    short_day,
    shown_rows,
)
from dashboards.pages.handlers import cases_address
from dashboards.pages.lists import most_shown, the_rest
from dashboards.pages.narrowing import school_named
from dashboards.pages.wording import WHEEL, avvik_address, matter_address, wheel_address
from services.reporting.questions import DueWay
from services.reporting.questions.responses import Behind
from texts import text

ALARMING = {"overdue"}


def answer(asking: Asking) -> list[Component]:
    """The page. Raises ChoiceError, WarehouseUnavailableError."""
    found, language = answers(asking), asking.language
    if found.is_empty:
        return [box("deadlines.none", language)]
    return [
        key_figures(_key(found, asking), language),
        explained("deadlines.key", language),
        _days(found, asking),
        LISTS.panel(asking, found.which, found.in_each, only_name(found, language), *_listed(found, asking)),
        grid(*[_per(found, way, asking) for way in WAYS]),
    ]


def _key(found: Answers, asking: Asking) -> list[KeyFigure]:
    together, weeks, language = found.together, found.weeks, asking.language

    def figure(name: str, cell: int, **more: Any) -> KeyFigure:
        return KeyFigure(label=text(f"dashboard.deadlines.figure.{name}", language), cell=cell, **more)

    def until(last: Any) -> str:
        return text("dashboard.deadlines.until", language, day=day(last, language))

    return [
        figure("overdue", together["overdue"], tone=Tone.ALARMING, href=LISTS.address(asking, Which.OVERDUE)),
        figure("silent", together["silent"], href=LISTS.address(asking, Which.SILENT)),
        figure("due_today", sum(row["due"] for row in found.days[:1]), href=day_address(found, asking, weeks.today, DueWay.DAY)),
        figure("due_first", together["due_first"], note=until(weeks.this_sunday), href=LISTS.address(asking, Which.THIS_WEEK)),
        figure(
            "due_next",
            together["due"] - together["due_first"],
            note=until(weeks.next_sunday),
            href=LISTS.address(asking, Which.NEXT_WEEK),
        ),
        figure("open_cases", together["open_cases"], href=behind_address(asking.view, Behind.OPEN)),
    ]


def _days(found: Answers, asking: Asking) -> Component:
    language, table = asking.language, per_day(found, asking)
    _, firm, asap = zip(*table.hrefs, strict=True)
    series = [
        Series(name=table.columns[1], values=[row["firm"] for row in found.days], colour=BLUE, hrefs=firm),
        Series(name=table.columns[2], values=[row["due"] - row["firm"] for row in found.days], colour=ORANGE, hrefs=asap),
    ]
    picture = chart(
        "deadlines-days",
        columns([short_day(row, language) for row in found.days], series, language),
        language=language,
        alt=text("dashboard.deadlines.days.alt", language),
    )
    return panel("deadlines.days", language, picture, table=table, chart_id="deadlines-days", wide=True)


def _listed(found: Answers, asking: Asking) -> list[Component]:
    language, rows = asking.language, found.parts[found.which]
    if not rows:
        why = f"dashboard.deadlines.list.{found.which}.none" if found.only is None else "dashboard.nothing_here"
        return [html.P(text(why, language), className="note")]
    table, most = one_by_one(found, found.which, language), most_shown(asking)
    back = view_address(PATH, asking.view)
    shown = data_table(
        language,
        caption=table.title,
        head=table.columns[0],
        columns=[
            Column(title=title, is_text=name != "day", unbroken=name == "matter")
            for title, name in zip(table.columns[1:], LISTED[1:], strict=True)
        ],
        rows=[
            Row(head=_head(row, line[0], back), cells=line[1:]) for row, line in zip(rows[:most], table.rows[:most], strict=True)
        ],
    )
    return [shown] if len(rows) <= most else [shown, the_rest(asking, LISTS.address(asking, found.which))]


def _head(row: Answered, name: Any, back: str) -> Any:
    if row["stream"] == "avvik":
        return Linked(name, avvik_address(row["stream_id"], back))
    if row["stream"] == WHEEL:
        return Linked(name, wheel_address(row["school"], row["day"]))
    address = matter_address(row["stream"], row["stream_id"])
    return Linked(name, address) if address else name


def _per(found: Answers, way: str, asking: Asking) -> Component:
    table, language = counted(found, way, asking), asking.language
    rows = [
        Row(head=_whose(row, line[0], way, asking), cells=led(line[1:], hrefs[1:]))
        for row, line, hrefs in zip(shown_rows(found, way), table.rows, table.hrefs, strict=True)
    ]
    shown = data_table(
        language,
        caption=table.title,
        head=table.columns[0],
        columns=[Column(title=title, alarming=name in ALARMING) for title, name in zip(table.columns[1:], WAYS[way], strict=True)],
        rows=rows,
    )
    return panel(f"deadlines.{way}", language, shown, wide=True)


def _whose(row: Answered, name: Any, way: str, asking: Asking) -> Any:
    if way == "handler" and row["value"] is not None:
        return Linked(name, cases_address(row["value"]))
    return school_named(name, row["value"], PATH, asking) if way == "school" else name
