"""A checkpoint: how many leaves a log has, and the root over them, in three lines of text (C2SP tlog-checkpoint)."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Final

from services.integrity.notes.errors import MalformedNoteError
from services.integrity.notes.keys import strict_base64

ROOT_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
"""The root of a log without leaves (RFC 6962 § 2.1)."""

LARGEST_SIZE: Final = 2**63 - 1


class MalformedCheckpointError(MalformedNoteError):
    """A note whose text is no checkpoint."""


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """How a log stood: ``origin`` says which log, ``size`` counts its leaves, ``root`` is the 32-byte Merkle root over them.

    ``more`` are further lines, which Varde writes none of.
    """

    origin: str
    size: int
    root: bytes
    more: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.more)
        return "".join(f"{line}\n" for line in lines)


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in a note's text. Raises MalformedCheckpointError."""
    lines = text.removesuffix("\n").split("\n")
    if not text.endswith("\n") or len(lines) < 3 or not all(lines):  # noqa: PLR2004 - origin, size, root
        raise MalformedCheckpointError("A checkpoint has three lines: origin, size and root.")
    origin, size, root, *more = lines
    decoded = strict_base64(root)
    if not (size.isascii() and size.isdigit()) or str(int(size)) != size or int(size) > LARGEST_SIZE:
        raise MalformedCheckpointError(f"{size!r} is no size of a log.")
    if decoded is None or len(decoded) != ROOT_BYTES:
        raise MalformedCheckpointError("The third line of a checkpoint is no root.")
    if int(size) == 0 and decoded != EMPTY_ROOT:
        raise MalformedCheckpointError("A log without leaves has one root alone, and this is another.")
    return Checkpoint(origin=origin, size=int(size), root=decoded, more=tuple(more))
