"""Folders and files of a backup: for their owner alone, on the disk before they have their name, hashed while they are written."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Self

from services.case_service.backup.faults import BackupError, Fault
from services.case_service.backup.manifest import NAME, NOTE, SUM, Manifest, Part
from services.integrity.durable import sync_folder

OWN_FOLDER: Final = 0o700
OWN_FILE: Final = 0o600
CHUNK: Final = 1 << 20


@contextmanager
def whole_folder(place: Path) -> Iterator[Path]:
    """A folder to fill, which is called ``place`` when all of it is durable and is gone when that fails.

    Raises BackupError when there is something by that name.
    """
    if place.exists():
        raise BackupError(Fault.TAKEN, place=place)
    place.parent.mkdir(parents=True, exist_ok=True, mode=OWN_FOLDER)
    partial = place.with_name(f".{place.name}.{secrets.token_hex(4)}.partial")
    partial.mkdir(mode=OWN_FOLDER)
    try:
        yield partial
        for folder in (*(one for one in partial.rglob("*") if one.is_dir()), partial):
            sync_folder(folder)
        partial.rename(place)
        sync_folder(place.parent)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def created(place: Path) -> BinaryIO:
    """A new file for its owner alone, open for writing. Raises FileExistsError."""
    return os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN_FILE), "wb")


class PartFile:
    """A file of the backup while it is written. ``part`` tells what it came to, when it is closed."""

    def __init__(self, folder: Path, name: str) -> None:
        self._name = name
        self._hash = hashlib.sha256()
        self._size = 0
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True, mode=OWN_FOLDER)
        self._out = created(place)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.close()

    def write(self, content: bytes | bytearray | memoryview) -> None:
        """Add bytes."""
        self._out.write(content)
        self._hash.update(content)
        self._size += len(content)

    def done(self) -> Part:
        """Make it durable, and tell what was written."""
        self._out.flush()
        os.fsync(self._out.fileno())
        return Part(name=self._name, size=self._size, sha256=self._hash.hexdigest())


def copied(source: Path, folder: Path, name: str) -> Part:
    """Copy a file. Raises FileNotFoundError, and leaves nothing then."""
    with source.open("rb") as content, PartFile(folder, name) as out:
        while chunk := content.read(CHUNK):
            out.write(chunk)
        return out.done()


def written(content: bytes, folder: Path, name: str) -> Part:
    """Write a file."""
    with PartFile(folder, name) as out:
        out.write(content)
        return out.done()


def with_manifest(folder: Path, manifest: Manifest) -> str:
    """Write the manifest and its checksum, and return that: SHA-256 in hexadecimal digits."""
    part = written(manifest.encoded(), folder, NAME)
    written(f"{part.sha256}\n".encode(), folder, SUM)
    return part.sha256


def check_parts(folder: Path, manifest: Manifest) -> None:
    """Read every byte of a folder. Raises BackupError for what is changed, missing or not named in the manifest."""
    named = {part.name: part for part in manifest.parts}
    for found in sorted(folder.rglob("*")):
        name = found.relative_to(folder).as_posix()
        if (found.is_symlink() or not found.is_dir()) and name not in named and name not in {NAME, NOTE, SUM}:
            raise BackupError(Fault.UNKNOWN_FILE, place=folder, name=name)
    for part in manifest.parts:
        place = folder / part.name
        if place.is_symlink() or not place.resolve().is_relative_to(folder.resolve()):
            raise BackupError(Fault.CHANGED, place=folder, name=part.name)
        if not place.is_file():
            raise BackupError(Fault.MISSING, place=folder, name=part.name)
        with place.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        if digest != part.sha256 or place.stat().st_size != part.size:
            raise BackupError(Fault.CHANGED, place=folder, name=part.name)
