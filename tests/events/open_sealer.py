"""Sealers for tests of the stored form: no secrecy, but the binding of text to its place, and keys that can be destroyed."""

from hashlib import sha256

from builders import example, person

from events import Envelope, Event, Recorded, event_type
from events.commitments import SALT_BYTES
from events.sealing import RetentionClass
from events.stored import Place

DIGEST_SIZE = 32


class MovedError(Exception):
    """A text lies elsewhere than where it was sealed."""


class OpenSealer:
    """Writes the text after a digest of its place. ``destroyed`` are the retention classes whose key is gone."""

    def __init__(self, *destroyed: RetentionClass) -> None:
        self.destroyed = set(destroyed)

    def salt(self) -> bytes:
        return bytes(SALT_BYTES)

    def seal(self, plaintext: bytes, place: Place) -> bytes:
        return sha256(place.as_bytes()).digest() + plaintext

    def open(self, ciphertext: bytes, place: Place) -> bytes | None:
        if ciphertext[:DIGEST_SIZE] != sha256(place.as_bytes()).digest():
            raise MovedError(place)
        return None if place.retention in self.destroyed else ciphertext[DIGEST_SIZE:]


def recorded(event: Event) -> Recorded:
    """The event as it would stand first in a stream of its own, with everything in the envelope that it may hold."""
    kind = event_type(event)
    return Recorded(
        stream_id=person("stream"),
        version=1,
        topic=kind.topic,
        envelope=example(Envelope, tenant="lia", stream=kind.streams[0]),
        event=event,
    )
