"""What stands in a cell: a school year, a grade, a number with a comma, or that the number is hidden because few answered."""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = frozenset({"*", "**", ".", "..", ":", "prikket", "skjult", "skjermet", "unntatt offentlighet"})
"""How a number is published that would tell of few pupils."""

NOTHING: Final = frozenset({"", "-", "\u2013", "\u2014", "null"})
"""Where no number is published at all."""

ALL_GRADES: Final = frozenset({"", "alle", "alle trinn", "alle årstrinn", "totalt", "hele skolen", "heile skolen", "samlet"})
ALL_GENDERS: Final = frozenset({"", "alle", "alle kjønn", "begge kjønn", "begge", "totalt"})

_YEAR = re.compile(r"(?P<from>20\d\d)(?:\s*[-/\u2013]\s*(?P<to>20\d\d|\d\d))?")
_GRADE = re.compile(r"(?P<grade>\d{1,2})\.?\s*(?:års)?(?:trinn|klasse)?")
_SPACE = "[ \u00a0\u202f]"
_NUMBER = re.compile(rf"-?\d{{1,3}}(?:{_SPACE}?\d{{3}})*(?:[.,]\d+)?|-?\d+(?:[.,]\d+)?")
_COUNT = re.compile(rf"\d{{1,3}}(?:{_SPACE}?\d{{3}})*|\d+")


class NotReadableError(ValueError):
    """What stands in the cell is not what its column holds."""


def year_in(written: str) -> int:
    """The year of the August in which a school year began: ``2025-26``, ``2025/2026``, or 2025 alone, as the survey is in autumn.

    Raises NotReadableError.
    """
    match = _YEAR.fullmatch(written)
    if match is None:
        raise NotReadableError
    begins = int(match["from"])
    ends = match["to"]
    if ends is not None and int(ends) % 100 != (begins + 1) % 100:
        raise NotReadableError
    return begins


def grade_in(written: str) -> int | None:
    """The grade; None for the whole school. Raises NotReadableError."""
    if written.casefold() in ALL_GRADES:
        return None
    match = _GRADE.fullmatch(written.casefold())
    if match is None:
        raise NotReadableError
    return int(match["grade"])


def is_upper_secondary(written: str) -> bool:
    """Whether a grade is one of upper secondary school, which the municipality's schools do not have."""
    return written.casefold().replace(" ", "").startswith("vg")


def is_hidden(written: str) -> bool:
    """Whether the number is hidden."""
    return written.casefold() in HIDDEN


def number_in(written: str) -> float | None:
    """A number, with a comma or a point; None where none was published. Raises NotReadableError."""
    if written in NOTHING:
        return None
    bare = written.removesuffix("%").strip()
    if _NUMBER.fullmatch(bare) is None:
        raise NotReadableError
    return float(re.sub(_SPACE, "", bare).replace(",", "."))


def count_in(written: str) -> int | None:
    """How many; None where it is hidden or was not published. Raises NotReadableError."""
    if written in NOTHING or is_hidden(written):
        return None
    if _COUNT.fullmatch(written) is None:
        raise NotReadableError
    return int(re.sub(_SPACE, "", written))
