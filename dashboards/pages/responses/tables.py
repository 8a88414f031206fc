"""The numbers as tables: for the files, and for whoever cannot see the charts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from dashboards.cells import Cell, Missing, Write, decimal, hours, whole
from dashboards.dashboard import ExportTable
from dashboards.numbers import percent
from dashboards.pages.behind import DUTIES
from dashboards.pages.responses.asked import Answered, Answers, share
from dashboards.pages.responses.authority import cases_table, counts_table, fines_table
from dashboards.pages.responses.effect import worked_table
from dashboards.pages.responses.words import avvik_kind, duty_name, month_name, signal, step_name
from services.reporting.questions.responses import Behind, BehindDuties, Step
from texts import text

STEPS: Final = (Step.REPORTED, Step.INVESTIGATED, Step.PLAN, Step.MEASURE)
WAITED: Final = (Step.INVESTIGATED, Step.PLAN, Step.MEASURE)
AFTER_DAYS: Final = (1, 7, 14, 30, 60, 90, 180)
MONTHLY: Final = {"duty_months": ("kept", "late", "missed"), "case_months": ("new_cases", "open_cases")}
BEHIND_MONTH: Final[Mapping[str, Behind | BehindDuties]] = {
    "kept": BehindDuties.MET,
    "late": BehindDuties.LATE,
    "missed": BehindDuties.MISSED,
    "new_cases": Behind.NEW,
    "open_cases": Behind.OPEN_AT_END,
}
VERDICTS: Final = ("kept", "late", "overdue", "not_documented")


def every_table(found: Answers) -> tuple[ExportTable, ...]:
    """Every table that the pages have in common."""
    return (
        duties_table(found),
        months_table(found, "duty_months"),
        months_table(found, "case_months"),
        times_table(found),
        curves_table(found, "waiting", WAITED),
        curves_table(found, "closing", (Step.CLOSED,)),
        recorded_table(found),
        avvik_table(found),
        counts_table(found),
        cases_table(found),
        fines_table(found),
        worked_table(found),
        silent_table(found),
        wheel_table(found),
    )


def _made(found: Answers, name: str, columns: list[str], rows: list[list[Cell]], writes: list[Write]) -> ExportTable:
    language = found.asking.language
    return ExportTable(
        name=text(f"dashboard.responses.sheet.{name}", language),
        title=text(f"dashboard.define.{name}.title", language),
        columns=[text(f"dashboard.responses.column.{column}", language) for column in columns],
        rows=rows,
        writes=writes,
        define=name,
    )


def duties_table(found: Answers) -> ExportTable:
    """Per school and duty: due, kept, late, overdue, not documented."""
    asking = found.asking
    rows: list[list[Cell]] = [
        [
            text("dashboard.all_schools", asking.language) if row["school"] is None else asking.school_name(row["school"]),
            duty_name(row["duty"], asking.language),
            row["due"],
            row["kept_share"],
            *(row[verdict] for verdict in VERDICTS[1:]),
        ]
        for row in sorted(found.duties, key=lambda row: (row["school"] is not None, row["name"] or "", _place(row["duty"])))
    ]
    columns = ["school", "duty", "due", "kept_share", *VERDICTS[1:]]
    return _made(found, "duty_heat", columns, rows, [whole, whole, whole, percent, whole, whole, whole])


def months_table(found: Answers, name: str) -> ExportTable:
    """Month by month: duties kept, late and missed, or new and open cases."""
    names = MONTHLY[name]
    rows: list[list[Cell]] = [
        [month_name(row["month"], found.asking.language), *(row[one] for one in names)] for row in found.months
    ]
    made = _made(found, name, ["month", *names], rows, [])
    hrefs = [["", *(month_address(found, row, one) for one in names)] for row in found.months]
    return msgspec.structs.replace(made, hrefs=hrefs)


def month_address(found: Answers, row: Answered, name: str) -> str:
    """The list of what a figure of a month counts."""
    return found.behind(BEHIND_MONTH[name], month=row["month"])


def times_table(found: Answers) -> ExportTable:
    """Per step for all together, and per school."""
    asking = found.asking
    ordered = sorted(found.times, key=lambda row: (row["school"] is not None, row["name"] or "", STEPS.index(Step(row["step"]))))
    rows: list[list[Cell]] = [
        [
            text("dashboard.all_schools", asking.language) if row["school"] is None else asking.school_name(row["school"]),
            step_name(row["step"], asking.language),
            row["cases"],
            row["done"],
            row["median_hours"],
            row["p90_hours"],
            row["waiting"],
        ]
        for row in ordered
    ]
    columns = ["school", "step", "cases", "done", "median_hours", "p90_hours", "waiting"]
    return _made(found, "times", columns, rows, [whole, whole, whole, whole, hours, hours, whole])


def curves_table(found: Answers, name: str, steps: tuple[Step, ...]) -> ExportTable:
    """The share still waiting after some days, with its interval and how many were still watched."""
    language = found.asking.language
    rows: list[list[Cell]] = []
    for step in steps:
        curve = [row for row in found.curves if row["step"] == step.value]
        for after in AFTER_DAYS:
            before = [row for row in curve if row["day"] <= after]
            later = [row for row in curve if row["day"] > after]
            if not later and not before:
                continue
            last = before[-1] if before else {"waiting": 1.0, "low": 1.0, "high": 1.0}
            watched = later[0]["at_risk"] if later else 0
            rows.append([step_name(step, language), after, last["waiting"], last["low"], last["high"], watched])
    columns = ["step", "after_days", "waiting_share", "low", "high", "at_risk"]
    return _made(found, name, columns, rows, [whole, whole, percent, percent, percent, whole])


def recorded_table(found: Answers) -> ExportTable:
    """Per school: heard, best interest assessed, reopened, written down late."""
    asking = found.asking
    rows: list[list[Cell]] = []
    for row in sorted(found.shares, key=lambda row: (row["school"] is not None, row["name"] or "")):
        late = found.delays.get(row["school"])
        rows.append(
            [
                text("dashboard.all_schools", asking.language) if row["school"] is None else asking.school_name(row["school"]),
                row["cases"],
                share(row["heard"], row["cases"]),
                row["decided"],
                share(row["best_interest"], row["decided"]),
                row["reopened"],
                share(late["after_a_day"], late["events"]) if late else Missing.NONE,
            ]
        )
    columns = ["school", "cases", "heard_share", "decided", "best_interest_share", "reopened", "late_share"]
    return _made(found, "recorded", columns, rows, [whole, whole, percent, whole, percent, whole, percent])


def avvik_table(found: Answers) -> ExportTable:
    """Per kind of avvik, and all together."""
    language = found.asking.language
    names = ["raised", "closed", "open", "overdue", "median_days"]
    kinds = [row for row in found.avvik if row["per"] == "kind"]
    together = [row for row in found.avvik if row["per"] == "all"] if len(kinds) > 1 else []
    rows: list[list[Cell]] = [[avvik_kind(row["value"], language), *(row[name] for name in names)] for row in kinds]
    rows += [[text("dashboard.together", language), *(row[name] for name in names)] for row in together]
    columns = ["kind", *(f"avvik_{name}" for name in names)]
    return _made(found, "avvik_kinds", columns, rows, [whole, whole, whole, whole, whole, decimal])


def silent_table(found: Answers) -> ExportTable:
    """Per school: bullying by the survey beside new cases."""
    language = found.asking.language
    rows: list[list[Cell]] = [
        [
            row["name"] or row["school"],
            row["pupils"],
            row["school_year"],
            row["bullied"],
            row["estimated"],
            row["new_cases"],
            signal(is_silent=row["is_silent"], language=language),
        ]
        for row in found.survey
    ]
    columns = ["school", "pupils", "survey_year", "bullied", "estimated", "new_cases", "signal"]
    return _made(found, "silent", columns, rows, [whole, whole, whole, percent, whole, whole, whole])


def wheel_table(found: Answers) -> ExportTable:
    """Per school: the tasks of the year."""
    asking = found.asking
    rows: list[list[Cell]] = [
        [asking.school_name(row["school"]), row["tasks"], row["done_share"], row["done_late"], row["overdue"]]
        for row in found.wheel
    ]
    return _made(found, "wheel", ["school", "tasks", "done_share", "done_late", "tasks_overdue"], rows, [whole, whole, percent])


def _place(duty: str) -> int:
    return DUTIES.index(duty) if duty in DUTIES else len(DUTIES)
