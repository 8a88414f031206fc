"""What the log's leaf says of a stored event: everything about it, by hashes of what must not be shown to everybody.

    entry = lp("varde/leaf/1") lp(u64(position)) lp(tenant) lp(stream id) lp(u64(version)) lp(topic)
            lp(u64(format)) lp(u64(class_version)) lp(sha256(envelope)) lp(sha256(facts))
            lp(u64(number of seals))        then, sorted by name: lp(retention class) lp(sha256(ciphertext))
            lp(u64(number of commitments))  then, sorted by name: lp(field) lp(commitment)

``u64(n)`` is 8 bytes and ``lp(b)`` 4 bytes of length before ``b``, both big-endian. Envelope, facts and ciphertexts are hashed as
they lie in the store; nothing is encoded again. An entry of bytes that have not the outline of an event ends after the topic with
``lp("unreadable") lp(sha256(bytes))``: whatever was stored has its leaf. The leaf's hash is that of RFC 6962 over the entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from struct import Struct
from typing import Final
from uuid import UUID

import msgspec

from services.integrity.merkle import HASH_BYTES
from services.integrity.merkle.hashing import LEAF_MARK

LEAF_TAG: Final = "varde/leaf/1"
UNREADABLE: Final = "unreadable"


class NotAnEventError(ValueError):
    """Stored bytes have no outline of an event, or hide something outside of what its leaf covers."""


class LeafParts(msgspec.Struct, frozen=True, kw_only=True):
    """What a leaf says of an event, apart from its position. Hashes and commitments are 32 bytes each.

    ``seals`` holds the hash of each ciphertext by retention class, ``commitments`` those of the sealed fields by name.
    """

    tenant: str
    stream_id: UUID
    version: int
    topic: str
    format: int
    class_version: int
    envelope: bytes
    facts: bytes
    seals: Mapping[str, bytes]
    commitments: Mapping[str, bytes]


class _First(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The outline of events stored before there were commitments (FORMAT 1 of :mod:`events.stored`)."""

    format: int
    class_version: int
    envelope: msgspec.Raw
    facts: bytes
    seals: dict[str, bytes]


class _Outline(_First, frozen=True, array_like=True, forbid_unknown_fields=True):
    commitments: dict[str, bytes]


_OUTLINES: Final = {
    bytes([0x90 + len(outline.__struct_fields__)]): msgspec.msgpack.Decoder(outline).decode for outline in (_First, _Outline)
}
"""By the first byte, which is how msgpack begins an array of so many."""

_encode: Final = msgspec.msgpack.Encoder().encode


def parts_of(tenant: str, stream_id: UUID, version: int, topic: str, state: bytes) -> LeafParts:
    """What the leaf says of an event that is stored as ``state``. Raises NotAnEventError."""
    try:
        outline = _OUTLINES[state[:1]](state)
    except (KeyError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotAnEventError(f"version {version} of stream {stream_id} has not the outline of an event") from error
    if _encode(outline) != state or min(outline.format, outline.class_version) < 0:
        raise NotAnEventError(f"version {version} of stream {stream_id} holds bytes that no leaf covers")
    commitments = outline.commitments if isinstance(outline, _Outline) else {}
    if any(len(commitment) != HASH_BYTES for commitment in commitments.values()):
        raise NotAnEventError(f"version {version} of stream {stream_id} has a commitment that is not {HASH_BYTES} bytes")
    return LeafParts(
        tenant=tenant,
        stream_id=stream_id,
        version=version,
        topic=topic,
        format=outline.format,
        class_version=outline.class_version,
        envelope=sha256(outline.envelope).digest(),
        facts=sha256(outline.facts).digest(),
        seals={name: sha256(ciphertext).digest() for name, ciphertext in outline.seals.items()},
        commitments=commitments,
    )


def content_of(parts: LeafParts) -> bytes:
    """The entry's bytes after the position. They are known before an event has its place in the log."""
    pieces = [
        _text(parts.tenant),
        _PLACE(16, parts.stream_id.bytes, 8, parts.version),
        _text(parts.topic),
        _FORMS(8, parts.format, 8, parts.class_version, HASH_BYTES, parts.envelope, HASH_BYTES, parts.facts),
    ]
    for named in (parts.seals, parts.commitments):
        pieces.append(_COUNT(8, len(named)))
        for name in sorted(named):
            pieces += (_text(name), _HASH, named[name])
    return b"".join(pieces)


def stored_content(tenant: str, stream_id: UUID, version: int, topic: str, state: bytes) -> bytes:
    """The entry's bytes after the position, of an event that is stored as ``state``, whatever those bytes are."""
    try:
        return content_of(parts_of(tenant, stream_id, version, topic, state))
    except NotAnEventError:
        place = (_text(tenant), _PLACE(16, stream_id.bytes, 8, version), _text(topic))
        return b"".join((*place, _text(UNREADABLE), _HASH, sha256(state).digest()))


def _length(size: int) -> bytes:
    return size.to_bytes(4, "big")


@lru_cache(maxsize=4096)
def _text(text: str) -> bytes:
    """The few tenants, topics and names of fields there are, each with its length."""
    encoded = text.encode()
    return _length(len(encoded)) + encoded


_HASH: Final = _length(HASH_BYTES)
_PLACE: Final = Struct(">I16sIQ").pack
_FORMS: Final = Struct(f">IQIQI{HASH_BYTES}sI{HASH_BYTES}s").pack
_COUNT: Final = Struct(">IQ").pack
"""Pieces of fixed length, each after its length: one call for what stands side by side."""

BEFORE_POSITION: Final = _text(LEAF_TAG) + _length(8)
"""The entry's bytes before the eight of the position."""

_MARKED: Final = LEAF_MARK + BEFORE_POSITION


def entry_at(position: int, content: bytes) -> bytes:
    """The whole entry of the event at ``position`` (from 1) with such ``content``."""
    return BEFORE_POSITION + position.to_bytes(8, "big") + content


def leaf_at(position: int, content: bytes) -> bytes:
    """The leaf hash of the event at ``position`` (from 1), which is leaf ``position - 1`` of the log."""
    return sha256(_MARKED + position.to_bytes(8, "big") + content).digest()
