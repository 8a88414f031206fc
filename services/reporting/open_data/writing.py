"""Writes what is published into a folder: a table per cube as CSV and Parquet, what they mean, and the hash of every file.

The same releases give the same bytes. What is hidden is not in the rows, so no file knows it.
"""

from __future__ import annotations

import io
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import msgspec
import polars as pl

from services.reporting.open_data.file_format import COLUMNS, DESCRIPTION, FORMAT, LICENCE
from services.reporting.publishing.cubes import CUBES

if TYPE_CHECKING:
    from pathlib import Path

    from services.reporting.publishing.cubes import Cube

_KINDS: Final = {pl.String(): "string", pl.Int64(): "integer", pl.Date(): "date", pl.Boolean(): "boolean"}
_MEANINGS: Final = {
    "municipality": "The municipality that published it.",
    "cube": "The cube.",
    "cube_version": "The cube's version; figures of two versions are not to be added up.",
    "period": "The period's name.",
    "first_day": "The period's first day.",
    "last_day": "The period's last day.",
    "released_on": "The day it was released. What was recorded from this day on is not in it.",
    "school": "The school's organisation number; empty for the whole municipality.",
    "school_name": "The school's name.",
    "category": "The category; empty where the cube has none.",
    "measure": "What was counted.",
    "unit": "count, percent (whole) or hours (whole).",
    "value": "The value; empty when it is hidden.",
    "hidden": "Whether it is hidden because it, or what it would give away, is about few pupils. It may be nothing or a lot.",
}


def write(folder: Path, rows: pl.DataFrame, releases: pl.DataFrame, *, municipality: str, name: str) -> dict[str, str]:
    """Write the answers of Published and Releases into ``folder``, made where it is not. Returns the hash of every file by name."""
    folder.mkdir(parents=True, exist_ok=True)
    made = contents(rows, releases, municipality=municipality, name=name)
    for path, content in made.items():
        (folder / path).write_bytes(content)
    return {path: _hash(content) for path, content in made.items()}


def contents(rows: pl.DataFrame, releases: pl.DataFrame, *, municipality: str, name: str) -> dict[str, bytes]:
    """The files of a published folder, by name. ``municipality`` is its mark in every row, ``name`` what it calls itself."""
    resources: list[dict[str, Any]] = []
    made: dict[str, bytes] = {}
    for cube in CUBES:
        table = rows.filter(cube=cube.name).select(COLUMNS.names())
        if table.height == 0:
            continue
        for resource, suffix, content in ((cube.name, "csv", _csv(table)), (f"{cube.name}_parquet", "parquet", _parquet(table))):
            path = f"{cube.name}.{suffix}"
            made[path] = content
            resources.append(_resource(cube, resource, path, content))
    made[DESCRIPTION] = _package(resources, releases, municipality, name)
    made["README.md"] = dictionary().encode()
    return made


def _hash(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()}"


def _csv(table: pl.DataFrame) -> bytes:
    return table.write_csv().encode()


def _parquet(table: pl.DataFrame) -> bytes:
    body = io.BytesIO()
    table.write_parquet(body, compression="zstd")
    return body.getvalue()


def _resource(cube: Cube, name: str, path: str, content: bytes) -> dict[str, Any]:
    suffix = path.rpartition(".")[2]
    return {
        "name": name,
        "path": path,
        "title": cube.meaning,
        "description": f"Base: {cube.base}.",
        "format": suffix,
        "mediatype": "text/csv" if suffix == "csv" else "application/vnd.apache.parquet",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": _hash(content),
        "schema": {
            "fields": [
                {"name": column, "type": _KINDS[kind], "description": _MEANINGS[column]} for column, kind in COLUMNS.items()
            ],
            "primaryKey": ["municipality", "cube", "period", "school", "category", "measure"],
            "missingValues": [""],
        },
    }


def _package(resources: list[dict[str, Any]], releases: pl.DataFrame, municipality: str, name: str) -> bytes:
    told = ("cube", "version", "period", "first_day", "last_day", "released_on", "sha256")
    package = {
        "profile": "tabular-data-package",
        "name": "varde-published-cubes",
        "title": f"Published figures of {name}",
        "licenses": [LICENCE],
        "resources": resources,
        "varde": {
            "format": FORMAT,
            "municipality": municipality,
            "name": name,
            "log_position": releases["position"].max() or 0,
            "releases": releases.sort("cube", "first_day").select(told).to_dicts(),
        },
    }
    return msgspec.json.format(msgspec.json.encode(package)) + b"\n"


def dictionary() -> str:
    """What every cube and column means, for a person: README.md of the folder, and the reference page."""
    lines = [
        "# Published cubes",
        "",
        "Figures that a municipality publishes from Varde. Each cube is released once per period and never changed.",
        "A figure is hidden where it is about few pupils, or would give one away that is; hidden is not nought.",
        "",
    ]
    for cube in CUBES:
        lines += [f"## {cube.name} (version {cube.version})", "", cube.meaning, ""]
        lines += [f"Released every {cube.every.value.replace('_', ' ')}. Base: {cube.base}.", ""]
        if cube.category:
            lines += [f"`category` is {cube.category}: {', '.join(f'`{one}`' for one in cube.categories)}.", ""]
        lines += ["| measure | unit | meaning |", "|---|---|---|"]
        lines += [f"| `{measure.name}` | {measure.unit.value} | {measure.meaning} |" for measure in cube.measures]
        lines += [""]
    lines += ["## Columns", "", "| column | type | meaning |", "|---|---|---|"]
    lines += [f"| `{name}` | {_KINDS[kind]} | {_MEANINGS[name]} |" for name, kind in COLUMNS.items()]
    return "\n".join([*lines, ""])
