"""A tenant in two SQLite files, its tables not yet made."""

from __future__ import annotations

import os
from pathlib import Path

from services.case_service.store import SQLiteFile, StoreSettings
from tests.store.sample_events import TENANT


def in_two_files(folder: Path, *, tenant: str = TENANT, lock_timeout: float | None = None) -> StoreSettings:
    """Events and keys in ``folder``. ``lock_timeout``: seconds that one waits for the keys' lock, else as the store does."""
    keys = SQLiteFile(path=folder / "keys.sqlite")
    if lock_timeout is not None:
        keys = SQLiteFile(path=keys.path, lock_timeout=lock_timeout)
    return StoreSettings(tenant=tenant, events=SQLiteFile(path=folder / "events.sqlite"), keys=keys, kek=os.urandom(32))
