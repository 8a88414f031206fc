"""Restoring a backup: everything is checked, made whole beside what stands there, and only then takes its place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self
from uuid import UUID

import msgspec

from events.archive import Disposed
from services.case_service.backup import postgres_part
from services.case_service.backup.checking import OpenedBackup, open_backup
from services.case_service.backup.faults import BackupError, Fault
from services.case_service.backup.folder import CHUNK, OWN_FILE, OWN_FOLDER, check_parts, created, written
from services.case_service.backup.manifest import Database, Kind, Manifest, Part, read_manifest
from services.case_service.backup.sources import KEPT_ASIDE, Sources, fingerprint_of
from services.case_service.backup.taking import EVENTS_FILE, KEYS_FILE
from services.case_service.store import (
    KeyId,
    SQLiteFile,
    StoreError,
    StoreSettings,
    migrate,
    open_key_store,
    open_store,
)
from services.case_service.store.postgres_schema import EVENTS, KEYS, prefix_of
from services.case_service.store.settings import KEK_BYTES
from services.integrity.durable import sync_folder

UNANSWERED: Final = "restored.json"
"""Lies in the tenant's folder from a restore until somebody has answered for it."""

READ_AT_ONCE: Final = 5_000
KEK: Final = "kek"


class Restoring(msgspec.Struct, frozen=True, kw_only=True):
    """Which folders to restore from. Without ``secrets`` the tenant's secrets are those that lie where they should.

    ``aside``: what stands there now is to be laid aside, under another name.
    """

    data: Path
    keys: Path
    secrets: Path | None = None
    aside: bool = False


class Unanswered(msgspec.Struct, frozen=True, kw_only=True):
    """A restore that nobody has answered for yet: which backup, taken when, up to which position."""

    backup: UUID
    taken_at: datetime
    position: int

    @classmethod
    def of(cls, manifest: Manifest) -> Self:
        """What is to be answered for after a backup was put back."""
        return cls(backup=manifest.backup, taken_at=manifest.made_at, position=manifest.position)


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What was restored: up to which position, made when, and where that which stood there lies now."""

    position: int
    made_at: datetime
    aside: Path | None


def restore(into: Sources, restoring: Restoring, *, at: datetime) -> Restored:
    """Restore a tenant. Nothing of Varde may be running. What is there is left as it is unless all of the backup is sound.

    ``into`` says where the tenant's things go.

    Raises BackupError, StoreError, OSError.
    """
    found = open_backup(restoring.data, restoring.keys)
    manifest = found.data
    if manifest.tenant != into.tenant:
        raise BackupError(Fault.OTHER_TENANT, place=restoring.data, tenant=manifest.tenant, own=into.tenant)
    embedded = isinstance(into.events, SQLiteFile)
    if embedded is not (manifest.database is Database.SQLITE):
        raise BackupError(Fault.OTHER_DATABASE, place=restoring.data, database=manifest.database.value)
    secrets = _secrets(into, restoring, manifest.secrets)
    _refuse_what_stands_there(into, restoring)
    stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    staging = into.home.with_name(f".{into.home.name}.{stamp}.restoring")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True, mode=OWN_FOLDER)
    try:
        _lay(found, staging)
        _keep(into.home, staging)
        written(msgspec.json.encode(Unanswered.of(manifest)), staging, UNANSWERED)
        for secret in into.secrets:
            if secret.file.parent.resolve() == into.home.resolve() and secret.name in secrets:
                written(secrets[secret.name], staging, secret.file.name)
        store = _store(into, staging, secrets[KEK], embedded=embedded)
        if embedded:
            migrate(store)
        else:
            _load(store, found)
        check_keys(store)
        aside = _take_place(staging, into.home, stamp)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    for secret in into.secrets:
        if secret.name in secrets and not secret.file.exists():
            written(secrets[secret.name], secret.file.parent, secret.file.name)
    return Restored(position=manifest.position, made_at=manifest.made_at, aside=aside)


def check_keys(store: StoreSettings) -> None:
    """Read the whole log with its keys.

    Raises BackupError when a key is there that the log says was destroyed, or text that should be readable is not.
    """
    with open_store(store) as opened, open_key_store(store) as keys:
        position = 0
        try:
            while events := opened.after(position, READ_AT_ONCE):
                for one in events:
                    if isinstance(one.event, Disposed):
                        key = KeyId(one.event.of_subject, one.event.retention)
                        if keys.find([key]).get(key) is not None:
                            raise BackupError(Fault.REVIVED_KEY, position=one.position)
                position = events[-1].position or position + len(events)
        except StoreError as error:
            raise BackupError(Fault.UNREADABLE, detail=error) from error


def _secrets(into: Sources, restoring: Restoring, wanted: Mapping[str, str]) -> dict[str, bytes]:
    """The secrets to go on with: each the one that the backup was made with, or none where a new one will do."""
    folder = restoring.secrets
    if folder is not None:
        check_parts(folder, read_manifest(folder, Kind.SECRETS))
    found = dict[str, bytes]()
    for secret in into.secrets:
        place = secret.file if folder is None else folder / secret.name
        content = place.read_bytes() if place.is_file() else None
        if content is None:
            if not secret.can_be_new and secret.name in wanted:
                raise BackupError(Fault.NO_SECRET, name=secret.name)
        else:
            own = None if secret.file.resolve().is_relative_to(into.home.resolve()) else secret.fingerprint()
            if any(one != fingerprint_of(content) for one in (wanted.get(secret.name), own) if one is not None):
                raise BackupError(Fault.WRONG_SECRET, name=secret.name)
            found[secret.name] = content
    return found


def _refuse_what_stands_there(into: Sources, restoring: Restoring) -> None:
    """A place that is not empty is left alone unless it is to be laid aside; a database is never emptied."""
    secrets = {secret.file.resolve() for secret in into.secrets}
    kept = [one for one in into.home.iterdir() if one.resolve() not in secrets] if into.home.is_dir() else []
    if kept and not restoring.aside:
        raise BackupError(Fault.NOT_EMPTY, place=into.home)
    for place, table in ((into.events, "events"), (into.keys, "keys")):
        if not isinstance(place, SQLiteFile) and not postgres_part.is_empty(place, into.tenant, table):
            raise BackupError(Fault.NOT_EMPTY, place=f"{prefix_of(into.tenant)}_{table}")


def _lay(found: OpenedBackup, staging: Path) -> None:
    tables = {one.part for one in found.data.tables}
    for part in found.data.parts:
        if part.name not in tables:
            _copy(found.data_folder, part, staging)
    if found.keys.database is Database.SQLITE:
        for part in found.keys.parts:
            _copy(found.keys_folder, part, staging)


def _keep(home: Path, staging: Path) -> None:
    """Let the book of what was signed stay: after an older backup it is the municipality's own witness of the roll-back."""
    if (home / KEPT_ASIDE[0]).is_file():
        for name in KEPT_ASIDE:
            (staging / name).unlink(missing_ok=True)
            if (home / name).is_file():
                shutil.copyfile(home / name, staging / name)
                (staging / name).chmod(OWN_FILE)


