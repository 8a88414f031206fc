"""The log in PostgreSQL: one round trip to one SQL function per append, which holds the tenant's lock until it commits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import psycopg
from eventsourcing.persistence import ApplicationRecorder, IntegrityError, Notification, StoredEvent, Subscription

from services.case_service.store.damage import Damage, DamageKind
from services.case_service.store.errors import KeyReusedError, LeafMissingError, StoreUnavailableError, StreamMovedError
from services.case_service.store.leaves import content_of
from services.case_service.store.log import Appended, Once, StoredAt, answer_of
from services.case_service.store.postgres_change import PostgresWatch
from services.case_service.store.postgres_pool import SharedPool, was_cut
from services.case_service.store.postgres_schema import EVENTS, prefix_of, refuse_old_schema
from services.case_service.store.postgres_shape import damage_of, refuse_changed_tables
from services.case_service.store.settings import PostgresDatabase
from services.case_service.store.subscription import LogSubscription

ATTEMPTS: Final = 3

APPEND: Final = """SELECT outcome, first_position, versions, stream, seen, actual FROM {t}_append(
    %b::uuid[], %b::bigint[], %b::text[], %b::bytea[], %b::bytea[], %b::uuid[], %b::bigint[], %b::text, %b::bytea)"""
APPEND_ONE: Final = """SELECT outcome, first_position, versions, stream, seen, actual FROM {t}_append(
    ARRAY[%b::uuid], ARRAY[%b::bigint], ARRAY[%b::text], ARRAY[%b::bytea], ARRAY[%b::bytea],
    ARRAY[%b::uuid], ARRAY[%b::bigint], %b::text, %b::bytea)"""
"""The common case: psycopg adapts plain values in C and arrays in Python, which costs a fifth of an append."""

SELECT_STREAM: Final = "SELECT originator_version, topic, state FROM {t}_events WHERE originator_id = %b"
SELECT_PLACED: Final = """SELECT notification_id, originator_version, topic, state FROM {t}_events
    WHERE originator_id = %b ORDER BY originator_version"""
SELECT_LOG: Final = """SELECT notification_id, originator_id, originator_version, topic, state FROM {t}_events
    WHERE notification_id >= %b"""
SELECT_PLACES: Final = """SELECT e.notification_id, e.state
    FROM unnest(%b::uuid[], %b::bigint[]) WITH ORDINALITY AS n (stream, version, place)
    JOIN {t}_events AS e ON (e.originator_id, e.originator_version) = (n.stream, n.version) ORDER BY n.place"""
TREE_SIZE: Final = "SELECT coalesce(max(position), 0) FROM {t}_leaves"
SELECT_COMPLETED: Final = "SELECT position, completed FROM {t}_leaves WHERE position = ANY(%b::bigint[])"
SELECT_LEAVES: Final = "SELECT position, completed FROM {t}_leaves WHERE position > %b ORDER BY position LIMIT %b"
FIND_ONCE: Final = "SELECT fingerprint, first_position, versions FROM {t}_once WHERE key = %b::text"
NOT_WHOLE: Final = "SELECT first_position FROM {t}_once AS one WHERE checksum <> {t}_once_checksum(one)"
LAST_VERSION: Final = "SELECT coalesce(max(originator_version), 0) FROM {t}_events WHERE originator_id = %b"
LAST_POSITION: Final = "SELECT max(notification_id) FROM {t}_events"


class PostgresLog(ApplicationRecorder):
    """One tenant's log in its own tables (a Log, and the library's ApplicationRecorder).

    Raises SchemaMissingError, DurabilityError, StoreUnavailableError when it cannot be opened.
    """

    def __init__(self, database: PostgresDatabase, tenant: str) -> None:
        self._tenant = tenant
        self._prefix = prefix_of(tenant)
        self._append_one = APPEND_ONE.replace("{t}", self._prefix).encode()
        self._append_many = APPEND.replace("{t}", self._prefix).encode()
        self._shared = SharedPool(database)
        self._watch = PostgresWatch(database, self._prefix)
        try:
            with self._shared.connection() as connection:
                refuse_old_schema(connection, tenant, EVENTS)
                refuse_changed_tables(connection, tenant, EVENTS)
        except BaseException:
            self._shared.close()
            raise

    def append(
        self, events: Sequence[StoredEvent], seen: dict[UUID, int], once: Once | None, contents: Sequence[bytes] | None = None
    ) -> Appended:
        """Store all events or none, if every stream still stands where it was ``seen``.

        When the connection is cut the answer may be lost though the events are stored. It is asked again then, and
        what this call wrote itself is recognised: by the idempotency key, or else by the bytes, which never repeat.
        """
        if contents is None:
            contents = [content_of(self._tenant, event) for event in events]
        for attempt in range(1, ATTEMPTS + 1):
            try:
                answer = self._append(events, seen, once, contents)
            except StreamMovedError:
                if attempt > 1 and (own := self._own(events)) is not None:
                    return own
                raise
            except StoreUnavailableError as error:
                if attempt == ATTEMPTS or not was_cut(error):
                    raise
                self._shared.renew()
            else:
                is_own = attempt > 1 and answer.repeated and self._own(events) is not None
                return Appended(positions=answer.positions, versions=answer.versions) if is_own else answer
        raise StoreUnavailableError("The database does not answer.")

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        """The library's append: no version is expected, a place that is taken raises the library's IntegrityError."""
        try:
            return list(self.append(stored_events, {}, None).positions) if stored_events else []
        except psycopg.IntegrityError as error:
            raise IntegrityError(str(error)) from error

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """A stream's events in order, after version ``gt`` and up to ``lte``."""
        statement = SELECT_STREAM
        values: list[Any] = [originator_id]
        for condition, value in (("originator_version > %b", gt), ("originator_version <= %b", lte)):
            if value is not None:
                statement += f" AND {condition}"
                values.append(value)
        statement += f" ORDER BY originator_version {'DESC' if desc else 'ASC'}"
        if limit is not None:
            statement += " LIMIT %b"
            values.append(limit)
        return [
            StoredEvent(originator_id=originator_id, originator_version=version, topic=topic, state=state)
            for version, topic, state in self._query(statement, values)
        ]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The log in order from ``start`` to ``stop``, at most ``limit`` events, of the given topics if any."""
        statement = SELECT_LOG
        values: list[Any] = [0 if start is None else start if inclusive_of_start else start + 1]
        if stop is not None:
            statement += " AND notification_id <= %b"
            values.append(stop)
        if topics:
            statement += " AND topic = ANY(%b)"
            values.append(list(topics))
        statement += " ORDER BY notification_id LIMIT %b"
        values.append(limit)
        return [
            Notification(id=position, originator_id=stream, originator_version=version, topic=topic, state=state)
            for position, stream, version, topic, state in self._query(statement, values)
        ]

    def stored_in(self, stream_id: UUID) -> Sequence[StoredAt]:
        """A stream's events in order, with their positions."""
        rows = self._query(SELECT_PLACED, [stream_id])
        return [StoredAt(position, stream_id, version, topic, state) for position, version, topic, state in rows]

    def max_notification_id(self) -> int | None:
        """The last position; None when the log is empty."""
        last: int | None = self._query(LAST_POSITION, [])[0][0]
        return last

    def tree_size(self) -> int:
        """How many leaves the Merkle log has; 0 when it is empty."""
        size: int = self._query(TREE_SIZE, [])[0][0]
        return size

    def completed_by(self, positions: Sequence[int]) -> dict[int, bytes]:
        """For each position that is in the Merkle log: the whole subtrees that its leaf completed, the leaf first, joined."""
        return dict(self._query(SELECT_COMPLETED, [list(positions)]))

    def leaves_after(self, position: int, limit: int) -> Sequence[tuple[int, bytes]]:
        """At most ``limit`` positions after ``position``, in order, each with what :meth:`completed_by` gives."""
        return self._query(SELECT_LEAVES, [position, limit])

    def answer_to(self, once: Once) -> Appended | None:
        """The first answer to a request that was stored under its idempotency key; None when it is new."""
        found = self._query(FIND_ONCE, [once.key])
        if not found:
            return None
        fingerprint, first, versions = found[0]
        if fingerprint != once.fingerprint:
            raise KeyReusedError(once.key)
        return answer_of(first, versions, repeated=True)

    def version(self, stream_id: UUID) -> int:
        """The stream's last version; 0 when there is none."""
        last: int = self._query(LAST_VERSION, [stream_id])[0][0]
        return last

    def damage(self) -> Sequence[Damage]:
        """Which rows are not what their checksum was made of, and what else was changed, outside events and leaves."""
        with self._shared.connection() as connection:
            found = list(damage_of(connection, self._tenant, EVENTS))
        rows = [] if found else self._query(NOT_WHOLE, [])
        return [*found, *(Damage(kind=DamageKind.ROW, where=f"the request that begins at position {first}") for (first,) in rows)]

    def wait_for_change(self, timeout: float) -> bool:
        """Return True as soon as something may have come since the last call, else False after ``timeout`` seconds."""
        return self._watch.wait(timeout)

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """The library's endless iterator over the log."""
        return LogSubscription(self, self, gt=gt, topics=topics)

    def close(self) -> None:
        """Give back all connections."""
        self._watch.close()
        self._shared.close()

    def _append(
        self, events: Sequence[StoredEvent], seen: dict[UUID, int], once: Once | None, contents: Sequence[bytes]
    ) -> Appended:
        request = (None, None) if once is None else (once.key, once.fingerprint)
        columns: list[list[Any]] = [
            [event.originator_id for event in events],
            [event.originator_version for event in events],
            [event.topic for event in events],
            [event.state for event in events],
            list(contents),
            list(seen),
            list(seen.values()),
        ]
        is_one = len(events) == len(seen) == 1
        values = (*(column[0] for column in columns), *request) if is_one else (*columns, *request)
        statement = self._append_one if is_one else self._append_many
        with self._shared.connection() as connection:
            try:
                row: Any = connection.execute(statement, values, prepare=True, binary=True).fetchone()
            except psycopg.errors.NotNullViolation as error:
                raise LeafMissingError("The Merkle log lacks an older leaf.") from error
        outcome, first, versions, *moved = row
        if outcome == "moved":
            raise StreamMovedError(*moved)
        if outcome == "leafless":
            raise LeafMissingError(f"The Merkle log ends at {moved[2]}, the log at {first - 1}.")
        if outcome == "reused" and once is not None:
            raise KeyReusedError(once.key)
        return answer_of(first, versions, repeated=outcome == "repeated")

    def _own(self, events: Sequence[StoredEvent]) -> Appended | None:
        """The answer to an append whose acknowledgement was lost: every event stands in its place, byte for byte."""
        values = [[event.originator_id for event in events], [event.originator_version for event in events]]
        found = self._query(SELECT_PLACES, values)
        if not events or [row[1] for row in found] != [event.state for event in events]:
            return None
        return Appended(positions=tuple(row[0] for row in found), versions=tuple(event.originator_version for event in events))

    def _query(self, statement: str, values: Sequence[Any]) -> list[Any]:
        """The rows of a read, which is asked again when the connection was cut."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self._shared.connection() as connection:
                    query = statement.replace("{t}", self._prefix).encode()
                    return connection.execute(query, values, prepare=True, binary=True).fetchall()
            except StoreUnavailableError as error:
                if attempt == ATTEMPTS or not was_cut(error):
                    raise
                self._shared.renew()
        raise StoreUnavailableError("The database does not answer.")
