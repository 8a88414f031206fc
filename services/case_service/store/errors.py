"""What can go wrong between a decision and the disk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID


class StoreError(Exception):
    """Anything that the store refuses or cannot do."""


class StoreUnavailableError(StoreError):
    """The database cannot be reached, is locked or is full (503).

    Whether an append was stored is then unknown: repeat it with the same idempotency key, which gives the first
    answer if it was.
    """


class SchemaMissingError(StoreError):
    """The tables are missing or older than this code. Run the migration first; workers never make tables."""


class SchemaChangedError(StoreError):
    """A table, trigger or function is not the one that the migration makes: somebody or something changed it.

    The store does not start on it. ``names`` says which.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(f"Not as the migration makes it: {', '.join(self.names)}.")


class DurabilityError(StoreError):
    """The database would acknowledge a write that a power cut can take back. The store does not start on it."""


class LeafMissingError(StoreError, LookupError):
    """The Merkle log does not reach to the last event, or lacks an older leaf. This is an alarm; nothing was written."""


class StreamMovedError(StoreError):
    """The stream is no longer where the caller saw it (412). Nothing was written."""

    def __init__(self, stream_id: UUID, seen: int, actual: int) -> None:
        super().__init__(f"Stream {stream_id} was seen at version {seen} and stands at {actual}.")
        self.stream_id = stream_id
        self.seen = seen
        self.actual = actual


class KeyReusedError(StoreError):
    """The idempotency key was used before, for another request (422). Nothing was written."""

    def __init__(self, key: str) -> None:
        super().__init__(f"The idempotency key {key!r} belongs to another request.")
        self.key = key


class MisplacedEventError(StoreError, ValueError):
    """An event is not fit for the place it is given: wrong tenant, wrong topic, or versions out of order."""


class TamperedError(StoreError):
    """Stored bytes do not belong where they lie: they were changed, moved, or sealed with another key."""


class UnreadableEventError(StoreError):
    """Stored bytes are not the event that their topic names: they were changed, or are newer than this code."""


class KeyLostError(StoreError):
    """A key is missing and no tombstone says that it was destroyed. This is an alarm; restore the key store."""


class KeyDestroyedError(StoreError):
    """The key was destroyed, for good: nothing more can be sealed under it."""


class WrongTenantKeyError(StoreError):
    """The key-encryption key is not the one that wrapped this tenant's keys."""


class DestructionRefusedError(StoreError):
    """A key is destroyed only with a legal basis and two different approvers."""


class KeyNotScrubbedError(StoreError):
    """The key is destroyed, but its wrapped bytes can still be found in the file. Scrub again when readers are gone."""


DAMAGED: Final = (TamperedError, UnreadableEventError, KeyLostError)
"""What is wrong with one event; a store that does not answer is something else."""
