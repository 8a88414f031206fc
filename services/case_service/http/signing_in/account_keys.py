"""What accounts keep without anybody being able to read it: sealed secrets, and keyed hashes of identities and codes."""

from __future__ import annotations

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12


class AccountKeys:
    """The two keys of a tenant's accounts.

    ``sealing`` is made from the tenant's first key by :func:`sealing_key_of`, and outlives it when that is replaced. ``marking``
    follows the key that is never changed, for an identity must be found again: without it nobody can try birth numbers against the
    file.
    """

    def __init__(self, *, sealing: bytes, marking: bytes) -> None:
        self._sealing = AESGCM(sealing)
        self._marking = _derived(marking, b"varde accounts: marking")

    def seal(self, secret: bytes, about: str) -> bytes:
        """``secret`` so that only this tenant can read it, and only as being ``about`` the same."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._sealing.encrypt(nonce, secret, about.encode())

    def open(self, sealed: bytes, about: str) -> bytes | None:
        """What was sealed; None when it was sealed with another key, about something else, or is not whole."""
        try:
            return self._sealing.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
        except (InvalidTag, ValueError):
            return None

    def mark(self, about: str, value: str) -> bytes:
        """A hash of ``value`` that is the same every time, and that nobody without the key can make."""
        return hmac.digest(self._marking, f"{about}\n{value}".encode("utf-8", "surrogatepass"), "sha256")


def sealing_key_of(kek: bytes) -> bytes:
    """The key that seals the accounts' secrets, made from the key that wraps all others. It does not lead back to that."""
    return _derived(kek, b"varde accounts: sealing")


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)
