"""The key store: one key per subject and retention class, wrapped by the tenant's key, with tombstones for the destroyed.

A key is *active* from the moment it is made, or *destroyed*, which is for good and leaves a tombstone. A key that is
neither was never made, or is lost; the event store tells these apart (see KeyLostError).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Protocol, Self
from uuid import UUID

import msgspec

from events.sealing import RetentionClass
from services.case_service.store.damage import Damage
from services.case_service.store.errors import DestructionRefusedError, KeyLostError, WrongTenantKeyError
from services.case_service.store.wrapping import KeyId, KeyRow, Wrapping, new_key

APPROVERS_NEEDED: Final = 2


class Tombstone(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a destroyed key, for ever: when, on which legal basis, and who approved.

    ``commitment`` is the key's hash, so that a key which turns up later can be told from a false one.
    """

    key: KeyId
    destroyed_at: datetime
    basis: str
    approvers: tuple[UUID, UUID]
    commitment: bytes


class KeyTable(Protocol):
    """The rows behind a key store, in one database."""

    def fetch(self, keys: Sequence[KeyId]) -> dict[KeyId, KeyRow]:
        """The rows that exist among ``keys``."""

    def insert(self, rows: Mapping[KeyId, KeyRow], at: datetime) -> int:
        """Add the rows that do not exist, in one durable transaction. Returns how many were added.

        Raises WrongTenantKeyError when the keys there are wrapped by another key-encryption key than these: it was replaced.
        """

    def bury(self, tombstone: Tombstone) -> bytes | None:
        """Replace the wrapped key by its tombstone and count the epoch up. Returns the bytes that were there."""

    def tombstone(self, key: KeyId) -> Tombstone | None:
        """The tombstone of a destroyed key."""

    def epoch(self) -> int:
        """A number that grows with each destruction and each change of the tenant's key."""

    def kek_ids(self) -> set[bytes]:
        """Which key-encryption keys wrap the active keys."""

    def active(self, retention: RetentionClass) -> tuple[UUID, ...]:
        """The subjects that have an active key of a retention class."""

    def rewrap(self, change: Callable[[KeyId, KeyRow], KeyRow]) -> int:
        """Put every active key through ``change``, in one transaction. Returns how many there were."""

    def damage(self) -> Sequence[Damage]:
        """What is damaged in the database."""

    def scrub(self, wrapped: Sequence[bytes]) -> None:
        """Make sure that the bytes are gone from the database's files, as far as the database lets one know.

        Raises KeyNotScrubbedError.
        """

    def close(self) -> None:
        """Give back all connections."""


