"""What stands on the page of a school; without a school chosen, all of the reader's schools together."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards.asking import Asking
from dashboards.cells import Cell, Missing, days
from dashboards.dashboard import ExportTable
from dashboards.kit import KeyFigure, Tone, box, key_figures, sectioned
from dashboards.numbers import percent
from dashboards.pages.responses.asked import Answered, Answers, share
from dashboards.pages.responses.heat import duty_list
from dashboards.pages.responses.panel_of import grade_note
from dashboards.pages.responses.sections import sections
from dashboards.pages.responses.tables import every_table
from dashboards.pages.school.cases import asked_cases, cases_panel, cases_question, cases_table, chosen
from services.reporting.questions.responses import Behind, BehindDuties, Step
from texts import text

STEPS = (Step.REPORTED, Step.INVESTIGATED, Step.PLAN)


def answer(asking: Asking) -> list[Component]:
    """The numbers of the school, with the list of cases that the reader asked for."""
    language, wanted = asking.language, chosen(asking)
    found = Answers(asking, cases_question(asking, wanted))
    if not asking.schools:
        return [box("empty", language)]
    cases = cases_panel(asking, wanted, asked_cases(asking, wanted))
    figures = _key_figures(found)
    more = sectioned(sections(found, duty_list(found)), language)
    # Who followed a figure here wants its cases; who came to the school wants its numbers.
    top = [cases, figures] if asking.view.chosen else [figures, cases]
    return [*grade_note(asking), *top, *more]


def tables(asking: Asking) -> tuple[ExportTable, ...]:
    """The same numbers for a file."""
    wanted = chosen(asking)
    return (cases_table(asking, wanted, asked_cases(asking, wanted)), *every_table(Answers(asking)))


def _key_figures(found: Answers) -> Component:
    language, together = found.asking.language, found.together
    due = [row for row in found.duties if row["school"] is None]
    times = {row["step"]: row for row in found.times if row["school"] is None}
    return key_figures(
        [
            KeyFigure(label=_label(found, "open_cases"), cell=together.get("open_cases", 0), href=found.behind(Behind.OPEN)),
            KeyFigure(label=_label(found, "kept_share"), cell=_kept(due), write=percent, href=found.behind(BehindDuties.DUE)),
            KeyFigure(
                label=_label(found, "overdue"),
                cell=sum(row["overdue"] for row in due),
                tone=Tone.ALARMING,
                href=found.behind(BehindDuties.OVERDUE),
            ),
            *(
                KeyFigure(
                    label=_label(found, step.value),
                    cell=_median(times.get(step.value)),
                    write=days,
                    unit=text("dashboard.unit.days", language),
                )
                for step in STEPS
            ),
        ],
        language,
    )


def _label(found: Answers, name: str) -> str:
    return text(f"dashboard.school.figure.{name}", found.asking.language)


def _kept(due: list[Answered]) -> Cell:
    return share(sum(row["kept"] for row in due), sum(row["due"] for row in due))


def _median(row: Answered | None) -> Cell:
    if row is None or row["median_hours"] is None:
        return Missing.NONE
    hours: float = row["median_hours"]
    return hours
