"""Where a tenant's events and keys lie, and the key that wraps its keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

TENANT_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,30}")
"""A tenant's name is a part of table and channel names, so it is short, ASCII and starts with a letter."""

KEK_BYTES: Final = 32


class SettingsError(ValueError):
    """The settings cannot be used as they stand. The message says which and why, and never shows a key."""


@dataclass(frozen=True, kw_only=True)
class SQLiteFile:
    """One SQLite file. ``lock_timeout`` is how long, in seconds, a writer waits for the others."""

    path: Path
    lock_timeout: float = 30.0


@dataclass(frozen=True, kw_only=True)
class PostgresDatabase:
    """A PostgreSQL database that many tenants share, each with tables of its own.

    ``pool_size`` is the greatest number of connections that one process holds to it, for all tenants together;
    ``timeout`` is how long, in seconds, a request waits for one of them.
    """

    dsn: str = field(repr=False)
    pool_size: int = 8
    timeout: float = 30.0


Place: TypeAlias = SQLiteFile | PostgresDatabase


@dataclass(frozen=True, kw_only=True)
class StoreSettings:
    """One tenant's store: its events, its keys (always in another file or database), and its key-encryption key.

    ``kek`` is 32 bytes and wraps every key of the tenant. ``cached_keys`` is how many unwrapped keys a process keeps.
    ``key_staleness`` is how long, in seconds, a process may go on with a cached key after another process destroyed
    it; it applies to keys in PostgreSQL, where asking costs a round trip. Keys in SQLite are asked for every time.
    ``kek_again`` reads the key-encryption keys that stand where ``kek`` came from, once more: it may be replaced meanwhile.

    Raises SettingsError when the tenant's name, the key or the two places cannot be used.
    """

    tenant: str
    events: Place
    keys: Place
    kek: bytes = field(repr=False)
    cached_keys: int = 4096
    key_staleness: float = 1.0
    kek_again: Callable[[], Sequence[bytes]] | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if TENANT_NAME.fullmatch(self.tenant) is None:
            raise SettingsError(f"The tenant's name {self.tenant!r} must match {TENANT_NAME.pattern}.")
        if len(self.kek) != KEK_BYTES:
            raise SettingsError(f"The key-encryption key must be {KEK_BYTES} bytes, not {len(self.kek)}.")
        if _where(self.events) == _where(self.keys):
            raise SettingsError("Events and keys must not lie in the same place: whoever copies one must not get the other.")


def _where(place: Place) -> Path | str:
    return place.path.absolute() if isinstance(place, SQLiteFile) else place.dsn
