from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from services.case_service.integrity.kept import Integrity, places_in
from services.case_service.store import PostgresDatabase, SQLiteFile, StoreSettings, migrate, open_store
from tests.store.postgres_server import new_database

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> StoreSettings:
    """A new tenant on either database."""
    if request.param == "sqlite":
        places = (SQLiteFile(path=tmp_path / "events.sqlite"), SQLiteFile(path=tmp_path / "keys.sqlite"))
    else:
        dsn = request.getfixturevalue("postgres_dsn")
        places = (PostgresDatabase(dsn=dsn, pool_size=2), PostgresDatabase(dsn=new_database(dsn), pool_size=2))
    made = StoreSettings(
        tenant=f"t{uuid4().hex[:12]}", events=places[0], keys=places[1], kek=os.urandom(32), key_staleness=0.0, cached_keys=0
    )
    migrate(made)
    return made


@pytest.fixture
def integrity(settings: StoreSettings, tmp_path: Path) -> Iterator[Integrity]:
    """Its store, open, and what watches over it: signed from the beginning."""
    with open_store(settings) as store:
        kept = Integrity(store, places_in(tmp_path / "home"))
        kept.begin("varde.example/attacked", NOON)
        yield kept
