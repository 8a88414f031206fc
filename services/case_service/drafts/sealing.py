"""The keys of drafts: made from the tenant's keys, so that the file alone tells nobody what is written or about whom."""

from __future__ import annotations

import hmac
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES: Final = 12


class DraftKeys:
    """Seals drafts and marks their places. ``secret`` is the tenant's key-encryption key."""

    def __init__(self, secret: bytes) -> None:
        self._sealing = AESGCM(_derived(secret, b"varde drafts: sealing"))
        self._marking = _derived(secret, b"varde drafts: marking")

    def seal(self, text: bytes, place: bytes) -> bytes:
        """``text``, readable only with the tenant's key and only at its own place."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._sealing.encrypt(nonce, text, place)

    def open(self, sealed: bytes, place: bytes) -> bytes | None:
        """What was sealed; None when the tenant's key has changed, or somebody changed or moved it."""
        try:
            return self._sealing.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
        except (InvalidTag, ValueError):
            return None

    def mark(self, *parts: str) -> bytes:
        """The same for the same parts every time, and telling nothing without the key."""
        return hmac.digest(self._marking, "\n".join(parts).encode(), "sha256")


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)
