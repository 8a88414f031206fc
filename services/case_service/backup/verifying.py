"""Whether a backup holds the log that a checkpoint was signed over: every leaf is computed anew, nothing stored is believed."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from contextlib import closing
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from events.archive import Disposed
from events.base import event_type
from events.stored import facts_today, peek
from services.case_service.backup.checking import checked, checked_keys
from services.case_service.backup.faults import BackupError, Fault
from services.case_service.backup.manifest import Kind, Manifest
from services.case_service.backup.stored_log import active_keys, roots_at, rows_of
from services.case_service.backup.taking import CHECKPOINT, LOG_KEYS
from services.case_service.backup.vouching import is_vouched_for
from services.integrity.checkpoints import Checkpoint, LogKeys, believed, read_checkpoint, read_log_keys
from services.integrity.notes import NoteError, read_note

DISPOSED: Final = event_type(Disposed).topic


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of a backup that holds. ``root`` is that of all ``position`` events, in hexadecimal digits.

    ``signed`` is up to where the backup's own checkpoint covers it, None when it has none; ``witnessed`` the size of the
    checkpoint that was given from outside. ``missing`` is how many events that one counts and the backup has not: it is older.
    ``vouched``: the log's key signed the manifest.
    """

    position: int
    root: str
    signed: int | None
    witnessed: int | None
    missing: int
    keys_checked: bool
    vouched: bool


def verify_backup(
    data: Path,
    *,
    keys: Path | None = None,
    witness: bytes | None = None,
    log_keys: LogKeys | None = None,
    origin: str | None = None,
) -> Verified:
    """Read every byte of a backup, and compare its log with its checkpoint and with one that somebody else kept.

    Raises BackupError, whose fault and values say which file, which event or which signature is wrong.
    """
    manifest = checked(data, Kind.DATA)
    vouched = is_vouched_for(data, manifest, log_keys or _own_keys(data))
    of_keys = checked_keys(manifest, keys) if keys is not None else None
    own = _own_checkpoint(data, manifest, log_keys, origin)
    outside = None if witness is None else _checkpoint(witness, data, log_keys, origin)
    with closing(rows_of(data, manifest)) as rows:
        roots = roots_at([one.size for one in (own, outside) if one is not None], rows, tenant=manifest.tenant, place=data)
    position = max(roots)
    if position != manifest.position:
        raise BackupError(Fault.BROKEN_LOG, place=data, position=min(position, manifest.position) + 1)
    for one in (own, outside):
        if one is not None and one.size <= position and roots[one.size] != one.root:
            raise BackupError(Fault.OTHER_LOG, place=data, size=one.size)
    if own is not None and own.size > position:
        raise BackupError(Fault.OTHER_LOG, place=data, size=own.size)
    if keys is not None and of_keys is not None:
        _refuse_revived(data, manifest, active_keys(keys, of_keys))
    return Verified(
        position=position,
        root=roots[position].hex(),
        signed=None if own is None else own.size,
        witnessed=None if outside is None else outside.size,
        missing=0 if outside is None else max(0, outside.size - position),
        keys_checked=of_keys is not None,
        vouched=vouched,
    )


def _own_checkpoint(data: Path, manifest: Manifest, log_keys: LogKeys | None, origin: str | None) -> Checkpoint | None:
    if CHECKPOINT not in {part.name for part in manifest.parts}:
        return None
    return _checkpoint((data / CHECKPOINT).read_bytes(), data, log_keys, origin)


def _checkpoint(note: bytes, data: Path, log_keys: LogKeys | None, origin: str | None) -> Checkpoint:
    """The checkpoint in a note, when the log's key signed it."""
    try:
        keys = log_keys or _own_keys(data) or read_log_keys("")
        read = read_note(note)
        return believed(read, origin=origin or read_checkpoint(read.text).origin, keys=keys).checkpoint
    except (NoteError, OSError, UnicodeDecodeError) as error:
        raise BackupError(Fault.BAD_CHECKPOINT, place=data, detail=error) from error


def _own_keys(data: Path) -> LogKeys | None:
    """The keys that the backup itself names. Raises BackupError when they cannot be read."""
    try:
        return read_log_keys((data / LOG_KEYS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (NoteError, OSError, UnicodeDecodeError) as error:
        raise BackupError(Fault.BAD_CHECKPOINT, place=data, detail=error) from error


def _refuse_revived(data: Path, manifest: Manifest, active: AbstractSet[tuple[UUID, str]]) -> None:
    """A key that the log says was destroyed must not come back with an older copy of the keys."""
    for row in rows_of(data, manifest):
        if row.topic == DISPOSED:
            gone = msgspec.json.decode(facts_today(peek(row.state), row.topic), type=_Gone)
            if (gone.of_subject, gone.retention) in active:
                raise BackupError(Fault.REVIVED_KEY, place=data, position=row.position)


class _Gone(msgspec.Struct, frozen=True):
    of_subject: UUID
    retention: str
