"""A small picture of how the pupil has said that it is, from 1 to 10, over time. The numbers stand in a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
from markupsafe import Markup, escape

from services.case_service.timeline import colours
from services.case_service.timeline.elements import element
from services.case_service.timeline.lanes import Lane
from services.case_service.timeline.measures import AXIS_TEXT
from services.compliance.explain import day_text
from texts import Language

WIDTH: Final = 560.0
HEIGHT: Final = 180.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 20.0, 14.0, 30.0
LINES: Final = (1, 5, 10)
LOWEST, HIGHEST = 1, 10
LABEL_WIDTH: Final = 70.0


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a pupil answered on the scale: when, how much, in what (a talk, an evaluation), and where it stands."""

    at: datetime
    value: int
    what: str
    url: str


def experience_picture(answers: Sequence[Answer], language: Language, *, title: str) -> Markup:
    """The answers as points on a line; at least one, in the order of time."""
    first, last = answers[0].at, answers[-1].at
    span = (last - first).total_seconds() or 1.0

    def x(answer: Answer) -> float:
        return round(LEFT + (answer.at - first).total_seconds() / span * (WIDTH - LEFT - RIGHT), 1)

    points = [(x(one), _y(one.value), one) for one in answers]
    path = "M" + "L".join(f"{px:g} {py:g}" for px, py, _ in points)
    inner = Markup().join(
        [
            *(_line(value) for value in LINES),
            element("path", d=path, fill="none", stroke=colours.LANES[Lane.VOICE], stroke_width=2),
            *(element("circle", cx=px, cy=py, r=5.0, fill=colours.LANES[Lane.VOICE]) for px, py, _ in points),
            *_days(points, language),
        ]
    )
    return element(
        "svg",
        element("title", escape(title)) + inner,
        xmlns="http://www.w3.org/2000/svg",
        width=WIDTH,
        height=HEIGHT,
        viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        role="img",
        aria_label=title,
        class_="experience",
        font_family="Inter, system-ui, sans-serif",
    )


def _y(value: int) -> float:
    return round(HEIGHT - BOTTOM - (value - LOWEST) / (HIGHEST - LOWEST) * (HEIGHT - TOP - BOTTOM), 1)


def _line(value: int) -> Markup:
    y = _y(value)
    number = element("text", escape(str(value)), x=LEFT - 12, y=y + 4, text_anchor="end", font_size=AXIS_TEXT, fill=colours.SOFT)
    return element("line", x1=LEFT - 6, x2=WIDTH - RIGHT, y1=y, y2=y, stroke=colours.LINE) + number


def _days(points: Sequence[tuple[float, float, Answer]], language: Language) -> list[Markup]:
    """The days below, where they have room; the first always, the last rather than the one before it."""
    found: list[Markup] = []
    end = points[-1][0]
    free_from = 0.0
    for number, (px, _, one) in enumerate(points):
        last = number == len(points) - 1
        if px >= free_from and (last or number == 0 or end - px >= LABEL_WIDTH):
            anchor = "start" if number == 0 else "end" if last else "middle"
            at = LEFT - 6 if number == 0 else px + RIGHT - 4 if last else px
            found.append(
                element(
                    "text",
                    escape(day_text(one.at, language)),
                    x=at,
                    y=HEIGHT - 8,
                    text_anchor=anchor,
                    font_size=AXIS_TEXT,
                    fill=colours.SOFT,
                )
            )
            free_from = px + LABEL_WIDTH + (LABEL_WIDTH / 2 if number == 0 else 0)
    return found
