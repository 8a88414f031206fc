"""The signing key and the list of a log's keys, in two files: the secret one and the one that everybody may have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.integrity.checkpoints.checkpoint import Checkpoint
from services.integrity.checkpoints.key_file import KeyFileError, make_key_file, read_key_file, write_key_file
from services.integrity.checkpoints.key_list import LogKeys, log_keys, read_log_keys
from services.integrity.checkpoints.signing import make_checkpoint
from services.integrity.durable import put_in_place
from services.integrity.notes.errors import MalformedKeyError
from services.integrity.notes.keys import KeyKind, PrivateKey, PublicKey, new_key, read_vkey
from services.integrity.notes.note import Note, new_note, sign

FOR_ALL: Final = 0o644
"""What is public lies where others may read it."""


@dataclass(frozen=True, kw_only=True)
class KeyFiles:
    """Where a log's keys lie. ``signing`` is secret and only the process that signs needs it; ``public`` is the list."""

    signing: Path
    public: Path

    def make(self, origin: str) -> LogKeys:
        """Make the first key of a log, once. Where the list stands, nothing is made. Raises KeyFileError, MalformedKeyError."""
        if not self.public.exists():
            put_in_place(self.public, log_keys([make_key_file(self.signing, origin).public_key]).text.encode(), FOR_ALL)
        return self.keys()

    def keys(self) -> LogKeys:
        """The list. Raises KeyFileError, MalformedKeyError."""
        try:
            return read_log_keys(self.public.read_text(encoding="utf-8"))
        except OSError as error:
            raise KeyFileError(f"{self.public}, the list of the log's keys, cannot be read: {error.strerror}") from error

    def origin(self) -> str:
        """What the log is called. Raises KeyFileError, MalformedKeyError."""
        return self.keys().keys[-1].key.name

    def sign(self, checkpoint: Checkpoint) -> Note:
        """A checkpoint, signed with the key of its size. Raises KeyFileError when that is not the key in the file."""
        return make_checkpoint(checkpoint, self._own(checkpoint.size))

    def sign_text(self, text: str, size: int) -> Note:
        """Another text than a checkpoint, signed with the key of that size. Its form must be none that a checkpoint has.

        Raises KeyFileError, MalformedNoteError.
        """
        note = new_note(text)
        return note.with_signatures([sign(note, self._own(size))])

    def rotate(self, at: int) -> LogKeys:
        """Let a new key sign what is larger than ``at`` leaves. The old one is gone when this returns.

        Raises KeyFileError, MalformedKeyError.
        """
        keys = self.keys()
        waiting = self.signing.with_name(f"{self.signing.name}.next")
        new = read_key_file(waiting) if waiting.exists() else new_key(self.origin())
        write_key_file(waiting, new, replace=True)
        if all(one.key != new.public_key for one in keys.keys):
            keys = keys.rotated(new.public_key, at)
            put_in_place(self.public, keys.text.encode(), FOR_ALL)
        # From here on the list names the new key; a rotation that was cut off here is ended by the next signature.
        waiting.replace(self.signing)
        return keys

    def _own(self, size: int) -> PrivateKey:
        own, listed = self._read_own(), self.keys().keys[-1]
        waiting = self.signing.with_name(f"{self.signing.name}.next")
        if own.public_key != listed.key and waiting.exists() and read_key_file(waiting).public_key == listed.key:
            waiting.replace(self.signing)
            own = self._read_own()
        if own.public_key != listed.key or not listed.holds_for(size):
            raise KeyFileError(f"{self.signing} is not the key that the list names for {size} leaves")
        return own

    def _read_own(self) -> PrivateKey:
        return read_key_file(self.signing)


@dataclass(frozen=True, kw_only=True)
class KnownWitness:
    """A witness that the municipality believes, and where it can be asked; None: it is not asked."""

    key: PublicKey
    url: str | None


def read_witnesses(file: Path) -> tuple[KnownWitness, ...]:
    """The witnesses in a file, a line ``vkey [url]`` each; none where there is no file. Raises MalformedKeyError."""
    if not file.exists():
        return ()
    lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
    return tuple(_witness(parts) for parts in lines if parts and not parts[0].startswith("#"))


def write_witnesses(file: Path, witnesses: Iterable[KnownWitness]) -> None:
    """Write the file that :func:`read_witnesses` reads."""
    lines = (f"{one.key.vkey} {one.url or ''}".rstrip() + "\n" for one in witnesses)
    put_in_place(file, "".join(lines).encode(), FOR_ALL)


def _witness(parts: list[str]) -> KnownWitness:
    key = read_vkey(parts[0])
    if key.kind is not KeyKind.COSIGNATURE:
        raise MalformedKeyError(f"The key {key.name!r} is no witness's.")
    if len(parts) > 2:  # noqa: PLR2004 - key and address
        raise MalformedKeyError(f"The line of the witness {key.name!r} is not written as key and address.")
    return KnownWitness(key=key, url=parts[1] if len(parts) > 1 else None)
