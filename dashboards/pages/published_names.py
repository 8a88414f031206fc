"""What the published figures are called: cubes, periods, categories and measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dashboards.cells import Cell, Missing, Write, whole
from dashboards.numbers import percent
from dashboards.pages.wording import listed
from services.reporting.publishing.cubes import Unit
from texts import Language, text

if TYPE_CHECKING:
    from services.reporting.publishing.cubes import Cube, Measure

PER_CENT = 100
DASH = "\u2013"
"""As between the two years of a school year."""

LISTS = {"kind": "AvvikKind", "level": "MeasureLevel"}
"""The closed lists that cubes are cut by."""


def write_of(measure: Measure) -> Write:
    """How a measure's numbers are written."""
    return percent if measure.unit is Unit.PERCENT else whole


def published_cell(row: Mapping[str, Any]) -> Cell:
    """A published figure as it is shown: Missing.HIDDEN where it would tell of too few, shares from 0 to 1."""
    if row["hidden"]:
        return Missing.HIDDEN
    value: int | None = row["value"]
    return Missing.NONE if value is None else in_its_unit(value, row["unit"])


def in_its_unit(value: int, unit: str) -> Cell:
    """A published number as pages write it: per cent become a share from 0 to 1."""
    return value / PER_CENT if unit == Unit.PERCENT else value


def measure_name(measure: Measure, language: Language) -> str:
    """What a measure is called."""
    return text(f"dashboard.nation.measure.{measure.name}", language)


def category_name(cube: Cube, category: str, language: Language) -> str:
    """What a category is called; nothing where the cube has none."""
    if not category:
        return ""
    if cube.category in LISTS:
        return listed(LISTS[cube.category], category, language)
    if category == "unknown":
        return text("dashboard.nation.unknown", language)
    return text("dashboard.nation.grades", language, grades=category.replace("-", DASH))


def cube_name(cube: str, language: Language) -> str:
    """What a cube is called."""
    return text(f"dashboard.nation.cube.{cube}", language)


def release_name(release: Mapping[str, Any], language: Language) -> str:
    """A release of the ledger, by its cube and its period."""
    return f"{cube_name(release['cube'], language)}, {period_name(release['period'], language)}"


def period_name(period: str, language: Language) -> str:
    """A period as people write it: ``2025-26-autumn`` is the autumn of that school year."""
    year, _, part = period.rpartition("-")
    return text(f"dashboard.nation.part.{part}", language, year=year.replace("-", DASH))
