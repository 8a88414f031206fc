from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from services.case_service.backup import Places, Restoring, Secret, Sources, Taken, restore, take_backup
from services.case_service.store import (
    EventStore,
    PostgresDatabase,
    SQLiteFile,
    StoreSettings,
    open_store,
)
from services.case_service.store.settings import Place
from tests.store.postgres_server import new_database

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Office:
    """A tenant with its folder and secrets, and a shelf for backups; ``lost`` is the same tenant on an empty machine."""

    def __init__(self, sources: Sources, shelf: Path) -> None:
        self.sources = sources
        self.shelf = shelf
        self.places = Places(data=shelf / "data", keys=shelf / "keys", secrets=shelf / "secrets")

    @property
    def settings(self) -> StoreSettings:
        kek = next(one.file for one in self.sources.secrets if one.name == "kek")
        return StoreSettings(
            tenant=self.sources.tenant,
            events=self.sources.events,
            keys=self.sources.keys,
            kek=bytes.fromhex(kek.read_text().strip()),
        )

    @contextmanager
    def store(self) -> Iterator[EventStore]:
        with open_store(self.settings) as opened:
            yield opened

    def backed_up(self) -> Taken:
        return take_backup(self.sources, self.places, at=NOON, backup=uuid4())

    def put_back(self, taken: Taken, into: Office, *, aside: bool = False) -> Path | None:
        restoring = Restoring(data=taken.data, keys=taken.keys, secrets=taken.secrets, aside=aside)
        return restore(into.sources, restoring, at=NOON).aside


def secrets_in(home: Path) -> tuple[Secret, ...]:
    names = ("kek", "pseudonym_key", "secret_key")
    return tuple(Secret(name=name, file=home / name, can_be_new=name == "secret_key") for name in names)


def places_on(database: str, home: Path, request: pytest.FixtureRequest) -> tuple[Place, Place]:
    if database == "sqlite":
        return SQLiteFile(path=home / "events.sqlite"), SQLiteFile(path=home / "keys.sqlite")
    dsn = request.getfixturevalue("postgres_dsn")
    return PostgresDatabase(dsn=new_database(dsn), pool_size=2), PostgresDatabase(dsn=new_database(dsn), pool_size=2)
