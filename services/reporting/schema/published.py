"""What was published: the ledger of releases, and every count that a release rests on."""

from __future__ import annotations

from typing import Final

from services.reporting.schema.columns import Column, Sensitivity, Table, open_column

RELEASES: Final = Table(
    name="releases",
    meaning="One row per release of a cube: what was published once, and never again. A function of the log, like everything here.",
    columns=(
        open_column("cube", "VARCHAR", "The cube."),
        open_column("version", "BIGINT", "The cube's version."),
        open_column("period", "VARCHAR", "The period, as 2025-26-autumn."),
        open_column("first_day", "DATE", "The period's first day."),
        open_column("last_day", "DATE", "The period's last day."),
        open_column("released_on", "DATE", "The day it was released: what was recorded before it is in."),
        open_column("position", "BIGINT", "The last position of the log that is in."),
        open_column("cells", "BIGINT", "How many figures the release has."),
        open_column("hidden", "BIGINT", "How many of them are hidden."),
        open_column("withheld", "BOOLEAN", "No way was found to show any of it beside what was shown before."),
        open_column("sha256", "VARCHAR", "SHA-256 of what is shown, in hex."),
    ),
    primary_key=("cube", "period"),
)
RELEASE_CELLS: Final = Table(
    name="release_cells",
    meaning="Every count of every release, shown or not: later releases are protected together with it.",
    columns=(
        open_column("cube", "VARCHAR", "The cube."),
        open_column("period", "VARCHAR", "The period."),
        open_column("family", "VARCHAR", "The releases that share sums with this one."),
        open_column("school", "VARCHAR", "The school's organisation number; empty for the whole municipality."),
        open_column("category", "VARCHAR", "The category; empty where the cube has none."),
        open_column("measure", "VARCHAR", "The measure, or `rest:` and the measure whose whole it fills."),
        Column(name="value", type="BIGINT", meaning="The value, also where it is hidden.", sensitivity=Sensitivity.PERSON),
        Column(name="sensitive", type="BOOLEAN", meaning="It is small.", sensitivity=Sensitivity.PERSON),
        open_column("hidden", "BOOLEAN", "It is not shown."),
        open_column("published", "BOOLEAN", "It is a figure of the cube, and not a part that holds sums together."),
    ),
)

TABLES: Final = (RELEASES, RELEASE_CELLS)
