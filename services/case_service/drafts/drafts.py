"""Drafts of forms, in a file of their own beside the events: they are no facts, and nobody but the writer ever reads them.

A draft is a working note: it goes when it is recorded, when its writer throws it away, or after two weeks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from services.case_service.drafts.sealing import DraftKeys

KEPT: Final = timedelta(days=14)
"""How long a draft lies. Working notes are kept for a short time (arkivforskrifta § 3)."""

LARGEST: Final = 1024 * 1024
"""Bytes of one draft; more than the largest form can hold."""

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS drafts (
  place BLOB PRIMARY KEY,
  writer BLOB NOT NULL,
  saved_at REAL NOT NULL,
  sealed BLOB NOT NULL
) WITHOUT ROWID"""


class DraftTooLargeError(ValueError):
    """There is more text than a form can hold."""


class DraftPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Whose draft of which form in which matter."""

    writer: UUID
    matter: UUID
    form: str


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft: the form as it was posted, and when it was saved (UTC)."""

    place: DraftPlace
    saved_at: datetime
    posted: Mapping[str, tuple[str, ...]]


class _Content(msgspec.Struct, frozen=True):
    place: DraftPlace
    posted: dict[str, tuple[str, ...]]


class Drafts:
    """The drafts of one tenant. Each question opens its own connection, so that a forked worker inherits none."""

    def __init__(self, file: Path, keys: DraftKeys) -> None:
        self._file = file
        self._keys = keys
        self._prepared = False

    def save(self, place: DraftPlace, posted: Mapping[str, Sequence[str]], now: datetime) -> datetime:
        """Keep a draft instead of the one before. Returns when it was saved. Raises DraftTooLargeError."""
        text = msgspec.json.encode(_Content(place, {name: tuple(values) for name, values in posted.items()}))
        if len(text) > LARGEST:
            raise DraftTooLargeError(len(text))
        mark = self._mark(place)
        with self._connection() as db:
            db.execute("DELETE FROM drafts WHERE saved_at < ?", [(now - KEPT).timestamp()])
            db.execute(
                "INSERT OR REPLACE INTO drafts (place, writer, saved_at, sealed) VALUES (?, ?, ?, ?)",
                [mark, self._writer(place.writer), now.timestamp(), self._keys.seal(text, mark)],
            )
        return now

    def find(self, place: DraftPlace, now: datetime) -> Draft | None:
        """The draft of a form, if it is younger than two weeks."""
        with self._connection() as db:
            rows = db.execute(
                "SELECT place, saved_at, sealed FROM drafts WHERE place = ? AND saved_at >= ?",
                [self._mark(place), (now - KEPT).timestamp()],
            ).fetchall()
        return next(self._opened(rows), None)

    def drafts_of(self, writer: UUID, now: datetime) -> tuple[Draft, ...]:
        """All that somebody has begun and not recorded, the newest first."""
        with self._connection() as db:
            rows = db.execute(
                "SELECT place, saved_at, sealed FROM drafts WHERE writer = ? AND saved_at >= ? ORDER BY saved_at DESC",
                [self._writer(writer), (now - KEPT).timestamp()],
            ).fetchall()
        return tuple(self._opened(rows))

    def drop(self, place: DraftPlace) -> None:
        """Throw a draft away."""
        with self._connection() as db:
            db.execute("DELETE FROM drafts WHERE place = ?", [self._mark(place)])

    def drop_about(self, matters: Collection[UUID]) -> int:
        """Throw away everybody's drafts about some matters, whose content was disposed of. Returns how many there were."""
        with self._connection() as db:
            rows = db.execute("SELECT place, saved_at, sealed FROM drafts").fetchall()
            about = [draft.place for draft in self._opened(rows) if draft.place.matter in matters]
            db.executemany("DELETE FROM drafts WHERE place = ?", [(self._mark(place),) for place in about])
        return len(about)

    def _opened(self, rows: Sequence[tuple[bytes, float, bytes]]) -> Iterator[Draft]:
        for mark, saved_at, sealed in rows:
            text = self._keys.open(sealed, mark)
            if text is not None:
                content = msgspec.json.decode(text, type=_Content)
                yield Draft(place=content.place, saved_at=datetime.fromtimestamp(saved_at, UTC), posted=content.posted)

    def _mark(self, place: DraftPlace) -> bytes:
        return self._keys.mark("place", str(place.writer), str(place.matter), place.form)

    def _writer(self, writer: UUID) -> bytes:
        return self._keys.mark("writer", str(writer))

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        if not self._prepared:
            self._prepare()
        with closing(sqlite3.connect(self._file, timeout=5)) as db, db:
            db.execute("PRAGMA secure_delete = ON")
            yield db

    def _prepare(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with closing(sqlite3.connect(self._file, timeout=5)) as db, db:
            db.execute(SCHEMA)
            db.execute("CREATE INDEX IF NOT EXISTS drafts_by_writer ON drafts (writer, saved_at)")
        self._file.chmod(0o600)
        self._prepared = True
