from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from services.case_service.backup import Sources
from services.case_service.store import SQLiteFile, migrate
from tests.backup.backup_office import Office, places_on, secrets_in


@pytest.fixture(params=["sqlite", "postgres"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """A new tenant on either database, with secrets and tables."""
    home = tmp_path / "here" / "steindal"
    home.mkdir(parents=True)
    for secret in secrets_in(home):
        secret.file.write_text(os.urandom(32).hex() + "\n")
    events, keys = places_on(request.param, home, request)
    sources = Sources(tenant="steindal", events=events, keys=keys, home=home, secrets=secrets_in(home))
    found = Office(sources, tmp_path / "shelf")
    migrate(found.settings)
    return found


@pytest.fixture
def empty_office(office: Office, request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """The same tenant on a machine with nothing on it."""
    home = tmp_path / "there" / "steindal"
    database = "sqlite" if isinstance(office.sources.events, SQLiteFile) else "postgres"
    events, keys = places_on(database, home, request)
    sources = msgspec.structs.replace(office.sources, events=events, keys=keys, home=home, secrets=secrets_in(home))
    return Office(sources, office.shelf)
