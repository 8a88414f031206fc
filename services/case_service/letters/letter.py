"""A letter that is ready to be set: who sends it, to whom, about what, and its text."""

from __future__ import annotations

from datetime import date

import msgspec

from services.case_service.letters.markup import Block
from texts import Language


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One letter or plan. All text is plain text; nothing in it is code.

    ``recipient`` holds the lines of the address field; ``exempt`` is the marking of a document that is exempt from public
    access (offentleglova § 13), None for one that is not. ``reference`` is the case number. Where the municipality itself
    writes, ``school`` is the municipality too.
    """

    language: Language
    municipality: str
    school: str
    recipient: tuple[str, ...]
    reference: str
    dated: date
    title: str
    blocks: tuple[Block, ...]
    signed_by: tuple[str, ...] = ()
    exempt: str | None = None
    draft: bool = False
