"""How a key lies wrapped: under the tenant's key, bound to whose it is, with a hash that commits to it."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from events.sealing import RetentionClass
from services.case_service.store.errors import TamperedError, WrongTenantKeyError

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
KEK_ID_BYTES: Final = 8


class KeyId(msgspec.Struct, frozen=True, cache_hash=True):
    """Which key: whose text it seals (a case, a person, or a stream), and for how long that text is kept."""

    subject: UUID
    retention: RetentionClass = RetentionClass.PRESERVED


class KeyRow(msgspec.Struct, frozen=True):
    """A key as it lies in the database: ``wrapped`` is None when it was destroyed."""

    wrapped: bytes | None
    commitment: bytes
    kek_id: bytes


def new_key() -> bytes:
    """256 random bits."""
    return AESGCM.generate_key(KEY_BYTES * 8)


def commitment_of(key: bytes) -> bytes:
    """A hash that fixes the key without telling it. AES-GCM alone does not commit to its key."""
    return hashlib.sha256(b"kc" + key).digest()


class Wrapping:
    """Wraps and unwraps keys with one key-encryption key of one tenant."""

    def __init__(self, tenant: str, kek: bytes) -> None:
        self._tenant = tenant
        self._kek = AESGCM(kek)
        self.kek_id = hashlib.sha256(b"kek" + kek).digest()[:KEK_ID_BYTES]

    def wrap(self, key: KeyId, secret: bytes) -> KeyRow:
        """The row for a key, bound to tenant, subject and retention class."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        wrapped = nonce + self._kek.encrypt(nonce, secret, self._binding(key))
        return KeyRow(wrapped, commitment_of(secret), self.kek_id)

    def unwrap(self, key: KeyId, row: KeyRow) -> bytes:
        """The key in a row. Raises WrongTenantKeyError, and TamperedError when the row was changed or moved."""
        if row.wrapped is None or row.kek_id != self.kek_id:
            raise WrongTenantKeyError(f"The {key.retention} key of {key.subject} is wrapped by another key-encryption key.")
        try:
            secret = self._kek.decrypt(row.wrapped[:NONCE_BYTES], row.wrapped[NONCE_BYTES:], self._binding(key))
        except (InvalidTag, ValueError):
            raise TamperedError(f"The {key.retention} key of {key.subject} was changed or moved.") from None
        if not secrets.compare_digest(commitment_of(secret), row.commitment):
            raise TamperedError(f"The {key.retention} key of {key.subject} is not the one that was committed to.")
        return secret

    def _binding(self, key: KeyId) -> bytes:
        return msgspec.msgpack.encode((self._tenant, key.subject, key.retention, self.kek_id))
