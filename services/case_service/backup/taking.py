"""Taking a backup while Varde works: data, keys and secrets each in a folder of its own."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from services.case_service.backup import postgres_part, sqlite_part
from services.case_service.backup.faults import BackupError, Fault
from services.case_service.backup.folder import copied, whole_folder, with_manifest, written
from services.case_service.backup.manifest import FORMAT, NOTE, Database, Kind, Manifest, Part, TablePart
from services.case_service.backup.sources import BEFORE_THE_EVENTS, FILES, FOLDERS, SMALL_DATABASES, Sources
from services.case_service.store import SQLiteFile
from services.case_service.store.postgres_schema import EVENTS, KEYS, Schema
from services.case_service.store.settings import Place
from services.integrity.durable import UNFINISHED

EVENTS_FILE: Final = "events.sqlite"
KEYS_FILE: Final = "keys.sqlite"
EVENTS_TABLE: Final = "events.copy"
CHECKPOINT: Final = "checkpoint.note"
"""The newest checkpoint that the log had when the backup was begun."""

LOG_KEYS: Final = "log_keys.txt"
"""The keys that the log has signed with. They are believed only when nobody says better: they lie beside what they vouch for."""


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """The folders in which a backup's folders are made. Without ``secrets`` the tenant's secrets are not copied."""

    data: Path
    keys: Path
    secrets: Path | None = None


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that was taken: its folders, the last position of the log in it, and the SHA-256 of the data's manifest."""

    data: Path
    keys: Path
    secrets: Path | None
    position: int
    size: int
    manifest_sha256: str


def take_backup(sources: Sources, places: Places, *, at: datetime, backup: UUID) -> Taken:
    """Take a backup while others write. It holds the log up to one position, and every key and file that it needs.

    Events are read after what follows them and before the keys and files that they name: these are durable before the event is.

    Raises BackupError when the places are one, a name is taken or a secret is missing; StoreUnavailableError; OSError.
    """
    _refuse_one_place(places)
    fingerprints = _fingerprints(sources)
    name = f"{sources.tenant}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{backup.hex[:6]}"
    taking = _Taking(
        sources,
        Manifest(
            format=FORMAT,
            backup=backup,
            kind=Kind.DATA,
            tenant=sources.tenant,
            made_at=at,
            database=Database.SQLITE,
            steps=0,
            parts=(),
        ),
    )
    data, keys = places.data / f"{name}.data", places.keys / f"{name}.keys"
    secrets = None if places.secrets is None else places.secrets / f"{name}.secrets"
    with whole_folder(data) as folder:
        followers = taking.small(BEFORE_THE_EVENTS, folder)
        events = taking.tables(sources.events, EVENTS, EVENTS_FILE, folder)
        with whole_folder(keys) as key_folder:
            found = taking.tables(sources.keys, KEYS, KEYS_FILE, key_folder)
            of_keys = with_manifest(key_folder, msgspec.structs.replace(found, kind=Kind.KEYS, secrets=fingerprints))
        if secrets is not None:
            taking.secrets(secrets, fingerprints)
        if _fingerprints(sources) != fingerprints:
            raise BackupError(Fault.WRONG_SECRET, name="kek")  # the tenant's key was replaced meanwhile: what was copied is torn
        parts = (*events.parts, *followers, *taking.small(SMALL_DATABASES, folder), *taking.files(folder), *taking.proof(folder))
        manifest = msgspec.structs.replace(
            events,
            parts=tuple(sorted(parts, key=lambda one: one.name)),
            position=_last_position(folder, events),
            keys_sha256=of_keys,
            secrets=fingerprints,
            settings=sources.settings,
        )
        sha256 = with_manifest(folder, manifest)
        if sources.vouch is not None and (note := sources.vouch(sha256, manifest.position)) is not None:
            written(note, folder, NOTE)
    size = sum(part.size for part in (*manifest.parts, *found.parts))
    return Taken(data=data, keys=keys, secrets=secrets, position=manifest.position, size=size, manifest_sha256=sha256)


