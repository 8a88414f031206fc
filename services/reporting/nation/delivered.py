"""One municipality's published folder, read strictly: nothing is taken in that is not as it was published."""

from __future__ import annotations

import io
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import msgspec
import polars as pl

from services.reporting.open_data.file_format import COLUMNS, DESCRIPTION, FORMAT
from services.reporting.publishing.cubes import CUBES

if TYPE_CHECKING:
    from pathlib import Path

PARQUET: Final = "_parquet"
"""What the names of the Parquet resources end in."""

_KNOWN: Final = {cube.name: cube for cube in CUBES}


class Fault(StrEnum):
    """Why a published folder is not taken in."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    OTHER_FORMAT = "other_format"
    ALTERED = "altered"
    OTHER_COLUMNS = "other_columns"
    OTHER_MUNICIPALITY = "other_municipality"
    UNKNOWN_CUBE = "unknown_cube"
    OTHER_VERSION = "other_version"
    OTHER_RELEASES = "other_releases"
    OTHER_PERIOD = "other_period"
    IMPOSSIBLE_VALUE = "impossible_value"
    TWICE = "twice"
    TWICE_IN_IT = "twice_in_it"
    UNSIGNED = "unsigned"
    UNKNOWN_SENDER = "unknown_sender"
    OTHER_SENDER = "other_sender"
    KEY_OUT_OF_TIME = "key_out_of_time"
    FORGED = "forged"


class NotTakenInError(ValueError):
    """A folder or a mixture of them that is refused whole. ``file`` is what is wrong, ``detail`` what in it."""

    def __init__(self, file: Path, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{file}: {fault}{f' ({detail})' if detail else ''}")
        self.file = file
        self.fault = fault
        self.detail = detail


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """One release, as the folder describes it."""

    cube: str
    version: int
    period: str
    first_day: str
    last_day: str
    released_on: str


class _Resource(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    path: str
    hash: str


class _Varde(msgspec.Struct, frozen=True, kw_only=True):
    format: int
    municipality: str
    releases: tuple[Release, ...]
    name: str = ""
    log_position: int | None = None


class _Package(msgspec.Struct, frozen=True, kw_only=True):
    resources: tuple[_Resource, ...]
    varde: _Varde


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """Which key signed a delivery, as one line (vkey), and how many events that municipality's log had then."""

    key: str
    log_size: int


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """What one municipality published. ``rows`` are those about the whole municipality (columns: COLUMNS).

    ``withheld`` are the releases that were withheld whole: described, and without any row. ``name`` is what it calls itself, its
    mark where it says nothing. ``sha256`` is of the description, which holds the hash of everything else: it says which delivery
    this was. ``sender`` is who is known to have sent it: nobody, until it was asked.
    """

    file: Any
    municipality: str
    name: str
    releases: tuple[Release, ...]
    rows: pl.DataFrame
    sha256: str
    sender: Sender | None = None
    withheld: tuple[Release, ...] = ()


def read(given: Path) -> Delivery:
    """Read a published folder, or the description in it. Raises NotTakenInError."""
    file = given / DESCRIPTION if given.is_dir() else given
    described = _bytes(file)
    try:
        package = msgspec.json.decode(described, type=_Package)
    except msgspec.MsgspecError as error:
        raise NotTakenInError(file, Fault.UNREADABLE, str(error)) from error
    if package.varde.format != FORMAT:
        raise NotTakenInError(file, Fault.OTHER_FORMAT, str(package.varde.format))
    tables = [_table(file, resource) for resource in package.resources]
    rows = pl.concat([table for table in tables if table is not None] or [COLUMNS.to_frame()])
    delivery = Delivery(
        file=file,
        municipality=package.varde.municipality,
        name=package.varde.name or package.varde.municipality,
        releases=package.varde.releases,
        rows=rows,
        sha256=sha256(described).hexdigest(),
    )
    _check(delivery)
    shown = set(rows.select("cube", "period").unique().iter_rows())
    withheld = tuple(one for one in delivery.releases if (one.cube, one.period) not in shown)
    return msgspec.structs.replace(delivery, withheld=withheld, rows=rows.filter(school="").drop("school", "school_name"))


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise NotTakenInError(file, Fault.MISSING, error.strerror or "") from error


def _table(description: Path, resource: _Resource) -> pl.DataFrame | None:
    """A Parquet file's rows; a CSV file holds the same, and only its hash is checked."""
    file = description.parent / resource.path
    if file.parent != description.parent:
        raise NotTakenInError(description, Fault.UNREADABLE, resource.path)
    content = _bytes(file)
    if resource.hash != f"sha256:{sha256(content).hexdigest()}":
        raise NotTakenInError(file, Fault.ALTERED)
    if not resource.name.endswith(PARQUET):
        return None
    try:
        table = pl.read_parquet(io.BytesIO(content))
    except pl.exceptions.PolarsError as error:
        raise NotTakenInError(file, Fault.UNREADABLE, str(error)) from error
    if table.schema != COLUMNS:
        raise NotTakenInError(file, Fault.OTHER_COLUMNS)
    if table.filter(pl.col("cube") != resource.name.removesuffix(PARQUET)).height:
        raise NotTakenInError(file, Fault.UNKNOWN_CUBE)
    return table


def _check(delivery: Delivery) -> None:
    rows, file = delivery.rows, delivery.file
    if rows.filter(pl.col("municipality") != delivery.municipality).height or not delivery.municipality:
        raise NotTakenInError(file, Fault.OTHER_MUNICIPALITY, delivery.municipality)
    for release in delivery.releases:
        cube = _KNOWN.get(release.cube)
        if cube is None:
            raise NotTakenInError(file, Fault.UNKNOWN_CUBE, release.cube)
        if cube.version != release.version:
            raise NotTakenInError(file, Fault.OTHER_VERSION, f"{release.cube} {release.version}")
    described = {
        (release.cube, release.version, release.period, release.first_day, release.last_day, release.released_on)
        for release in delivery.releases
    }
    held = rows.select(
        "cube", "cube_version", "period", *(pl.col(name).cast(pl.String) for name in ("first_day", "last_day", "released_on"))
    )
    # A release may be described and have no rows: one that was withheld whole.
    if not set(held.unique().iter_rows()) <= described:
        raise NotTakenInError(file, Fault.OTHER_RELEASES)
    measures = {(cube.name, category, measure.name) for cube in CUBES for category in cube.categories for measure in cube.measures}
    if unknown := set(rows.select("cube", "category", "measure").unique().iter_rows()) - measures:
        raise NotTakenInError(file, Fault.UNKNOWN_CUBE, " ".join(min(unknown)))
    if rows.filter((pl.col("hidden") & pl.col("value").is_not_null()) | (pl.col("value") < 0)).height:
        raise NotTakenInError(file, Fault.IMPOSSIBLE_VALUE)
    if rows.select("cube", "period", "school", "category", "measure").is_duplicated().any():
        raise NotTakenInError(file, Fault.TWICE_IN_IT)
