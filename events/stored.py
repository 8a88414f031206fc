"""The form in which an event lies in the store: msgpack of envelope, facts as JSON, and sealed text as ciphertext.

Whoever has no key (reporting) reads the envelope and the facts; whoever has one reads the whole event. Beside the ciphertexts
lie commitments, one per sealed field, by which a text that is shown can be checked by somebody who has no key.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple, Protocol, TypeVar
from uuid import UUID

import msgspec

from events.base import Event, by_topic, event_type
from events.commitments import OpenText, commitment_to, commitments_to, open_texts
from events.envelope import Envelope, Recorded
from events.sealing import RetentionClass, join, mask, take_sealed
from events.upcasting import upcast

FORMAT: Final = 2
"""How the parts lie in the bytes that are written today."""

WITHOUT_COMMITMENTS: Final = 1
FORMATS: Final = frozenset({WITHOUT_COMMITMENTS, FORMAT})
"""What can be read, for ever. A reader refuses a form that it does not know."""


class UnknownFormatError(ValueError):
    """The bytes were written by a later program, in a form that this one cannot read."""


class BrokenCommitmentError(ValueError):
    """A sealed text is not the one that the event's commitments stand for."""


class UnstorableEventError(ValueError):
    """The event holds a value that its own types do not allow: stored, it could never be read again."""


class Place(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
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
        return _encode(self)


class Sealer(Protocol):
    """Encrypts and decrypts sealed text with the key of the place's (subject, retention class)."""

    def salt(self) -> bytes:
        """SALT_BYTES that nobody can guess, new for every event and retention class."""

    def seal(self, plaintext: bytes, place: Place) -> bytes:
        """Return the ciphertext of ``plaintext``, bound to ``place``."""

    def open(self, ciphertext: bytes, place: Place) -> bytes | None:
        """Return the plaintext, or None when the key was destroyed. Raises when it was altered or moved."""


class Stored(msgspec.Struct, frozen=True, array_like=True):
    """The bytes' outline. ``facts`` is JSON, ``seals`` holds one ciphertext per retention class.

    ``commitments`` holds 32 bytes per sealed field, by its name; a form without them has none.
    """

    format: int
    class_version: int
    envelope: Envelope
    facts: bytes
    seals: dict[str, bytes] = {}
    commitments: dict[str, bytes] = {}


class _Unsealed(msgspec.Struct, frozen=True, array_like=True):
    """What of :class:`Stored` is looked at by whoever opens nothing: of the ciphertexts, which there are."""

    format: int
    class_version: int
    envelope: Envelope
    facts: bytes
    seals: dict[RetentionClass, msgspec.Raw] = {}


S = TypeVar("S", Stored, _Unsealed)


class Encoded(NamedTuple):
    """An event as it is stored (``state``), and the parts that lie in it, each byte for byte as it lies there."""

    state: bytes
    class_version: int
    envelope: bytes
    facts: bytes
    seals: dict[str, bytes]
    commitments: dict[str, bytes]


class _Outline(msgspec.Struct, frozen=True, array_like=True):
    """What :class:`Stored` reads, with the envelope as the bytes that it was encoded to."""

    format: int
    class_version: int
    envelope: msgspec.Raw
    facts: bytes
    seals: dict[str, bytes]
    commitments: dict[str, bytes]


class _Text(msgspec.Struct, frozen=True, array_like=True):
    """What is sealed: the salt of the commitments, and the text in the nesting of the event."""

    salt: bytes
    text: Any


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Stored).decode
_decode_unsealed = msgspec.msgpack.Decoder(_Unsealed).decode
_decode_envelope = msgspec.msgpack.Decoder(Envelope).decode
_decode_bare_text = msgspec.msgpack.Decoder().decode
_decode_text = msgspec.msgpack.Decoder(_Text).decode
_encode_facts = msgspec.json.Encoder().encode
_decode_facts = msgspec.json.Decoder(dict[str, Any]).decode


def key_subject(envelope: Envelope, stream_id: UUID) -> UUID:
    """Whose key seals the text: the case's, or the stream's own where there is no case."""
    return envelope.case_id or stream_id


def _place(
    retention: RetentionClass, *, envelope: Envelope, stream_id: UUID, version: int, topic: str, class_version: int
) -> Place:
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
    """The bytes that the store keeps for ``recorded``. Raises UnstorableEventError."""
    return encode_parts(recorded, sealer).state


