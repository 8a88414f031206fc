"""Messages to other systems that wait to be sent, and those that nobody took. Ids and places in the log, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from services.case_service.notices.file import BookFile


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """A message to be sent: its permanent id, to which webhook, and where its event stands in the log. ``tries`` have failed."""

    id: UUID
    webhook: UUID
    position: int
    tries: int = 0


class GivenUp(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was not taken however often it was sent: the receiver's last status, or why nobody answered."""

    id: UUID
    webhook: UUID
    position: int
    tries: int
    status: int | None
    fault: str | None
    given_up_at: datetime


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How it goes with one receiver: how many messages it took, how many wait, and how many were given up."""

    taken: int = 0
    waiting: int = 0
    given_up: int = 0
    last_taken_at: datetime | None = None


class Deliveries:
    """The messages of one tenant."""

    def __init__(self, file: BookFile) -> None:
        self._file = file

    def queue(self, deliveries: Iterable[Delivery], at: datetime) -> int:
        """Let messages wait to be sent. Returns how many were new."""
        with self._file.change() as db:
            return sum(
                db.execute(
                    "INSERT OR IGNORE INTO deliveries (id, webhook, position, due_at) VALUES (?, ?, ?, ?)",
                    (str(one.id), str(one.webhook), one.position, at.timestamp()),
                ).rowcount
                for one in deliveries
            )

    def waiting(self, at: datetime, limit: int = 100) -> tuple[Delivery, ...]:
        """The messages that are to be sent by now, in the order of the log."""
        with self._file.read() as db:
            rows = db.execute(
                """SELECT id, webhook, position, tries FROM deliveries
                   WHERE sent_at IS NULL AND given_up_at IS NULL AND due_at <= ? ORDER BY position, id LIMIT ?""",
                (at.timestamp(), limit),
            ).fetchall()
        return tuple(
            Delivery(id=UUID(key), webhook=UUID(webhook), position=position, tries=tries) for key, webhook, position, tries in rows
        )

    def taken(self, delivery: UUID, at: datetime, status: int | None) -> None:
        """The receiver took a message."""
        with self._file.change() as db:
            db.execute(
                "UPDATE deliveries SET sent_at = ?, status = ?, fault = NULL, tries = tries + 1 WHERE id = ?",
                (at.timestamp(), status, str(delivery)),
            )

    def failed(self, one: Delivery, at: datetime, again_at: datetime | None, *, status: int | None, fault: str | None) -> None:
        """The receiver did not take a message; None: it is given up. What else waits for the same receiver waits as long."""
        with self._file.change() as db:
            db.execute(
                """UPDATE deliveries SET tries = tries + 1, status = ?, fault = ?, due_at = COALESCE(?, due_at), given_up_at = ?
                   WHERE id = ?""",
                (
                    status,
                    fault,
                    None if again_at is None else again_at.timestamp(),
                    at.timestamp() if again_at is None else None,
                    str(one.id),
                ),
            )
            if again_at is not None:
                db.execute(
                    """UPDATE deliveries SET due_at = ?
                       WHERE webhook = ? AND sent_at IS NULL AND given_up_at IS NULL AND due_at < ?""",
                    (again_at.timestamp(), str(one.webhook), again_at.timestamp()),
                )

    def forget(self, webhook: UUID) -> None:
        """Drop what waits for a receiver that was removed."""
        with self._file.change() as db:
            db.execute("DELETE FROM deliveries WHERE webhook = ? AND sent_at IS NULL AND given_up_at IS NULL", (str(webhook),))

    def again(self, delivery: UUID, at: datetime) -> bool:
        """Try a message again that was given up. False when there is none."""
        with self._file.change() as db:
            cursor = db.execute(
                "UPDATE deliveries SET given_up_at = NULL, due_at = ?, tries = 0 WHERE id = ? AND given_up_at IS NOT NULL",
                (at.timestamp(), str(delivery)),
            )
            return cursor.rowcount == 1

    def given_up(self, limit: int = 200) -> tuple[GivenUp, ...]:
        """The messages that nobody took, the newest first."""
        with self._file.read() as db:
            rows = db.execute(
                """SELECT id, webhook, position, tries, status, fault, given_up_at FROM deliveries
                   WHERE given_up_at IS NOT NULL ORDER BY given_up_at DESC, id LIMIT ?""",
                (limit,),
            ).fetchall()
        return tuple(
            GivenUp(
                id=UUID(key),
                webhook=UUID(webhook),
                position=position,
                tries=tries,
                status=status,
                fault=fault,
                given_up_at=datetime.fromtimestamp(at, UTC),
            )
            for key, webhook, position, tries, status, fault, at in rows
        )

    def standings(self) -> Mapping[UUID, Standing]:
        """How it goes with each receiver for which there is, or lately was, a message."""
        with self._file.read() as db:
            rows = db.execute(
                """SELECT webhook, count(sent_at), count(*) - count(sent_at) - count(given_up_at), count(given_up_at), max(sent_at)
                   FROM deliveries GROUP BY webhook"""
            ).fetchall()
        return {
            UUID(webhook): Standing(
                taken=taken,
                waiting=waiting,
                given_up=given_up,
                last_taken_at=None if last is None else datetime.fromtimestamp(last, UTC),
            )
            for webhook, taken, waiting, given_up, last in rows
        }
