"""Replacing the key that wraps all others, in an order in which a crash leaves a key that opens everything.

The new key is written beside the old one; then all keys are wrapped anew, which the log notes; then the new takes the old one's
place, whose bytes are overwritten. Processes that run meanwhile find both, and follow.
"""

from __future__ import annotations

import os
import secrets
from contextlib import closing
from typing import Final
from uuid import uuid5

import msgspec

from events import Actor
from events.base import Stream
from events.lists.people import Role
from events.municipality import TenantKeyReplaced
from services.case_service.application import Request
from services.case_service.domain import fold
from services.case_service.domain.municipality import RULES
from services.case_service.domain.municipality.commands import ReplaceTenantKey
from services.case_service.domain.municipality.state import Municipality
from services.case_service.reactions.avvik_by_rule import VARDE
from services.case_service.store import EventStore, KeyStore, open_key_store
from services.case_service.store.settings import KEK_BYTES
from services.case_service.streams import municipality_stream
from services.integrity.durable import sync_folder
from varde.clock import system_clock
from varde.composition import application, event_store, store_settings
from varde.settings import Settings, SettingsError

OWNER_ALONE: Final = 0o600


class Replaced(msgspec.Struct, frozen=True, kw_only=True):
    """What was done: how many keys were wrapped anew, the key store's count, and whether the old key is gone from its place."""

    keys: int
    epoch: int
    old_is_gone: bool


def replace_kek(settings: Settings) -> Replaced:
    """Replace the tenant's key-encryption key. Repeated after a crash, it goes on where it stopped.

    Where the old key's place cannot be written (a secret that is mounted), the new one stays in ``kek_next_file``: both are read
    until somebody puts it there. Raises SettingsError, WrongTenantKeyError, KeyNotScrubbedError.
    """
    settings.keep_account_key()
    new = _next(settings)
    with open_key_store(store_settings(settings)) as keys:
        wrapped = keys.rewrap(new)
        keys.scrub()
        with event_store(settings) as store:
            _note(store, settings, keys, wrapped)
        epoch = keys.epoch()
    return Replaced(keys=wrapped, epoch=epoch, old_is_gone=_put_in_place(settings))


def _next(settings: Settings) -> bytes:
    """The new key: the one that was begun with, else a new one that is durable when this returns."""
    file = settings.kek_next_file
    if not file.exists():
        if not os.access(file.parent, os.W_OK):
            raise SettingsError([f"{file} cannot be written: give the new key in a file and name it in VARDE_KEK_NEXT_FILE"])
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE), "w", encoding="ascii") as out:
            out.write(secrets.token_bytes(KEK_BYTES).hex() + "\n")
            out.flush()
            os.fsync(out.fileno())
        sync_folder(file.parent)
    return settings.kek_next()


def _note(store: EventStore, settings: Settings, keys: KeyStore, wrapped: int) -> None:
    """Let the log know the key store's count, so that an older copy of it is found out."""
    stream, now, epoch = municipality_stream(store.tenant), system_clock(), keys.epoch()
    noted: Municipality = fold(RULES, (one.event for one in store.facts(stream)))
    if noted.key_epoch >= epoch:
        return
    application(store, settings).handle(
        Request(
            stream=Stream.MUNICIPALITY,
            stream_id=stream,
            command=ReplaceTenantKey(fact=TenantKeyReplaced(epoch=epoch, keys=wrapped)),
            actor=Actor(ref=VARDE, role=Role.SYSTEM),
            occurred_at=now,
            known_at=now,
            event_id=uuid5(stream, f"key replaced {epoch}"),
        )
    )


def _put_in_place(settings: Settings) -> bool:
    """Let the new key take the old one's place, and overwrite what stood there. False where the place cannot be written."""
    old, new = settings.kek_file, settings.kek_next_file
    if not (os.access(old.parent, os.W_OK) and os.access(old, os.W_OK)) or old.is_symlink():
        return False
    with closing(os.fdopen(os.open(old, os.O_WRONLY), "wb", buffering=0)) as before:
        length = os.fstat(before.fileno()).st_size
        new.replace(old)
        sync_folder(old.parent)
        before.write(bytes(length))
        os.fsync(before.fileno())
    return True
