"""The key figures on top: first what needs the school owner now, then how the period went."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dash.development.base_component import Component

from dashboards.asking import Asking
from dashboards.cells import Missing
from dashboards.kit import KeyFigure, Tone, key_figures
from dashboards.numbers import day, kroner, percent
from dashboards.pages.avvik.asked import LISTS as AVVIK_LISTS
from dashboards.pages.avvik.asked import Which
from dashboards.pages.deadlines.asked import LISTS as DUE_LISTS
from dashboards.pages.deadlines.asked import Which as Due
from dashboards.pages.deadlines.asked import weeks
from dashboards.pages.municipality.measures import WRITES, Measure, Overview, left_out
from dashboards.pages.responses.asked import Answers
from dashboards.pages.responses.authority import open_cases, running
from services.reporting.questions import DueCounts
from services.reporting.questions.responses import Behind, BehindDuties
from texts import Language, text

PERIOD: Final = (
    Measure.NEW_CASES,
    Measure.KEPT_SHARE,
    Measure.OVERDUE,
    Measure.HOURS_REPORT,
    Measure.HOURS_INVESTIGATE,
    Measure.HOURS_PLAN,
)
UNITS: Final = {Measure.HOURS_REPORT: "hours", Measure.HOURS_INVESTIGATE: "days", Measure.HOURS_PLAN: "days"}
BEHIND: Final[Mapping[Measure, Behind | BehindDuties]] = {
    Measure.NEW_CASES: Behind.NEW,
    Measure.KEPT_SHARE: BehindDuties.DUE,
    Measure.OVERDUE: BehindDuties.OVERDUE,
}


def now_questions(asking: Asking) -> tuple[DueCounts]:
    """What :func:`right_now` asks beside the figures of the sections: what is not done, as the page of deadlines counts it."""
    around = weeks(asking)
    return (DueCounts(first_until=around.this_sunday, until=around.next_sunday),)


def right_now(found: Answers, shown: Overview) -> Component:
    """How things stand at the moment, whatever the period; each leads to what is behind it."""
    asking, language = found.asking, found.asking.language
    avvik = next((row for row in found.avvik if row["per"] == "all"), {})
    compared = [row["is_silent"] for row in found.survey if row["is_silent"] is not None]
    (undone,) = (rows.to_dicts() for rows in asking.ask_all(*now_questions(asking)))
    figures = [
        KeyFigure(
            label=_label("overdue_now", language),
            cell=next((row["overdue"] for row in undone if row["per"] == "all"), 0),
            tone=Tone.ALARMING,
            href=DUE_LISTS.address(asking, Due.OVERDUE),
        ),
        KeyFigure(
            label=_label("avvik_overdue", language),
            cell=avvik.get("overdue", 0),
            tone=Tone.ALARMING,
            href=AVVIK_LISTS.address(asking, Which.OVERDUE),
        ),
        KeyFigure(label=_label("fines", language), cell=running(found), write=kroner, tone=Tone.ALARMING, href="#panel-fines"),
        KeyFigure(label=_label("authority", language), cell=open_cases(found), href="#panel-enforcement"),
        KeyFigure(
            label=_label(Measure.OPEN_CASES, language),
            cell=shown.totals.get(Measure.OPEN_CASES, Missing.NONE),
            href=found.behind(Behind.OPEN),
        ),
        # Who leads one school alone sees no others to hold it against.
        *([KeyFigure(label=_label("silent", language), cell=sum(compared), href="#panel-silent")] if compared else []),
    ]
    return key_figures(figures, language, title=_moment(asking))


def of_the_period(asking: Asking, found: Answers | None, shown: Overview) -> Component:
    """How the period went. ``found`` leads to the cases behind, for those who may see them."""
    language, without = asking.language, left_out(asking, shown)
    figures = [
        KeyFigure(
            label=_label(measure, language),
            cell=shown.totals.get(measure, Missing.NONE),
            write=WRITES.get(measure, percent),
            unit=text(f"dashboard.unit.{UNITS[measure]}", language) if measure in UNITS else "",
            tone=Tone.ALARMING if measure is Measure.OVERDUE else Tone.PLAIN,
            href=found.behind(BEHIND[measure]) if found and measure in BEHIND else "",
        )
        for measure in PERIOD
        if measure not in without
    ]
    return key_figures(figures, language, title=text("dashboard.municipality.in_period", language))


def _moment(asking: Asking) -> str:
    """Now, or the day that was chosen."""
    on = asking.view.as_of or asking.view.recorded_by
    if on is None:
        return text("dashboard.municipality.now", asking.language)
    return text("dashboard.municipality.then", asking.language, day=day(on, asking.language))


def _label(name: str, language: Language) -> str:
    return text(f"dashboard.municipality.figure.{name}", language)
