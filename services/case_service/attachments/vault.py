"""Where the files lie: each sealed with its case's own key, so that the key that goes takes the files along."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime
from hmac import compare_digest
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from events.envelope import Attachment
from services.case_service.attachments.inspection import inspect
from services.case_service.store import EventStore, KeyId
from services.integrity.durable import UNFINISHED, put_in_place

ORPHANED_AFTER: Final = 15 * 24 * 3600
"""Seconds after which a file that no event tells of is taken to be left over from a form that was never sent.

It is longer than a draft is kept.
"""


class AttachmentLostError(LookupError):
    """An event tells of a file that is not there."""


class AttachmentChangedError(ValueError):
    """The file is not the one that the event tells of."""


class Vault:
    """The files of one tenant, in a folder."""

    def __init__(self, folder: Path, store: EventStore) -> None:
        self._folder = folder
        self._store = store

    def keep(self, content: bytes, *, subject: UUID, id_: UUID | None = None) -> Attachment:
        """Inspect a file and lay it down, sealed under the key of ``subject`` (the case); it is durable when this returns.

        The event that tells of it is recorded afterwards. ``id_`` is given by a form that may be sent twice.

        Raises NotAcceptedError, KeyDestroyedError.
        """
        kind = inspect(content)
        attachment = Attachment(
            id=id_ or uuid4(), media_type=kind.media_type, size=len(content), sha256=hashlib.sha256(content).hexdigest()
        )
        put_in_place(self._place(attachment.id), self._store.seal_file(attachment.id, content, subject=subject))
        return attachment

    def keep_made(self, content: bytes, media_type: str, *, subject: UUID, id_: UUID) -> Attachment:
        """Lay down a file that Varde itself made, as :meth:`keep` does with those that people bring. Raises KeyDestroyedError."""
        attachment = Attachment(id=id_, media_type=media_type, size=len(content), sha256=hashlib.sha256(content).hexdigest())
        put_in_place(self._place(id_), self._store.seal_file(id_, content, subject=subject))
        return attachment

    def open(self, attachment: Attachment, *, subject: UUID) -> bytes | None:
        """The file's content; None when its key was destroyed.

        Raises AttachmentLostError, AttachmentChangedError, TamperedError.
        """
        try:
            sealed = self._place(attachment.id).read_bytes()
        except FileNotFoundError:
            if self._store.tombstone(KeyId(subject)) is not None:
                return None
            raise AttachmentLostError(str(attachment.id)) from None
        content = self._store.open_file(attachment.id, sealed, subject=subject)
        if content is not None and not compare_digest(hashlib.sha256(content).hexdigest(), attachment.sha256):
            raise AttachmentChangedError(str(attachment.id))
        return content

    def holds(self, attachment: Attachment) -> bool:
        """Whether the file lies here. What is in it is not looked at."""
        return self._place(attachment.id).is_file()

    def remove(self, attachments: Iterable[UUID]) -> int:
        """Take away the files of content that was disposed of. Returns how many lay here. Their key is destroyed before."""
        gone = 0
        for place in map(self._place, attachments):
            gone += place.exists()
            place.unlink(missing_ok=True)
        return gone

    def sweep(self, told_of: Collection[UUID], now: datetime) -> int:
        """Remove files that no event tells of and that have lain for ORPHANED_AFTER at ``now``. Returns how many."""
        before = now.timestamp() - ORPHANED_AFTER
        gone = 0
        for file in self._folder.glob("??/*"):
            nobodys = file.suffix == UNFINISHED or UUID(file.stem) not in told_of
            if nobodys and file.stat().st_mtime < before:
                file.unlink(missing_ok=True)
                gone += 1
        return gone

    def _place(self, attachment: UUID) -> Path:
        return self._folder / attachment.hex[:2] / f"{attachment.hex}.sealed"