class KeyStore:
    """One tenant's keys. Made by :func:`open_key_store`; safe to share between threads, not across a fork.

    ``kek_again`` gives the key-encryption keys that stand where ``kek`` was read, now: another process may replace it while
    this one runs. Raises WrongTenantKeyError when the keys there are wrapped by another key-encryption key.
    """

    def __init__(self, tenant: str, table: KeyTable, kek: bytes, kek_again: Callable[[], Sequence[bytes]] | None = None) -> None:
        self.tenant = tenant
        self._table = table
        self._wrapping = Wrapping(tenant, kek)
        self._kek_again = kek_again
        if table.kek_ids() - {self._wrapping.kek_id}:
            self._follow()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give back connections."""
        self._table.close()

    def find(self, keys: Iterable[KeyId]) -> dict[KeyId, bytes | None]:
        """The unwrapped keys that exist among ``keys``; None for a destroyed one, nothing for one that was never made.

        Raises TamperedError when a row was changed or moved, WrongTenantKeyError.
        """
        wanted = list(keys)
        while True:
            try:
                return self._unwrapped(wanted)
            except WrongTenantKeyError:
                self._follow()

    def create(self, keys: Mapping[KeyId, bytes], *, at: datetime | None = None) -> bool:
        """Store new keys durably, in one transaction. False when another process made one of them first: find it then."""
        at = at or datetime.now(UTC)
        while True:
            try:
                return self._insert(keys, at)
            except WrongTenantKeyError:
                self._follow()

    def ensure(self, keys: Iterable[KeyId]) -> None:
        """Make those of ``keys`` that do not exist. A destroyed key stays destroyed."""
        wanted = dict.fromkeys(keys)
        known = self._table.fetch(list(wanted))
        self.create({key: new_key() for key in wanted if key not in known})

    def destroy(self, key: KeyId, *, basis: str, approvers: Sequence[UUID], at: datetime | None = None) -> Tombstone:
        """Destroy a key for good and return its tombstone. Repeating it gives the first tombstone.

        ``basis`` is the legal basis for disposal (arkivlova, arkivforskrifta § 5); ``approvers`` are two different people.
        Whoever calls this has seen that the retention class has lapsed: chapter 12 cases are as a rule preserved.

        Raises DestructionRefusedError without a basis or two approvers, KeyLostError when there is no such key, and
        KeyNotScrubbedError when the key is destroyed but a reader keeps its bytes in the file: call again then.
        """
        approved_by = sorted(set(approvers))
        if not basis.strip() or len(approved_by) < APPROVERS_NEEDED:
            raise DestructionRefusedError("A key is destroyed on a legal basis, approved by two different people.")
        found = self._table.fetch([key]).get(key)
        if found is None:
            raise KeyLostError(f"There is no {key.retention} key of {key.subject} to destroy.")
        tombstone = Tombstone(
            key=key,
            destroyed_at=at or datetime.now(UTC),
            basis=basis,
            approvers=(approved_by[0], approved_by[1]),
            commitment=found.commitment,
        )
        wrapped = self._table.bury(tombstone)
        self._table.scrub([] if wrapped is None else [wrapped])
        buried = self._table.tombstone(key)
        if buried is None:
            raise KeyLostError(f"The tombstone of the {key.retention} key of {key.subject} is missing.")
        return buried

    def tombstone(self, key: KeyId) -> Tombstone | None:
        """The tombstone of a destroyed key; None when it is active or was never made."""
        return self._table.tombstone(key)

    def epoch(self) -> int:
        """A number that grows with each destruction, so that caches know when to forget."""
        return self._table.epoch()

    def active(self, retention: RetentionClass) -> tuple[UUID, ...]:
        """The subjects that have an active key of a retention class: those who have text that can still be disposed of."""
        return self._table.active(retention)

    def damage(self) -> Sequence[Damage]:
        """What is damaged in the database."""
        return self._table.damage()

    def scrub(self) -> None:
        """Rewrite the database's files, so that nothing that was deleted is left in them. Raises KeyNotScrubbedError."""
        self._table.scrub([])

    def rewrap(self, kek: bytes) -> int:
        """Wrap every active key anew with ``kek`` and go on with that. Returns how many keys there were.

        With the old key-encryption key destroyed, every older copy of the key store is useless: this is how backups
        and dead rows in PostgreSQL lose the keys that were destroyed since. One transaction. Repeating it with the same
        ``kek`` changes nothing and returns 0.
        """
        old, new = self._wrapping, Wrapping(self.tenant, kek)
        if self._table.kek_ids() == {new.kek_id}:
            self._wrapping = new
            return 0
        count = self._table.rewrap(lambda key, row: new.wrap(key, old.unwrap(key, row)))
        self._wrapping = new
        return count

    def _insert(self, keys: Mapping[KeyId, bytes], at: datetime) -> bool:
        wrapping = self._wrapping
        rows = {key: wrapping.wrap(key, secret) for key, secret in keys.items()}
        return self._table.insert(rows, at) == len(rows)

    def _unwrapped(self, keys: Sequence[KeyId]) -> dict[KeyId, bytes | None]:
        wrapping = self._wrapping
        return {key: None if row.wrapped is None else wrapping.unwrap(key, row) for key, row in self._table.fetch(keys).items()}

    def _follow(self) -> None:
        """Go on with the key-encryption key that wraps the keys now, if it stands where ours did. Raises WrongTenantKeyError."""
        wrapped_by = self._table.kek_ids()
        for kek in () if self._kek_again is None else self._kek_again():
            found = Wrapping(self.tenant, kek)
            if wrapped_by == {found.kek_id}:
                self._wrapping = found
                return
        raise WrongTenantKeyError(f"The keys of {self.tenant!r} are wrapped by another key-encryption key.")
