"""Seeing that two folders are one backup, and that no byte of them was changed."""

from __future__ import annotations

from pathlib import Path

import msgspec

from services.case_service.backup.faults import BackupError, Fault
from services.case_service.backup.folder import check_parts
from services.case_service.backup.manifest import NAME, Database, Kind, Manifest, read_manifest, sha256_of
from services.case_service.store import postgres_schema, sqlite_schema


class OpenedBackup(msgspec.Struct, frozen=True, kw_only=True):
    """The two folders of a backup, each checked against its manifest."""

    data_folder: Path
    data: Manifest
    keys_folder: Path
    keys: Manifest


def open_backup(data: Path, keys: Path) -> OpenedBackup:
    """Check the data and the keys, and that they belong together. Raises BackupError."""
    of_data = checked(data, Kind.DATA)
    return OpenedBackup(data_folder=data, data=of_data, keys_folder=keys, keys=checked_keys(of_data, keys))


def checked(folder: Path, kind: Kind) -> Manifest:
    """The manifest of a folder of which every byte was read. Raises BackupError."""
    manifest = read_manifest(folder, kind)
    _refuse_newer(folder, manifest)
    check_parts(folder, manifest)
    return manifest


def checked_keys(data: Manifest, folder: Path) -> Manifest:
    """The manifest of the keys that belong to the data. Raises BackupError when they are missing, or of another backup."""
    if not folder.is_dir():
        raise BackupError(Fault.NO_KEYS, place=folder)
    manifest = checked(folder, Kind.KEYS)
    if manifest.backup != data.backup or sha256_of((folder / NAME).read_bytes()) != data.keys_sha256:
        raise BackupError(Fault.OTHER_KEYS, place=folder)
    return manifest


def _refuse_newer(folder: Path, manifest: Manifest) -> None:
    """A backup whose tables have taken steps that this Varde does not know is for the Varde that knows them."""
    events = manifest.kind is Kind.DATA
    if manifest.database is Database.SQLITE:
        known = len(sqlite_schema.EVENTS if events else sqlite_schema.KEYS)
    else:
        known = len((postgres_schema.EVENTS if events else postgres_schema.KEYS).steps)
    if manifest.steps > known:
        raise BackupError(Fault.NEWER, place=folder, format=f"{manifest.format}, {manifest.steps}/{known}")
