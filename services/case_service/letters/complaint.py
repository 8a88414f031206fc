"""Whether a letter about a decision tells how to complain against it (forvaltningslova § 27 tredje ledd)."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from events.lists.documents import Letter


class Told(StrEnum):
    """What whoever gets a decision is told. The texts stand in the catalogue as ``letter.complaint.<value>``."""

    RIGHT = "right"
    LIMIT = "limit"
    AUTHORITY = "authority"
    DOCUMENTS = "documents"


_WORDS: Final = {
    Told.RIGHT: re.compile(r"\b(?:klag\w*|påklag\w*|appeal\w*|complain\w*)", re.IGNORECASE),
    Told.LIMIT: re.compile(r"\b(?:tre|3|three)\s+(?:uker|veker|weeks)\b", re.IGNORECASE),
    Told.AUTHORITY: re.compile(r"\bstatsforvalt(?:er|ar)\w*|\bcounty governor\b", re.IGNORECASE),
    Told.DOCUMENTS: re.compile(r"\b(?:sak(?:s)?)?(?:dokument|document|papir)\w*", re.IGNORECASE),
}


def complaint_gaps(letter: Letter, written: str) -> tuple[Told, ...]:
    """What a letter about a decision does not tell of how to complain; empty for every other letter."""
    if letter is not Letter.DECISION:
        return ()
    return tuple(told for told, words in _WORDS.items() if not words.search(written))
