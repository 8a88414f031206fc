"""The combination as files: one long table as CSV and Parquet, and a description that says of which deliveries it was made."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import msgspec
import polars as pl

from services.reporting.nation.combining import COMBINED
from services.reporting.nation.delivered import Sender

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from services.reporting.nation.delivered import Delivery

NAME: Final = "nation"
DESCRIPTION: Final = "nation.json"
FORMAT: Final = 2


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery that is in the combination: the municipality, what it calls itself, the hash of its description, and who signed.

    ``sender`` is None where no signature was checked.
    """

    municipality: str
    name: str
    sha256: str
    sender: Sender | None = None


class Withheld(msgspec.Struct, frozen=True, kw_only=True):
    """A release that a municipality made and withheld whole: none of its figures are in."""

    cube: str
    period: str
    municipality: str
    name: str


class Combination(msgspec.Struct, frozen=True, kw_only=True):
    """What a combined folder says about itself. ``hashes`` are of its files, by name: ``sha256:`` and hex digits."""

    format: int
    columns: tuple[str, ...]
    municipalities: tuple[Part, ...]
    hashes: dict[str, str]
    withheld: tuple[Withheld, ...] = ()


class NotACombinationError(ValueError):
    """The folder holds no combination, or one that was altered."""


def write(folder: Path, combined: pl.DataFrame, deliveries: Sequence[Delivery]) -> Combination:
    """Write the combination into ``folder``, made when it is not there. The same deliveries give the same bytes."""
    csv, parquet = io.BytesIO(), io.BytesIO()
    combined.write_csv(csv)
    combined.write_parquet(parquet)
    files = {f"{NAME}.csv": csv.getvalue(), f"{NAME}.parquet": parquet.getvalue()}
    said = Combination(
        format=FORMAT,
        columns=tuple(COMBINED),
        municipalities=tuple(
            Part(municipality=one.municipality, name=one.name, sha256=one.sha256, sender=one.sender)
            for one in sorted(deliveries, key=lambda one: one.municipality)
        ),
        hashes={name: _hash(content) for name, content in files.items()},
        withheld=tuple(
            Withheld(cube=release.cube, period=release.period, municipality=one.municipality, name=one.name)
            for one in sorted(deliveries, key=lambda one: one.municipality)
            for release in one.withheld
        ),
    )
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    # Last, so that a folder with a description is whole.
    (folder / DESCRIPTION).write_bytes(msgspec.json.format(msgspec.json.encode(said)) + b"\n")
    return said


def read(folder: Path) -> tuple[Combination, pl.DataFrame]:
    """A written combination (columns: COMBINED). Raises NotACombinationError, also when a file is not as it was written."""
    try:
        said = msgspec.json.decode((folder / DESCRIPTION).read_bytes(), type=Combination)
        content = (folder / f"{NAME}.parquet").read_bytes()
    except (OSError, msgspec.MsgspecError) as error:
        raise NotACombinationError(str(error)) from error
    if said.format != FORMAT or said.hashes.get(f"{NAME}.parquet") != _hash(content):
        raise NotACombinationError(f"{folder.name} was altered, or made by another version")
    rows = pl.read_parquet(io.BytesIO(content))
    if rows.schema != COMBINED:
        raise NotACombinationError(f"{folder.name} has other columns")
    return said, rows


def _hash(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()}"
