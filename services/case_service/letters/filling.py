"""Filling in a letter from what is known of the matter; what is not known is left as a mark that somebody fills in by hand.

A mark reads ``[Fyll inn: når og hvor møtet er]``. As long as one stands in a letter, the letter is not sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from events.lists.documents import Letter
from services.case_service.letters.gaps import gaps_of
from services.case_service.letters.markup import GAP, gaps
from services.case_service.letters.wording import Wording
from texts import Language, text

MARK: Final = re.compile(
    r"\[(?:" + "|".join(re.escape(text("letter.fill_in", language)) for language in Language) + r"):\s*([^\[\]\n]+)\]"
)
"""What stands where something is to be filled in, in whichever language."""

EVERY_GAP: Final = frozenset(gap for letter in Letter for gap in gaps_of(letter))
"""The gaps of all letters. What else stands in brackets is text."""


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """Heading and text of one letter, as a person goes on with them."""

    heading: str
    body: str


def filled(wording: Wording, known: Mapping[str, str], language: Language) -> Filled:
    """The letter with what is ``known`` by the names of its gaps; every other gap becomes a mark."""
    return Filled(heading=_fill(wording.heading, known, language), body=_fill(wording.body, known, language).strip())


def fill_marks(written: str, known: Mapping[str, str], language: Language) -> str:
    """A letter that somebody works on, with the marks filled in whose words have become known meanwhile."""
    by_mark = {mark_of(gap, language): value for gap, value in known.items() if value}
    return MARK.sub(lambda found: by_mark.get(found.group(), found.group()), written)


def still_open(written: str, letter: Letter) -> tuple[str, ...]:
    """What is still to be filled in, each once: the words of the marks, and gaps of the letter that somebody wrote by hand."""
    by_hand = (f"{{{gap}}}" for gap in gaps(written) if gap in gaps_of(letter))
    return tuple(dict.fromkeys([*MARK.findall(written), *by_hand]))


def mark_of(gap: str, language: Language) -> str:
    """What stands in a letter instead of a gap that nothing is known for."""
    return f"[{text('letter.fill_in', language)}: {text(f'letter.gap.{gap}', language)}]"


def _fill(template: str, known: Mapping[str, str], language: Language) -> str:
    def words(found: re.Match[str]) -> str:
        gap = found.group(1)
        return known.get(gap) or (mark_of(gap, language) if gap in EVERY_GAP else found.group())

    return GAP.sub(words, template)
