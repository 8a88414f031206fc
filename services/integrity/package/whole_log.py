"""Making an export of the whole log: an entry per event tells that it exists, where, and of which kind, by hashes of the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from services.integrity.package import statement
from services.integrity.package.container import ContainerWriter
from services.integrity.package.leading import leading_files
from services.integrity.package.parts import ConsistencyProof, Manifest
from services.integrity.package.writing import Sign, UnpackableError

FEW = 1 << 20
"""Bytes that are written at once."""


class _Entries:
    """The bytes of log.bin, counted and hashed on their way into the container."""

    def __init__(self, entries: Iterable[bytes]) -> None:
        self._entries = entries
        self._hash = hashlib.sha256()
        self.count = 0
        self.size = 0

    @property
    def sha256(self) -> str:
        """The hash of all that went by, in hex."""
        return self._hash.hexdigest()

    def chunks(self) -> Iterator[bytes]:
        """The entries, each behind its length, some at a time."""
        waiting: list[bytes] = []
        length = 0
        for entry in self._entries:
            waiting += (len(entry).to_bytes(4, "big"), entry)
            length += 4 + len(entry)
            self.count += 1
            if length >= FEW:
                yield self._passed(waiting)
                waiting, length = [], 0
        yield self._passed(waiting)

    def _passed(self, pieces: list[bytes]) -> bytes:
        chunk = b"".join(pieces)
        self._hash.update(chunk)
        self.size += len(chunk)
        return chunk


def write_log(
    out: BinaryIO,
    *,
    manifest: Manifest,
    entries: Iterable[bytes],
    checkpoint: bytes,
    keys: Sequence[str],
    sign: Sign,
    consistency: Sequence[ConsistencyProof] = (),
    timestamp: bytes | None = None,
) -> str:
    """Write the export into ``out``, an empty binary file that can be sought in. Returns its manifest's SHA-256 in hex.

    ``entries`` are those of all positions from 1 to the manifest's, in order; they are not held in memory. The rest is as in
    :func:`services.integrity.package.writing.write_package`. Raises UnpackableError, BadContainerError.
    """
    small = {**leading_files(), statement.CHECKPOINT: checkpoint, statement.KEYS: statement.keys_bytes(keys)}
    if consistency:
        small[statement.CONSISTENCY] = statement.consistency_bytes(consistency)
    log = _Entries(entries)
    writer = ContainerWriter(out)
    for name in sorted(small):
        writer.add(name, (small[name],))
    writer.add(statement.LOG, log.chunks())
    if log.count != manifest.position:
        raise UnpackableError(f"there are {log.count} entries where the checkpoint has {manifest.position}")
    if timestamp is not None:
        small[statement.TIMESTAMP] = timestamp
    rows = [*statement.file_rows(small), statement.file_row(statement.LOG, log.size, log.sha256)]
    rows.sort(key=lambda row: str(row["name"]))
    described = statement.manifest_bytes(manifest, kind="log", shown=log.count, left_out=0, files=rows)
    writer.add(statement.MANIFEST, (described,))
    writer.add(statement.NOTE, (sign(statement.note_text(manifest.origin, described)),))
    if timestamp is not None:
        writer.add(statement.TIMESTAMP, (timestamp,))
    writer.end()
    return hashlib.sha256(described).hexdigest()
