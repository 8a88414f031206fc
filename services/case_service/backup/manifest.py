"""The list of what a backup's folder holds, by which every byte of it is checked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from services.case_service.backup.faults import BackupError, Fault

FORMAT: Final = "varde-backup/1"
NAME: Final = "manifest.json"
SUM: Final = "manifest.sha256"
"""The manifest's own checksum beside it, so that a bit that turned over is found there too.

Whoever changes both is found by the signature, by the sum that was written down elsewhere, and in the log by the checkpoint.
"""

NOTE: Final = "manifest.note"
"""The signature over the manifest of the data. Backups from before there was one, and of a log without a key, have none."""


class Kind(StrEnum):
    """What a folder holds. Each opens nothing without the others."""

    DATA = "data"
    KEYS = "keys"
    SECRETS = "secrets"


class Database(StrEnum):
    """What the tables lay in."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the backup: its name under the folder, its size in bytes and its SHA-256 in hexadecimal digits."""

    name: str
    size: int
    sha256: str


class TablePart(msgspec.Struct, frozen=True, kw_only=True):
    """A table of PostgreSQL that lies in a part, in COPY's binary format. ``table`` is its name without the tenant's."""

    part: str
    table: str
    columns: tuple[str, ...]


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One folder of a backup.

    ``position`` is the last one in the log (data alone), ``steps`` how many migration steps the tables had taken. ``keys_sha256``
    is the hash of the manifest of the keys that belong to the data. ``secrets`` are fingerprints of the tenant's secrets, that
    tell whether a secret is the right one and nothing else; ``settings`` what the surroundings said, without passwords.
    """

    format: str
    backup: UUID
    kind: Kind
    tenant: str
    made_at: datetime
    database: Database
    steps: int
    parts: tuple[Part, ...]
    tables: tuple[TablePart, ...] = ()
    position: int = 0
    keys_sha256: str | None = None
    secrets: Mapping[str, str] = msgspec.field(default_factory=dict)
    settings: Mapping[str, str] = msgspec.field(default_factory=dict)

    def encoded(self) -> bytes:
        """The file's content."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"

    def columns_of(self, part: str) -> TablePart:
        """Which table lies in a part."""
        return next(one for one in self.tables if one.part == part)


def sha256_of(content: bytes) -> str:
    """The hash of bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def read_manifest(folder: Path, kind: Kind) -> Manifest:
    """The manifest of a folder. Raises BackupError when it is none, changed, of another kind, or written by a newer Varde."""
    try:
        content = (folder / NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise BackupError(Fault.NOT_A_BACKUP, place=folder) from None
    try:
        if (folder / SUM).read_bytes() != f"{sha256_of(content)}\n".encode():
            raise BackupError(Fault.CHANGED, place=folder, name=NAME)
    except FileNotFoundError:
        raise BackupError(Fault.MISSING, place=folder, name=SUM) from None
    try:
        named = msgspec.json.decode(content, type=_Named)
        if named.format != FORMAT:
            raise BackupError(Fault.NEWER, place=folder, format=named.format)
        found = msgspec.json.decode(content, type=Manifest)
    except msgspec.DecodeError:
        raise BackupError(Fault.CHANGED, place=folder, name=NAME) from None
    if found.kind is not kind:
        raise BackupError(Fault.NO_KEYS if kind is Kind.KEYS else Fault.NOT_A_BACKUP, place=folder)
    return found


class _Named(msgspec.Struct, frozen=True):
    format: str