def _load(store: StoreSettings, found: OpenedBackup) -> None:
    assert not isinstance(store.keys, SQLiteFile)  # noqa: S101 - the settings allow both databases or both files
    assert not isinstance(store.events, SQLiteFile)  # noqa: S101
    postgres_part.load(store.keys, KEYS, found.keys_folder, found.keys)
    postgres_part.load(store.events, EVENTS, found.data_folder, found.data)


def _store(into: Sources, staging: Path, kek: bytes, *, embedded: bool) -> StoreSettings:
    try:
        read = bytes.fromhex(kek.decode("ascii").strip())
    except ValueError:
        read = b""
    if len(read) != KEK_BYTES:
        raise BackupError(Fault.WRONG_SECRET, name=KEK)
    events = SQLiteFile(path=staging / EVENTS_FILE) if embedded else into.events
    keys = SQLiteFile(path=staging / KEYS_FILE) if embedded else into.keys
    return StoreSettings(tenant=into.tenant, events=events, keys=keys, kek=read)


def _take_place(staging: Path, home: Path, stamp: str) -> Path | None:
    """Give the restored folder its name, and what had it another one."""
    aside = None
    if home.exists():
        aside = home.with_name(f"{home.name}.before-{stamp}")
        home.rename(aside)
    staging.rename(home)
    sync_folder(home.parent)
    return aside


def _copy(folder: Path, part: Part, staging: Path) -> None:
    target = staging / part.name
    target.parent.mkdir(parents=True, exist_ok=True, mode=OWN_FOLDER)
    with (folder / part.name).open("rb") as source, created(target) as out:
        shutil.copyfileobj(source, out, CHUNK)
        out.flush()
        os.fsync(out.fileno())
