from __future__ import annotations

from tests.store.conftest import keys_dsn, settings, store

__all__ = ["keys_dsn", "settings", "store"]
