"""What stands on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.cells import Write, decimal
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
    panel,
)
from dashboards.kit.colours import BLUE, GREEN, ORANGE
from dashboards.pages.avvik.asked import LISTS, PATH, SHOWN, Answered, Answers, Which, answers
from dashboards.pages.avvik.tables import FIGURES, LISTED, WAYS, counted, month_name, one_by_one, per_age, per_month, value_name
from dashboards.pages.lists import the_rest
from dashboards.pages.narrowing import school_named
from dashboards.pages.wording import avvik_address
from texts import Language, text


def answer(asking: Asking) -> list[Component]:
    """The page. Raises ChoiceError, WarehouseUnavailableError."""
    found, language = answers(asking), asking.language
    if found.is_empty:
        return [box("avvik.none", language)]
    return [
        key_figures(_key(found, asking), language),
        explained("avvik.key", language),
        _months(found, language),
        LISTS.panel(asking, found.which, *_listed(found, asking)),
        _age(found, language),
        grid(*[_per(found, way, asking) for way in WAYS]),
    ]


def _key(found: Answers, asking: Asking) -> list[KeyFigure]:
    together, language = found.together, asking.language

    def figure(name: str, **more: Any) -> KeyFigure:
        return KeyFigure(label=text(f"dashboard.avvik.figure.{name}", language), cell=together[name], **more)

    days = text("dashboard.work.days", language)
    return [
        figure("open", href=LISTS.address(asking, Which.OPEN)),
        figure("overdue", tone=Tone.ALARMING, href=LISTS.address(asking, Which.OVERDUE)),
        figure("raised", href=LISTS.address(asking, Which.RAISED)),
        figure("closed", href=LISTS.address(asking, Which.CLOSED)),
        figure("median_days", write=decimal, unit=days),
        figure("treated_median_days", write=decimal, unit=days),
    ]


def _months(found: Answers, language: Language) -> Component:
    names = [month_name(row["month"], language) for row in found.months]
    series = [
        Series(name=text("dashboard.avvik.column.raised", language), values=_of(found.months, "raised"), colour=ORANGE),
        Series(name=text("dashboard.avvik.column.closed", language), values=_of(found.months, "closed"), colour=GREEN),
        Series(
            name=text("dashboard.avvik.column.open_at_end", language),
            values=_of(found.months, "open"),
            colour=BLUE,
            is_line=True,
        ),
    ]
    picture = chart(
        "avvik-months",
        columns(names, series, language, stacked=False),
        language=language,
        alt=text("dashboard.avvik.months.alt", language),
    )
    return panel("avvik.months", language, picture, table=per_month(found, language), chart_id="avvik-months", wide=True)


def _of(rows: Sequence[Answered], name: str) -> list[float | None]:
    return [row[name] for row in rows]


def _listed(found: Answers, asking: Asking) -> list[Component]:
    language = asking.language
    if not found.listed:
        return [html.P(text(f"dashboard.avvik.list.{found.which}.none", language), className="note")]
    table = one_by_one(found, asking)
    back = LISTS.address(asking, found.which)
    rows = [
        Row(head=Linked(line[0], avvik_address(row["stream_id"], back)), cells=line[1:])
        for row, line in zip(found.listed, table.rows, strict=True)
    ]
    shown = data_table(
        language,
        caption=table.title,
        head=table.columns[0],
        columns=[
            Column(title=title, is_text=name in {"number", "school", "grade", "stage"}, unbroken=name == "number")
            for title, name in zip(table.columns[1:], LISTED[1:], strict=True)
        ],
        rows=rows,
    )
    if len(found.listed) < SHOWN:
        return [shown]
    return [shown, the_rest(SHOWN, language)]


def _age(found: Answers, language: Language) -> Component:
    table = per_age(found, language)
    series = [Series(name=table.columns[1], values=[_number(row[1]) for row in table.rows], colour=BLUE)]
    picture = chart(
        "avvik-age",
        columns([str(row[0]) for row in table.rows], series, language),
        language=language,
        alt=text("dashboard.avvik.age.alt", language),
        height=260,
    )
    return panel("avvik.age", language, picture, table=table, chart_id="avvik-age")


def _number(cell: object) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0


def _per(found: Answers, way: str, asking: Asking) -> Component:
    table, language = counted(found, way, asking), asking.language
    rows = [Row(head=_head(row, way, asking), cells=line[1:]) for row, line in zip(found.per(way), table.rows, strict=True)]
    shown = data_table(
        language,
        caption=table.title,
        head=table.columns[0],
        columns=[_column(title, name, write) for title, (name, write) in zip(table.columns[1:], FIGURES, strict=True)],
        rows=rows,
    )
    return panel(f"avvik.{way}", language, shown, wide=True)


def _column(title: str, name: str, write: Write) -> Column:
    return Column(title=title, write=write, alarming=name == "overdue")


def _head(row: Answered, way: str, asking: Asking) -> Linked | str:
    name = value_name(row, asking)
    return school_named(name, row["value"], PATH, asking) if way == "school" else name
