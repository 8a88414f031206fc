"""Sums over municipalities, counties and the nation, that say how much of them is known.

A hidden number is never taken for nothing. A sum with hidden parts is the sum of what is shown, "at least", or lies between that
and what it can be at most; where nothing is shown it is hidden itself. Everything here follows from published figures alone, so
that nobody learns more from the sums than from them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import polars as pl

from services.reporting.nation.delivered import Fault, NotTakenInError
from services.reporting.publishing.cubes import CUBES, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.reporting.nation.delivered import Delivery

NATION: Final = "nation"
"""The area that is everything; the others are counties, by number."""

NO_COUNTY: Final = "00"
"""The county of a municipality whose name is not a municipality's number."""

_NUMBER: Final = r"^\D*(\d{2})\d{2}$"

COUNTY: Final = pl.col("municipality").str.extract(_NUMBER).fill_null(NO_COUNTY)
"""The county of a municipality, by its number."""

SHARES: Final = {("school_term", "kept_percent"): ("duties_kept", "duties_due")}
"""Shares of sums: what is shared, of what. No other share is put together."""

LEAST_BASE: Final = 20
"""A share needs a base as large as in a municipality."""


class Known(StrEnum):
    """How much is known of a figure."""

    EXACT = "exact"
    BETWEEN = "between"
    AT_LEAST = "at_least"
    HIDDEN = "hidden"
    NOTHING = "nothing"
    MIDDLE = "middle"


COMBINED: Final = pl.Schema(
    {
        "area": pl.String(),
        "cube": pl.String(),
        "cube_version": pl.Int64(),
        "period": pl.String(),
        "first_day": pl.Date(),
        "last_day": pl.Date(),
        "released_on": pl.Date(),
        "category": pl.String(),
        "measure": pl.String(),
        "unit": pl.String(),
        "known": pl.String(),
        "low": pl.Int64(),
        "high": pl.Int64(),
        "municipalities": pl.Int64(),
        "delivered": pl.Int64(),
        "shown": pl.Int64(),
    }
)
"""One row per area, cube, period, category and measure.

``low`` and ``high`` bound the figure: equal when it is exact, ``high`` null for "at least", both null when it is hidden or there is
nothing to tell. Of durations the figure is that of the middle municipality among those that show theirs. ``municipalities`` are
those of the area in the combination, ``delivered`` those with this release, ``shown`` those whose figure is not hidden."""

_RELEASE: Final = ("cube", "cube_version", "period", "first_day", "last_day", "released_on")
_CELL: Final = (*_RELEASE, "category", "measure", "unit")


def combine(deliveries: Sequence[Delivery]) -> pl.DataFrame:
    """The figures of every county and of the nation (columns: COMBINED). Raises NotTakenInError for a mixture."""
    _refuse_mixtures(deliveries)
    rows = pl.concat([delivery.rows for delivery in deliveries])
    areas = pl.concat([rows.with_columns(area=COUNTY), rows.with_columns(area=pl.lit(NATION))])
    members = [(delivery.municipality,) for delivery in deliveries]
    known = pl.DataFrame(members, schema={"municipality": pl.String}, orient="row")
    sizes = (
        pl.concat([known.with_columns(area=COUNTY), known.with_columns(area=pl.lit(NATION))])
        .group_by("area")
        .agg(municipalities=pl.len().cast(pl.Int64))
    )
    counts = _counts(_with_most(areas), sizes)
    found = pl.concat([counts, _shares(counts), _durations(areas, sizes)])
    return found.select(COMBINED.names()).sort("cube", "first_day", "area", "category", "measure")


def _refuse_mixtures(deliveries: Sequence[Delivery]) -> None:
    by: dict[str, Delivery] = {}
    periods: dict[tuple[str, str], tuple[str, str, str, int]] = {}
    for delivery in deliveries:
        if (other := by.setdefault(delivery.municipality, delivery)) is not delivery:
            raise NotTakenInError(delivery.file, Fault.TWICE, f"{delivery.municipality}, {other.file}")
        for release in delivery.releases:
            said = (release.first_day, release.last_day, release.released_on, release.version)
            if periods.setdefault((release.cube, release.period), said) != said:
                raise NotTakenInError(delivery.file, Fault.OTHER_PERIOD, f"{release.cube} {release.period}")


