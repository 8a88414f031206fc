"""A whole number as an address or a form gives it: digits, and no more of them than a number has that means anything."""

from __future__ import annotations

from typing import Final

from flask import request

MOST_PAGES: Final = 9_999
"""No list is longer."""

MOST_VERSIONS: Final = 9_999
"""Of what people write anew: a routine, a map, a plan, a rulebook."""

LONGEST_HISTORY: Final = 2**31 - 1
"""Events of one stream that the databases count to."""


def whole_number(written: str, most: int) -> int | None:
    """The number, from 1 to ``most``; None for anything else, however long it is."""
    if not (written.isascii() and written.isdigit() and len(written) <= len(str(most))):
        return None
    number = int(written)
    return number if 1 <= number <= most else None


def page_number() -> int:
    """Which page of a list the address asks for; the first where it names none."""
    return whole_number(request.args.get("side", ""), MOST_PAGES) or 1
