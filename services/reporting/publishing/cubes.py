"""The published cubes, declared once: what is counted, by what, for which periods. There are no other cuts and no filters.

A cube's version changes whenever what it counts changes, so that figures of two versions are never added up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Every(StrEnum):
    """How often a cube is released. All but the half-year lie within school years (1 August to 31 July) and divide them."""

    QUARTER = "quarter"
    TERM = "term"
    HALF_YEAR = "half_year"
    SCHOOL_YEAR = "school_year"


class Unit(StrEnum):
    """What a value is: a count, whole per cent, or whole hours."""

    COUNT = "count"
    PERCENT = "percent"
    HOURS = "hours"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One figure of a cube.

    ``part_of`` is the measure that it is a part of: its rest is as telling as itself. ``zero_tells``: that none or all of a
    school's are in it tells of each of them. ``base`` is the measure, published or not, that a share or a median rests on.
    """

    name: str
    meaning: str
    unit: Unit = Unit.COUNT
    part_of: str | None = None
    zero_tells: bool = False
    base: str | None = None


@dataclass(frozen=True, kw_only=True)
class Cube:
    """Measures by school, or for the whole municipality alone, and by one category.

    ``sums``: the first measure is the sum of the others. ``about_pupils``: a count is about pupils, and small ones are hidden.
    """

    name: str
    meaning: str
    base: str
    every: Every
    measures: tuple[Measure, ...]
    version: int = 1
    by_school: bool = True
    category: str = ""
    categories: tuple[str, ...] = ("",)
    sums: tuple[tuple[str, ...], ...] = ()
    about_pupils: bool = True

    @property
    def counts(self) -> tuple[Measure, ...]:
        """The measures that are counted; the others follow from them or stand beside them."""
        return tuple(measure for measure in self.measures if measure.unit is Unit.COUNT)


SCHOOL_TERM: Final = Cube(
    name="school_term",
    meaning="What came to each school in a term, and how its duties were kept.",
    base="the school's pupils; for the municipality, the pupils of all its schools",
    every=Every.TERM,
    measures=(
        Measure(name="new_cases", meaning="Cases under § 12-4 that began in the term: opened, or known where not yet opened."),
        Measure(name="serious", meaning="Those of them that the principal assessed as serious.", part_of="new_cases"),
        Measure(name="reopened", meaning="Times that a case was opened again in the term."),
        Measure(name="duties_due", meaning="Obligations of law and municipal plan with a limit in the term that had come."),
        Measure(name="duties_kept", meaning="Those that were met in time.", part_of="duties_due"),
        Measure(name="duties_late", meaning="Those that were met too late."),
        Measure(name="duties_overdue", meaning="Those that were not met when the figures were made."),
        Measure(name="duties_not_documented", meaning="Those as soon as possible about which nothing was written down."),
        Measure(name="avvik_raised", meaning="Avvik raised in the term."),
        Measure(name="avvik_closed", meaning="Avvik closed in the term, whenever they were raised."),
        Measure(name="kept_percent", meaning="Duties kept of duties due.", unit=Unit.PERCENT, base="duties_due"),
        Measure(
            name="median_hours_report",
            meaning="Median clock hours from first knowledge to the principal's, of the term's new cases that came so far.",
            unit=Unit.HOURS,
            base="report_base",
        ),
        Measure(
            name="median_hours_investigate",
            meaning="The same to the first step of an investigation.",
            unit=Unit.HOURS,
            base="investigate_base",
        ),
        Measure(name="median_hours_plan", meaning="The same to the adopted plan.", unit=Unit.HOURS, base="plan_base"),
    ),
    sums=(("duties_due", "duties_kept", "duties_late", "duties_overdue", "duties_not_documented"),),
)
SCHOOL_GRADE_YEAR: Final = Cube(
    name="school_grade_year",
    meaning="New cases of a school year by grade band, and in how many of them the pupil was heard and best interest recorded.",
    base="the school's pupils, shared evenly over its grades; for the municipality, the same over all schools",
    every=Every.SCHOOL_YEAR,
    category="grade_band",
    categories=("1-4", "5-7", "8-10"),
    measures=(
        Measure(name="new_cases", meaning="Cases under § 12-4 that began in the school year, by the pupil's grade at opening."),
        Measure(name="heard", meaning="Those in which a pupil was heard, or offered it.", part_of="new_cases", zero_tells=True),
        Measure(
            name="best_interest",
            meaning="Those in which an assessment of the child's best interest is recorded.",
            part_of="new_cases",
            zero_tells=True,
        ),
    ),
)
OWNER_AVVIK_QUARTER: Final = Cube(
    name="owner_avvik_quarter",
    meaning="Avvik raised in the whole municipality by kind, without § 12-5, in the quarters of the school year.",
    base="the pupils of all schools",
    every=Every.QUARTER,
    by_school=False,
    category="kind",
    categories=(
        "inspection_finding",
        "personal_data_breach",
        "physical_intervention_13_4",
        "process_breach",
        "serious_case_12_4",
    ),
    measures=(Measure(name="avvik_raised", meaning="Avvik raised in the quarter."),),
)
OWNER_MEASURES_YEAR: Final = Cube(
    name="owner_measures_year",
    meaning="Measures in written plans of the whole municipality by level, in a school year.",
    base="the pupils of all schools",
    every=Every.SCHOOL_YEAR,
    by_school=False,
    category="level",
    categories=("individual", "group", "system"),
    measures=(
        Measure(name="measures", meaning="Measures added in the school year."),
        Measure(name="executed", meaning="Those of them that were carried out.", part_of="measures"),
        Measure(name="evaluated", meaning="Those of them that were evaluated.", part_of="measures"),
    ),
)
ENFORCEMENT_HALF_YEAR: Final = Cube(
    name="enforcement_half_year",
    meaning="Matters before Statsforvalteren (§ 12-6) in a calendar half-year, in the columns that Udir publishes per county.",
    base="the pupils of all schools",
    every=Every.HALF_YEAR,
    version=2,
    by_school=False,
    measures=(
        Measure(name="reported", meaning="Matters reported in the half-year."),
        Measure(name="finished", meaning="Matters that got their outcome in the half-year."),
        Measure(name="breached", meaning="Those in which a duty was found breached."),
        Measure(name="fulfilled", meaning="Those in which the duty was found fulfilled."),
        Measure(name="dismissed", meaning="Those that were dismissed without being tried."),
        Measure(name="guided", meaning="Those in which guidance was given in place of a rejection."),
        Measure(name="withdrawn", meaning="Those that were withdrawn."),
        Measure(name="fine_warned", meaning="Matters in which a coercive fine was first warned of in the half-year."),
    ),
    sums=(("finished", "breached", "fulfilled", "dismissed", "guided", "withdrawn"),),
)
WHEEL_YEAR: Final = Cube(
    name="wheel_year",
    meaning="How far each school came with the tasks of the year. It is about work and not about pupils: small counts are shown.",
    base="the school's pupils",
    every=Every.SCHOOL_YEAR,
    measures=(
        Measure(name="tasks_planned", meaning="Tasks of the annual wheel that were due in the school year."),
        Measure(name="tasks_done", meaning="Those of them that were done.", part_of="tasks_planned"),
    ),
    about_pupils=False,
)

CUBES: Final = (SCHOOL_TERM, SCHOOL_GRADE_YEAR, OWNER_AVVIK_QUARTER, OWNER_MEASURES_YEAR, ENFORCEMENT_HALF_YEAR, WHEEL_YEAR)
