"""A checksum over the columns of a row that no leaf and no seal covers, so that a bit which turned over in them is noticed.

It is no signature: whoever can write to the database can make it again. Against people stand leaves, seals and witnesses.
"""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Final

import msgspec

CHECKSUM: Final = "varde_checksum"
"""What the function is called in SQL. Nothing that is stored asks for it, so other programs can read the file without it."""

Column = int | str | bytes | None

_pack = msgspec.msgpack.Encoder().encode


def checksum(*columns: Column) -> bytes:
    """SHA-256 over the columns and their types."""
    return hashlib.sha256(_pack(columns)).digest()


def lend_checksum(connection: sqlite3.Connection) -> None:
    """Let statements of this connection ask for a row's checksum."""
    connection.create_function(CHECKSUM, -1, checksum, deterministic=True)
