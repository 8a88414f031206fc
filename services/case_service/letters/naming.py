"""Whether a copy names somebody that it must not name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable
from typing import Final

SHORTEST: Final = 3
"""Letters: shorter parts of a name, as an initial, would be found in any text."""


def named(text: str, names: Iterable[str], *, besides: Iterable[str] = ()) -> tuple[str, ...]:
    """The names of ``names`` of which a part, a first or last name, stands in ``text``, whole and in whatever case.

    A Norwegian or English genitive counts as the name. A part that somebody in ``besides`` has too, as a family name, does not
    count alone: she may be named.
    """
    hers = {part.casefold() for name in besides for part in _parts(name)}
    text = unicodedata.normalize("NFC", text)
    return tuple(name for name in names if _parts(name) and re.search(_pattern(name, hers), text, re.IGNORECASE))


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[\s-]+", unicodedata.normalize("NFC", name)) if len(part) >= SHORTEST)


def _pattern(name: str, hers: Container[str]) -> str:
    telling = [part for part in _parts(name) if part.casefold() not in hers] or [name]
    either = "|".join(re.escape(part) for part in telling)
    return rf"(?<!\w)(?:{either})(?:['\u2019]?s)?(?!\w)"
