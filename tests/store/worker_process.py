"""A process of its own at the store: migrates, opens, appends one event. Started by tests and measurements.

python -m tests.store.worker_process TENANT KEK EVENTS KEYS
"""

from __future__ import annotations

import sys
from pathlib import Path
from uuid import uuid4

from services.case_service.store import PostgresDatabase, SQLiteFile, StoreSettings, migrate, open_store
from services.case_service.store.settings import Place
from tests.store.sample_events import concern_received


def place(text: str) -> Place:
    """A file or a database, told apart by the file's ending."""
    return SQLiteFile(path=Path(text)) if text.endswith(".sqlite") else PostgresDatabase(dsn=text, pool_size=2)


def settings_of(tenant: str, kek: str, events: str, keys: str) -> StoreSettings:
    """Settings from a command line."""
    return StoreSettings(tenant=tenant, events=place(events), keys=place(keys), kek=bytes.fromhex(kek))


def main(arguments: list[str]) -> None:
    """Do what a worker does when it starts."""
    settings = settings_of(*arguments[:4])
    migrate(settings)
    with open_store(settings) as store:
        store.append([concern_received(uuid4(), 1, tenant=settings.tenant)])


if __name__ == "__main__":
    main(sys.argv[1:])
