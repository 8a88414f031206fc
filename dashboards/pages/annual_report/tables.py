"""The report's numbers: tables with the year beside the year before, in the order in which the report is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from dashboards.cells import Cell, Missing, Write, whole
from dashboards.dashboard import Asking, ExportTable, ReportPart
from dashboards.numbers import day
from dashboards.pages.annual_report.asked import Report, Year, report
from dashboards.pages.published_names import category_name, measure_name, period_name, write_of
from services.reporting.publishing.cubes import (
    ENFORCEMENT_HALF_YEAR,
    OWNER_AVVIK_QUARTER,
    OWNER_MEASURES_YEAR,
    SCHOOL_GRADE_YEAR,
    SCHOOL_TERM,
    Cube,
    Every,
    Measure,
)
from texts import Language, text

if TYPE_CHECKING:
    from collections.abc import Sequence

PREFIX: Final = "annual_report."
CASES: Final = ("new_cases", "serious", "reopened")
DUTIES: Final = ("duties_due", "duties_kept", "kept_percent", "duties_late", "duties_overdue", "duties_not_documented")
TIMES: Final = ("median_hours_report", "median_hours_investigate", "median_hours_plan")

WHEEL: Final = ("tasks", "done", "done_late", "overdue", "unplanned")

PARTS: Final = {
    "council": ("cases", "grades", "duties", "times", "measures", "enforcement"),
    "internal_control": ("wheel", "avvik", "control"),
}
"""The yearly information to the council and the report on internal control, each with its tables."""
RESERVATIONS: Final = ("formal", "hidden", "released", "heightened", "comparison")


def tables(asking: Asking) -> tuple[ExportTable, ...]:
    """Every table of the report, and what has to be read with it."""
    found, language = report(asking), asking.language
    if found is None:
        return ()
    said = text("dashboard.annual_report.reservations", language)
    last = ExportTable(name="reservations", title=said, columns=[said], rows=[[one] for one in reservations(found, language)])
    made = tables_of(found, language)
    first = {names[0]: part_of(name, language) for name, names in PARTS.items()}
    return (*(msgspec.structs.replace(made[name], begins=first.get(name)) for names in PARTS.values() for name in names), last)


def part_of(name: str, language: Language) -> ReportPart:
    """One of the two reports: its heading, and what it is."""
    said = f"dashboard.annual_report.part.{name}"
    return ReportPart(title=text(f"{said}.title", language), text=text(f"{said}.text", language))


def reservations(found: Report, language: Language) -> list[str]:
    """What the figures cannot tell, in sentences."""
    released = day(found.released_on, language)
    return [text(f"dashboard.annual_report.reservation.{name}", language, released=released) for name in RESERVATIONS]


def tables_of(found: Report, language: Language) -> dict[str, ExportTable]:
    """By name: those for the council first."""
    made = (
        _by_period("cases", SCHOOL_TERM, CASES, found, language),
        _by_category("grades", SCHOOL_GRADE_YEAR, found, language),
        _by_period("duties", SCHOOL_TERM, DUTIES, found, language),
        _by_period("times", SCHOOL_TERM, TIMES, found, language),
        _by_category("measures", OWNER_MEASURES_YEAR, found, language),
        _by_period(
            "enforcement", ENFORCEMENT_HALF_YEAR, tuple(one.name for one in ENFORCEMENT_HALF_YEAR.measures), found, language
        ),
        _wheel(found, language),
        _avvik(found, language),
        _control(found, language),
    )
    return {table.name: table for table in made}


def _table(  # noqa: PLR0917  (the parts of a table, each once)
    name: str,
    found: Report,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    writes: Sequence[Write],
    language: Language,
) -> ExportTable:
    return ExportTable(
        name=name,
        title=text(
            "dashboard.annual_report.with_year_before",
            language,
            title=text(f"dashboard.define.{PREFIX}{name}.title", language),
            year=_short(found.year),
        ),
        columns=columns,
        rows=rows,
        writes=[whole, *writes],
        define=f"{PREFIX}{name}",
    )


def _by_period(name: str, cube: Cube, measures: Sequence[str], found: Report, language: Language) -> ExportTable:
    """A row for each period of both years, the latest first, so that the year stands above the one before."""
    shown = [measure for wanted in measures for measure in cube.measures if measure.name == wanted]
    return _table(
        name,
        found,
        [text("dashboard.annual_report.period", language), *(measure_name(measure, language) for measure in shown)],
        [
            [_sentence(period_name(period, language)), *(found.cell(cube, period, measure) for measure in shown)]
            for year in reversed(found.both)
            for period in reversed(year.periods(cube.every))
        ],
        [write_of(measure) for measure in shown],
        language,
    )


def _by_category(name: str, cube: Cube, found: Report, language: Language) -> ExportTable:
    """A row for each category, with the year's measures beside those of the year before."""
    cells = [(year, measure) for year in reversed(found.both) for measure in cube.measures]
    return _table(
        name,
        found,
        [
            text(f"dashboard.annual_report.by.{cube.category}", language),
            *(_of_year(year, measure, language) for year, measure in cells),
        ],
        [
            [
                category_name(cube, category, language),
                *(found.cell(cube, year.periods(cube.every)[0], measure, category=category) for year, measure in cells),
            ]
            for category in cube.categories
        ],
        [write_of(measure) for _, measure in cells],
        language,
    )