def _with_most(areas: pl.DataFrame) -> pl.DataFrame:
    """Every count with the most that it can be: itself, or for a hidden part of a shown whole the whole."""
    parts = pl.DataFrame(
        [(cube.name, measure.name, measure.part_of) for cube in CUBES for measure in cube.counts],
        schema={"cube": pl.String, "measure": pl.String, "whole": pl.String},
        orient="row",
    )
    where = ("area", "municipality", *_RELEASE, "category")
    wholes = areas.select(*where, whole="measure", most_of_whole="value")
    return (
        areas.filter(unit=Unit.COUNT.value)
        .join(parts, on=("cube", "measure"))
        .join(wholes, on=(*where, "whole"), how="left")
        .with_columns(most=pl.coalesce("value", "most_of_whole"))
    )


def _counts(cells: pl.DataFrame, sizes: pl.DataFrame) -> pl.DataFrame:
    summed = cells.group_by("area", *_CELL).agg(
        delivered=pl.len().cast(pl.Int64),
        shown=pl.col("value").count().cast(pl.Int64),
        low=pl.col("value").sum(),
        high=pl.when(pl.col("most").null_count() == 0).then(pl.col("most").sum()),
    )
    whole = pl.col("delivered") == pl.col("municipalities")
    high = pl.when(whole).then(pl.col("high"))
    # "At least nothing" says nothing: without a shown number above nothing the sum is as hidden as its parts.
    says = (pl.col("low") > 0) | (pl.col("low") == high).fill_null(value=False)
    known = (
        pl.when(pl.col("low") == high)
        .then(pl.lit(Known.EXACT.value))
        .when(~says)
        .then(pl.lit(Known.HIDDEN.value))
        .when(high.is_not_null())
        .then(pl.lit(Known.BETWEEN.value))
        .otherwise(pl.lit(Known.AT_LEAST.value))
    )
    return summed.join(sizes, on="area").select(
        "area",
        *_CELL,
        known.alias("known"),
        pl.when(says).then("low").alias("low"),
        pl.when(says).then(high).alias("high"),
        "municipalities",
        "delivered",
        "shown",
    )


def _shares(counts: pl.DataFrame) -> pl.DataFrame:
    """Whole per cent of sums that are exact; of a sum that is not, the share is hidden."""
    found = [counts.clear()]
    for (cube, name), (part, whole) in SHARES.items():
        where = ("area", *_RELEASE, "category")
        of = counts.filter(cube=cube, measure=whole)
        parts = counts.filter(cube=cube, measure=part).select(*where, part_low="low", part_high="high")
        both = of.join(parts, on=where)
        is_known = (
            (pl.col("low") == pl.col("high")) & (pl.col("part_low") == pl.col("part_high")) & (pl.col("low") >= LEAST_BASE)
        ).fill_null(value=False)
        share = pl.when(is_known).then((100 * pl.col("part_low") / pl.col("low")).round().cast(pl.Int64))
        found.append(
            both.select(
                *where,
                pl.lit(name).alias("measure"),
                pl.lit(Unit.PERCENT.value).alias("unit"),
                pl.when(is_known).then(pl.lit(Known.EXACT.value)).otherwise(pl.lit(Known.HIDDEN.value)).alias("known"),
                share.alias("low"),
                share.alias("high"),
                "municipalities",
                "delivered",
                "shown",
            ).select(counts.columns)
        )
    return pl.concat(found)


def _durations(areas: pl.DataFrame, sizes: pl.DataFrame) -> pl.DataFrame:
    """The middle municipality's figure among those that show theirs."""
    middle = pl.col("value").median().round().cast(pl.Int64)
    return (
        areas.filter(unit=Unit.HOURS.value)
        .group_by("area", *_CELL)
        .agg(
            known=pl.when(pl.col("value").count() > 0)
            .then(pl.lit(Known.MIDDLE.value))
            .when(pl.col("hidden").any())
            .then(pl.lit(Known.HIDDEN.value))
            .otherwise(pl.lit(Known.NOTHING.value)),
            low=middle,
            high=middle,
            delivered=pl.len().cast(pl.Int64),
            shown=pl.col("value").count().cast(pl.Int64),
        )
        .join(sizes, on="area")
        .select("area", *_CELL, "known", "low", "high", "municipalities", "delivered", "shown")
    )
