"""Opens a OneRoster 1.2 CSV bundle: a zip with manifest.csv and the bulk files that the manifest names.

The file comes from outside. Nothing is written to disk, no name in it is used as a path, and what is unpacked is counted
while it is read: the sizes that a zip states about itself may be false.
Source: 1EdTech OneRoster 1.2 CSV Binding, manifest.csv (propertyName, value; ``file.<name>`` is bulk, delta or absent).
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

import msgspec

from services.case_service.roster.faults import Fault, broken

MOST_FILES = 40
LARGEST_FILE = 64 * 1024 * 1024
LARGEST_IN_ALL = 192 * 1024 * 1024
MOST_ROWS = 1_000_000
"""In all files together; the largest municipality has some hundred thousand."""

MANIFEST = "manifest.csv"
VERSION = "1.2"


class Cells(Mapping[str, str]):
    """The cells of a row by column. All rows of a table share the columns' places: a dict each would take five times the room."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: Mapping[str, int], values: tuple[str, ...]) -> None:
        self._places = places
        self._values = values

    def __getitem__(self, column: str) -> str:
        """The cell in a column."""
        return self._values[self._places[column]]

    def __iter__(self) -> Iterator[str]:
        """The columns, in order."""
        return iter(self._places)

    def __len__(self) -> int:
        """How many columns there are."""
        return len(self._values)


class Row(msgspec.Struct, frozen=True):
    """The cells of a row by column, and the line that it ends on; line 1 is the heading."""

    line: int
    cells: Mapping[str, str]


class Table(msgspec.Struct, frozen=True):
    """One file of the bundle."""

    file: str
    heading: tuple[str, ...]
    rows: tuple[Row, ...]


def opened(content: bytes) -> dict[str, Table]:
    """Each file that the manifest says is there in full, by its name without ``.csv``. Raises BundleError."""
    files = _unpacked(content)
    if MANIFEST not in files:
        raise broken(Fault.NO_MANIFEST)
    manifest = _table(MANIFEST, files[MANIFEST])
    stated = {row.cells.get("propertyName", ""): row.cells.get("value", "") for row in manifest.rows}
    if stated.get("oneroster.version") != VERSION:
        raise broken(Fault.OTHER_VERSION, MANIFEST)
    modes = {key.removeprefix("file."): value for key, value in stated.items() if key.startswith("file.")}
    tables: dict[str, Table] = {}
    left = MOST_ROWS
    for name, mode in modes.items():
        if mode != "absent":
            tables[name] = _whole(name, mode, files, left)
            left -= len(tables[name].rows)
    return tables


def _whole(name: str, mode: str, files: Mapping[str, bytes], most: int) -> Table:
    file = f"{name}.csv"
    if mode != "bulk":
        # A list of changes cannot tell who is no longer there.
        raise broken(Fault.ONLY_CHANGES, file)
    if file not in files:
        raise broken(Fault.FILE_MISSING, file)
    return _table(file, files[file], most)


def _unpacked(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _members(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise broken(Fault.NOT_A_ZIP) from error


def _members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    listed = archive.infolist()
    if len(listed) > MOST_FILES:
        raise broken(Fault.TOO_MANY_FILES)
    files: dict[str, bytes] = {}
    left = LARGEST_IN_ALL
    for member in listed:
        if "/" in member.filename or "\\" in member.filename or not member.filename.endswith(".csv"):
            raise broken(Fault.FOREIGN_PATH)
        if member.flag_bits & 1:
            raise broken(Fault.ENCRYPTED)
        if member.filename in files:
            raise broken(Fault.FILE_TWICE)
        most = min(LARGEST_FILE, left)
        with archive.open(member) as inside:
            unpacked = inside.read(most + 1)
        if len(unpacked) > most:
            raise broken(Fault.TOO_LARGE)
        left -= len(unpacked)
        files[member.filename] = unpacked
    return files


def _table(file: str, content: bytes, most: int = MOST_ROWS) -> Table:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise broken(Fault.NOT_UTF8, file) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    try:
        heading = tuple(next(reader, ()))
        if not heading or len(set(heading)) != len(heading):
            raise broken(Fault.BROKEN_TABLE, file, 1)
        places = {column: place for place, column in enumerate(heading)}
        for cells in reader:
            if len(rows) == most:
                raise broken(Fault.TOO_LARGE, file)
            if len(cells) != len(heading) or any("\x00" in cell for cell in cells):
                raise broken(Fault.BROKEN_TABLE, file, reader.line_num)
            rows.append(Row(reader.line_num, Cells(places, tuple(cells))))
    except csv.Error as error:
        raise broken(Fault.BROKEN_TABLE, file, reader.line_num) from error
    return Table(file, heading, tuple(rows))
