"""Which numbers are small. Sources: Statistics Norway's and Udir's practice, see docs/explanation/small-numbers.md."""

from __future__ import annotations

from typing import Final

SMALL: Final = range(1, 5)
"""Counts that are hidden."""

LEAST_BASE: Final = 10
"""About fewer people than this, or an unknown number, nothing is shown."""

LEAST_BASE_FOR_ZERO: Final = 20
"""Among fewer people nothing is as telling as something."""

LEAST_BASE_FOR_SHARE: Final = 20
LEAST_BASE_FOR_MEDIAN: Final = 10

LEAST_WIDTH: Final = 5
"""How far apart the least and the greatest value must be that a hidden number can have."""


def is_too_few(base: int | None) -> bool:
    """Whether nothing is shown about so few people."""
    return base is None or base < LEAST_BASE


def is_small(count: int, base: int | None, *, zero_tells: bool = False) -> bool:
    """Whether a count about ``base`` people tells too much. ``zero_tells``: nothing does so in a group of any size."""
    if base is None or is_too_few(base) or count in SMALL:
        return True
    return count == 0 and (zero_tells or base < LEAST_BASE_FOR_ZERO)


def share_is_shown(base: int) -> bool:
    """Whether a share of ``base`` is given at all, and then in whole per cent."""
    return base >= LEAST_BASE_FOR_SHARE


def median_is_shown(base: int) -> bool:
    """Whether a median of ``base`` values is given. The least and the greatest value never are."""
    return base >= LEAST_BASE_FOR_MEDIAN
