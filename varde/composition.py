"""Where real things are put together: store, application, projector, warehouse, pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg.conninfo import make_conninfo

from services.case_service.application import Application
from services.case_service.store import (
    EventStore,
    PostgresDatabase,
    SQLiteFile,
    StoreSettings,
    migrate,
    open_store,
)
from varde.clock import new_id, system_clock
from varde.settings import Settings


def store_settings(settings: Settings) -> StoreSettings:
    """What the store needs to know."""
    if settings.database is None:
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        return StoreSettings(
            tenant=settings.tenant,
            events=SQLiteFile(path=settings.events_file),
            keys=SQLiteFile(path=settings.keys_file),
            kek=settings.kek(),
        )
    return StoreSettings(
        tenant=settings.tenant,
        events=PostgresDatabase(dsn=_dsn(settings, settings.database)),
        keys=PostgresDatabase(dsn=_dsn(settings, settings.key_database or "")),
        kek=settings.kek(),
    )


def _dsn(settings: Settings, address: str) -> str:
    return make_conninfo(address, password=settings.database_password) if settings.database_password else address


def prepare(settings: Settings) -> int:
    """Make or bring up to date the tenant's tables. Returns how many steps were taken."""
    return migrate(store_settings(settings))


@contextmanager
def event_store(settings: Settings) -> Iterator[EventStore]:
    """The tenant's event store, opened and closed again."""
    with open_store(store_settings(settings)) as store:
        yield store


def application(store: EventStore) -> Application:
    """The application on the machine's own clock."""
    return Application(store, clock=system_clock, new_id=new_id)
