"""AES-256-GCM with the subject's key, bound to the place of the text, and the keys that a process keeps unwrapped."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from threading import Lock
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from events.commitments import SALT_BYTES
from events.sealing import RetentionClass
from events.stored import Place
from services.case_service.store.damage import Damage
from services.case_service.store.errors import KeyDestroyedError, KeyLostError, TamperedError
from services.case_service.store.keys import KeyStore, Tombstone
from services.case_service.store.wrapping import NONCE_BYTES, KeyId, new_key


class KeyRing:
    """The unwrapped keys of one process: the last used, until a key is destroyed anywhere; then all are forgotten."""

    def __init__(self, store: KeyStore, size: int) -> None:
        self._store = store
        self._size = size
        self._lock = Lock()
        self._epoch = store.epoch()
        self._known: OrderedDict[KeyId, AESGCM | None] = OrderedDict()

    def close(self) -> None:
        """Forget all keys and close the key store."""
        with self._lock:
            self._known.clear()
        self._store.close()

    def session(self) -> Sealing:
        """A sealer for one append or one read. Looks first whether a key was destroyed since the last one."""
        epoch = self._store.epoch()
        with self._lock:
            if epoch != self._epoch:
                self._known.clear()
                self._epoch = epoch
        return Sealing(self, epoch)

    def ensure(self, keys: Iterable[KeyId]) -> None:
        """Make the keys that are missing, in one transaction."""
        self._store.ensure(keys)

    def create(self, keys: dict[KeyId, bytes]) -> bool:
        """Store new keys durably. False when another process made one of them first."""
        return self._store.create(keys)

    def has(self, key: KeyId) -> bool:
        """Whether the store has a key now, whatever was found before."""
        return key in self._store.find([key])

    def is_active(self, key: KeyId) -> bool:
        """Whether the store has a key now that is not destroyed."""
        return self._store.find([key]).get(key) is not None

    def destroy(self, key: KeyId, *, basis: str, approvers: Sequence[UUID], at: datetime) -> Tombstone:
        """Destroy a key for good: see :meth:`KeyStore.destroy`. This process forgets it at once, others by the epoch."""
        try:
            return self._store.destroy(key, basis=basis, approvers=approvers, at=at)
        finally:
            with self._lock:
                self._known.clear()

    def tombstone(self, key: KeyId) -> Tombstone | None:
        """What is left of a destroyed key; None while it is active, or when it was never made."""
        return self._store.tombstone(key)

    def active(self, retention: RetentionClass) -> tuple[UUID, ...]:
        """The subjects that have an active key of a retention class."""
        return self._store.active(retention)

    def damage(self) -> Sequence[Damage]:
        """What is damaged in the key store."""
        return self._store.damage()

    def epoch(self) -> int:
        """The key store's own count of destructions and changes."""
        return self._store.epoch()

    def find(self, key: KeyId, epoch: int) -> AESGCM | None:
        """The key, or None when it was destroyed. Raises KeyLostError when there is none."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        found = self._store.find([key])
        if key not in found:
            raise KeyLostError(f"The {key.retention} key of {key.subject} is missing, and no tombstone tells why.")
        secret = found[key]
        cipher = None if secret is None else AESGCM(secret)
        self.keep({key: cipher}, epoch)
        return cipher

    def keep(self, ciphers: Mapping[KeyId, AESGCM | None], epoch: int) -> None:
        """Remember keys that were found or made at an ``epoch``, unless one was destroyed since."""
        with self._lock:
            if self._epoch == epoch:
                self._known.update(ciphers)
                while len(self._known) > self._size:
                    self._known.popitem(last=False)


class Sealing:
    """Seals and opens the text of one append or one read (the Sealer of :mod:`events.stored`).

    A key that does not exist is made here and kept in ``new_keys``; :meth:`settle` makes those durable.
    """

    def __init__(self, ring: KeyRing, epoch: int) -> None:
        self._ring = ring
        self._epoch = epoch
        self.new_keys: dict[KeyId, bytes] = {}
        self._ciphers: dict[KeyId, AESGCM | None] = {}

    def salt(self) -> bytes:
        """A new random salt."""
        return secrets.token_bytes(SALT_BYTES)

    def seal(self, plaintext: bytes, place: Place) -> bytes:
        """A random nonce followed by the ciphertext of ``plaintext``, bound to ``place``. Raises KeyDestroyedError."""
        key = KeyId(place.subject, place.retention)
        try:
            cipher = self._cipher(key)
        except KeyLostError:
            secret = self.new_keys[key] = new_key()
            cipher = self._ciphers[key] = AESGCM(secret)
        if cipher is None:
            raise KeyDestroyedError(f"The {key.retention} key of {key.subject} was destroyed; nothing is sealed under it again.")
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + cipher.encrypt(nonce, plaintext, place.as_bytes())

    def open(self, ciphertext: bytes, place: Place) -> bytes | None:
        """The plaintext, or None when the key was destroyed. Raises TamperedError and KeyLostError."""
        cipher = self._cipher(KeyId(place.subject, place.retention))
        if cipher is None:
            return None
        try:
            return cipher.decrypt(ciphertext[:NONCE_BYTES], ciphertext[NONCE_BYTES:], place.as_bytes())
        except (InvalidTag, ValueError):
            raise TamperedError(
                f"The sealed text of version {place.version} in stream {place.stream_id} is not what was sealed there."
            ) from None

    def settle(self) -> bool:
        """Make the new keys durable. False when another process made one first: seal again then, with that one."""
        if not self._ring.create(self.new_keys):
            return False
        self._ring.keep({key: self._ciphers[key] for key in self.new_keys}, self._epoch)
        return True

    def _cipher(self, key: KeyId) -> AESGCM | None:
        if key not in self._ciphers:
            self._ciphers[key] = self._ring.find(key, self._epoch)
        return self._ciphers[key]
