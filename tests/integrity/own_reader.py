"""A strict reader of packages, made of the writer's own types: what it reads, written again, is the same line to the byte."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import msgspec

from services.integrity.package import statement
from services.integrity.package.canonical import NotCanonicalError, parse
from services.integrity.package.container import BadContainerError, unpack
from services.integrity.package.lines import BadLineError, PackedEvent, encode_line
from services.integrity.package.parts import FORMAT, Disclosed, DisclosedEvent, LeftOutEvent, Masked

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


class BadPackageError(ValueError):
    """The bytes are no package, or its parts contradict each other."""


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """A package as read. The manifest is as in JSON; signatures and proofs are for the verifier to check."""

    manifest: dict[str, Any]
    events: tuple[PackedEvent, ...]
    checkpoint: bytes
    manifest_note: bytes
    keys: tuple[str, ...]
    files: dict[str, bytes]


def read_package(data: bytes) -> Package:
    """Read a package of a case. Raises BadPackageError."""
    try:
        files = {name: bytes(content) for name, content in unpack(data).items()}
        manifest = parse(files[statement.MANIFEST])
        rest = {name: files[name] for name in files if name not in {statement.MANIFEST, statement.NOTE}}
        _check_files(manifest, rest)
        events = tuple(decode_line(line) for line in rest[statement.EVENTS].split(b"\n")[:-1])
        return Package(
            manifest=manifest,
            events=events,
            checkpoint=rest[statement.CHECKPOINT],
            manifest_note=files[statement.NOTE],
            keys=tuple(rest[statement.KEYS].decode().splitlines()),
            files={name: content for name, content in rest.items() if name.startswith(statement.DOCUMENTS)},
        )
    except (BadContainerError, NotCanonicalError, BadLineError, UnicodeDecodeError) as error:
        raise BadPackageError(str(error)) from error
    except KeyError as error:
        raise BadPackageError(f"{error} is missing") from error


def _check_files(manifest: Any, rest: Mapping[str, bytes]) -> None:
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BadPackageError("the manifest has another format")
    rows = statement.file_rows(rest)
    if manifest.get("files") != rows:
        named = {row["name"]: row["sha256"] for row in manifest.get("files", []) if isinstance(row, dict)}
        wrong = sorted(set(named) ^ set(rest)) or [n for n in rest if named.get(n) != hashlib.sha256(rest[n]).hexdigest()]
        raise BadPackageError(f"not the files that the manifest names: {', '.join(wrong)}")


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
