"""Where notices are kept until they are seen and sent: a small file that the processes of one tenant share.

Every line has a permanent id, so what is written again changes nothing. The file holds no name and no content.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from events.base import Stream
from services.case_service.notices.deliveries import Deliveries, GivenUp
from services.case_service.notices.file import BookFile
from services.case_service.notices.notice import AT_ONCE, Notice, NoticeKind

KEPT_FOR: Final = timedelta(days=180)


class ByMail(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants by e-mail: ``urgent`` at once, ``digest`` once a day at an hour of the local day."""

    urgent: bool = True
    digest: bool = True
    digest_hour: int = 7


class NoticeLine(msgspec.Struct, frozen=True, kw_only=True):
    """A notice as it stands in the book. ``cause`` is the event or obligation behind it."""

    id: UUID
    kind: NoticeKind
    cause: str
    made_at: datetime
    stream: Stream | None
    about: UUID | None
    due_at: datetime | None
    seen_at: datetime | None


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """An e-mail that waits to be sent: that so many things wait for somebody."""

    id: UUID
    person: UUID
    notices: int
    tries: int


class NoticeBook:
    """The notices of one tenant, and (``deliveries``) the messages to other systems. Safe over threads and processes."""

    def __init__(self, file: Path) -> None:
        kept = BookFile(file)
        self._read, self._change = kept.read, kept.change
        self.deliveries = Deliveries(kept)

    def add(
        self, notices: Iterable[Notice], *, handled: tuple[str, str] | None = None, skipped: Iterable[int] = (), made_up: int = 0
    ) -> int:
        """Write notices, and how far they were made, in one transaction. Returns how many were new.

        ``skipped``: positions of the log that could not be read; ``made_up``: one that was, and gave these notices now.
        """
        with self._change() as db:
            new = [one for one in notices if self._put(db, one)]
            for one in new:
                if one.kind in AT_ONCE and self._choice(db, one.person).urgent:
                    db.execute(
                        "INSERT OR IGNORE INTO mail (id, person, notices, due_at) VALUES (?, ?, 1, ?)",
                        (str(one.id), str(one.person), one.made_at.timestamp()),
                    )
            if handled is not None:
                db.execute("INSERT OR REPLACE INTO handled VALUES (?, ?)", handled)
            db.executemany("INSERT OR IGNORE INTO skipped VALUES (?)", [(position,) for position in skipped])
            db.execute("DELETE FROM skipped WHERE position = ?", (made_up,))
        return len(new)

    def handled(self, what: str) -> str | None:
        """How far something was handled, as it was last written; None when it never was."""
        with self._read() as db:
            row = db.execute("SELECT value FROM handled WHERE what = ?", (what,)).fetchone()
        return None if row is None else str(row[0])

    def skipped(self) -> tuple[int, ...]:
        """The positions of the log that could not be read when it was their turn, and have given nothing yet."""
        with self._read() as db:
            return tuple(row[0] for row in db.execute("SELECT position FROM skipped ORDER BY position").fetchall())

    def handle(self, what: str, value: str) -> None:
        """Write how far something was handled."""
        self.add((), handled=(what, value))

    def of(self, person: UUID, *, unseen_only: bool = False, limit: int = 100) -> tuple[NoticeLine, ...]:
        """Somebody's notices, the newest first."""
        seen = "AND seen_at IS NULL" if unseen_only else ""
        with self._read() as db:
            rows = db.execute(
                f"""SELECT id, kind, cause, made_at, stream, about, due_at, seen_at FROM notices
                    WHERE person = ? {seen} ORDER BY made_at DESC, id LIMIT ?""",  # noqa: S608 - own words
                (str(person), limit),
            ).fetchall()
        return tuple(_line(row) for row in rows)

    def like(self, person: UUID, notice: UUID) -> tuple[NoticeLine, ...]:
        """A notice of somebody's own, first, and the unseen ones of its kind about the same matter; empty when it is not hers."""
        with self._read() as db:
            rows = db.execute(
                """SELECT n.id, n.kind, n.cause, n.made_at, n.stream, n.about, n.due_at, n.seen_at FROM notices AS n
                   JOIN notices AS this ON this.id = ? AND this.person = n.person AND this.kind = n.kind AND this.about IS n.about
                   WHERE n.person = ? AND (n.id = this.id OR n.seen_at IS NULL) ORDER BY n.id <> this.id, n.made_at DESC""",
                (str(notice), str(person)),
            ).fetchall()
        return tuple(_line(row) for row in rows)

    def unseen(self, person: UUID) -> int:
        """How many notices somebody has not seen."""
        with self._read() as db:
            return int(
                db.execute("SELECT count(*) FROM notices WHERE person = ? AND seen_at IS NULL", (str(person),)).fetchone()[0]
            )

    def see(self, person: UUID, notices: Sequence[UUID] | None, at: datetime) -> None:
        """Mark some of somebody's notices as seen; None marks all."""
        with self._change() as db:
            if notices is None:
                db.execute("UPDATE notices SET seen_at = ? WHERE person = ? AND seen_at IS NULL", (at.timestamp(), str(person)))
            for one in notices or ():
                db.execute(
                    "UPDATE notices SET seen_at = ? WHERE id = ? AND person = ? AND seen_at IS NULL",
                    (at.timestamp(), str(one), str(person)),
                )

    def choice(self, person: UUID) -> ByMail:
        """What somebody wants by e-mail."""
        with self._read() as db:
            return self._choice(db, person)

    def choose(self, person: UUID, choice: ByMail) -> None:
        """Keep what somebody wants by e-mail."""
        wanted = " ".join(name for name, on in (("urgent", choice.urgent), ("digest", choice.digest)) if on)
        with self._change() as db:
            db.execute("INSERT OR REPLACE INTO choices VALUES (?, ?, ?)", (str(person), wanted, choice.digest_hour))

    def people_with_unseen(self) -> tuple[tuple[UUID, int], ...]:
        """Those who have unseen notices, with how many."""
        with self._read() as db:
            rows = db.execute(
                "SELECT person, count(*) FROM notices WHERE seen_at IS NULL GROUP BY person ORDER BY person"
            ).fetchall()
        return tuple((UUID(person), int(count)) for person, count in rows)

    def queue_mail(self, mail_id: UUID, person: UUID, notices: int, at: datetime) -> bool:
        """Let an e-mail wait to be sent. False when the same one was queued before."""
        with self._change() as db:
            cursor = db.execute(
                "INSERT OR IGNORE INTO mail (id, person, notices, due_at) VALUES (?, ?, ?, ?)",
                (str(mail_id), str(person), notices, at.timestamp()),
            )
            return cursor.rowcount == 1

    def waiting_mail(self, at: datetime, limit: int = 100) -> tuple[Mail, ...]:
        """The e-mails that are to be sent by now."""
        with self._read() as db:
            rows = db.execute(
                """SELECT id, person, notices, tries FROM mail
                   WHERE sent_at IS NULL AND given_up_at IS NULL AND due_at <= ? ORDER BY due_at, id LIMIT ?""",
                (at.timestamp(), limit),
            ).fetchall()
        return tuple(Mail(id=UUID(key), person=UUID(person), notices=count, tries=tries) for key, person, count, tries in rows)

    def mail_sent(self, mail_id: UUID, at: datetime) -> None:
        """The mail server took it."""
        with self._change() as db:
            db.execute("UPDATE mail SET sent_at = ?, tries = tries + 1 WHERE id = ?", (at.timestamp(), str(mail_id)))

    def mail_failed(self, mail_id: UUID, at: datetime, again_at: datetime | None) -> None:
        """The mail server did not take it; None: it is given up."""
        with self._change() as db:
            if again_at is None:
                db.execute("UPDATE mail SET given_up_at = ?, tries = tries + 1 WHERE id = ?", (at.timestamp(), str(mail_id)))
            else:
                db.execute("UPDATE mail SET due_at = ?, tries = tries + 1 WHERE id = ?", (again_at.timestamp(), str(mail_id)))

    def give_calendar(self, person: UUID, token_hash: bytes) -> None:
        """Give somebody's calendar a new secret address; the one before leads nowhere from then on."""
        with self._change() as db:
            db.execute("DELETE FROM calendars WHERE person = ?", (str(person),))
            db.execute("INSERT INTO calendars VALUES (?, ?)", (token_hash, str(person)))

    def take_calendar(self, person: UUID) -> None:
        """Let somebody's calendar have no address any more."""
        with self._change() as db:
            db.execute("DELETE FROM calendars WHERE person = ?", (str(person),))

    def whose_calendar(self, token_hash: bytes) -> UUID | None:
        """Whose calendar a secret address leads to."""
        with self._read() as db:
            row = db.execute("SELECT person FROM calendars WHERE token_hash = ?", (token_hash,)).fetchone()
        return None if row is None else UUID(row[0])

    def has_calendar(self, person: UUID) -> bool:
        """Whether somebody's calendar has an address."""
        with self._read() as db:
            return db.execute("SELECT 1 FROM calendars WHERE person = ?", (str(person),)).fetchone() is not None

    def sweep(self, at: datetime) -> None:
        """Forget what was seen, sent or given up long ago."""
        before = (at - KEPT_FOR).timestamp()
        with self._change() as db:
            db.execute("DELETE FROM notices WHERE seen_at < ?", (before,))
            db.execute("DELETE FROM mail WHERE sent_at < ? OR given_up_at < ?", (before, before))
            db.execute("DELETE FROM deliveries WHERE sent_at < ? OR given_up_at < ?", (before, before))

    def forget_about(self, matters: Iterable[UUID]) -> None:
        """Forget the notices about some matters, whose content was disposed of."""
        with self._change() as db:
            db.executemany("DELETE FROM notices WHERE about = ?", [(str(one),) for one in matters])

    def given_up(self) -> tuple[GivenUp, ...]:
        """The messages to other systems that nobody took, the newest first: for the administrator."""
        return self.deliveries.given_up()

    def _put(self, db: sqlite3.Connection, one: Notice) -> bool:
        cursor = db.execute(
            """INSERT OR IGNORE INTO notices (id, person, kind, cause, made_at, stream, about, due_at)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                str(one.id),
                str(one.person),
                one.kind.value,
                one.cause,
                one.made_at.timestamp(),
                None if one.stream is None else one.stream.value,
                None if one.about is None else str(one.about),
                None if one.due_at is None else one.due_at.timestamp(),
            ),
        )
        return cursor.rowcount == 1

    def _choice(self, db: sqlite3.Connection, person: UUID) -> ByMail:
        row = db.execute("SELECT by_mail, digest_hour FROM choices WHERE person = ?", (str(person),)).fetchone()
        if row is None:
            return ByMail()
        wanted = row[0].split()
        return ByMail(urgent="urgent" in wanted, digest="digest" in wanted, digest_hour=row[1])


def _line(row: tuple[str, str, str, float, str | None, str | None, float | None, float | None]) -> NoticeLine:
    key, kind, cause, made_at, stream, about, due_at, seen_at = row
    return NoticeLine(
        id=UUID(key),
        kind=NoticeKind(kind),
        cause=cause,
        made_at=datetime.fromtimestamp(made_at, UTC),
        stream=None if stream is None else Stream(stream),
        about=None if about is None else UUID(about),
        due_at=None if due_at is None else datetime.fromtimestamp(due_at, UTC),
        seen_at=None if seen_at is None else datetime.fromtimestamp(seen_at, UTC),
    )
