"""Signed notes: texts that say who signed them, in lines that a person can read (C2SP signed-note, Ed25519).

Only ``cryptography`` and the standard library, so that a verifier without Varde can take these files as they are.
"""

from services.integrity.notes.errors import (
    BadSignatureError,
    MalformedKeyError,
    MalformedNoteError,
    NoteError,
    UnsignedNoteError,
)
from services.integrity.notes.keys import KeyKind, PrivateKey, PublicKey, new_key, read_private_key, read_vkey
from services.integrity.notes.note import (
    Note,
    Signature,
    Signed,
    cosign,
    new_note,
    read_note,
    read_signatures,
    sign,
    verified,
)

__all__ = [
    "BadSignatureError",
    "KeyKind",
    "MalformedKeyError",
    "MalformedNoteError",
    "Note",
    "NoteError",
    "PrivateKey",
    "PublicKey",
    "Signature",
    "Signed",
    "UnsignedNoteError",
    "cosign",
    "new_key",
    "new_note",
    "read_note",
    "read_private_key",
    "read_signatures",
    "read_vkey",
    "sign",
    "verified",
]
