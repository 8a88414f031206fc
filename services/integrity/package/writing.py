"""Making a package."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO

from services.integrity.package import statement
from services.integrity.package.container import pack
from services.integrity.package.leading import leading_files
from services.integrity.package.lines import PackedEvent, encode_line
from services.integrity.package.parts import ConsistencyProof, DisclosedEvent, Manifest, PackageFile

Sign = Callable[[str], bytes]
"""Makes a C2SP signed note of a text, with the log's key: text, empty line, signature line."""


class UnpackableError(ValueError):
    """What was given would make a package that no verifier accepts."""


def write_package(
    out: BinaryIO,
    *,
    manifest: Manifest,
    events: Iterable[PackedEvent],
    checkpoint: bytes,
    keys: Sequence[str],
    sign: Sign,
    files: Iterable[PackageFile] = (),
    consistency: Sequence[ConsistencyProof] = (),
    timestamp: bytes | None = None,
) -> str:
    """Write the package into ``out``, an empty binary file that can be sought in. Returns its manifest's SHA-256 in hex.

    ``checkpoint`` is the signed note with its cosignatures, ``keys`` the verifier keys (vkey) of the log and of the witnesses,
    ``files`` what people read: each name begins with ``documents/``. ``timestamp`` is an RFC 3161 response over the checkpoint.
    Raises UnpackableError, BadContainerError, BadLineError.
    """
    rows = sorted(events, key=lambda event: event.position)
    _check(manifest, rows)
    contents = {
        **leading_files(),
        statement.EVENTS: b"".join(encode_line(event) + b"\n" for event in rows),
        statement.CHECKPOINT: checkpoint,
        statement.KEYS: statement.keys_bytes(keys),
    }
    if consistency:
        contents[statement.CONSISTENCY] = statement.consistency_bytes(consistency)
    if timestamp is not None:
        contents[statement.TIMESTAMP] = timestamp
    for file in files:
        if not file.name.startswith(statement.DOCUMENTS) or file.name in contents:
            raise UnpackableError(f"{file.name}: a file has a name of its own that begins with {statement.DOCUMENTS}")
        contents[file.name] = file.content
    shown = sum(isinstance(event, DisclosedEvent) for event in rows)
    described = statement.manifest_bytes(
        manifest, kind="case", shown=shown, left_out=len(rows) - shown, files=statement.file_rows(contents)
    )
    contents[statement.MANIFEST] = described
    contents[statement.NOTE] = sign(statement.note_text(manifest.origin, described))
    pack(contents, out)
    return hashlib.sha256(described).hexdigest()


def _check(manifest: Manifest, rows: list[PackedEvent]) -> None:
    positions = [event.position for event in rows]
    if len(set(positions)) < len(positions):
        raise UnpackableError("an event is there twice")
    for event in rows:
        if not 1 <= event.position <= manifest.position:
            raise UnpackableError(f"event {event.position} is not within the checkpoint, which ends at {manifest.position}")
        if isinstance(event, DisclosedEvent):
            _check_shown(manifest, event)


def _check_shown(manifest: Manifest, event: DisclosedEvent) -> None:
    if event.tenant != manifest.tenant:
        raise UnpackableError(f"event {event.position} belongs to another tenant")
    if both := event.disclosed.keys() & event.masked.keys():
        raise UnpackableError(f"event {event.position}: disclosed and masked at once: {', '.join(sorted(both))}")
    if event.commitments and (unknown := (event.disclosed.keys() | event.masked.keys()) - event.commitments.keys()):
        raise UnpackableError(f"event {event.position}: fields without a commitment: {', '.join(sorted(unknown))}")
