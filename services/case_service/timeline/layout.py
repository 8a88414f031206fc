"""Gives everything in the picture a place in which it covers nothing else.

A mark stands at its time. Where others stand there already, it gives way to the right, as the next bead of a chain, or into a row
below. A flag's pole always stands at its time; its words lie to the right or the left of it, in the first row with room.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from services.case_service.timeline.entries import Flag, Mark, Story
from services.case_service.timeline.lanes import Lane
from services.case_service.timeline.measures import (
    FLAG,
    FLAG_ROW,
    FOOT,
    HEAD,
    LABELS,
    MOST_IN_CHAIN,
    PAD,
    RADIUS,
    SMALLEST_LANE,
    STEP,
    TEXT,
    shortened,
    text_width,
)
from services.case_service.timeline.scale import Scale, scale_of

NEW_ROW: Final = 1.2 * STEP
"""What a row further down costs, set against the way that a mark gives way: rows and chains grow evenly."""

SPACE: Final = 5.0
"""Between two flags in one row."""

POLE: Final = 2.0


class Box(msgspec.Struct, frozen=True):
    """A rectangle that something covers."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether two rectangles cover a common area."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom


class PlacedMark(msgspec.Struct, frozen=True, kw_only=True):
    """A mark with its centre. ``time_x`` is where its time stands; the mark itself may have given way."""

    mark: Mark
    x: float
    y: float
    time_x: float

    @property
    def box(self) -> Box:
        """What the mark covers."""
        return Box(self.x - RADIUS, self.y - RADIUS, self.x + RADIUS, self.y + RADIUS)


class PlacedFlag(msgspec.Struct, frozen=True, kw_only=True):
    """A flag with the foot of its pole. ``words`` is what is written, to the right of the pole or (``leftward``) to the left."""

    flag: Flag
    x: float
    y: float
    words: str
    leftward: bool
    box: Box


class PlacedLane(msgspec.Struct, frozen=True, kw_only=True):
    """A lane with what stands in it."""

    lane: Lane
    top: float
    height: float
    marks: tuple[PlacedMark, ...]
    flags: tuple[PlacedFlag, ...]


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """The whole picture. x counts from the left edge of the plot; the column with the lanes' names lies before it."""

    story: Story
    scale: Scale
    lanes: tuple[PlacedLane, ...]
    height: float

    @property
    def width(self) -> float:
        """The width with the column of names."""
        return LABELS + self.scale.width


def laid_out(story: Story) -> Picture:
    """The places of everything in a story. Lanes in which nothing stands are left out."""
    scale = scale_of(story)
    lanes: list[PlacedLane] = []
    top = HEAD
    for lane in Lane:
        marks = [mark for mark in story.marks if mark.lane is lane]
        flags = [flag for flag in story.flags if flag.lane is lane and scale.holds(flag.due)]
        if marks or flags:
            lanes.append(_lane(lane, marks, flags, scale, top))
            top += lanes[-1].height
    return Picture(story=story, scale=scale, lanes=tuple(lanes), height=top + FOOT)


def _lane(lane: Lane, marks: Sequence[Mark], flags: Sequence[Flag], scale: Scale, top: float) -> PlacedLane:
    ordered = sorted(marks, key=lambda mark: mark.at)
    times = [scale.x(mark.at) for mark in ordered]
    places = beads(times)
    rows = 1 + max((row for _, row in places), default=-1)
    placed = tuple(
        PlacedMark(mark=mark, x=x, y=top + PAD + RADIUS + row * STEP, time_x=time_x)
        for mark, time_x, (x, row) in zip(ordered, times, places, strict=True)
    )
    below = top + PAD + (rows * STEP if rows else 0)
    flown = _flags(sorted(flags, key=lambda flag: flag.due), scale, below)
    bottom = max([below, *(one.box.bottom for one in flown)]) + PAD
    return PlacedLane(lane=lane, top=top, height=max(bottom - top, SMALLEST_LANE), marks=placed, flags=flown)


def beads(times: Sequence[float]) -> list[tuple[float, int]]:
    """For marks in the order of time, the x and the row of each: no two meet, none stands before its time or far behind it."""
    rows: list[float] = []
    places: list[tuple[float, int]] = []
    for time_x in times:
        # From each row the first free place; a new row is always free. The nearest wins, going down costs as going right.
        free = [(max(time_x, last + STEP), row) for row, last in enumerate(rows)] + [(time_x, len(rows))]
        near = [(x, row) for x, row in free if x - time_x <= MOST_IN_CHAIN * STEP]
        x, row = min(near, key=lambda place: (place[0] - time_x + place[1] * NEW_ROW, place[1]))
        if row == len(rows):
            rows.append(x)
        rows[row] = x
        places.append((x, row))
    return places


def _merged(quiet: Sequence[Flag], scale: Scale) -> tuple[Flag, ...]:
    """Flags without words that would meet, as one: they say the same, and one row is enough for all of them."""
    found: list[Flag] = []
    for flag in quiet:
        same = found and found[-1].verdict is flag.verdict
        if same and scale.x(flag.due) - scale.x(found[-1].due) < FLAG + POLE + SPACE:
            found[-1] = replace(found[-1], name=f"{found[-1].name}; {flag.name}")
        else:
            found.append(flag)
    return tuple(found)


def _flags(flags: Sequence[Flag], scale: Scale, top: float) -> tuple[PlacedFlag, ...]:
    rows: list[list[Box]] = []
    placed: list[PlacedFlag] = []
    for flag in (*_merged([one for one in flags if not one.label], scale), *(one for one in flags if one.label)):
        x, words = scale.x(flag.due), shortened(flag.label)
        width = FLAG + (text_width(words, TEXT) if words else 0)
        leftward = x + width > scale.width and x - width >= 0
        left, right = (x - width - SPACE, x + POLE) if leftward else (x - POLE, x + width + SPACE)
        row = 0
        while True:
            box = Box(left, top + row * FLAG_ROW, right, top + (row + 1) * FLAG_ROW)
            if row == len(rows):
                rows.append([])
            if not any(box.meets(other) for other in rows[row]):
                break
            row += 1
        rows[row].append(box)
        placed.append(PlacedFlag(flag=flag, x=x, y=box.bottom - 2, words=words, leftward=leftward, box=box))
    return tuple(placed)
