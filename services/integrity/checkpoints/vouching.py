"""Something else than a checkpoint that a log's key vouches for: a backup's manifest, a municipality's published figures.

A signed note of four lines: what it is, the log's name, how many events the log had, and a SHA-256. No checkpoint can be read as
one, nor it as a checkpoint, and the first line keeps one kind from passing for another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.integrity.checkpoints.key_list import LogKeys
from services.integrity.checkpoints.signing import KeyOutOfTimeError, WrongOriginError
from services.integrity.notes.errors import BadSignatureError, MalformedNoteError
from services.integrity.notes.keys import PublicKey
from services.integrity.notes.note import Note, verified

_LINES: Final = 4
_DIGITS: Final = 64
_HEX: Final = frozenset("0123456789abcdef")


class OtherContentError(BadSignatureError):
    """A good signature, over another content than the one at hand."""


@dataclass(frozen=True, kw_only=True)
class Vouched:
    """What a log's key vouched for. ``size`` is how many events the log had, ``sha256`` of the content, in hex digits."""

    what: str
    origin: str
    size: int
    sha256: str

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.what}\n{self.origin}\n{self.size}\n{self.sha256}\n"


def vouched(note: Note, keys: LogKeys, *, what: str, sha256: str) -> tuple[Vouched, PublicKey]:
    """What is vouched for, and the key that did, when the log had that key at the size which the note names.

    Raises MalformedNoteError, UnsignedNoteError, BadSignatureError, WrongOriginError, KeyOutOfTimeError, OtherContentError.
    """
    said = _read(note.text, what)
    signed = verified(note, [one.key for one in keys.keys])
    in_time = {one.key for one in keys.keys if one.holds_for(said.size)}
    by = [one.key for one in signed if one.key in in_time]
    if not by:
        raise KeyOutOfTimeError(f"The key that signed does not hold for a log of {said.size} events.")
    if by[0].name != said.origin:
        raise WrongOriginError(f"The key of {by[0].name!r} signs nothing of {said.origin!r}.")
    if said.sha256 != sha256:
        raise OtherContentError("The content is not the one that was signed.")
    return said, by[0]


def _read(text: str, what: str) -> Vouched:
    lines = text.splitlines()
    if len(lines) != _LINES or lines[0] != what:
        raise MalformedNoteError(f"The note is no {what}.")
    _, origin, size, sha256 = lines
    if not (size.isascii() and size.isdigit()) or len(sha256) != _DIGITS or not set(sha256) <= _HEX:
        raise MalformedNoteError(f"The note is not written as {what}, log, size and SHA-256.")
    said = Vouched(what=what, origin=origin, size=int(size), sha256=sha256)
    if said.text != text:
        raise MalformedNoteError("The note is not written in the one standard way.")
    return said
