"""What a published folder holds: one long table per cube, as CSV and Parquet, and ``datapackage.json`` that describes them.

Every row of every cube has the same columns, whether its value is shown or hidden, so that a hidden nothing, a hidden three
and a hidden hundred are the same bytes. A file names its municipality in every row, so that files can be put together.
"""

from __future__ import annotations

from typing import Final

import polars as pl

FORMAT: Final = 1
"""Raised when a column changes its meaning."""

DESCRIPTION: Final = "datapackage.json"
"""Frictionless Data Package: per cube a resource ``<cube>`` (``<cube>.csv``) and ``<cube>_parquet``, each with its ``hash``.

Its member ``varde`` holds format, municipality, name (what it calls itself), log_position, and ``releases``: cube, version, period,
first_day, last_day, released_on, sha256 (of the release's own rows, in the warehouse's ledger).
"""

LICENCE: Final = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}
"""What whoever takes the figures may do with them."""

COLUMNS: Final = pl.Schema(
    {
        "municipality": pl.String(),
        "cube": pl.String(),
        "cube_version": pl.Int64(),
        "period": pl.String(),
        "first_day": pl.Date(),
        "last_day": pl.Date(),
        "released_on": pl.Date(),
        "school": pl.String(),
        "school_name": pl.String(),
        "category": pl.String(),
        "measure": pl.String(),
        "unit": pl.String(),
        "value": pl.Int64(),
        "hidden": pl.Boolean(),
    }
)
"""``school`` is empty (never null) in the rows of the whole municipality, ``category`` where the cube has none. ``value`` is null
when it is hidden, and also when there is nothing to tell (a median of no cases), which counts as hidden.
Rows stand in the order of cube, first_day, school, category, measure.
"""
