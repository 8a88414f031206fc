from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from services.case_service.store import (
    EventStore,
    KeyStore,
    PostgresDatabase,
    SQLiteFile,
    StoreSettings,
    migrate,
    open_key_store,
    open_store,
)
from tests.store.insider import Insider
from tests.store.postgres_server import new_database
from tests.store.two_files import in_two_files


@pytest.fixture(scope="session")
def keys_dsn(postgres_dsn: str) -> str:
    """Where the keys of the tests lie: another database than the events."""
    return new_database(postgres_dsn)


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> StoreSettings:
    """A new tenant on either database, its tables not yet made."""
    tenant = f"t{uuid4().hex[:12]}"
    if request.param == "sqlite":
        return in_two_files(tmp_path, tenant=tenant)
    return StoreSettings(
        tenant=tenant,
        events=PostgresDatabase(dsn=request.getfixturevalue("postgres_dsn")),
        keys=PostgresDatabase(dsn=request.getfixturevalue("keys_dsn")),
        kek=os.urandom(32),
        key_staleness=0.0,
    )


@pytest.fixture
def store(settings: StoreSettings) -> Iterator[EventStore]:
    """The new tenant's store, open."""
    migrate(settings)
    with open_store(settings) as opened:
        yield opened


@pytest.fixture
def neighbour(settings: StoreSettings, tmp_path: Path) -> StoreSettings:
    """Another tenant on the same database, its tables made."""
    lies_in_files = isinstance(settings.events, SQLiteFile)
    other = replace(
        settings,
        tenant=f"{settings.tenant}n",
        events=SQLiteFile(path=tmp_path / "neighbour.sqlite") if lies_in_files else settings.events,
        keys=SQLiteFile(path=tmp_path / "neighbour_keys.sqlite") if lies_in_files else settings.keys,
    )
    migrate(other)
    return other


@pytest.fixture
def keys(store: EventStore, settings: StoreSettings) -> Iterator[KeyStore]:
    """The tenant's keys, as another process has them open."""
    del store
    with open_key_store(settings) as opened:
        yield opened


@pytest.fixture
def insider(store: EventStore, settings: StoreSettings) -> Insider:
    """Somebody at the table of events."""
    del store
    return Insider(settings.events, settings.tenant, "events")


@pytest.fixture
def key_thief(store: EventStore, settings: StoreSettings) -> Insider:
    """Somebody at the table of keys."""
    del store
    return Insider(settings.keys, settings.tenant, "keys")
