"""Published folders of invented municipalities, in the format that varde publish writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec
import polars as pl

from services.reporting.open_data.file_format import COLUMNS, DESCRIPTION, FORMAT
from services.reporting.publishing.cubes import ENFORCEMENT_HALF_YEAR, SCHOOL_TERM, Cube

Figures = dict[str, int | None]
"""Values by measure; None is hidden."""

AUTUMN = (date(2025, 8, 1), date(2025, 12, 31), date(2026, 2, 1))
SPRING = (date(2026, 1, 1), date(2026, 7, 31), date(2026, 9, 1))
FIRST_HALF = (date(2026, 1, 1), date(2026, 6, 30), date(2026, 8, 1))


@dataclass(kw_only=True)
class Town:
    """What one municipality publishes, changed by tests before it is written."""

    number: str
    name: str = ""
    rows: list[tuple] = field(default_factory=list)
    releases: list[dict] = field(default_factory=list)
    format: int = FORMAT

    def tell(self, cube: Cube, period: str, days: tuple[date, date, date], figures: Figures, school: str = "") -> Town:
        """Release a cube's figures for the municipality, or for one of its schools."""
        release = {
            "cube": cube.name,
            "version": cube.version,
            "period": period,
            "first_day": str(days[0]),
            "last_day": str(days[1]),
            "released_on": str(days[2]),
            "sha256": "0" * 64,
        }
        if release not in self.releases:
            self.releases.append(release)
        units = {measure.name: measure.unit.value for measure in cube.measures}
        for name, value in figures.items():
            place = (school, f"{school} skole" if school else "", cube.categories[0], name, units[name])
            self.rows.append((self.number, cube.name, cube.version, period, *days, *place, value, value is None))
        return self

    def write(self, folder: Path) -> Path:
        """Write the folder."""
        home = folder / self.number
        home.mkdir(parents=True)
        table = pl.DataFrame(self.rows, schema=COLUMNS, orient="row")
        resources = []
        for (cube,), part in table.group_by("cube", maintain_order=True):
            part.write_csv(home / f"{cube}.csv")
            part.write_parquet(home / f"{cube}.parquet")
            for name, path in ((cube, f"{cube}.csv"), (f"{cube}_parquet", f"{cube}.parquet")):
                digest = sha256((home / path).read_bytes()).hexdigest()
                resources.append({"name": name, "path": path, "hash": f"sha256:{digest}"})
        said = {"format": self.format, "municipality": self.number, "name": self.name, "log_position": 1, "releases": self.releases}
        (home / DESCRIPTION).write_bytes(msgspec.json.encode({"resources": resources, "varde": said}))
        return home


def term(new_cases: int | None, serious: int | None, due: int | None = 400, kept: int | None = 300) -> Figures:
    """A term's figures."""
    return {
        "new_cases": new_cases,
        "serious": serious,
        "duties_due": due,
        "duties_kept": kept,
        "kept_percent": None if due is None or kept is None else round(100 * kept / due),
        "median_hours_report": 20,
    }


def town(number: str, figures: Figures, *, name: str = "") -> Town:
    """A municipality that published one term."""
    return Town(number=number, name=name).tell(SCHOOL_TERM, "2025-26-autumn", AUTUMN, figures)


def with_enforcement(of: Town, reported: int | None) -> Town:
    """The same, with a half-year of matters before Statsforvalteren."""
    return of.tell(ENFORCEMENT_HALF_YEAR, "2026-h1", FIRST_HALF, {"reported": reported})
