"""The file in which a municipality keeps its checkpoints, who cosigned them, and its alarms: apart from the events' database."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from services.integrity.checkpoints.checkpoint import Checkpoint, read_checkpoint
from services.integrity.durable import DurableTables
from services.integrity.keeping.alarms import Alarm, AlarmKind, Fault
from services.integrity.notes.note import Note, Signed, read_note

SCHEMA: Final = (
    """CREATE TABLE IF NOT EXISTS checkpoints (
        number INTEGER PRIMARY KEY, size INTEGER NOT NULL, note TEXT NOT NULL, made_at REAL NOT NULL, given_up_at REAL)""",
    "CREATE INDEX IF NOT EXISTS checkpoints_by_size ON checkpoints (size)",
    """CREATE TABLE IF NOT EXISTS cosignatures (
        checkpoint INTEGER NOT NULL, witness TEXT NOT NULL, said_at REAL NOT NULL, came_at REAL NOT NULL,
        PRIMARY KEY (checkpoint, witness)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS alarms (
        number INTEGER PRIMARY KEY, kind TEXT NOT NULL, detail TEXT NOT NULL, raised_at REAL NOT NULL, last_at REAL NOT NULL,
        ended_at REAL, ended_by TEXT, reason TEXT)""",
    "CREATE TABLE IF NOT EXISTS checks (what TEXT PRIMARY KEY, at REAL NOT NULL, size INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS stamps (size INTEGER PRIMARY KEY, token BLOB NOT NULL, at REAL NOT NULL)",
)


IN_FORCE: Final = "SELECT number, note, made_at FROM checkpoints WHERE given_up_at IS NULL"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A checkpoint with all signatures that are known by now. ``witnessed_at`` is when the first witness said that it cosigned."""

    checkpoint: Checkpoint
    note: Note
    made_at: datetime
    witnesses: tuple[str, ...]
    witnessed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Checked:
    """When a check was last done, and up to which size of the log."""

    at: datetime
    size: int


class IntegrityBook:
    """One municipality's book. Every change is on the disk when a call returns; safe over threads, processes and forks."""

    def __init__(self, file: Path) -> None:
        self._tables = DurableTables(file, SCHEMA)

    def add(self, note: Note, at: datetime) -> None:
        """Keep a checkpoint that was signed; the same one again changes nothing."""
        checkpoint = read_checkpoint(note.text)
        with self._tables.change() as db:
            last = db.execute(f"{IN_FORCE} ORDER BY number DESC LIMIT 1").fetchone()
            if last is None or read_note(last[1]).text != note.text:
                db.execute(
                    "INSERT INTO checkpoints (size, note, made_at) VALUES (?, ?, ?)",
                    (checkpoint.size, note.encoded(), at.timestamp()),
                )

    def last(self) -> Kept | None:
        """The newest checkpoint; None before the first."""
        return self._one("ORDER BY number DESC LIMIT 1")

    def of_size(self, size: int) -> Kept | None:
        """The checkpoint of a size; None when none was signed."""
        return self._one("AND size = ? ORDER BY number DESC LIMIT 1", size)

    def covering(self, size: int) -> Kept | None:
        """The oldest checkpoint that has at least ``size`` leaves; None when the log was not signed so far."""
        return self._one("AND size >= ? ORDER BY number LIMIT 1", size)

    def last_witnessed(self) -> Kept | None:
        """The newest checkpoint that a witness cosigned."""
        return self._one("AND EXISTS (SELECT 1 FROM cosignatures WHERE checkpoint = number) ORDER BY number DESC LIMIT 1")

    def all_in_force(self) -> Iterator[Kept]:
        """Every checkpoint that the log answers for, the oldest first."""
        with self._tables.read() as db:
            rows = db.execute(f"{IN_FORCE} ORDER BY number").fetchall()
            for row in rows:
                yield _kept(db, row)

    def cosigned(self, size: int, by: Iterable[Signed], came_at: datetime) -> bool:
        """Add the cosignatures of known witnesses, checked already, to the checkpoint of a size. False when there is none."""
        with self._tables.change() as db:
            row = db.execute(f"{IN_FORCE} AND size = ? ORDER BY number DESC LIMIT 1", (size,)).fetchone()
            if row is None:
                return False
            number, encoded, _ = row
            new = tuple(by)
            names = {one.key.name for one in new}
            note = read_note(encoded)
            others = tuple(one for one in note.signatures[1:] if one.name not in names)
            note = Note(text=note.text, signatures=(note.signatures[0], *others, *(one.signature for one in new)))
            db.execute("UPDATE checkpoints SET note = ? WHERE number = ?", (note.encoded(), number))
            for one in new:
                db.execute(
                    "INSERT OR IGNORE INTO cosignatures VALUES (?, ?, ?, ?)",
                    (number, one.key.name, float(one.at or 0), came_at.timestamp()),
                )
        return True

    def give_up(self, above: int, at: datetime) -> int:
        """After an accepted roll-back: the checkpoints of more than ``above`` leaves no longer bind the log. Returns how many."""
        with self._tables.change() as db:
            found = db.execute(
                "UPDATE checkpoints SET given_up_at = ? WHERE size > ? AND given_up_at IS NULL", (at.timestamp(), above)
            )
            return found.rowcount

    def found(self, faults: Iterable[Fault], looked_for: Collection[AlarmKind], at: datetime) -> tuple[Alarm, ...]:
        """Write what a check found, and end what it looked for and found no more. Returns the alarms that are new.

        ``looked_for`` must not hold kinds that only a person ends.
        """
        by_kind = {one.kind: one for one in reversed(tuple(faults))}
        new: list[AlarmKind] = []
        with self._tables.change() as db:
            for kind in set(looked_for) - set(by_kind):
                db.execute("UPDATE alarms SET ended_at = ? WHERE kind = ? AND ended_at IS NULL", (at.timestamp(), kind.value))
            for kind, fault in by_kind.items():
                again = db.execute(
                    "UPDATE alarms SET last_at = ? WHERE kind = ? AND ended_at IS NULL", (at.timestamp(), kind.value)
                )
                if not again.rowcount:
                    new.append(kind)
                    db.execute(
                        "INSERT INTO alarms (kind, detail, raised_at, last_at) VALUES (?, ?, ?, ?)",
                        (kind.value, fault.detail, at.timestamp(), at.timestamp()),
                    )
        return tuple(one for one in self.alarms(standing_only=True) if one.kind in new)

    def alarms(self, *, standing_only: bool = False, limit: int = 100) -> tuple[Alarm, ...]:
        """The alarms, the newest first."""
        with self._tables.read() as db:
            rows = db.execute(
                """SELECT number, kind, detail, raised_at, last_at, ended_at, ended_by, reason FROM alarms
                   WHERE ended_at IS NULL OR NOT ? ORDER BY number DESC LIMIT ?""",
                (standing_only, limit),
            ).fetchall()
        return tuple(_alarm(row) for row in rows)

    def end(self, kinds: Collection[AlarmKind], *, by: str, reason: str, at: datetime) -> int:
        """End alarms because a person accounts for them. Returns how many stood."""
        ended = 0
        with self._tables.change() as db:
            for kind in kinds:
                found = db.execute(
                    "UPDATE alarms SET ended_at = ?, ended_by = ?, reason = ? WHERE kind = ? AND ended_at IS NULL",
                    (at.timestamp(), by, reason, kind.value),
                )
                ended += found.rowcount
        return ended

    def checked(self, what: str) -> Checked | None:
        """When a check was last done; None when never."""
        with self._tables.read() as db:
            row = db.execute("SELECT at, size FROM checks WHERE what = ?", (what,)).fetchone()
        return None if row is None else Checked(at=_moment(row[0]), size=row[1])

    def check_done(self, what: str, size: int, at: datetime) -> None:
        """Write that a check was done."""
        with self._tables.change() as db:
            db.execute("INSERT OR REPLACE INTO checks VALUES (?, ?, ?)", (what, at.timestamp(), size))

    def keep_stamp(self, size: int, token: bytes, at: datetime) -> None:
        """Keep the time stamp (RFC 3161 response, DER) over the checkpoint of a size."""
        with self._tables.change() as db:
            db.execute("INSERT OR REPLACE INTO stamps VALUES (?, ?, ?)", (size, token, at.timestamp()))

    def last_stamp(self) -> tuple[int, bytes, datetime] | None:
        """The newest time stamp: size of the checkpoint, the response and when it came."""
        with self._tables.read() as db:
            row = db.execute("SELECT size, token, at FROM stamps ORDER BY size DESC LIMIT 1").fetchone()
        return None if row is None else (row[0], row[1], _moment(row[2]))

    def _one(self, which: str, *values: object) -> Kept | None:
        with self._tables.read() as db:
            row = db.execute(f"{IN_FORCE} {which}", values).fetchone()
            return None if row is None else _kept(db, row)


def _kept(db: sqlite3.Connection, row: tuple[int, str, float]) -> Kept:
    number, encoded, made_at = row
    note = read_note(encoded)
    witnesses = db.execute("SELECT witness, said_at FROM cosignatures WHERE checkpoint = ? ORDER BY said_at", (number,)).fetchall()
    return Kept(
        checkpoint=read_checkpoint(note.text),
        note=note,
        made_at=_moment(made_at),
        witnesses=tuple(name for name, _ in witnesses),
        witnessed_at=_moment(witnesses[0][1]) if witnesses else None,
    )


def _alarm(row: tuple[int, str, str, float, float, float | None, str | None, str | None]) -> Alarm:
    number, kind, detail, raised_at, last_at, ended_at, ended_by, reason = row
    return Alarm(
        number=number,
        kind=AlarmKind(kind),
        detail=detail,
        raised_at=_moment(raised_at),
        last_at=_moment(last_at),
        ended_at=None if ended_at is None else _moment(ended_at),
        ended_by=ended_by,
        reason=reason,
    )


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
