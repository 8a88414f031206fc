"""What a witness remembers, for ever: the logs it watches, every checkpoint it cosigned, every alarm."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from services.integrity.checkpoints.checkpoint import EMPTY_ROOT, Checkpoint, read_checkpoint
from services.integrity.checkpoints.key_list import LogKeys, read_log_keys
from services.integrity.durable import DurableTables
from services.integrity.notes.note import Note, new_note, read_note
from services.integrity.witness.alarms import Alarm, AlarmKind, LogMisbehavedError

SCHEMA: Final = (
    """CREATE TABLE IF NOT EXISTS logs (
        origin TEXT PRIMARY KEY, url TEXT NOT NULL, keys TEXT NOT NULL, answered_at REAL) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS cosigned (
        number INTEGER PRIMARY KEY, origin TEXT NOT NULL, size INTEGER NOT NULL, note TEXT NOT NULL, at REAL NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS cosigned_of_log ON cosigned (origin, number)",
    """CREATE TABLE IF NOT EXISTS begun_again (
        number INTEGER PRIMARY KEY, origin TEXT NOT NULL, from_size INTEGER NOT NULL, to_size INTEGER NOT NULL,
        reason TEXT NOT NULL, at REAL NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS alarms (
        number INTEGER PRIMARY KEY, origin TEXT NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL, evidence TEXT NOT NULL,
        raised_at REAL NOT NULL, last_at REAL NOT NULL, ended_at REAL, ended_because TEXT)""",
    *(
        f"""CREATE TRIGGER IF NOT EXISTS {table}_is_never_deleted BEFORE DELETE ON {table}
            BEGIN SELECT RAISE(ABORT, 'a witness forgets nothing'); END"""
        for table in ("cosigned", "begun_again", "alarms")
    ),
)


class MovedMeanwhileError(Exception):
    """Another process of the same witness cosigned in between: look again."""


class UnknownLogError(LookupError):
    """The witness does not watch a log of that origin."""


@dataclass(frozen=True, kw_only=True)
class WatchedLog:
    """A log that is watched: where it answers (``url``), its keys, and when it last answered."""

    origin: str
    url: str
    keys: LogKeys
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Cosigned:
    """A checkpoint that the witness cosigned, with the log's signature and its own."""

    checkpoint: Checkpoint
    note: Note
    at: datetime


@dataclass(frozen=True, kw_only=True)
class BegunAgain:
    """A log was let go on from an older checkpoint: ``from_size`` leaves it had, ``to_size`` of them are still its beginning."""

    from_size: int
    to_size: int
    reason: str
    at: datetime


