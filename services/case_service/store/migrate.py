"""The one place that makes tables. It is run by a person or a deployment, never by workers."""

from __future__ import annotations

from services.case_service.store import postgres_schema, sqlite_schema
from services.case_service.store.settings import SQLiteFile, StoreSettings


def migrate(settings: StoreSettings) -> int:
    """Bring a tenant's events and keys to today's tables. Safe to repeat, and to run in several processes at once.

    Returns how many steps were taken; 0 when all stood already. Raises StoreUnavailableError.
    """
    if isinstance(settings.keys, SQLiteFile):
        taken = sqlite_schema.migrate_sqlite(settings.keys, sqlite_schema.KEYS)
    else:
        taken = postgres_schema.migrate_postgres(settings.keys, settings.tenant, postgres_schema.KEYS)
    if isinstance(settings.events, SQLiteFile):
        return taken + sqlite_schema.migrate_sqlite(settings.events, sqlite_schema.EVENTS)
    return taken + postgres_schema.migrate_postgres(settings.events, settings.tenant, postgres_schema.EVENTS)
