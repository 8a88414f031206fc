"""Bundles that wait for somebody to say yes: sealed in the tenant's own folder, and gone after a day."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from services.case_service.store import EventStore
from services.case_service.streams import municipality_stream

KEPT_FOR: Final = timedelta(days=1)
LARGEST: Final = 32 * 1024 * 1024
"""Bytes of a packed bundle; the largest municipality's staff and pupils take a few."""


class Waiting:
    """The waiting bundles of one tenant."""

    def __init__(self, home: Path, store: EventStore) -> None:
        self._folder = home / "roster"
        self._store = store

    def keep(self, id_: UUID, content: bytes, now: datetime) -> None:
        """Keep a bundle under an id, and sweep away those that nobody came back to."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._sweep(now)
        sealed = self._store.seal_file(id_, content, subject=self._subject)
        beside = self._place(id_).with_suffix(".new")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(sealed)
        os.utime(beside, (now.timestamp(), now.timestamp()))
        beside.replace(self._place(id_))

    def open(self, id_: UUID) -> bytes | None:
        """A bundle; None when there is none, or no longer."""
        try:
            sealed = self._place(id_).read_bytes()
        except FileNotFoundError:
            return None
        return self._store.open_file(id_, sealed, subject=self._subject)

    def discard(self, id_: UUID) -> None:
        """Remove a bundle."""
        self._place(id_).unlink(missing_ok=True)

    @property
    def _subject(self) -> UUID:
        return municipality_stream(self._store.tenant)

    def _place(self, id_: UUID) -> Path:
        return self._folder / f"{id_.hex}.sealed"

    def _sweep(self, now: datetime) -> None:
        before = (now - KEPT_FOR).timestamp()
        for file in self._folder.iterdir():
            if file.stat().st_mtime < before:
                file.unlink(missing_ok=True)
