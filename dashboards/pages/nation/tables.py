"""The numbers of the page as a table, and what its rows and columns are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cells import Cell, whole
from dashboards.dashboard import Asking, ExportTable
from dashboards.pages.nation.asked import Combined, combined
from dashboards.pages.published_names import category_name, cube_name, measure_name, period_name, write_of
from services.reporting.nation.combining import NATION, NO_COUNTY
from texts import Language, text

if TYPE_CHECKING:
    from services.reporting.publishing.cubes import Measure


def tables(asking: Asking) -> tuple[ExportTable, ...]:
    """The chosen cube and period, and whose figures are in it."""
    found = combined(asking)
    return () if found is None else (table_of(found, asking.language), members_of(found, asking.language))


def table_of(found: Combined, language: Language) -> ExportTable:
    """One row per county and one for the nation."""
    cells = columns(found)
    return ExportTable(
        name=found.cube.name,
        title=title(found, language),
        columns=[
            text("dashboard.nation.area", language),
            text("dashboard.nation.municipalities", language),
            *(full_name(found, category, measure, language) for category, measure in cells),
        ],
        rows=[row(found, area, language) for area in (*found.counties, NATION)],
        writes=[whole, whole, *(write_of(measure) for _, measure in cells)],
        define="nation.figures",
    )


def members_of(found: Combined, language: Language) -> ExportTable:
    """One row per municipality whose figures are in."""
    return ExportTable(
        name="municipalities",
        title=text("dashboard.nation.members", language),
        columns=[text("dashboard.nation.member", language), text("dashboard.nation.area", language)],
        rows=[(name, area_name(found, area, language)) for area, names in found.members.items() for name in names],
    )


def columns(found: Combined) -> list[tuple[str, Measure]]:
    """Category and measure of every column."""
    return [(category, measure) for category in found.cube.categories for measure in found.cube.measures]


def row(found: Combined, area: str, language: Language) -> list[Cell]:
    """The cells of an area: its name, its municipalities, its figures."""
    cells = (found.cell(area, category, measure.name, language) for category, measure in columns(found))
    return [area_name(found, area, language), municipalities(found, area, language), *cells]


def municipalities(found: Combined, area: str, language: Language) -> Cell:
    """How many municipalities are in, and of how many, where some have not released this."""
    all_of_them, delivered = found.municipalities(area)
    if delivered == all_of_them:
        return delivered
    return text("dashboard.nation.delivered", language, delivered=delivered, municipalities=all_of_them)


def area_name(found: Combined, area: str, language: Language) -> str:
    """A county by its name, or by its number where no county has that; or the nation."""
    if area == NATION:
        return text("dashboard.nation.whole", language)
    if area in found.county_names:
        return found.county_names[area]
    return text("dashboard.nation.no_county" if area == NO_COUNTY else "dashboard.nation.county", language, county=area)


def full_name(found: Combined, category: str, measure: Measure, language: Language) -> str:
    """A measure with its category, where the cube has any."""
    return ": ".join(filter(None, (category_name(found.cube, category, language), measure_name(measure, language))))


def title(found: Combined, language: Language) -> str:
    """The cube and the period."""
    cube, period = cube_name(found.chosen.cube, language), period_name(found.chosen.period, language)
    return text("dashboard.nation.title_of", language, cube=cube, period=period)
