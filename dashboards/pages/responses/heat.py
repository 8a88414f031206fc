"""Duties kept, school by school and duty by duty, each cell leading to the duties behind it."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards.cells import Missing
from dashboards.kit import Column, Heat, HeatRow, Linked, Row, data_table, heat_table, leading
from dashboards.numbers import percent
from dashboards.pages.behind import DUTIES
from dashboards.pages.responses.asked import Answered, Answers
from dashboards.pages.responses.panel_of import panel_of
from dashboards.pages.responses.panels import column, nothing
from dashboards.pages.responses.words import duty_name
from services.reporting.questions.responses import BehindDuties
from texts import text

VERDICTS = {"late": BehindDuties.LATE, "overdue": BehindDuties.OVERDUE, "not_documented": BehindDuties.NOT_DOCUMENTED}


def duty_heat(found: Answers) -> Component:
    """The heat map: the school that kept the smallest share of its duties first."""
    asking, language = found.asking, found.asking.language
    per_school: dict[str, dict[str, Answered]] = {}
    for row in found.duties:
        if row["school"] is not None:
            per_school.setdefault(row["school"], {})[row["duty"]] = row
    if not per_school:
        return panel_of(asking, "duty_heat", nothing(language), wide=True)
    shown = [duty for duty in DUTIES if any(duty in duties for duties in per_school.values())]
    ordered = sorted(per_school.items(), key=lambda one: _kept(one[1]))
    table = heat_table(
        language,
        caption=text("dashboard.define.duty_heat.title", language),
        head=text("dashboard.responses.column.school", language),
        count=text("dashboard.responses.column.due", language),
        columns=[Column(title=duty_name(duty, language), write=percent) for duty in shown],
        rows=[
            HeatRow(
                head=Linked(asking.school_name(school), found.school_page(school)),
                count=sum(row["due"] for row in duties.values()),
                cells=[_heat(found, school, duty, duties.get(duty)) for duty in shown],
            )
            for school, duties in ordered
        ],
    )
    return panel_of(asking, "duty_heat", table, wide=True)


def duty_list(found: Answers) -> Component:
    """One school's duties, one by one; every number leads to the duties behind it."""
    language = found.asking.language
    rows = {row["duty"]: row for row in found.duties if row["school"] is None}
    if not rows:
        return panel_of(found.asking, "duty_list", nothing(language), wide=True)
    table = data_table(
        language,
        caption=text("dashboard.define.duty_list.title", language),
        head=text("dashboard.responses.column.duty", language),
        columns=[
            column("due", language),
            column("kept_share", language, write=percent, bar=True),
            column("late", language),
            column("overdue", language, alarming=True),
            column("not_documented", language),
        ],
        rows=[_duty_row(found, rows[duty]) for duty in DUTIES if duty in rows],
    )
    return panel_of(found.asking, "duty_list", table, wide=True)


def _duty_row(found: Answers, row: Answered) -> Row:
    duty = row["duty"]
    return Row(
        head=duty_name(duty, found.asking.language),
        cells=[
            leading(row["due"], found.behind(BehindDuties.DUE, duty=duty)),
            leading(row["kept_share"], found.behind(BehindDuties.MET, duty=duty)),
            *(leading(row[name], found.behind(figure, duty=duty)) for name, figure in VERDICTS.items()),
        ],
    )


def _heat(found: Answers, school: str, duty: str, row: Answered | None) -> Heat:
    if row is None:
        return Heat(share=Missing.NONE)
    return Heat(share=row["kept_share"], base=row["due"], href=found.behind(BehindDuties.DUE, school=school, duty=duty))


def _kept(duties: dict[str, Answered]) -> float:
    due = sum(row["due"] for row in duties.values())
    return sum(row["kept"] for row in duties.values()) / due if due else 1.0
