"""What of a tenant is backed up: what cannot be made again from something else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import msgspec

from services.case_service.store.settings import Place

BEFORE_THE_EVENTS: Final = ("notices.sqlite", "integrity.sqlite")
"""What remembers how far it has read or signed: taken first it is never ahead of the log, so that nothing is passed over."""

SMALL_DATABASES: Final = ("accounts.sqlite", "drafts.sqlite")
FOLDERS: Final = ("attachments",)
FILES: Final = ("demo.json", "log_keys", "witnesses")
KEPT_ASIDE: Final = ("integrity.sqlite", "log_keys", "witnesses")
"""What a restore leaves as it stands where it stands: a book that has signed more than the backup holds must say so."""

FINGERPRINT: Final = 16
"""Hexadecimal digits: enough to tell one secret from another. A secret is 256 random bits, so its hash tells nothing."""


class Secret(msgspec.Struct, frozen=True, kw_only=True):
    """A secret of the tenant that lies in a file: its name, and whether a restore can do without it and have a new one made."""

    name: str
    file: Path
    can_be_new: bool = False

    def fingerprint(self) -> str | None:
        """What tells this secret from another; None when there is no file."""
        try:
            content = self.file.read_bytes()
        except FileNotFoundError:
            return None
        return fingerprint_of(content)


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """Where a tenant's things are. ``home`` is its own folder; ``settings`` what the surroundings say, without passwords.

    ``checkpoint`` is the newest signed one of the log, and ``log_keys`` the list of keys that it has signed with; by these the copy
    is checked. ``vouch`` signs the manifest: of its SHA-256 and the log's size it makes a note, or None where this machine has no
    key that holds for that size.
    """

    tenant: str
    events: Place
    keys: Place
    home: Path
    secrets: tuple[Secret, ...]
    settings: Mapping[str, str] = msgspec.field(default_factory=dict)
    checkpoint: bytes | None = None
    log_keys: str | None = None
    vouch: Callable[[str, int], bytes | None] | None = None


def fingerprint_of(content: bytes) -> str:
    """What tells a secret from another, whatever spaces and line ends stand about it."""
    return hashlib.sha256(b"varde/backup/secret/1" + content.strip()).hexdigest()[:FINGERPRINT]
