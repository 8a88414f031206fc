"""The store: one tenant's events and keys, on SQLite or PostgreSQL, behind two small interfaces."""

from services.case_service.store.errors import (
    DestructionRefusedError,
    DurabilityError,
    KeyDestroyedError,
    KeyLostError,
    KeyNotScrubbedError,
    KeyReusedError,
    MisplacedEventError,
    SchemaMissingError,
    StoreError,
    StoreUnavailableError,
    StreamMovedError,
    TamperedError,
    UnreadableEventError,
    WrongTenantKeyError,
)
from services.case_service.store.event_store import EventStore
from services.case_service.store.keys import KeyStore, Tombstone
from services.case_service.store.log import Appended, Once
from services.case_service.store.migrate import migrate
from services.case_service.store.opening import open_key_store, open_store
from services.case_service.store.settings import PostgresDatabase, SettingsError, SQLiteFile, StoreSettings
from services.case_service.store.wrapping import KeyId

__all__ = [
    "Appended",
    "DestructionRefusedError",
    "DurabilityError",
    "EventStore",
    "KeyDestroyedError",
    "KeyId",
    "KeyLostError",
    "KeyNotScrubbedError",
    "KeyReusedError",
    "KeyStore",
    "MisplacedEventError",
    "Once",
    "PostgresDatabase",
    "SQLiteFile",
    "SchemaMissingError",
    "SettingsError",
    "StoreError",
    "StoreSettings",
    "StoreUnavailableError",
    "StreamMovedError",
    "TamperedError",
    "Tombstone",
    "UnreadableEventError",
    "WrongTenantKeyError",
    "migrate",
    "open_key_store",
    "open_store",
]
