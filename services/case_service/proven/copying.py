"""Writing a copy of a case, or of the whole log, with its proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import BinaryIO, Final
from uuid import UUID

import msgspec

from services.case_service.integrity.kept import Integrity
from services.case_service.packages.redaction import Copy
from services.case_service.proven.anchor import Anchor, anchor, consistency
from services.case_service.proven.events import find, packed
from services.case_service.proven.older import sizes_before
from services.case_service.store import EventStore
from services.integrity.package import DisclosedEvent, Manifest, PackageFile, Shown, write_log, write_package

BATCH: Final = 1000
"""Events that are read from the store at once."""


class For(msgspec.Struct, frozen=True, kw_only=True):
    """For whom a copy is, on what legal basis, and whatever else the sender says of it by short names."""

    recipient: str
    legal_basis: str
    about: dict[str, str] = {}


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: how far the log had come, how many events are shown and left out, and whether a witness had signed."""

    position: int
    shown: int
    left_out: int
    witnessed: bool


def write_case(
    out: BinaryIO,
    integrity: Integrity,
    copies: Iterable[Copy],
    *,
    case_id: UUID | None,
    for_: For,
    now: datetime,
    files: Sequence[PackageFile] = (),
    since: Iterable[int] = (),
) -> Written:
    """Write a case's package into ``out``, an empty binary file that can be sought in.

    ``copies`` are the events as the recipient gets them, ``since`` the sizes of older checkpoints that the recipient may have;
    the case's earlier packages are among them without being named.
    Raises NotSignedError, LogNotItselfError, KeyFileError, NotStoredError, and what the store raises.
    """
    store = integrity.store
    found = find(store, copies)
    on = anchor(integrity, max(found.last_position, 1), now)
    done = packed(store, found, on.checkpoint.size)
    write_package(
        out,
        manifest=_manifest(store, on, for_, now, case_id=case_id, streams=done.streams),
        events=done.events,
        checkpoint=on.note,
        keys=on.keys,
        sign=on.sign,
        files=files,
        consistency=consistency(store, on.checkpoint, {*since, *sizes_before(store, found.histories)}),
        timestamp=on.timestamp,
    )
    shown = sum(isinstance(event, DisclosedEvent) for event in done.events)
    return Written(position=on.checkpoint.size, shown=shown, left_out=len(done.events) - shown, witnessed=on.witnessed)


def write_whole_log(out: BinaryIO, integrity: Integrity, *, for_: For, now: datetime, since: Iterable[int] = ()) -> Written:
    """Write an export of the whole log up to its newest witnessed checkpoint: every event by its hashes, none by its content.

    Raises as :func:`write_case`.
    """
    store = integrity.store
    on = anchor(integrity, 0, now)
    size = on.checkpoint.size
    write_log(
        out,
        manifest=_manifest(store, on, for_, now),
        entries=_entries(store, size),
        checkpoint=on.note,
        keys=on.keys,
        sign=on.sign,
        consistency=consistency(store, on.checkpoint, since),
        timestamp=on.timestamp,
    )
    return Written(position=size, shown=size, left_out=0, witnessed=on.witnessed)


def _manifest(
    store: EventStore, on: Anchor, for_: For, now: datetime, *, case_id: UUID | None = None, streams: tuple[Shown, ...] = ()
) -> Manifest:
    return Manifest(
        tenant=store.tenant,
        origin=on.checkpoint.origin,
        position=on.checkpoint.size,
        root=on.checkpoint.root,
        made_at=now,
        recipient=for_.recipient,
        legal_basis=for_.legal_basis,
        case_id=case_id,
        streams=streams,
        about=for_.about,
    )


def _entries(store: EventStore, size: int) -> Iterator[bytes]:
    at = 0
    while at < size and (batch := store.stored_after(at, min(BATCH, size - at))):
        yield from (store.entry(stored) for stored in batch)
        at = batch[-1].position
