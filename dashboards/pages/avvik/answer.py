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
    led,
    panel,
)
from dashboards.kit.colours import BLUE, GREEN, ORANGE
from dashboards.kit.links import view_address
from dashboards.pages.avvik.asked import LISTS, PATH, Answered, Answers, Which, answers
from dashboards.pages.avvik.tables import (
    COUNTED,
    FIGURES,
    LISTED,
    MONTHLY,
    WAYS,
    counted,
    month_address,
    month_name,
    one_by_one,
    only_name,
    per_age,
    per_month,
    value_name,
)
from dashboards.pages.lists import most_shown, the_rest
from dashboards.pages.narrowing import school_named
from dashboards.pages.wording import avvik_address
from texts import text


def answer(asking: Asking) -> list[Component]:
    """The page. Raises ChoiceError, WarehouseUnavailableError."""
    found, language = answers(asking), asking.language
    if found.is_empty:
        return [box("avvik.none", language)]
    return [
        key_figures(_key(found, asking), language),
        explained("avvik.key", language),
        _months(found, asking),
        LISTS.panel(asking, found.which, _in_each(found), only_name(found, asking), *_listed(found, asking)),
        _age(found, asking),
        grid(*[_per(found, way, asking) for way in WAYS]),
    ]


def _in_each(found: Answers) -> dict[Which, int]:
    return {part: found.together[name] for name, part in COUNTED.items()}


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


def _months(found: Answers, asking: Asking) -> Component:
    language = asking.language
    names = [month_name(row["month"], language) for row in found.months]
    series = [
        Series(
            name=text(f"dashboard.avvik.column.{'open_at_end' if part is Which.OPEN else name}", language),
            values=_of(found.months, name),
            colour=colour,
            is_line=part is Which.OPEN,
            hrefs=[month_address(asking, row, part) for row in found.months],
        )
        for name, part, colour in zip(("raised", "closed", "open"), MONTHLY, (ORANGE, GREEN, BLUE), strict=True)
    ]
    picture = chart(
        "avvik-months",
        columns(names, series, language, stacked=False),
        language=language,
        alt=text("dashboard.avvik.months.alt", language),
    )
    return panel("avvik.months", language, picture, table=per_month(found, asking), chart_id="avvik-months", wide=True)


def _of(rows: Sequence[Answered], name: str) -> list[float | None]:
    return [row[name] for row in rows]


def _listed(found: Answers, asking: Asking) -> list[Component]:
    language = asking.language
    if not found.listed:
        why = f"dashboard.avvik.list.{found.which}.none" if found.only is None else "dashboard.nothing_here"
        return [html.P(text(why, language), className="note")]
    table, most = one_by_one(found, asking), most_shown(asking)
    back = view_address(PATH, asking.view)
    rows = [
        Row(head=Linked(line[0], avvik_address(row["stream_id"], back)), cells=line[1:])
        for row, line in zip(found.listed[:most], table.rows[:most], strict=True)
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
    return [shown] if len(found.listed) <= most else [shown, the_rest(asking, LISTS.address(asking, found.which))]


def _age(found: Answers, asking: Asking) -> Component:
    table, language = per_age(found, asking), asking.language
    leads = [href for _, href in table.hrefs]
    series = [Series(name=table.columns[1], values=[_number(row[1]) for row in table.rows], colour=BLUE, hrefs=leads)]
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
    rows = [
        Row(head=_head(row, way, asking), cells=led(line[1:], hrefs[1:]))
        for row, line, hrefs in zip(found.per(way), table.rows, table.hrefs, strict=True)
    ]
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
