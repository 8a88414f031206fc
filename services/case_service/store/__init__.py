"""The store: one tenant's events and keys, on SQLite or PostgreSQL, behind two small interfaces."""

from services.case_service.store.damage import Damage, DamageKind
from services.case_service.store.damaged import DamagedEvent, Readable
from services.case_service.store.errors import (
    DAMAGED,
    DestructionRefusedError,
    DurabilityError,
    KeyDestroyedError,
    KeyLostError,
    KeyNotScrubbedError,
    KeyReusedError,
    LeafMissingError,
    MisplacedEventError,
    SchemaChangedError,
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
from services.case_service.store.log import Appended, Once, StoredAt
from services.case_service.store.migrate import migrate
from services.case_service.store.opening import open_key_store, open_store
from services.case_service.store.recheck import FaultKind, LeafFault, Rechecked, recheck
from services.case_service.store.settings import PostgresDatabase, SettingsError, SQLiteFile, StoreSettings
from services.case_service.store.wrapping import KeyId

__all__ = [
    "DAMAGED",
    "Appended",
    "Damage",
    "DamageKind",
    "DamagedEvent",
    "DestructionRefusedError",
    "DurabilityError",
    "EventStore",
    "FaultKind",
    "KeyDestroyedError",
    "KeyId",
    "KeyLostError",
    "KeyNotScrubbedError",
    "KeyReusedError",
    "KeyStore",
    "LeafFault",
    "LeafMissingError",
    "MisplacedEventError",
    "Once",
    "PostgresDatabase",
    "Readable",
    "Rechecked",
    "SQLiteFile",
    "SchemaChangedError",
    "SchemaMissingError",
    "SettingsError",
    "StoreError",
    "StoreSettings",
    "StoreUnavailableError",
    "StoredAt",
    "StreamMovedError",
    "TamperedError",
    "Tombstone",
    "UnreadableEventError",
    "WrongTenantKeyError",
    "migrate",
    "open_key_store",
    "open_store",
    "recheck",
]
