"""The form in which an event lies in the store: msgpack of envelope, facts as JSON, and sealed text as ciphertext.

Whoever has no key (reporting) reads the envelope and the facts; whoever has one reads the whole event.
"""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID

import msgspec

from events.base import Event, by_topic, event_type
from events.envelope import Envelope, Recorded
from events.sealing import RetentionClass, join, split
from events.upcasting import upcast

FORMAT = 1


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a ciphertext belongs. It is authenticated together with the ciphertext, so that neither can be moved."""

    tenant: str
    subject: UUID
    stream_id: UUID
    version: int
    topic: str
    class_version: int
    retention: RetentionClass

    def as_bytes(self) -> bytes:
        """The place as associated data, every part length-prefixed by msgpack."""
        return msgspec.msgpack.encode(msgspec.structs.astuple(self))


class Sealer(Protocol):
    """Encrypts and decrypts sealed text with the key of the place's (subject, retention class)."""

    def seal(self, plaintext: bytes, place: Place) -> bytes:
        """Return the ciphertext of ``plaintext``, bound to ``place``."""

    def open(self, ciphertext: bytes, place: Place) -> bytes | None:
        """Return the plaintext, or None when the key was destroyed. Raises when it was altered or moved."""


class Stored(msgspec.Struct, frozen=True, array_like=True):
    """The bytes' outline. ``facts`` is JSON, ``seals`` holds one ciphertext per retention class."""

    format: int
    class_version: int
    envelope: Envelope
    facts: bytes
    seals: dict[str, bytes] = {}


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Stored).decode
_encode_facts = msgspec.json.Encoder().encode
_decode_facts = msgspec.json.Decoder(dict[str, Any]).decode


def key_subject(envelope: Envelope, stream_id: UUID) -> UUID:
    """Whose key seals the text: the case's, or the stream's own where there is no case."""
    return envelope.case_id or stream_id


def _place(envelope: Envelope, stream_id: UUID, version: int, topic: str, class_version: int, retention: RetentionClass) -> Place:
    return Place(
        tenant=envelope.tenant,
        subject=key_subject(envelope, stream_id),
        stream_id=stream_id,
        version=version,
        topic=topic,
        class_version=class_version,
        retention=retention,
    )


def encode(recorded: Recorded, sealer: Sealer) -> bytes:
    """The bytes that the store keeps for ``recorded``."""
    facts, sealed = split(recorded.event)
    class_version = type(recorded.event).class_version
    seals = {
        retention.value: sealer.seal(
            _encode(text),
            _place(recorded.envelope, recorded.stream_id, recorded.version, recorded.topic, class_version, retention),
        )
        for retention, text in sealed.items()
    }
    return _encode(Stored(FORMAT, class_version, recorded.envelope, _encode_facts(facts), seals))


def peek(state: bytes) -> Stored:
    """What can be read without a key: the envelope and the facts."""
    return _decode(state)


def decode(state: bytes, *, stream_id: UUID, version: int, topic: str, sealer: Sealer, position: int | None = None) -> Recorded:
    """The event that ``state`` holds, upcast to today's class. Text whose key is destroyed reads as UNREADABLE."""
    stored = _decode(state)
    kind = by_topic(topic)
    opened: dict[RetentionClass, Any] = {}
    unreadable: set[RetentionClass] = set()
    for name, ciphertext in stored.seals.items():
        retention = RetentionClass(name)
        plaintext = sealer.open(ciphertext, _place(stored.envelope, stream_id, version, topic, stored.class_version, retention))
        if plaintext is None:
            unreadable.add(retention)
        else:
            opened[retention] = msgspec.msgpack.decode(plaintext)
    data = upcast(topic, stored.class_version, join(kind.cls, _decode_facts(stored.facts), opened, unreadable))
    return Recorded(
        stream_id=stream_id,
        version=version,
        topic=topic,
        envelope=stored.envelope,
        event=msgspec.convert(data, kind.cls),
        position=position,
    )


def facts_today(stored: Stored, topic: str) -> bytes:
    """The facts as JSON in today's class version (for a reader without keys)."""
    if stored.class_version == by_topic(topic).cls.class_version:
        return stored.facts
    return _encode_facts(upcast(topic, stored.class_version, _decode_facts(stored.facts)))


def topic_of(event: Event) -> str:
    """The permanent topic of an event."""
    return event_type(event).topic