class _Taking:
    """One backup on its way; ``blank`` is a manifest that names what all its folders share."""

    def __init__(self, sources: Sources, blank: Manifest) -> None:
        self._sources = sources
        self._blank = blank

    def tables(self, place: Place, schema: Schema, name: str, folder: Path) -> Manifest:
        """The events or the keys, as of one moment."""
        if isinstance(place, SQLiteFile):
            part = sqlite_part.sqlite_part(place.path, folder, name)
            return self._manifest(Database.SQLITE, sqlite_part.steps_of(folder / name), (part,))
        found = postgres_part.export(place, self._sources.tenant, schema, folder)
        return self._manifest(Database.POSTGRES, found.steps, found.parts, found.tables)

    def small(self, names: tuple[str, ...], folder: Path) -> list[Part]:
        """The small databases that are there."""
        home = self._sources.home
        return [sqlite_part.sqlite_part(home / name, folder, name) for name in names if (home / name).is_file()]

    def files(self, folder: Path) -> list[Part]:
        """The files that are there, whole ones alone. One that is swept away meanwhile is told of by no event."""
        home, parts = self._sources.home, list[Part]()
        named = [name for name in FILES if (home / name).is_file()]
        named += [
            one.relative_to(home).as_posix()
            for each in FOLDERS
            for one in sorted((home / each).rglob("*"))
            if one.is_file() and one.suffix != UNFINISHED
        ]
        for name in named:
            with suppress(FileNotFoundError):
                parts.append(copied(home / name, folder, name))
        return parts

    def proof(self, folder: Path) -> list[Part]:
        """What the copy is checked by: the newest checkpoint, and the log's keys."""
        given = ((CHECKPOINT, self._sources.checkpoint), (LOG_KEYS, (self._sources.log_keys or "").encode()))
        return [written(content, folder, name) for name, content in given if content]

    def secrets(self, place: Path, fingerprints: dict[str, str]) -> None:
        """The secrets, in a folder of their own."""
        with whole_folder(place) as folder:
            parts = tuple(copied(one.file, folder, one.name) for one in self._sources.secrets if one.name in fingerprints)
            manifest = self._manifest(Database.SQLITE, 0, parts)
            manifest = msgspec.structs.replace(manifest, kind=Kind.SECRETS, secrets=fingerprints)
            with_manifest(folder, manifest)

    def _manifest(self, database: Database, steps: int, parts: tuple[Part, ...], tables: tuple[TablePart, ...] = ()) -> Manifest:
        return msgspec.structs.replace(self._blank, database=database, steps=steps, parts=parts, tables=tables)


def _refuse_one_place(places: Places) -> None:
    """Whoever gets hold of one place must not get the other: no place is another's, or lies in it."""
    given = [one.resolve() for one in (places.data, places.keys, places.secrets) if one is not None]
    for place, one in enumerate(given):
        for other in given[place + 1 :]:
            if one.is_relative_to(other) or other.is_relative_to(one):
                raise BackupError(Fault.SAME_PLACE, place=one, other=other)


def _fingerprints(sources: Sources) -> dict[str, str]:
    found = {one.name: one.fingerprint() for one in sources.secrets}
    for one in sources.secrets:
        if found[one.name] is None and not one.can_be_new:
            raise BackupError(Fault.NO_SECRET, name=one.name)
    return {name: fingerprint for name, fingerprint in found.items() if fingerprint is not None}


def _last_position(folder: Path, events: Manifest) -> int:
    if events.database is Database.SQLITE:
        return sqlite_part.last_position_of(folder / EVENTS_FILE)
    place = events.columns_of(EVENTS_TABLE).columns.index(postgres_part.POSITION)
    return max((postgres_part.number_of(row[place]) for row in postgres_part.rows_of(folder / EVENTS_TABLE)), default=0)
