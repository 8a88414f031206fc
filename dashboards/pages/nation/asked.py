"""What is asked for the page: the combined figures, and which cube and period the reader looks at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
import polars as pl

from dashboards.cells import Cell, Missing
from dashboards.numbers import number
from dashboards.pages.published_names import in_its_unit
from dashboards.view import NotOfferedError
from services.reporting.nation.combining import NATION, Known
from services.reporting.publishing.cubes import CUBES, Cube
from services.reporting.questions import Counties, NationFigures, NationMembers, NationWithheld
from texts import Language, text

if TYPE_CHECKING:
    from dashboards.asking import Asking


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A cube and one of its periods."""

    cube: str
    period: str
    released_on: date

    @property
    def word(self) -> str:
        """As it stands in the address."""
        return f"{self.cube}.{self.period}"


class Combined(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown: every choice, the chosen one with its cube, and its figures by area, category and measure.

    ``county_names``: by number. ``members``: the municipalities of each county, by name.
    """

    choices: tuple[Choice, ...]
    chosen: Choice
    cube: Cube
    counties: tuple[str, ...]
    figures: dict[tuple[str, str, str], dict[str, Any]]
    county_names: dict[str, str]
    members: dict[str, list[str]]

    def cell(self, area: str, category: str, measure: str, language: Language) -> Cell:
        """A figure as it is read: a number, "at least" a number, a range, or why there is none."""
        found = self.figures.get((area, category, measure))
        if found is None:
            return Missing.NONE
        return _read(found, language)

    def municipalities(self, area: str) -> tuple[int, int]:
        """How many municipalities the area has in the combination, and how many of them have released this."""
        found = [row for (of, _, _), row in self.figures.items() if of == area]
        return found[0]["municipalities"], max(row["delivered"] for row in found)


def combined(asking: Asking) -> Combined | None:
    """The figures; None where nothing was combined. Raises ChoiceError, WarehouseUnavailableError."""
    rows, members, counties, _ = asking.ask_all(NationFigures(), NationMembers(), Counties(), NationWithheld())
    if rows.is_empty():
        return None
    known = {cube.name: cube for cube in CUBES}
    places = rows.select("cube", "period", "released_on").unique().sort("released_on", "period", descending=True)
    found = [Choice(cube=cube, period=period, released_on=on) for cube, period, on in places.iter_rows() if cube in known]
    # In the order of the cubes, the newest first.
    choices = tuple(choice for cube in known for choice in found if choice.cube == cube)
    if not choices:
        return None
    chosen = _chosen(choices, asking.view.chosen)
    shown = rows.filter(pl.col("cube") == chosen.cube, pl.col("period") == chosen.period)
    return Combined(
        choices=choices,
        chosen=chosen,
        cube=known[chosen.cube],
        counties=tuple(sorted(set(shown["area"]) - {NATION})),
        figures={(row["area"], row["category"], row["measure"]): row for row in shown.to_dicts()},
        county_names=dict(counties.select("county", "name").iter_rows()),
        members=_by_county(members),
    )


def _by_county(members: pl.DataFrame) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for area, name in members.sort("area", "name").select("area", "name").iter_rows():
        found.setdefault(area, []).append(name)
    return found


def _chosen(choices: tuple[Choice, ...], word: str | None) -> Choice:
    if word is None:
        return choices[0]
    for choice in choices:
        if choice.word == word:
            return choice
    raise NotOfferedError("chosen")


def _read(row: dict[str, Any], language: Language) -> Cell:
    low, high, known = row["low"], row["high"], Known(row["known"])
    match known:
        case Known.HIDDEN:
            return Missing.HIDDEN
        case Known.NOTHING:
            return Missing.NONE
        case Known.AT_LEAST:
            return text("dashboard.nation.at_least", language, low=number(low, language))
        case Known.BETWEEN:
            return text("dashboard.nation.between", language, low=number(low, language), high=number(high, language))
        case Known.MIDDLE if row["shown"] < row["municipalities"]:
            # The middle one of a few is not the middle one of all.
            counts = {name: number(row[name], language) for name in ("shown", "municipalities")}
            return text("dashboard.nation.middle_of", language, middle=number(low, language), **counts)
    return in_its_unit(low, row["unit"])
