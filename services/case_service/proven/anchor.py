"""What a copy hangs on: a signed checkpoint that covers it, the keys, and what signs the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from services.case_service.integrity.kept import Integrity
from services.case_service.store import EventStore
from services.integrity.checkpoints import Checkpoint, KeyFileError, read_key_file
from services.integrity.keeping.book import Kept
from services.integrity.notes import new_note, sign
from services.integrity.package import ConsistencyProof


class NotSignedError(RuntimeError):
    """The log is not signed as far as the copy reaches."""


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """The checkpoint as a note with its cosignatures, the keys by which it is checked, and a time stamp over it if there is one."""

    checkpoint: Checkpoint
    note: bytes
    keys: tuple[str, ...]
    sign: Callable[[str], bytes]
    witnessed: bool
    timestamp: bytes | None = None


def anchor(integrity: Integrity, at_least: int, now: datetime) -> Anchor:
    """The newest checkpoint that a witness saw, if it covers the first ``at_least`` events; else the newest, signed now if need be.

    Raises NotSignedError, LogNotItselfError, KeyFileError, MalformedKeyError.
    """
    if not integrity.begun:
        raise NotSignedError("the log was never signed")
    integrity.refuse_other_log()
    kept = integrity.book.last_witnessed()
    if kept is None or kept.checkpoint.size < at_least:
        kept = integrity.book.last()
    if kept is None or kept.checkpoint.size < at_least:
        integrity.keeper().look(now)
        kept = integrity.book.last()
    if kept is None or kept.checkpoint.size < at_least:
        raise NotSignedError(f"the log is not signed as far as event {at_least}")
    return Anchor(
        checkpoint=kept.checkpoint,
        note=kept.note.encoded().encode(),
        keys=(*(one.line for one in integrity.files.keys().keys), *(one.key.vkey for one in integrity.witnesses())),
        sign=_signing(integrity),
        witnessed=bool(kept.witnesses),
        timestamp=_stamp(integrity, kept),
    )


def consistency(store: EventStore, anchored: Checkpoint, older: Iterable[int]) -> tuple[ConsistencyProof, ...]:
    """That older checkpoints, by their sizes, are the beginning of this one; of sizes that are no older ones nothing is proven."""
    size = anchored.size
    return tuple(
        ConsistencyProof(size=old, root=store.root(old), proof=tuple(store.consistency(old, size)))
        for old in sorted(set(older))
        if 0 < old < size
    )


def _signing(integrity: Integrity) -> Callable[[str], bytes]:
    key = read_key_file(integrity.files.signing)
    if all(one.key != key.public_key for one in integrity.files.keys().keys):
        raise KeyFileError(f"{integrity.files.signing} is none of the log's keys")

    def signed(text: str) -> bytes:
        note = new_note(text)
        return note.with_signatures([sign(note, key)]).encoded().encode()

    return signed


def _stamp(integrity: Integrity, kept: Kept) -> bytes | None:
    stamp = integrity.book.last_stamp()
    return stamp[1] if stamp is not None and stamp[0] == kept.checkpoint.size else None
