"""The year as a picture: twelve months from August to July, a mark for each task, and a line for today.

The marks have the numbers of the table beside the picture, which says the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec
from markupsafe import Markup, escape

from services.case_service.http.year.kept import Standing
from services.case_service.timeline import colours
from services.case_service.timeline.elements import element, group
from texts import Language, text

WIDTH: Final = 1080
HEAD: Final = 34
ROW: Final = 30
RADIUS: Final = 11
EDGE: Final = 12
MONTHS: Final = (8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7)

COLOURS: Final = {
    Standing.DONE: "#13703a",
    Standing.OVERDUE: "#b3253a",
    Standing.POSTPONED: "#8a4b08",
    Standing.PLANNED: "#0062ba",
}


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A task in the picture: its number in the table, its day, how it stands, and where it leads."""

    number: int
    day: date
    standing: Standing
    name: str
    url: str


def picture(marks: Sequence[Mark], starts_in: int, today: date, language: Language, *, title: str, description: str) -> Markup:
    """The drawing."""
    placed = _placed(marks, starts_in)
    rows = max((row for _, row, _ in placed), default=0) + 1
    height = HEAD + rows * ROW + EDGE
    inner = (
        element("title", escape(title), id="year-picture-title")
        + element("desc", escape(description), id="year-picture-description")
        + _months(starts_in, height, language)
        + _today(starts_in, today, height, language)
        + Markup().join(_mark(mark, x, HEAD + row * ROW + ROW / 2 + 2) for x, row, mark in placed)
    )
    return element(
        "svg",
        inner,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}",
        width=WIDTH,
        height=height,
        role="group",
        aria_labelledby="year-picture-title",
        aria_describedby="year-picture-description",
        class_="year-picture",
    )


def _placed(marks: Sequence[Mark], starts_in: int) -> list[tuple[float, int, Mark]]:
    """Each mark beside its day, in the first row where it touches no other."""
    ends: list[float] = []
    placed = []
    for mark in sorted(marks, key=lambda one: (one.day, one.number)):
        x = min(max(_x(mark.day, starts_in), RADIUS + 2.0), WIDTH - RADIUS - 2.0)
        row = next((number for number, end in enumerate(ends) if end < x - RADIUS - 2), len(ends))
        ends[row:] = [x + RADIUS + 2, *ends[row + 1 :]]
        placed.append((x, row, mark))
    return placed


def _x(day: date, starts_in: int) -> float:
    """Months are equally wide, so that their names have room."""
    months = (day.year - starts_in) * 12 + day.month - MONTHS[0]
    return WIDTH / 12 * (months + (day.day - 1) / 31)


def _months(starts_in: int, height: int, language: Language) -> Markup:
    width = WIDTH / 12
    parts = Markup()
    for number, month in enumerate(MONTHS):
        name = text(f"year.month.{month}", language)
        label = f"{name} {starts_in + (number > MONTHS.index(12))}" if month in {MONTHS[0], 1} else name
        parts += element(
            "rect", x=number * width, y=0, width=width, height=height, fill=colours.PAPER if number % 2 else colours.BAND
        )
        parts += element(
            "text", escape(label), x=number * width + width / 2, y=21, text_anchor="middle", font_size=13, fill=colours.INK
        )
    return group(parts, aria_hidden="true") + element(
        "line", x1=0, y1=HEAD, x2=WIDTH, y2=HEAD, stroke=colours.MONTH_LINE, stroke_width=1
    )


def _today(starts_in: int, today: date, height: int, language: Language) -> Markup:
    x = _x(today, starts_in)
    if not 0 <= x <= WIDTH:
        return Markup()
    near_end = x > WIDTH - 60
    return group(
        element("line", x1=x, y1=HEAD - 4, x2=x, y2=height, stroke=colours.INK, stroke_width=2, stroke_dasharray="5 3")
        + element(
            "text",
            escape(text("year.picture.today", language)),
            x=x - 5 if near_end else x + 5,
            y=height - 4,
            text_anchor="end" if near_end else "start",
            font_size=12,
            font_weight=600,
            fill=colours.INK,
        )
    )


def _mark(mark: Mark, x: float, y: float) -> Markup:
    colour = COLOURS[mark.standing]
    filled = mark.standing in {Standing.DONE, Standing.OVERDUE}
    fill = colour if filled else colours.PAPER
    if mark.standing is Standing.OVERDUE:
        side = 2 * RADIUS - 2
        drawn = element(
            "rect", x=x - RADIUS + 1, y=y - RADIUS + 1, width=side, height=side, fill=fill, stroke=colour, stroke_width=2
        )
    else:
        dashes = "4 2" if mark.standing is Standing.POSTPONED else None
        drawn = element("circle", cx=x, cy=y, r=RADIUS - 1, fill=fill, stroke=colour, stroke_width=2, stroke_dasharray=dashes)
    number = element(
        "text",
        escape(str(mark.number)),
        x=x,
        y=y + 4,
        text_anchor="middle",
        font_size=11,
        font_weight=600,
        fill=colours.PAPER if filled else colour,
    )
    return element("a", element("title", escape(mark.name)) + drawn + number, href=mark.url, aria_label=mark.name)
