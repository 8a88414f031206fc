"""events.jsonl: one event per line, as canonical JSON, in the order of the log."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final
from uuid import UUID

import msgspec

from services.integrity.package.canonical import NotCanonicalError, canonical, parse
from services.integrity.package.parts import Disclosed, DisclosedEvent, LeftOutEvent, Masked

PackedEvent = DisclosedEvent | LeftOutEvent

UNSAID: Final = Masked(reason="")

_EVENT: Final = {
    "class_version",
    "commitments",
    "disclosed",
    "envelope",
    "envelope_bytes",
    "facts",
    "facts_bytes",
    "format",
    "kind",
    "masked",
    "position",
    "proof",
    "seals",
    "stream_id",
    "tenant",
    "topic",
    "version",
}
_LEFT_OUT: Final = {"kind", "leaf", "position", "proof", "reason"}

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


def decode_line(line: bytes) -> PackedEvent:
    """The event of a line. Raises BadLineError."""
    try:
        found = parse(line)
    except NotCanonicalError as error:
        raise BadLineError(str(error)) from error
    kind = found.get("kind") if isinstance(found, dict) else None
    if kind not in {"event", "left_out"} or set(found) != (_EVENT if kind == "event" else _LEFT_OUT):
        raise BadLineError("not the names that a line has")
    try:
        event = _left_out(found) if kind == "left_out" else _shown(found)
    except (TypeError, AttributeError, ValueError, binascii.Error, msgspec.ValidationError) as error:
        raise BadLineError(str(error)) from error
    if encode_line(event) != line:
        raise BadLineError("what is there to be read is not what the stored bytes say")
    return event


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _unhex(texts: dict[str, str]) -> dict[str, bytes]:
    return {name: bytes.fromhex(value) for name, value in texts.items()}


def _left_out(found: dict[str, Any]) -> LeftOutEvent:
    return LeftOutEvent(
        position=found["position"],
        leaf=bytes.fromhex(found["leaf"]),
        reason=found["reason"],
        proof=tuple(bytes.fromhex(node) for node in found["proof"]),
    )


def _shown(found: dict[str, Any]) -> DisclosedEvent:
    return DisclosedEvent(
        position=found["position"],
        tenant=found["tenant"],
        stream_id=UUID(found["stream_id"]),
        version=found["version"],
        topic=found["topic"],
        format=found["format"],
        class_version=found["class_version"],
        envelope=_bytes(found["envelope_bytes"]),
        facts=_bytes(found["facts_bytes"]),
        seals=_unhex(found["seals"]),
        commitments=_unhex(found["commitments"]),
        disclosed={
            name: Disclosed(value=field["value"], salt=None if field["salt"] is None else bytes.fromhex(field["salt"]))
            for name, field in found["disclosed"].items()
        },
        masked={name: Masked(reason=field["reason"], left=field["left"]) for name, field in found["masked"].items()},
        proof=tuple(bytes.fromhex(node) for node in found["proof"]),
    )