def encode_parts(recorded: Recorded, sealer: Sealer) -> Encoded:
    """The bytes that the store keeps for ``recorded``, and what they are made of. Raises UnstorableEventError."""
    kind = type(recorded.event)
    facts: dict[str, Any] = msgspec.to_builtins(recorded.event)
    envelope = _encode(recorded.envelope)
    _check_readable(recorded.topic, kind, facts, envelope)
    sealed = take_sealed(kind, facts)
    class_version = kind.class_version
    seals: dict[str, bytes] = {}
    commitments: dict[str, bytes] = {}
    for retention, text in sealed.items():
        place = _place(
            retention,
            envelope=recorded.envelope,
            stream_id=recorded.stream_id,
            version=recorded.version,
            topic=recorded.topic,
            class_version=class_version,
        )
        salt = sealer.salt()
        seals[retention.value] = sealer.seal(_encode(_Text(salt, text)), place)
        commitments |= commitments_to(text, salt)
    open_facts = _encode_facts(facts)
    state = _encode(_Outline(FORMAT, class_version, msgspec.Raw(envelope), open_facts, seals, commitments))
    return Encoded(state, class_version, envelope, open_facts, seals, commitments)


def _check_readable(topic: str, kind: type[Event], data: dict[str, Any], envelope: bytes) -> None:
    """Types are checked when an event is read, not when it is made; once stored it would be too late."""
    try:
        _decode_envelope(envelope)
        msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise UnstorableEventError(f"{topic}: {error}") from error


def peek(state: bytes) -> Stored:
    """What can be read without a key: the envelope and the facts. Raises UnknownFormatError."""
    return _of_known_format(_decode(state))


def _of_known_format(stored: S) -> S:
    if stored.format not in FORMATS:
        raise UnknownFormatError(stored.format)
    return stored


def decode(
    state: bytes, *, stream_id: UUID, version: int, topic: str, sealer: Sealer | None, position: int | None = None
) -> Recorded:
    """The event that ``state`` holds, upcast to today's class. Text whose key is destroyed reads as UNREADABLE.

    So does all sealed text for whoever has no ``sealer``.
    Raises UnknownFormatError, UnknownTopicError, MissingStepError or NewerVersionError, and what the sealer raises.
    """
    kind = by_topic(topic).cls
    stored: Stored | _Unsealed
    if sealer is None:
        stored = _of_known_format(_decode_unsealed(state))
        opened, unreadable = [], frozenset(stored.seals)
    else:
        stored = peek(state)
        found = dict(_opened(stored, stream_id=stream_id, version=version, topic=topic, sealer=sealer))
        opened = [_text_in(plaintext, stored.format).text for plaintext in found.values() if plaintext is not None]
        unreadable = frozenset(retention for retention, plaintext in found.items() if plaintext is None)
    data = upcast(topic, stored.class_version, join(_decode_facts(stored.facts), opened))
    if unreadable:
        data = mask(kind, data, unreadable)
    return Recorded(
        stream_id=stream_id,
        version=version,
        topic=topic,
        envelope=stored.envelope,
        event=msgspec.convert(data, kind),
        position=position,
    )


def texts_to_show(state: bytes, *, stream_id: UUID, version: int, topic: str, sealer: Sealer) -> dict[str, OpenText]:
    """The sealed fields that can be shown and checked, by name: without those whose key is destroyed.

    Empty for an event in the form without commitments. Raises BrokenCommitmentError when a text is not the one committed to,
    UnknownFormatError, and what the sealer raises.
    """
    stored = peek(state)
    if stored.format == WITHOUT_COMMITMENTS:
        return {}
    found: dict[str, OpenText] = {}
    for _, plaintext in _opened(stored, stream_id=stream_id, version=version, topic=topic, sealer=sealer):
        if plaintext is not None:
            within = _text_in(plaintext, stored.format)
            found |= open_texts(within.text, within.salt)
    for field, text in found.items():
        if stored.commitments.get(field) != commitment_to(field, text.value, text.salt):
            raise BrokenCommitmentError(f"{field} of version {version} in stream {stream_id} is not what was committed to")
    return found


def _opened(
    stored: Stored, *, stream_id: UUID, version: int, topic: str, sealer: Sealer
) -> Iterator[tuple[RetentionClass, bytes | None]]:
    """What lies sealed under each retention class; None where the key was destroyed."""
    for name, ciphertext in stored.seals.items():
        retention = RetentionClass(name)
        place = _place(
            retention,
            envelope=stored.envelope,
            stream_id=stream_id,
            version=version,
            topic=topic,
            class_version=stored.class_version,
        )
        yield retention, sealer.open(ciphertext, place)


def _text_in(plaintext: bytes, form: int) -> _Text:
    return _Text(b"", _decode_bare_text(plaintext)) if form == WITHOUT_COMMITMENTS else _decode_text(plaintext)


class HasFacts(Protocol):
    """The part of the stored form that a reader without keys needs: the facts as JSON, and their class version."""

    @property
    def class_version(self) -> int:
        """The version of the event's class."""

    @property
    def facts(self) -> bytes:
        """The facts as JSON."""


def facts_today(stored: HasFacts, topic: str) -> bytes:
    """The facts as JSON in today's class version (for a reader without keys)."""
    if stored.class_version == by_topic(topic).cls.class_version:
        return stored.facts
    return _encode_facts(upcast(topic, stored.class_version, _decode_facts(stored.facts)))


def topic_of(event: Event) -> str:
    """The permanent topic of an event."""
    return event_type(event).topic