def _avvik(found: Report, language: Language) -> ExportTable:
    cube = OWNER_AVVIK_QUARTER
    (measure,) = cube.measures
    # The year before the one before it, as everywhere in the report; within a year the quarters follow each other.
    periods = [period for year in reversed(found.both) for period in year.periods(cube.every)]
    return _table(
        "avvik",
        found,
        [text("dashboard.annual_report.by.kind", language), *(_sentence(period_name(period, language)) for period in periods)],
        [
            [
                category_name(cube, category, language),
                *(found.cell(cube, period, measure, category=category) for period in periods),
            ]
            for category in cube.categories
        ],
        [whole] * len(periods),
        language,
    )


def _wheel(found: Report, language: Language) -> ExportTable:
    """A row for each school, and one for the municipality's own wheel. It is about work: nothing is hidden."""
    cells = [(year, figure) for year in reversed(found.both) for figure in WHEEL]
    names = {school: row["school_name"] or school for (school, _), row in found.wheels.items() if school is not None}
    whose: list[tuple[str | None, str]] = sorted(names.items(), key=lambda pair: pair[1])
    if any(school is None for school, _ in found.wheels):
        whose.append((None, text("dashboard.annual_report.own_wheel", language)))
    return _table(
        "wheel",
        found,
        [
            text("dashboard.annual_report.by.school", language),
            *(f"{text(f'dashboard.annual_report.wheel.{figure}', language)}, {_short(year)}" for year, figure in cells),
        ],
        [[name, *(found.wheels.get((school, year), {}).get(figure) for year, figure in cells)] for school, name in whose],
        [whole] * len(cells),
        language,
    )


def _control(found: Report, language: Language) -> ExportTable:
    rows: list[list[Cell]] = []
    for subject, (before, now) in found.control.items():
        for number, part in enumerate(("total", "of_them")):
            rows.append([text(f"dashboard.annual_report.control.{subject}.{part}", language), now[number], before[number]])
    return _table(
        "control",
        found,
        [text("dashboard.annual_report.subject", language), *(_year_name(year, language) for year in reversed(found.both))],
        rows or [[text("dashboard.annual_report.nothing", language), Missing.NONE, Missing.NONE]],
        [whole, whole],
        language,
    )


def _of_year(year: Year, measure: Measure, language: Language) -> str:
    return f"{measure_name(measure, language)}, {_short(year)}"


def _short(year: Year) -> str:
    return year.word.replace("-", "\u2013")


def _year_name(year: Year, language: Language) -> str:
    return _sentence(period_name(year.periods(Every.SCHOOL_YEAR)[0], language))


def _sentence(name: str) -> str:
    return name[:1].upper() + name[1:]
