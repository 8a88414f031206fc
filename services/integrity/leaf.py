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

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final
from uuid import UUID

import msgspec

from services.integrity.merkle import HASH_BYTES
from services.integrity.merkle.hashing import LEAF_MARK

LEAF_TAG: Final = b"varde/leaf/1"
UNREADABLE: Final = b"unreadable"


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
        parts.tenant.encode(),
        parts.stream_id.bytes,
        _u64(parts.version),
        parts.topic.encode(),
        _u64(parts.format),
        _u64(parts.class_version),
        parts.envelope,
        parts.facts,
    ]
    for named in (parts.seals, parts.commitments):
        pieces.append(_u64(len(named)))
        for name in sorted(named):
            pieces += (name.encode(), named[name])
    return _joined(pieces)


def stored_content(tenant: str, stream_id: UUID, version: int, topic: str, state: bytes) -> bytes:
    """The entry's bytes after the position, of an event that is stored as ``state``, whatever those bytes are."""
    try:
        return content_of(parts_of(tenant, stream_id, version, topic, state))
    except NotAnEventError:
        return _joined([tenant.encode(), stream_id.bytes, _u64(version), topic.encode(), UNREADABLE, sha256(state).digest()])


def _u64(number: int) -> bytes:
    return number.to_bytes(8, "big")


def _joined(pieces: Iterable[bytes]) -> bytes:
    return b"".join([len(piece).to_bytes(4, "big") + piece for piece in pieces])


BEFORE_POSITION: Final = _joined([LEAF_TAG]) + len(_u64(0)).to_bytes(4, "big")
"""The entry's bytes before the eight of the position."""

_MARKED: Final = LEAF_MARK + BEFORE_POSITION


def entry_at(position: int, content: bytes) -> bytes:
    """The whole entry of the event at ``position`` (from 1) with such ``content``."""
    return BEFORE_POSITION + _u64(position) + content


def leaf_at(position: int, content: bytes) -> bytes:
    """The leaf hash of the event at ``position`` (from 1), which is leaf ``position - 1`` of the log."""
    return sha256(_MARKED + position.to_bytes(8, "big") + content).digest()
