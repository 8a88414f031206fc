"""The signing key in a file of its own, outside every database and for its owner alone."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import Final

from services.integrity.durable import written_beside
from services.integrity.notes.errors import MalformedKeyError
from services.integrity.notes.keys import KeyKind, PrivateKey, new_key, read_private_key

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class KeyFileError(MalformedKeyError):
    """The file with the key is missing, holds none, or can be read by others than its owner."""


def make_key_file(file: Path, name: str, kind: KeyKind = KeyKind.NOTE) -> PrivateKey:
    """The key in the file, which is made when it is not there; of several processes that make it, the first wins.

    Raises KeyFileError, MalformedKeyError.
    """
    if not file.exists():
        write_key_file(file, new_key(name, kind), replace=False)
    return read_key_file(file)


def read_key_file(file: Path) -> PrivateKey:
    """The key in the file. Raises KeyFileError; its text names the file and never shows the key."""
    try:
        with file.open(encoding="ascii") as read:
            others = os.fstat(read.fileno()).st_mode & OTHERS
            line = read.read().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFileError(f"{file} cannot be read as a signing key: {error}") from error
    if others:
        raise KeyFileError(f"{file} can be reached by others than its owner; say: chmod 600 {file}")
    try:
        return read_private_key(line)
    except MalformedKeyError as error:
        raise KeyFileError(f"{file} holds no signing key: {error}") from error


def write_key_file(file: Path, key: PrivateKey, *, replace: bool) -> None:
    """Write a key so that the name appears only when the whole key is behind it. ``replace``: also where another key lies."""
    with written_beside(file, f"{key.line}\n".encode("ascii")) as beside:
        if replace:
            beside.replace(file)
        else:
            with contextlib.suppress(FileExistsError):
                os.link(beside, file)
