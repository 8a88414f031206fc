"""Opening a tenant's store and key store from its settings."""

from __future__ import annotations

from services.case_service.store.event_store import EventStore
from services.case_service.store.keys import KeyStore, KeyTable
from services.case_service.store.log import Log
from services.case_service.store.postgres_keys import PostgresKeys
from services.case_service.store.postgres_log import PostgresLog
from services.case_service.store.sealer import KeyRing
from services.case_service.store.settings import Place, SQLiteFile, StoreSettings
from services.case_service.store.sqlite_keys import SQLiteKeys
from services.case_service.store.sqlite_log import SQLiteLog


def open_store(settings: StoreSettings) -> EventStore:
    """Open a tenant's events together with its keys. The tables must stand: see :func:`migrate`.

    Raises SchemaMissingError, DurabilityError, WrongTenantKeyError, StoreUnavailableError.
    """
    keys = open_key_store(settings)
    try:
        return EventStore(settings.tenant, _open_log(settings.tenant, settings.events), KeyRing(keys, settings.cached_keys))
    except BaseException:
        keys.close()
        raise


def open_key_store(settings: StoreSettings) -> KeyStore:
    """Open a tenant's keys alone, to destroy or rewrap them.

    Raises SchemaMissingError, DurabilityError, WrongTenantKeyError, StoreUnavailableError.
    """
    table = _open_keys(settings)
    try:
        return KeyStore(settings.tenant, table, settings.kek, settings.kek_again)
    except BaseException:
        table.close()
        raise


def _open_log(tenant: str, place: Place) -> Log:
    return SQLiteLog(place, tenant) if isinstance(place, SQLiteFile) else PostgresLog(place, tenant)


def _open_keys(settings: StoreSettings) -> KeyTable:
    if isinstance(settings.keys, SQLiteFile):
        return SQLiteKeys(settings.keys)
    return PostgresKeys(settings.keys, settings.tenant, settings.key_staleness)
