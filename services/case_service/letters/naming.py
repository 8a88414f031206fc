"""Whether a copy names somebody that it must not name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

SHORTEST: Final = 3
"""Letters: shorter parts of a name, as an initial, would be found in any text."""


def named(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names of ``names`` of which a part, a first or last name, stands in ``text``, whole and in whatever case.

    A Norwegian or English genitive counts as the name.
    """
    return tuple(name for name in names if _parts(name) and re.search(_pattern(name), text, re.IGNORECASE))


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[\s-]+", name) if len(part) >= SHORTEST)


def _pattern(name: str) -> str:
    either = "|".join(re.escape(part) for part in _parts(name))
    return rf"(?<!\w)(?:{either})(?:['\u2019]?s)?(?!\w)"
