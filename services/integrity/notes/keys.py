"""The keys of signed notes: a name and an Ed25519 key, written as one line (C2SP signed-note v1; Go's sumdb/note)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from services.integrity.notes.errors import MalformedKeyError

KEY_BYTES: Final = 32
ID_BYTES: Final = 4
PRIVATE: Final = "PRIVATE+KEY+"


class KeyKind(IntEnum):
    """What a key's signatures say: the byte that the specification assigns."""

    NOTE = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """A key that signatures are checked with. ``public`` is 32 bytes (RFC 8032)."""

    name: str
    kind: KeyKind
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that, with the name, say which key signed. They identify a key and protect nothing."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:ID_BYTES]

    @property
    def vkey(self) -> str:
        """The key as one line."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"

    def made(self, signature: bytes, message: bytes) -> bool:
        """Whether this key made an Ed25519 signature (64 bytes) over a message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, kw_only=True)
class PrivateKey:
    """A key that signs. ``seed`` is 32 secret bytes (RFC 8032)."""

    name: str
    kind: KeyKind
    seed: bytes = field(repr=False)

    @property
    def public_key(self) -> PublicKey:
        """What its signatures are checked with."""
        public = self._key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return PublicKey(name=self.name, kind=self.kind, public=public)

    @property
    def line(self) -> str:
        """The key as one secret line."""
        encoded = base64.b64encode(bytes([self.kind]) + self.seed).decode()
        return f"{PRIVATE}{self.name}+{self.public_key.id.hex()}+{encoded}"

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature (64 bytes) over a message."""
        return self._key().sign(message)

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def new_key(name: str, kind: KeyKind = KeyKind.NOTE) -> PrivateKey:
    """A new key. Raises MalformedKeyError when the name has a space or a plus sign, or is empty."""
    _refuse_bad_name(name)
    seed = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return PrivateKey(name=name, kind=kind, seed=seed)


def read_vkey(line: str) -> PublicKey:
    """A public key from its line. Raises MalformedKeyError."""
    name, id_, kind, public = _parts(line)
    key = PublicKey(name=name, kind=kind, public=public)
    if key.id != id_:
        raise MalformedKeyError(f"The key of {name!r} is not the one that its number {id_.hex()} was made of.")
    return key


def read_private_key(line: str) -> PrivateKey:
    """A private key from its line. Raises MalformedKeyError, which never shows the key."""
    if not line.startswith(PRIVATE):
        raise MalformedKeyError("A private key begins with PRIVATE+KEY+.")
    name, id_, kind, seed = _parts(line.removeprefix(PRIVATE))
    key = PrivateKey(name=name, kind=kind, seed=seed)
    if key.public_key.id != id_:
        raise MalformedKeyError(f"The private key of {name!r} is not the one that its number {id_.hex()} was made of.")
    return key


def is_name(name: str) -> bool:
    """Whether a key may be called that: something, without spaces, control characters and plus signs."""
    return bool(name) and "+" not in name and not any(sign.isspace() or ord(sign) < ord(" ") for sign in name)


def strict_base64(text: str) -> bytes | None:
    """The bytes of a text in base64; None unless it is written in the one standard way."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return found if base64.b64encode(found).decode() == text else None


def _refuse_bad_name(name: str) -> None:
    if not is_name(name):
        raise MalformedKeyError(f"A key cannot be called {name!r}: the name must be there, without spaces and plus signs.")


def _parts(line: str) -> tuple[str, bytes, KeyKind, bytes]:
    name, *rest = line.split("+", 2)
    _refuse_bad_name(name)
    if len(rest) != 2 or len(rest[0]) != 2 * ID_BYTES or not set(rest[0]) <= set("0123456789abcdef"):  # noqa: PLR2004
        raise MalformedKeyError(f"The key of {name!r} is not written as name+number+key.")
    found = strict_base64(rest[1])
    if found is None or len(found) != 1 + KEY_BYTES or found[0] not in set(KeyKind):
        raise MalformedKeyError(f"The key of {name!r} is no Ed25519 key for notes or cosignatures.")
    return name, bytes.fromhex(rest[0]), KeyKind(found[0]), found[1:]
