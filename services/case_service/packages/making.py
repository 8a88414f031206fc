"""From the content to the file that is handed over."""

from __future__ import annotations

import io
from hashlib import sha256

import msgspec

from services.case_service.packages.content import Content
from services.case_service.packages.documents import Approval, documents_of
from services.integrity.package import pack


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A package: the ZIP, its SHA-256 in hex, and the position in the tenant's log up to which it tells."""

    content: bytes
    sha256: str
    log_position: int


def make(content: Content, approval: Approval) -> Made:
    """The package. Raises what :func:`documents_of` raises."""
    out = io.BytesIO()
    pack({file.name: file.content for file in documents_of(content, approval)}, out)
    made = out.getvalue()
    return Made(content=made, sha256=sha256(made).hexdigest(), log_position=content.known.desk.store.last_position())
