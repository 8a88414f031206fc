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
from collections.abc import Mapping
from enum import StrEnum

MOST_FILES = 40
LARGEST_FILE = 64 * 1024 * 1024
LARGEST_IN_ALL = 192 * 1024 * 1024
MANIFEST = "manifest.csv"
VERSION = "1.2"

Row = Mapping[str, str]


class BundleFault(StrEnum):
    """Why a bundle is not read."""

    NOT_A_ZIP = "not_a_zip"
    ENCRYPTED = "encrypted"
    FOREIGN_PATH = "foreign_path"
    FILE_TWICE = "file_twice"
    TOO_MANY_FILES = "too_many_files"
    TOO_LARGE = "too_large"
    NO_MANIFEST = "no_manifest"
    OTHER_VERSION = "other_version"
    ONLY_CHANGES = "only_changes"
    FILE_MISSING = "file_missing"
    NOT_UTF8 = "not_utf8"
    BROKEN_TABLE = "broken_table"


class BundleError(Exception):
    """The bundle is not read, and nothing of it is. ``file`` and ``line`` say where; line 1 is the heading."""

    def __init__(self, fault: BundleFault, file: str = "", line: int | None = None) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.file = file
        self.line = line


def tables(content: bytes) -> dict[str, tuple[Row, ...]]:
    """The rows of each file that the manifest says is there in full, by the file's name without ``.csv``."""
    files = _unpacked(content)
    if MANIFEST not in files:
        raise BundleError(BundleFault.NO_MANIFEST)
    stated = {row.get("propertyName", ""): row.get("value", "") for row in _rows(MANIFEST, files[MANIFEST])}
    if stated.get("oneroster.version") != VERSION:
        raise BundleError(BundleFault.OTHER_VERSION, MANIFEST)
    return {name: _table(name, mode, files) for name, mode in _files_of(stated).items() if mode != "absent"}


def _files_of(stated: Mapping[str, str]) -> dict[str, str]:
    return {key.removeprefix("file."): value for key, value in stated.items() if key.startswith("file.")}


def _table(name: str, mode: str, files: Mapping[str, bytes]) -> tuple[Row, ...]:
    file = f"{name}.csv"
    if mode != "bulk":
        # A list of changes cannot tell who is no longer there.
        raise BundleError(BundleFault.ONLY_CHANGES, file)
    if file not in files:
        raise BundleError(BundleFault.FILE_MISSING, file)
    return _rows(file, files[file])


def _unpacked(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _members(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise BundleError(BundleFault.NOT_A_ZIP) from error


def _members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    listed = archive.infolist()
    if len(listed) > MOST_FILES:
        raise BundleError(BundleFault.TOO_MANY_FILES)
    files: dict[str, bytes] = {}
    left = LARGEST_IN_ALL
    for member in listed:
        if "/" in member.filename or "\\" in member.filename or not member.filename.endswith(".csv"):
            raise BundleError(BundleFault.FOREIGN_PATH, member.filename)
        if member.flag_bits & 1:
            raise BundleError(BundleFault.ENCRYPTED, member.filename)
        if member.filename in files:
            raise BundleError(BundleFault.FILE_TWICE, member.filename)
        most = min(LARGEST_FILE, left)
        with archive.open(member) as opened:
            unpacked = opened.read(most + 1)
        if len(unpacked) > most:
            raise BundleError(BundleFault.TOO_LARGE, member.filename)
        left -= len(unpacked)
        files[member.filename] = unpacked
    return files


def _rows(file: str, content: bytes) -> tuple[Row, ...]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BundleError(BundleFault.NOT_UTF8, file) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    try:
        heading = next(reader, [])
        if not heading or len(set(heading)) != len(heading):
            raise BundleError(BundleFault.BROKEN_TABLE, file, 1)
        for cells in reader:
            if len(cells) != len(heading) or any("\x00" in cell for cell in cells):
                raise BundleError(BundleFault.BROKEN_TABLE, file, reader.line_num)
            rows.append(dict(zip(heading, cells, strict=True)))
    except csv.Error as error:
        raise BundleError(BundleFault.BROKEN_TABLE, file, reader.line_num) from error
    return tuple(rows)
