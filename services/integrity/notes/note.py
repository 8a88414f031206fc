"""A signed note: a text, an empty line, and one line for each signature (C2SP signed-note v1)."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.integrity.notes.errors import BadSignatureError, MalformedNoteError, UnsignedNoteError
from services.integrity.notes.keys import ID_BYTES, KeyKind, PrivateKey, PublicKey, is_name, strict_base64

LARGEST: Final = 1_000_000
"""Bytes: a longer note is not looked at."""

MOST_SIGNATURES: Final = 100
DASH: Final = "— "
SIGNATURE_BYTES: Final = 64
TIME_BYTES: Final = 8
LAST_TIME: Final = 2**63 - 1


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One signature line: who claims to have signed, and the bytes. Nothing of it is believed before a key has checked it."""

    name: str
    key_id: bytes
    made: bytes

    @property
    def line(self) -> str:
        """The line without its end."""
        return f"{DASH}{self.name} {base64.b64encode(self.key_id + self.made).decode()}"

    def names(self, key: PublicKey) -> bool:
        """Whether it says that this key made it."""
        return self.name == key.name and self.key_id == key.id


@dataclass(frozen=True, kw_only=True)
class Note:
    """A text, which ends a line, and its signatures in order."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def encoded(self) -> str:
        """The note as it is written and sent."""
        return self.text + "\n" + "".join(f"{one.line}\n" for one in self.signatures)

    def with_signatures(self, more: Iterable[Signature]) -> Note:
        """The note with further signatures; one that stands there already is not added again."""
        return replace(self, signatures=tuple(dict.fromkeys((*self.signatures, *more))))


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A signature that was checked. ``at`` is when a cosigner says that it signed (seconds since 1970); None: a plain signature."""

    key: PublicKey
    signature: Signature
    at: int | None


def new_note(text: str) -> Note:
    """A note without signatures. Raises MalformedNoteError."""
    _refuse_bad_text(text)
    return Note(text=text)


def read_note(encoded: str | bytes) -> Note:
    """A note as it was written. Raises MalformedNoteError; no signature is checked."""
    if len(encoded) > LARGEST:
        raise MalformedNoteError(f"The note is longer than {LARGEST} bytes.")
    if isinstance(encoded, bytes):
        try:
            encoded = encoded.decode()
        except UnicodeDecodeError as error:
            raise MalformedNoteError("The note is no UTF-8 text.") from error
    before, separator, after = encoded.rpartition("\n\n")
    if not separator:
        raise MalformedNoteError("The note has no empty line between text and signatures.")
    text = before + "\n"
    _refuse_bad_text(text)
    return Note(text=text, signatures=read_signatures(after))


def read_signatures(lines: str) -> tuple[Signature, ...]:
    """Signature lines, each with its end. Raises MalformedNoteError unless there is one at least and all are well formed."""
    *found, rest = lines.split("\n")
    if rest or not found:
        raise MalformedNoteError("The note does not end with a signature line.")
    if len(found) > MOST_SIGNATURES:
        raise MalformedNoteError(f"The note has more than {MOST_SIGNATURES} signatures.")
    return tuple(_signature(line) for line in found)


def sign(note: Note, key: PrivateKey) -> Signature:
    """A plain signature over the text."""
    if key.kind is not KeyKind.NOTE:
        raise MalformedNoteError(f"The key {key.name!r} is for cosignatures, which say when they were made.")
    return Signature(name=key.name, key_id=key.public_key.id, made=key.sign(note.text.encode()))


def cosign(note: Note, key: PrivateKey, at: int) -> Signature:
    """A cosignature (C2SP tlog-cosignature v1): that this text was seen and found consistent at ``at``, seconds since 1970."""
    if key.kind is not KeyKind.COSIGNATURE:
        raise MalformedNoteError(f"The key {key.name!r} is not for cosignatures.")
    if not 0 <= at <= LAST_TIME:
        raise MalformedNoteError(f"{at} is no time of a cosignature.")
    return Signature(name=key.name, key_id=key.public_key.id, made=at.to_bytes(TIME_BYTES) + key.sign(_cosigned(note.text, at)))


def verified(note: Note, keys: Iterable[PublicKey]) -> tuple[Signed, ...]:
    """The signatures by known keys, at most one for each key; those by unknown keys are passed over.

    Raises BadSignatureError when a known key's signature is wrong, UnsignedNoteError when no known key has signed.
    """
    known: Sequence[PublicKey] = tuple(keys)
    found: dict[PublicKey, Signed] = {}
    for signature in note.signatures:
        for key in known:
            if signature.names(key):
                one = _checked(note.text, signature, key)
                found.setdefault(key, one)
    if not found:
        raise UnsignedNoteError("No key that is known here has signed the note.")
    return tuple(found.values())


def _checked(text: str, signature: Signature, key: PublicKey) -> Signed:
    wrong = BadSignatureError(f"The signature of {key.name!r} does not fit the text.")
    if key.kind is KeyKind.NOTE:
        if len(signature.made) != SIGNATURE_BYTES or not key.made(signature.made, text.encode()):
            raise wrong
        return Signed(key=key, signature=signature, at=None)
    at = int.from_bytes(signature.made[:TIME_BYTES])
    if len(signature.made) != TIME_BYTES + SIGNATURE_BYTES or at > LAST_TIME:
        raise wrong
    if not key.made(signature.made[TIME_BYTES:], _cosigned(text, at)):
        raise wrong
    return Signed(key=key, signature=signature, at=at)


def _cosigned(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    made = strict_base64(encoded)
    if not line.startswith(DASH) or not is_name(name) or made is None or len(made) <= ID_BYTES:
        raise MalformedNoteError("A signature line is not written as dash, name and signature.")
    return Signature(name=name, key_id=made[:ID_BYTES], made=made[ID_BYTES:])


def _refuse_bad_text(text: str) -> None:
    if not text.endswith("\n"):
        raise MalformedNoteError("The text of a note ends a line.")
    if any(sign < " " and sign != "\n" for sign in text):
        raise MalformedNoteError("The text of a note has no control characters.")
