"""How a kind of letter is worded: the municipality's own text where it has adopted one, otherwise Varde's."""

from __future__ import annotations

import msgspec

from events.lists.documents import Letter
from events.lists.municipality import WrittenLanguage
from services.case_service.domain.municipality.state import Municipality
from services.case_service.letters.gaps import gaps_of
from services.case_service.letters.markup import check_gaps
from texts import Language, text


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """Heading and text of a letter, with their gaps. ``version`` is the municipality's, None for Varde's own."""

    heading: str
    body: str
    version: int | None = None


def wording_of(letter: Letter, language: WrittenLanguage, municipality: Municipality) -> Wording:
    """How the municipality words a letter now. A letter of the kind OTHER has no text before somebody writes it."""
    adopted = municipality.templates.get((letter, language))
    if adopted is not None and adopted.wording is not None:
        return Wording(heading=adopted.heading or "", body=adopted.wording, version=adopted.version)
    return proposed(letter, language)


def proposed(letter: Letter, language: WrittenLanguage) -> Wording:
    """How Varde words a letter."""
    if letter is Letter.OTHER:
        return Wording(heading="", body="")
    written = Language(language.value)
    return Wording(heading=text(f"letter.{letter.value}.title", written), body=text(f"letter.{letter.value}.body", written))


def check_wording(letter: Letter, *, heading: str, body: str) -> None:
    """Refuse a template that the letter could not be filled in from. Raises UnknownGapError that names its unknown gaps."""
    check_gaps(f"{heading}\n{body}", gaps_of(letter))
