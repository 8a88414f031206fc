"""The one place that makes tables. It is run by a person or a deployment, never by workers."""

from __future__ import annotations

from collections.abc import Callable

from services.case_service.store import postgres_schema, sqlite_schema
from services.case_service.store.settings import SQLiteFile, StoreSettings
from services.case_service.store.sqlite_leaves import migrate_sqlite_events


def migrate(settings: StoreSettings, progress: Callable[[int, int], object] = lambda _, __: None) -> int:
    """Bring a tenant's events and keys to today's tables. Safe to repeat, and to run in several processes at once.

    Events that were stored before there was a Merkle log get their leaves, and ``progress`` is told how many of how many have
    theirs; a migration that was cut off there is taken up where it was.

    Returns how many steps were taken; 0 when all stood already. Raises StoreUnavailableError.
    """
    if isinstance(settings.keys, SQLiteFile):
        taken = sqlite_schema.migrate_sqlite(settings.keys, sqlite_schema.KEYS)
    else:
        taken = postgres_schema.migrate_postgres(settings.keys, settings.tenant, postgres_schema.KEYS)
    if isinstance(settings.events, SQLiteFile):
        return taken + migrate_sqlite_events(settings.events, settings.tenant, progress)
    return taken + postgres_schema.migrate_postgres(settings.events, settings.tenant, postgres_schema.EVENTS, progress)