class WitnessStore:
    """One witness's memory in one file, fully on the disk before anything is answered. Safe over threads and processes."""

    def __init__(self, file: Path) -> None:
        self._tables = DurableTables(file, SCHEMA, write_ahead=True)

    def watch(self, origin: str, url: str, keys: LogKeys) -> None:
        """Watch a log, or change where it answers and which keys it signs with."""
        with self._tables.change() as db:
            db.execute(
                """INSERT INTO logs VALUES (?, ?, ?, NULL)
                   ON CONFLICT (origin) DO UPDATE SET url = excluded.url, keys = excluded.keys""",
                (origin, url, keys.text),
            )

    def logs(self) -> tuple[WatchedLog, ...]:
        """The logs that are watched, by origin."""
        with self._tables.read() as db:
            rows = db.execute("SELECT origin, url, keys, answered_at FROM logs ORDER BY origin").fetchall()
        return tuple(
            WatchedLog(origin=origin, url=url, keys=read_log_keys(keys), answered_at=None if at is None else _moment(at))
            for origin, url, keys, at in rows
        )

    def log(self, origin: str) -> WatchedLog:
        """One log. Raises UnknownLogError."""
        found = next((one for one in self.logs() if one.origin == origin), None)
        if found is None:
            raise UnknownLogError(f"The witness does not watch {origin!r}.")
        return found

    def last(self, origin: str) -> Cosigned | None:
        """The checkpoint that the log must continue; None before the first."""
        with self._tables.read() as db:
            return _last(db, origin)

    def history(self, origin: str, limit: int = 100) -> tuple[Cosigned, ...]:
        """The checkpoints cosigned, the newest first, also those that the log has since departed from."""
        with self._tables.read() as db:
            rows = db.execute("SELECT note, at FROM cosigned WHERE origin = ? ORDER BY number DESC LIMIT ?", (origin, limit))
            return tuple(_cosigned(note, at) for note, at in rows)

    def keep(self, cosigned: Note, *, after: Checkpoint | None, at: datetime) -> None:
        """Remember a cosigned checkpoint that follows ``after``; one that is the same again is kept with its newer time.

        Raises MovedMeanwhileError when another was kept since ``after`` was read.
        """
        checkpoint = read_checkpoint(cosigned.text)
        with self._tables.change() as db:
            last = _last(db, checkpoint.origin)
            if (None if last is None else last.checkpoint) != after:
                raise MovedMeanwhileError
            if checkpoint == after:
                db.execute(
                    "UPDATE cosigned SET note = ?, at = ? WHERE number = (SELECT max(number) FROM cosigned WHERE origin = ?)",
                    (cosigned.encoded(), at.timestamp(), checkpoint.origin),
                )
                return
            db.execute(
                "INSERT INTO cosigned (origin, size, note, at) VALUES (?, ?, ?, ?)",
                (checkpoint.origin, checkpoint.size, cosigned.encoded(), at.timestamp()),
            )

    def answered(self, origin: str, at: datetime) -> None:
        """The log answered; an alarm for its silence ends."""
        with self._tables.change() as db:
            db.execute("UPDATE logs SET answered_at = ? WHERE origin = ?", (at.timestamp(), origin))
            db.execute(
                "UPDATE alarms SET ended_at = ?, ended_because = ? WHERE origin = ? AND kind = ? AND ended_at IS NULL",
                (at.timestamp(), "answered", origin, AlarmKind.SILENT.value),
            )

    def raise_alarm(self, origin: str, fault: LogMisbehavedError, at: datetime) -> bool:
        """Keep an alarm, with the first evidence for it. False when one of that kind for that log stands already."""
        with self._tables.change() as db:
            known = db.execute(
                "UPDATE alarms SET last_at = ? WHERE origin = ? AND kind = ? AND ended_at IS NULL",
                (at.timestamp(), origin, fault.kind.value),
            )
            if known.rowcount:
                return False
            db.execute(
                "INSERT INTO alarms (origin, kind, reason, evidence, raised_at, last_at) VALUES (?, ?, ?, ?, ?, ?)",
                (origin, fault.kind.value, fault.reason, fault.evidence, at.timestamp(), at.timestamp()),
            )
        return True

    def alarms(self, origin: str | None = None, *, standing_only: bool = False) -> tuple[Alarm, ...]:
        """The alarms, the newest first."""
        with self._tables.read() as db:
            rows = db.execute(
                """SELECT number, origin, kind, reason, evidence, raised_at, last_at, ended_at, ended_because FROM alarms
                   WHERE (? IS NULL OR origin = ?) AND (ended_at IS NULL OR NOT ?) ORDER BY number DESC""",
                (origin, origin, standing_only),
            ).fetchall()
        return tuple(_alarm(row) for row in rows)

    def begin_again(self, origin: str, at_size: int, reason: str, at: datetime) -> Checkpoint:
        """Let a log that lost its end go on from the newest checkpoint of at most ``at_size``; its alarms end with the reason.

        What it departed from stays in the history. Returns what it must continue now: the empty log where nothing is so old.
        Raises UnknownLogError.
        """
        self.log(origin)
        with self._tables.change() as db:
            last = _last(db, origin)
            row = db.execute(
                "SELECT note FROM cosigned WHERE origin = ? AND size <= ? ORDER BY number DESC LIMIT 1", (origin, at_size)
            ).fetchone()
            empty = Checkpoint(origin=origin, size=0, root=EMPTY_ROOT)
            note = new_note(empty.text).encoded() if row is None else str(row[0])
            found = empty if row is None else read_checkpoint(_note(note).text)
            db.execute(
                "INSERT INTO cosigned (origin, size, note, at) VALUES (?, ?, ?, ?)", (origin, found.size, note, at.timestamp())
            )
            db.execute(
                "INSERT INTO begun_again (origin, from_size, to_size, reason, at) VALUES (?, ?, ?, ?, ?)",
                (origin, 0 if last is None else last.checkpoint.size, found.size, reason, at.timestamp()),
            )
            db.execute(
                "UPDATE alarms SET ended_at = ?, ended_because = ? WHERE origin = ? AND ended_at IS NULL",
                (at.timestamp(), reason, origin),
            )
        return found

    def begun_again(self, origin: str) -> tuple[BegunAgain, ...]:
        """Every time that a log was let go on from an older checkpoint, the newest first."""
        with self._tables.read() as db:
            rows = db.execute(
                "SELECT from_size, to_size, reason, at FROM begun_again WHERE origin = ? ORDER BY number DESC", (origin,)
            ).fetchall()
        return tuple(BegunAgain(from_size=one, to_size=to, reason=why, at=_moment(at)) for one, to, why, at in rows)


def _last(db: sqlite3.Connection, origin: str) -> Cosigned | None:
    row = db.execute("SELECT note, at FROM cosigned WHERE origin = ? ORDER BY number DESC LIMIT 1", (origin,)).fetchone()
    return None if row is None else _cosigned(row[0], row[1])


def _cosigned(note: str, at: float) -> Cosigned:
    read = _note(note)
    return Cosigned(checkpoint=read_checkpoint(read.text), note=read, at=_moment(at))


def _note(kept: str) -> Note:
    """A note as it was kept: that of the empty log, which a log may begin again from, has no signatures."""
    return new_note(kept[:-1]) if kept.endswith("\n\n") else read_note(kept)


def _alarm(row: tuple[int, str, str, str, str, float, float, float | None, str | None]) -> Alarm:
    number, origin, kind, reason, evidence, raised_at, last_at, ended_at, because = row
    return Alarm(
        number=number,
        origin=origin,
        kind=AlarmKind(kind),
        reason=reason,
        evidence=evidence,
        raised_at=_moment(raised_at),
        last_at=_moment(last_at),
        ended_at=None if ended_at is None else _moment(ended_at),
        ended_because=because,
    )


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
