"""The figures that the pages of the municipality and of a school have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboards.cells import Cell, Missing, days, decimal
from dashboards.kit import Column, Linked, Row, Series, chart, columns, data_table, leading, steps
from dashboards.kit.colours import BLUE, GREEN, GREY, KEPT, LATE, ORANGE, OVERDUE, PURPLE
from dashboards.numbers import percent
from dashboards.pages.avvik.asked import LISTS, Which
from dashboards.pages.avvik.tables import COUNTED
from dashboards.pages.lists import Only
from dashboards.pages.responses.asked import Answered, Answers, share
from dashboards.pages.responses.panel_of import panel_of
from dashboards.pages.responses.tables import STEPS, WAITED, avvik_table, curves_table, month_address, months_table
from dashboards.pages.responses.words import avvik_kind, month_name, signal, step_name
from services.reporting.questions.avvik import AGES
from services.reporting.questions.responses import Behind, Step
from texts import Language, text

LAST_DAY: Final[Mapping[str, int]] = {"waiting": 60, "closing": 365}
COLOURS: Final = {Step.INVESTIGATED: BLUE, Step.PLAN: ORANGE, Step.MEASURE: GREEN, Step.CLOSED: PURPLE}
WAITS: Final = {
    Step.REPORTED: Behind.WAITS_REPORTED,
    Step.INVESTIGATED: Behind.WAITS_INVESTIGATED,
    Step.PLAN: Behind.WAITS_PLAN,
    Step.MEASURE: Behind.WAITS_MEASURE,
}


def nothing(language: Language) -> Component:
    """What stands in place of a figure over nothing."""
    return html.P(text("dashboard.nothing_here", language), className="empty-panel")


def column(name: str, language: Language, **more: Any) -> Column:
    """A column of a table, by the name of its text."""
    return Column(title=text(f"dashboard.responses.column.{name}", language), **more)


def duty_months(found: Answers) -> Component:
    """Duties month by month."""
    language, months = found.asking.language, found.months
    if not any(row["kept"] + row["late"] + row["missed"] for row in months):
        return panel_of(found.asking, "duty_months", nothing(language))
    shown = [("kept", KEPT), ("late", LATE), ("missed", OVERDUE)]
    series = [_series(found, name, colour=colour) for name, colour in shown]
    return _drawn("duty_months", found, columns(_labels(found), series, language))


def case_months(found: Answers) -> Component:
    """New and open cases month by month."""
    language, months = found.asking.language, found.months
    if not any(row["new_cases"] + row["open_cases"] for row in months):
        return panel_of(found.asking, "case_months", nothing(language))
    series = [
        _series(found, "new_cases", colour="#9fb6cc"),
        _series(found, "open_cases", colour=ORANGE, is_line=True),
    ]
    return _drawn("case_months", found, columns(_labels(found), series, language))


def _series(found: Answers, name: str, **more: Any) -> Series:
    values = [row[name] for row in found.months]
    hrefs = [month_address(found, row, name) for row in found.months]
    return Series(name=_column(name, found.asking.language), values=values, hrefs=hrefs, **more)


def _drawn(name: str, found: Answers, figure: Mapping[str, Any]) -> Component:
    language = found.asking.language
    alt = text(f"dashboard.define.{name}.what", language)
    drawn = chart(f"{name.replace('_', '-')}-chart", figure, language=language, alt=alt)
    return panel_of(found.asking, name, drawn, table=months_table(found, name), chart_id=f"{name.replace('_', '-')}-chart")


def _labels(found: Answers) -> list[str]:
    return [month_name(row["month"], found.asking.language) for row in found.months]


def _column(name: str, language: Language) -> str:
    return text(f"dashboard.responses.column.{name}", language)


def response_times(found: Answers) -> Component:
    """From knowledge to each step: half of the cases, nine of ten, and who waits."""
    language = found.asking.language
    rows = {row["step"]: row for row in found.times if row["school"] is None}
    if not rows:
        return panel_of(found.asking, "times", nothing(language))
    table = data_table(
        language,
        caption=text("dashboard.define.times.title", language),
        head=_column("step", language),
        columns=[
            column("done_of", language, is_text=True),
            column("median_days", language, write=days),
            column("p90_days", language, write=days),
            column("waiting", language, alarming=True),
        ],
        rows=[_step_row(found, rows[step.value], step) for step in STEPS if step.value in rows],
        sortable=False,
    )
    return panel_of(found.asking, "times", table, wide=True)


def _step_row(found: Answers, row: Answered, step: Step) -> Row:
    language = found.asking.language
    done = text("dashboard.of", language, part=row["done"], whole=row["cases"])
    waiting = leading(row["waiting"], found.behind(WAITS[step]))
    return Row(head=step_name(step, language), cells=[done, row["median_hours"], row["p90_hours"], waiting])


def waiting(found: Answers) -> Component:
    """Curves of the share that still waits for investigation, plan and measure."""
    return _curves(found, "waiting", WAITED)


def closing(found: Answers) -> Component:
    """The curve of the share of cases that are still open."""
    return _curves(found, "closing", (Step.CLOSED,))


def _curves(found: Answers, name: str, shown: Sequence[Step]) -> Component:
    language = found.asking.language
    last = min(LAST_DAY[name], max((row["day"] for row in found.curves if row["step"] in shown), default=0) + 1)
    if last <= 1:
        return panel_of(found.asking, name, nothing(language))
    axis = list(range(last + 1))
    series = [_curve(found, step, axis) for step in shown]
    figure = steps(axis, series, language, x_title=text("dashboard.responses.days_since", language), last=last)
    alt = text(f"dashboard.define.{name}.what", language)
    drawn = chart(f"{name}-chart", figure, language=language, alt=alt)
    return panel_of(found.asking, name, drawn, table=curves_table(found, name, tuple(shown)), chart_id=f"{name}-chart")


def _curve(found: Answers, step: Step, axis: Sequence[int]) -> Series:
    by_day = {row["day"]: row for row in found.curves if row["step"] == step.value}
    read: dict[str, list[float | None]] = {"waiting": [], "low": [], "high": []}
    at: Answered = {"waiting": 1.0, "low": 1.0, "high": 1.0}
    watched = max(by_day, default=0)
    for day in axis:
        at = by_day.get(day, at)
        for name, values in read.items():
            values.append(at[name] if day <= watched else None)
    return Series(
        name=step_name(step, found.asking.language),
        values=read["waiting"],
        low=read["low"],
        high=read["high"],
        colour=COLOURS[step],
    )


def avvik(found: Answers) -> Component:
    """Avvik by kind, with the age of the open ones."""
    language = found.asking.language
    table = avvik_table(found)
    if not table.rows:
        return panel_of(found.asking, "avvik_kinds", nothing(language))
    ages = {row["value"]: row["open"] for row in found.avvik if row["per"] == "age"}
    body: list[Component] = []
    if any(ages.values()):
        labels = [text(f"dashboard.responses.age.{age}", language) for age in AGES]
        leads = [avvik_address(found, Which.OPEN, Only(per="age", value=age)) for age in AGES]
        name = text("dashboard.responses.open_avvik", language)
        bars = [Series(name=name, values=[ages.get(age, 0) for age in AGES], colour=GREY, hrefs=leads)]
        alt = text("dashboard.responses.ages.alt", language)
        body.append(chart("avvik-ages-chart", columns(labels, bars, language), language=language, alt=alt, height=240))
    rows = [_kind_row(found, row) for row in found.avvik if row["per"] == "kind"]
    listed = data_table(
        language,
        caption=table.title,
        head=table.columns[0],
        columns=[
            column("avvik_raised", language),
            column("avvik_open", language),
            column("avvik_overdue", language, alarming=True),
            column("avvik_median_days", language, write=decimal),
        ],
        rows=rows,
    )
    halves = html.Div([listed, *body], className="halves")
    return panel_of(found.asking, "avvik_kinds", halves, chart_id="avvik-ages-chart" if body else "", wide=True)


def _kind_row(found: Answers, row: Answered) -> Row:
    kind = Only(per="kind", value=row["value"])
    counted = [leading(row[name], avvik_address(found, COUNTED[name], kind)) for name in ("raised", "open", "overdue")]
    return Row(head=avvik_kind(row["value"], found.asking.language), cells=[*counted, row["median_days"]])


def avvik_address(found: Answers, part: Which, only: Only) -> str:
    """The list of the avvik that a figure counts."""
    return LISTS.address(found.asking, part, only)


def recorded(found: Answers) -> Component:
    """Per school: heard, best interest assessed, reopened, written down late."""
    asking, language = found.asking, found.asking.language
    rows = [_recorded_row(found, row, asking.school_name(row["school"])) for row in found.shares if row["school"] is not None]
    if not rows:
        return panel_of(found.asking, "recorded", nothing(language), wide=True)
    table = data_table(
        language,
        caption=text("dashboard.define.recorded.title", language),
        head=_column("school", language),
        columns=[
            column("cases", language),
            column("heard_share", language, write=percent, bar=True),
            column("best_interest_share", language, write=percent, bar=True),
            column("reopened", language),
            column("late_share", language, write=percent),
        ],
        rows=rows,
        total=_recorded_row(found, found.together, text("dashboard.all_schools", language)) if len(rows) > 1 else None,
    )
    return panel_of(found.asking, "recorded", table, wide=True)


def _recorded_row(found: Answers, row: Answered, name: str) -> Row:
    school = row["school"]
    late = found.delays.get(school)
    return Row(
        head=name,
        cells=[
            leading(row["cases"], found.behind(Behind.NEW, school=school)),
            Linked(share(row["heard"], row["cases"]), found.behind(Behind.NOT_HEARD, school=school)),
            Linked(share(row["best_interest"], row["decided"]), found.behind(Behind.NO_BEST_INTEREST, school=school)),
            leading(row["reopened"], found.behind(Behind.REOPENED, school=school)),
            share(late["after_a_day"], late["events"]) if late else Missing.NONE,
        ],
    )


def silent(found: Answers) -> Component:
    """Bullying by the pupils' survey beside new cases."""
    language = found.asking.language
    if not any(row["bullied"] is not None for row in found.survey):
        return panel_of(found.asking, "silent", nothing(language), wide=True)
    rows = []
    for row in found.survey:
        words = signal(is_silent=row["is_silent"], language=language)
        cases: Cell | Linked = leading(row["new_cases"], found.behind(Behind.NEW, school=row["school"]))
        cells = [row["pupils"], row["bullied"], row["estimated"], cases, words]
        rows.append(Row(head=row["name"] or row["school"], cells=cells))
    table = data_table(
        language,
        caption=text("dashboard.define.silent.title", language),
        head=_column("school", language),
        columns=[
            column("pupils", language),
            column("bullied", language, write=percent),
            column("estimated", language),
            column("new_cases", language),
            column("signal", language, is_text=True),
        ],
        rows=rows,
    )
    note = html.P(text("dashboard.define.silent.limits", language), className="note reservation")
    return panel_of(found.asking, "silent", table, note, wide=True)


def wheel(found: Answers) -> Component:
    """Per school: the tasks of the year."""
    asking, language = found.asking, found.asking.language
    planned = [row for row in found.wheel if row["tasks"]]
    if not planned:
        return panel_of(found.asking, "wheel", nothing(language))
    table = data_table(
        language,
        caption=text("dashboard.define.wheel.title", language),
        head=_column("school", language),
        columns=[
            column("tasks", language),
            column("done_share", language, write=percent),
            column("tasks_overdue", language, alarming=True),
        ],
        rows=[
            Row(head=asking.school_name(row["school"]), cells=[row["tasks"], row["done_share"], row["overdue"]]) for row in planned
        ],
    )
    year = html.P(text("dashboard.responses.school_year", language, year=found.school_year), className="note")
    return panel_of(found.asking, "wheel", year, table, wide=True)
