"""What the event store asks of a database: one atomic append, ordered reads, and a signal that something came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol
from uuid import UUID

import msgspec
from eventsourcing.persistence import Notification, StoredEvent

from services.case_service.store.damage import Damage


class Once(msgspec.Struct, frozen=True):
    """An idempotency key, and a hash of the request that it stands for."""

    key: str
    fingerprint: bytes


class Appended(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to an append: for each event, in order, its position in the log and its version in its stream.

    ``repeated`` is True when the idempotency key was known: nothing was written, and this is the first answer.
    """

    positions: tuple[int, ...]
    versions: tuple[int, ...]
    repeated: bool = False


def answer_of(first_position: int, versions: Sequence[int], *, repeated: bool = False) -> Appended:
    """The answer to an append whose events stand one after the other from ``first_position`` on."""
    positions = tuple(range(first_position, first_position + len(versions)))
    return Appended(positions=positions, versions=tuple(versions), repeated=repeated)


class StoredAt(NamedTuple):
    """An event as it lies in the store, and where."""

    position: int
    stream_id: UUID
    version: int
    topic: str
    state: bytes


class Log(Protocol):
    """One tenant's log of encoded events in one database."""

    def append(
        self, events: Sequence[StoredEvent], seen: dict[UUID, int], once: Once | None, contents: Sequence[bytes] | None = None
    ) -> Appended:
        """Store all events or none, if every stream still stands where it was ``seen``.

        ``contents`` is what the leaf of each event says apart from the position; it is made from the events where it is not given.
        Raises StreamMovedError, KeyReusedError, StoreUnavailableError.
        """

    def answer_to(self, once: Once) -> Appended | None:
        """The first answer to a request that was stored under its idempotency key; None when it is new. Raises KeyReusedError."""

    def select_events(self, originator_id: UUID, *, lte: int | None = None) -> Sequence[StoredEvent]:
        """A stream's events in order, up to and with version ``lte``."""

    def stored_in(self, stream_id: UUID) -> Sequence[StoredAt]:
        """A stream's events in order, with their positions."""

    def version(self, stream_id: UUID) -> int:
        """The stream's last version; 0 when there is none."""

    def select_notifications(
        self, start: int, limit: int, *, topics: Sequence[str] = (), inclusive_of_start: bool
    ) -> Sequence[Notification]:
        """The log in order from ``start``, at most ``limit`` events, of some ``topics`` alone where any are named."""

    def max_notification_id(self) -> int | None:
        """The last position; None when the log is empty."""

    def tree_size(self) -> int:
        """How many leaves the Merkle log has; 0 when it is empty."""

    def completed_by(self, positions: Sequence[int]) -> dict[int, bytes]:
        """For each position that is in the Merkle log: the whole subtrees that its leaf completed, the leaf first, joined."""

    def leaves_after(self, position: int, limit: int) -> Sequence[tuple[int, bytes]]:
        """At most ``limit`` positions after ``position``, in order, each with what :meth:`completed_by` gives."""

    def damage(self) -> Sequence[Damage]:
        """What is damaged in the database, outside events and leaves."""

    def wait_for_change(self, timeout: float) -> bool:
        """Return True as soon as something may have come since the last call, else False after ``timeout`` seconds."""

    def close(self) -> None:
        """Give back all connections."""
