"""What the page of open data shows: the data sets, when each came and comes, what their columns mean, and an analyst's answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import msgspec

from dashboards.numbers import day, number
from dashboards.pages.published_names import category_name, cube_name, measure_name, period_name, release_name
from services.reporting.open_data.file_format import COLUMNS
from services.reporting.publishing.cubes import CUBES
from services.reporting.publishing.periods import periods
from texts import Language, text

if TYPE_CHECKING:
    import polars as pl

    from services.reporting.publishing.cubes import Cube

A_YEAR: Final = timedelta(days=366)
"""Every cube is released at least once in it."""

MOST_SHOWN: Final = 100
"""Rows of an analyst's answer that the page shows; the file has them all."""

EXAMPLES: Final = {
    "by_period": """\
SELECT period, value
FROM published
WHERE cube = 'school_term' AND measure = 'new_cases' AND school = ''
ORDER BY first_day""",
    "by_school": """\
SELECT school_name, value, hidden
FROM published
WHERE measure = 'kept_percent' AND school <> ''
  AND period = (SELECT max_by(period, last_day) FROM releases WHERE cube = 'school_term')
ORDER BY value""",
    "hidden": """\
SELECT cube, sum(cells) AS figures, sum(hidden) AS hidden
FROM releases
GROUP BY cube
ORDER BY cube""",
}
"""Statements to begin with; their names are ``open_data.example.<name>``."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """An analyst's statement, and its answer or why there is none."""

    statement: str
    rows: Any = None
    refused: str = ""
    detail: str = ""

    @property
    def columns(self) -> list[str | tuple[str, str]]:
        """The answer's columns, as the tables of the pages take them: numbers are marked as such."""
        return [(name, "number") if kind.is_numeric() else name for name, kind in self.rows.schema.items()]

    @property
    def height(self) -> int:
        """How many rows the answer has."""
        return int(self.rows.height)

    @property
    def shown(self) -> list[list[str]]:
        """The first rows of the answer as they are read."""
        return [["" if cell is None else str(cell) for cell in row] for row in self.rows.head(MOST_SHOWN).iter_rows()]


class Page:
    """What the template reads."""

    examples = EXAMPLES
    most_shown = MOST_SHOWN

    def __init__(self, rows: pl.DataFrame, releases: pl.DataFrame, asked: Asked | None, today: date, language: Language) -> None:
        self._rows, self._today, self._language = rows, today, language
        self._releases: list[dict[str, Any]] = releases.to_dicts()
        self.asked = asked

    @property
    def data_sets(self) -> list[dict[str, str]]:
        """One for each cube; ``file`` is empty where nothing of it is published yet."""
        return [self._data_set(cube) for cube in CUBES]

    def _data_set(self, cube: Cube) -> dict[str, str]:
        own = [release for release in self._releases if release["cube"] == cube.name]
        height = self._rows.filter(cube=cube.name).height
        coming = min(one.released_on for one in periods(cube.every, self._today, self._today + A_YEAR))
        return {
            "name": cube_name(cube.name, self._language),
            "about": text(f"open_data.about.{cube.name}", self._language),
            "latest": period_name(own[0]["period"], self._language) if own else "",
            "released": day(own[0]["released_on"], self._language) if own else "",
            "next": day(coming, self._language),
            "rows": number(height, self._language),
            "file": cube.name if height else "",
        }

    @property
    def withheld(self) -> list[str]:
        """The releases that were withheld whole, the newest first."""
        return [release_name(release, self._language) for release in self._releases if release["withheld"]]

    @property
    def columns(self) -> list[tuple[str, str]]:
        """The columns of every file, and what they mean."""
        return [(name, text(f"open_data.column.{name}", self._language)) for name in COLUMNS]

    @property
    def dictionary(self) -> list[tuple[str, list[tuple[str, str, str]], list[tuple[str, str]]]]:
        """Per cube its name, its measures (as in the file, as they are read, unit) and its categories (as in the file, as read)."""
        return [
            (
                cube_name(cube.name, self._language),
                [
                    (one.name, measure_name(one, self._language), text(f"open_data.unit.{one.unit}", self._language))
                    for one in cube.measures
                ],
                [(one, category_name(cube, one, self._language)) for one in cube.categories if one],
            )
            for cube in CUBES
        ]

    @property
    def ledger(self) -> list[list[str]]:
        """The releases, the newest first: cube, period, day, figures, how many of them are hidden, fingerprint."""
        return [
            [
                release_name(release, self._language),
                day(release["released_on"], self._language),
                number(release["cells"], self._language),
                text("open_data.withheld", self._language) if release["withheld"] else number(release["hidden"], self._language),
                str(release["sha256"])[:12],
            ]
            for release in self._releases
        ]
