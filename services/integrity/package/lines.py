"""events.jsonl: one event per line, as canonical JSON, in the order of the log."""

from __future__ import annotations

import base64
from typing import Any, Final

import msgspec

from services.integrity.package.canonical import canonical
from services.integrity.package.parts import DisclosedEvent, LeftOutEvent, Masked

PackedEvent = DisclosedEvent | LeftOutEvent

UNSAID: Final = Masked(reason="")

_decode_facts = msgspec.json.Decoder().decode
_decode_envelope = msgspec.msgpack.Decoder().decode


class BadLineError(ValueError):
    """A line is no event of a package."""


def readable_envelope(stored: bytes) -> dict[str, Any]:
    """The stored envelope as JSON knows it: times in UTC as RFC 3339. Raises BadLineError."""
    try:
        found = msgspec.to_builtins(_decode_envelope(stored))
    except msgspec.DecodeError as error:
        raise BadLineError(f"the envelope cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise BadLineError("the envelope is no map")
    return found


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _hexes(hashes: dict[str, bytes]) -> dict[str, str]:
    return {name: value.hex() for name, value in hashes.items()}


def encode_line(event: PackedEvent) -> bytes:
    """The line of ``event``, without its end. Raises BadLineError, ValueError."""
    proof = [node.hex() for node in event.proof]
    if isinstance(event, LeftOutEvent):
        shown: dict[str, Any] = {"kind": "left_out", "leaf": event.leaf.hex(), "reason": event.reason}
    else:
        shown = {
            "kind": "event",
            "tenant": event.tenant,
            "stream_id": str(event.stream_id),
            "version": event.version,
            "topic": event.topic,
            "format": event.format,
            "class_version": event.class_version,
            "envelope": readable_envelope(event.envelope),
            "envelope_bytes": _base64(event.envelope),
            "facts": _decode_facts(event.facts),
            "facts_bytes": _base64(event.facts),
            "seals": _hexes(event.seals),
            "commitments": _hexes(event.commitments),
            "disclosed": {
                name: {"value": field.value, "salt": None if field.salt is None else field.salt.hex()}
                for name, field in event.disclosed.items()
            },
            "masked": {
                name: {"reason": field.reason, "left": field.left}
                for name, field in (
                    {name: UNSAID for name in event.commitments if name not in event.disclosed} | event.masked
                ).items()
            },
        }
    return canonical({**shown, "position": event.position, "proof": proof})
