"""From the copy that somebody gets of an event to what a package holds: a text goes only where it is the one in the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from events.commitments import OpenText, texts_of
from events.envelope import Recorded
from events.sealing import UNREADABLE, split
from events.stored import WITHOUT_COMMITMENTS
from services.case_service.packages.redaction import Copy
from services.case_service.store import EventStore, StoredAt
from services.integrity.package import Disclosed, DisclosedEvent, LeftOutEvent, Masked, Shown
from services.integrity.package.lines import PackedEvent

DESTROYED: Final = "destroyed"
"""The reason where the key of a text is gone, and nobody can read it."""

CHANGED: Final = "changed"
"""The reason where a copy's text differs from the store's and the copy does not say why."""


class NotStoredError(LookupError):
    """A copy is of an event that the store does not have."""


class _Outline(msgspec.Struct, frozen=True, array_like=True):
    format: int
    class_version: int
    envelope: msgspec.Raw
    facts: bytes


_outline: Final = msgspec.msgpack.Decoder(_Outline).decode


class Packed(msgspec.Struct, frozen=True, kw_only=True):
    """The events of a copy as a package holds them, and how much of each history is shown."""

    events: tuple[PackedEvent, ...]
    streams: tuple[Shown, ...]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The stored events behind some copies, with the copies, in the order of the log."""

    pairs: tuple[tuple[StoredAt, Copy], ...]
    histories: Mapping[UUID, tuple[int, ...]]

    @property
    def last_position(self) -> int:
        """The newest of them; 0 when there is none."""
        return max((stored.position for stored, _ in self.pairs), default=0)


def find(store: EventStore, copies: Iterable[Copy]) -> Found:
    """What lies in the store behind copies. Raises NotStoredError."""
    by_place = {(one.recorded.stream_id, one.recorded.version): one for one in copies}
    pairs: list[tuple[StoredAt, Copy]] = []
    histories: dict[UUID, tuple[int, ...]] = {}
    for stream in dict.fromkeys(stream for stream, _ in by_place):
        stored = store.stored_in(stream)
        histories[stream] = tuple(one.position for one in stored)
        pairs += [(one, by_place[stream, one.version]) for one in stored if (stream, one.version) in by_place]
    if missing := by_place.keys() - {(one.stream_id, one.version) for one, _ in pairs}:
        raise NotStoredError(f"{len(missing)} events are not in the store")
    return Found(pairs=tuple(sorted(pairs, key=lambda pair: pair[0].position)), histories=histories)


def packed(store: EventStore, found: Found, size: int) -> Packed:
    """The events as a package holds them, with proofs for the first ``size`` events of the log.

    Raises NoSuchProofError, LeafMissingError, TamperedError, UnreadableEventError, KeyLostError.
    """
    events = tuple(_packed(store, stored, copy, size) for stored, copy in found.pairs)
    return Packed(events=events, streams=tuple(_streams(found.histories, events, size)))


def _streams(histories: Mapping[UUID, Sequence[int]], events: Iterable[PackedEvent], size: int) -> Iterator[Shown]:
    shown: dict[UUID, int] = {}
    for event in events:
        if isinstance(event, DisclosedEvent):
            shown[event.stream_id] = shown.get(event.stream_id, 0) + 1
    for stream, count in shown.items():
        yield Shown(stream_id=stream, last_version=sum(position <= size for position in histories[stream]), shown=count)


def _packed(store: EventStore, stored: StoredAt, copy: Copy, size: int) -> PackedEvent:
    proof = tuple(store.inclusion(stored.position, size))
    if copy.why is not None:
        leaf = store.leaf_hash(stored.position)
        return LeftOutEvent(position=stored.position, leaf=leaf, reason=copy.why.value, proof=proof)
    parts, outline = store.leaf_parts(stored), _outline(stored.state)
    if parts.format == WITHOUT_COMMITMENTS:
        disclosed, masked = _unproven(copy)
    else:
        disclosed, masked = _proven(copy, parts.commitments, store.texts_to_show(stored))
    return DisclosedEvent(
        position=stored.position,
        tenant=store.tenant,
        stream_id=stored.stream_id,
        version=stored.version,
        topic=stored.topic,
        format=parts.format,
        class_version=parts.class_version,
        envelope=bytes(outline.envelope),
        facts=outline.facts,
        seals=dict(parts.seals),
        commitments=dict(parts.commitments),
        disclosed=disclosed,
        masked=masked,
        proof=proof,
    )


def _proven(
    copy: Copy, commitments: Iterable[str], stored: Mapping[str, OpenText]
) -> tuple[dict[str, Disclosed], dict[str, Masked]]:
    """What the copy shows exactly as it is stored is disclosed; everything else is masked."""
    given = _texts(copy.recorded)
    disclosed: dict[str, Disclosed] = {}
    masked: dict[str, Masked] = {}
    for field in commitments:
        text = stored.get(field)
        if text is None:
            masked[field] = Masked(reason=DESTROYED)
        elif field in given and given[field] == text.value:
            disclosed[field] = Disclosed(value=text.value, salt=text.salt)
        else:
            masked[field] = Masked(reason=_reason(copy, field), left=given.get(field))
    return disclosed, masked


def _unproven(copy: Copy) -> tuple[dict[str, Disclosed], dict[str, Masked]]:
    """The texts of an event from before there were commitments, as the copy has them."""
    given = _texts(copy.recorded)
    touched = {".".join(one.path) for one in copy.masked}
    kept = {field: value for field, value in given.items() if not _within(field, touched) and UNREADABLE not in _flat(value)}
    rest = {field: Masked(reason=_reason(copy, field), left=given.get(field)) for field in (given.keys() | touched) - kept.keys()}
    return {field: Disclosed(value=value, salt=None) for field, value in kept.items()}, rest


def _texts(one: Recorded) -> dict[str, Any]:
    found = ((field, value) for sealed in split(one.event)[1].values() for field, value in texts_of(sealed))
    return {field: list(value) if isinstance(value, tuple) else value for field, value in found}


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for inner in value:
            yield from _flat(inner)
    else:
        yield value


def _within(field: str, paths: Iterable[str]) -> bool:
    """Whether one of ``paths`` leads to the field or to a place in it."""
    return any(path == field or path.startswith(f"{field}.") for path in paths)


def _reason(copy: Copy, field: str) -> str:
    return next((one.why.value for one in copy.masked if _within(field, [".".join(one.path)])), CHANGED)
