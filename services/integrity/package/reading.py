"""Reading a package strictly: what Varde itself makes of one that it is given."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from services.integrity.package import statement
from services.integrity.package.canonical import NotCanonicalError, parse
from services.integrity.package.container import BadContainerError, unpack
from services.integrity.package.lines import BadLineError, PackedEvent, decode_line
from services.integrity.package.parts import FORMAT


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
