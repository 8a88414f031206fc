"""The log in a backup, read from its file alone: without a database, without keys."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple
from uuid import UUID

from services.case_service.backup import postgres_part, sqlite_part
from services.case_service.backup.faults import BackupError, Fault
from services.case_service.backup.manifest import Database, Manifest
from services.case_service.backup.taking import EVENTS_FILE, EVENTS_TABLE, KEYS_FILE
from services.integrity.leaf import NotAnEventError, leaf_at, stored_content
from services.integrity.merkle import Frontier

SELECT: Final = "SELECT position, originator_id, originator_version, topic, state FROM stored_events ORDER BY position"
ACTIVE: Final = "SELECT subject, retention FROM keys WHERE wrapped IS NOT NULL"
COLUMNS: Final = ("notification_id", "originator_id", "originator_version", "topic", "state")
KEYS_TABLE: Final = "keys.copy"


class StoredRow(NamedTuple):
    """An event as it is stored."""

    position: int
    stream_id: UUID
    version: int
    topic: str
    state: bytes


def rows_of(folder: Path, manifest: Manifest) -> Generator[StoredRow, None, None]:
    """The events of a backup in the order of their positions. Raises BackupError when the file is none."""
    if manifest.database is Database.SQLITE:
        for position, stream, version, topic, state in sqlite_part.rows_of(folder / EVENTS_FILE, SELECT):
            yield StoredRow(int(str(position)), UUID(str(stream)), int(str(version)), str(topic), _bytes(state))
        return
    columns = manifest.columns_of(EVENTS_TABLE).columns
    at, stream_at, version_at, topic_at, state_at = (columns.index(name) for name in COLUMNS)
    for row in _table(folder / EVENTS_TABLE):
        yield StoredRow(
            postgres_part.number_of(row[at]),
            postgres_part.uuid_of(row[stream_at]),
            postgres_part.number_of(row[version_at]),
            _bytes(row[topic_at]).decode(),
            _bytes(row[state_at]),
        )


def active_keys(folder: Path, manifest: Manifest) -> set[tuple[UUID, str]]:
    """Subject and retention class of the keys in a backup that are not destroyed."""
    if manifest.database is Database.SQLITE:
        return {(UUID(str(subject)), str(retention)) for subject, retention in sqlite_part.rows_of(folder / KEYS_FILE, ACTIVE)}
    columns = manifest.columns_of(KEYS_TABLE).columns
    subject, retention, wrapped = (columns.index(name) for name in ("subject", "retention", "wrapped"))
    rows = _table(folder / KEYS_TABLE)
    return {(postgres_part.uuid_of(row[subject]), _bytes(row[retention]).decode()) for row in rows if row[wrapped] is not None}


def roots_at(sizes: Iterable[int], rows: Iterable[StoredRow], *, tenant: str, place: Path) -> dict[int, bytes]:
    """The Merkle roots of the log's first so many events, of each size that is wanted and reached, and of the whole log.

    Raises BackupError when a position is missing or stored bytes are no event.
    """
    wanted, found, frontier = set(sizes), dict[int, bytes](), Frontier()
    if 0 in wanted:
        found[0] = frontier.root()
    for row in rows:
        if row.position != frontier.size + 1:
            raise BackupError(Fault.BROKEN_LOG, place=place, position=frontier.size + 1)
        try:
            frontier.add(leaf_at(row.position, stored_content(tenant, row.stream_id, row.version, row.topic, row.state)))
        except NotAnEventError:
            raise BackupError(Fault.BROKEN_LOG, place=place, position=row.position) from None
        if frontier.size in wanted:
            found[frontier.size] = frontier.root()
    found[frontier.size] = frontier.root()
    return found


def _table(file: Path) -> Iterator[list[bytes | None]]:
    try:
        yield from postgres_part.rows_of(file)
    except ValueError:
        raise BackupError(Fault.CHANGED, place=file.parent, name=file.name) from None


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""
