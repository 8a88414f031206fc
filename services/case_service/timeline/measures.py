"""The picture's measures in points (CSS pixels), and how wide a text is."""

from __future__ import annotations

from typing import Final

TEXT: Final = 13
AXIS_TEXT: Final = 12
"""No text is smaller."""

RADIUS: Final = 11.0
STEP: Final = 2 * RADIUS + 3
"""From the centre of one mark to that of the next beside or below it."""

MOST_IN_CHAIN: Final = 3
"""So many places to the right a mark may give way before a new row is begun."""

ROOM_FOR_CHAIN: Final = MOST_IN_CHAIN * STEP + RADIUS + 4
MARGIN: Final = RADIUS + 5
SMALLEST_PLOT: Final = 1088.0
LARGEST_PLOT: Final = 2400.0
LABELS: Final = 124.0
"""The width of the column with the names of the lanes."""

HEAD: Final = 44.0
"""Room above the lanes: a line for months, and one for the shown moment."""
FOOT: Final = 24.0
PAD: Final = 7.0
SMALLEST_LANE: Final = 40.0

FLAG: Final = 18.0
FLAG_ROW: Final = 22.0
"""The height of a row of flags, and of the pole in it."""
LONGEST_LABEL: Final = 34

_NARROW: Final = frozenset("ijlIftr.,:;'|!()[] -")
_WIDE: Final = frozenset("mwMWÆæ@%\u2013\u2014")
_NARROW_SHARE, _SHARE, _CAPITAL_SHARE, _WIDE_SHARE = 0.42, 0.62, 0.74, 0.96


def text_width(text: str, size: float) -> float:
    """How wide a text is at most, near enough to keep texts apart in any usual sans-serif."""
    return sum(_share(letter) for letter in text) * size


def _share(letter: str) -> float:
    if letter in _NARROW:
        return _NARROW_SHARE
    if letter in _WIDE:
        return _WIDE_SHARE
    return _CAPITAL_SHARE if letter.isupper() else _SHARE


def shortened(text: str, longest: int = LONGEST_LABEL) -> str:
    """The text, cut at a word where it is too long for the picture. The whole of it stands in the name of what it labels."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    head, _, _ = cut.rpartition(" ")
    return (head if len(head) > longest // 2 else cut).rstrip(" ,.;:") + "…"
