"""A small chart: one bar for each school year. A number that is hidden has no bar, and its place says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from markupsafe import Markup, escape

from services.case_service.timeline.elements import element

WIDTH: Final = 360
LABELS: Final = 84
NUMBERS: Final = 64
ROW: Final = 34
BAR: Final = 20
COLOUR: Final = "#0062ba"
INK: Final = "#292c30"
LINE: Final = "#77797b"


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A year: its name, its number (None: hidden, or not there), and how that is written."""

    year: str
    value: float | None
    written: str


def chart(bars: Sequence[Bar], *, longest: float, title: str, id_: str) -> Markup:
    """The drawing. ``longest`` is the number that a bar of full length stands for; the table beside it has the same numbers."""
    height = len(bars) * ROW + 4
    said = "; ".join(f"{one.year}: {one.written}" for one in bars)
    inner = element("title", escape(title), id=f"{id_}-title") + element("desc", escape(said), id=f"{id_}-desc")
    inner += element("line", Markup(), x1=LABELS, y1=0, x2=LABELS, y2=height, stroke=LINE)
    for number, one in enumerate(bars):
        inner += _row(one, number * ROW + 4, longest)
    return element(
        "svg",
        inner,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}",
        width=WIDTH,
        height=height,
        role="img",
        aria_labelledby=f"{id_}-title",
        aria_describedby=f"{id_}-desc",
        class_="survey-chart",
    )


def _row(one: Bar, top: float, longest: float) -> Markup:
    room = WIDTH - LABELS - NUMBERS
    length = 0.0 if one.value is None else max(2.0, room * min(one.value / longest, 1.0))
    middle = top + BAR / 2 + 5
    drawn = element("text", escape(one.year), x=LABELS - 8, y=middle, text_anchor="end", font_size=14, fill=INK)
    if one.value is not None:
        drawn += element("rect", Markup(), x=LABELS, y=top, width=round(length, 1), height=BAR, fill=COLOUR)
    return drawn + element("text", escape(one.written), x=round(LABELS + length + 8, 1), y=middle, font_size=14, fill=INK)
