"""What a package is made of."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec

FORMAT: Final = "varde-package/1"

Hash = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]


class PackageFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that people read (a document, an attachment): its name in the package, such as ``documents/plan.pdf``."""

    name: str
    content: bytes


class Disclosed(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed field that the recipient may read: its value as JSON knows it, and the salt that its commitment was made with.

    ``salt`` is None for an event of stored FORMAT 1, which has no commitments: the reader is told that the text cannot be checked.
    """

    value: Any
    salt: Hash | None


class Masked(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed field that the recipient may not read as it stands: a code for the reason, and what is left of it.

    ``left`` is the text without what was taken out, as JSON knows it, or None where nothing of it goes. It is the sender's word:
    the commitment is to the whole text.
    """

    reason: str
    left: Any = None


class DisclosedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that the recipient may see, in full or with masked fields.

    ``envelope`` and ``facts`` are the bytes as stored. ``seals`` holds the SHA-256 of the ciphertext per retention class,
    ``commitments`` one commitment per sealed field; one that is in neither ``disclosed`` nor ``masked``
    is written as masked without a reason. ``proof`` is the audit path of RFC 6962 section 2.1.1 from the leaf to the root.
    """

    position: int
    tenant: str
    stream_id: UUID
    version: int
    topic: str
    format: int
    class_version: int
    envelope: bytes
    facts: bytes
    seals: dict[str, Hash] = {}
    commitments: dict[str, Hash] = {}
    disclosed: dict[str, Disclosed] = {}
    masked: dict[str, Masked] = {}
    proof: tuple[Hash, ...]


class LeftOutEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that belongs to the matter and is not for the recipient: that it exists is shown, and nothing else.

    The leaf hash gives nothing away: the envelope, which has a random id, is hashed into it. ``reason`` is a code.
    """

    position: int
    leaf: Hash
    reason: str
    proof: tuple[Hash, ...]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """How much of one history the package shows. ``last_version`` is its newest version at the package's position."""

    stream_id: UUID
    last_version: int
    shown: int


class ConsistencyProof(msgspec.Struct, frozen=True, kw_only=True):
    """That an older checkpoint is the beginning of the package's own (RFC 6962 section 2.1.2)."""

    size: int
    root: Hash
    proof: tuple[Hash, ...]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the sender states about the package, signed with the log's key.

    ``position`` and ``root`` are the checkpoint's size and root hash, ``origin`` its first line. ``about`` holds what the sender
    wants to say besides, by short names, such as the number of the request. Files and their hashes are added when it is written.
    """

    tenant: str
    origin: str
    position: int
    root: Hash
    made_at: datetime
    recipient: str
    legal_basis: str
    case_id: UUID | None = None
    streams: tuple[Shown, ...] = ()
    about: dict[str, str] = {}
