"""manifest.json, and the text over it that the log's key signs."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any, Final

from services.integrity.package.canonical import canonical
from services.integrity.package.parts import FORMAT, ConsistencyProof, Manifest, Shown

MANIFEST: Final = "manifest.json"
NOTE: Final = "manifest.note"
CHECKPOINT: Final = "checkpoint.note"
KEYS: Final = "keys.txt"
EVENTS: Final = "events.jsonl"
LOG: Final = "log.bin"
CONSISTENCY: Final = "consistency.json"
TIMESTAMP: Final = "timestamp.tsr"
DOCUMENTS: Final = "documents/"


def file_row(name: str, size: int, sha256: str) -> dict[str, Any]:
    """How the manifest names a file: size in bytes, SHA-256 in hex."""
    return {"name": name, "size": size, "sha256": sha256}


def file_rows(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """The rows of files that lie in memory, by name."""
    return [file_row(name, len(files[name]), hashlib.sha256(files[name]).hexdigest()) for name in sorted(files)]


def _stream(stream: Shown) -> dict[str, Any]:
    return {"stream_id": str(stream.stream_id), "last_version": stream.last_version, "shown": stream.shown}


def manifest_bytes(manifest: Manifest, *, kind: str, shown: int, left_out: int, files: list[dict[str, Any]]) -> bytes:
    """manifest.json; ``kind`` is ``case`` or ``log``, and every file but the manifest and its note is in ``files``."""
    return canonical(
        {
            "format": FORMAT,
            "kind": kind,
            "made_at": manifest.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "tenant": manifest.tenant,
            "origin": manifest.origin,
            "position": manifest.position,
            "root": manifest.root.hex(),
            "case_id": None if manifest.case_id is None else str(manifest.case_id),
            "recipient": manifest.recipient,
            "legal_basis": manifest.legal_basis,
            "shown": shown,
            "left_out": left_out,
            "streams": [_stream(stream) for stream in sorted(manifest.streams, key=lambda stream: stream.stream_id.bytes)],
            "about": manifest.about,
            "files": files,
        }
    )


def note_text(origin: str, manifest: bytes) -> str:
    """What is signed: its format in the first line, so that it can never be taken for a checkpoint."""
    digest = base64.b64encode(hashlib.sha256(manifest).digest()).decode("ascii")
    return f"{FORMAT}\n{origin}\n{digest}\n"


def consistency_bytes(proofs: Iterable[ConsistencyProof]) -> bytes:
    """consistency.json: the older checkpoints that lead to this one, by size."""
    rows = sorted(proofs, key=lambda proof: proof.size)
    return canonical([{"size": row.size, "root": row.root.hex(), "proof": [node.hex() for node in row.proof]} for row in rows])


def keys_bytes(keys: Iterable[str]) -> bytes:
    """keys.txt: one verifier key of a C2SP signed note per line, in order."""
    return "".join(f"{key}\n" for key in sorted(set(keys))).encode()
