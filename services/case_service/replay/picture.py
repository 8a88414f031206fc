"""The three times of every event as three tracks with a thread between them: what was late or back-dated hangs askew.

Presentation attributes alone, as the content policy of the pages wants it; shapes say what colours say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from markupsafe import Markup, escape

from services.case_service.replay.axis import Axis
from services.case_service.replay.picture_links import Named, Spot, Way, links
from services.case_service.timeline import colours
from services.case_service.timeline.axis import month_text
from services.case_service.timeline.drawing import FONT
from services.case_service.timeline.elements import element
from services.case_service.timeline.measures import TEXT, text_width
from services.case_service.timeline.scale import AFTERWARDS, LONG_AGO, SHORTEST, Scale, months
from texts import Language, text

WIDTH: Final = 1000.0
LABELS: Final = 92.0
TOP: Final = 62.0
BETWEEN: Final = 54.0
FOOT: Final = 24.0
TRACKS: Final = {axis: TOP + number * BETWEEN for number, axis in enumerate(Axis)}
HEIGHT: Final = TOP + 2 * BETWEEN + FOOT
LATE: Final = "#a1440b"
LATER: Final = "#6b747e"
SEEN: Final = "#525d6b"


class Thread(msgspec.Struct, frozen=True, kw_only=True):
    """One event: its number, its three times in the order of the axes, whether it is seen at the shown point, and whether late."""

    number: int
    times: tuple[datetime, datetime, datetime]
    seen: bool
    late: bool


def tracks(
    threads: Sequence[Thread],
    *,
    axis: Axis,
    at: datetime,
    chosen: Thread | None,
    language: Language,
    title: str,
    named: Named,
) -> Markup:
    """The picture as SVG, of ``threads`` in the order of ``axis``.

    ``at``: the shown moment on the axis; ``chosen``: the shown event; ``title``: what is read aloud; ``named``: see
    :data:`~services.case_service.replay.picture_links.Named`.
    """
    scale = _scale(threads, at)
    ways = {one.number: _way(one, scale) for one in threads}
    later = [one for one in threads if not one.seen]
    late = [one for one in threads if one.seen and one.late]
    plain = [one for one in threads if one.seen and not one.late]
    inner = Markup().join(
        [
            _band(axis),
            _months(scale, language),
            *(_track(one, language, chosen=one is axis) for one in Axis),
            _threads(_of(later, ways), stroke=LATER, stroke_width=1, stroke_dasharray="1 4"),
            _threads(_of(plain, ways), stroke=SEEN, stroke_width=1.5),
            _threads(_of(late, ways), stroke=LATE, stroke_width=2, stroke_dasharray="6 3"),
            _dots(_of(later, ways), 2.5, fill=colours.PAPER, stroke=LATER, stroke_width=1),
            _dots(_of(plain, ways), 4, fill=SEEN),
            _diamonds(_of(late, ways), fill=colours.PAPER, stroke=LATE, stroke_width=2),
            _chosen(None if chosen is None else ways[chosen.number]),
            _moment(scale, axis, at, language),
            links((Spot(number=one.number, way=ways[one.number], seen=one.seen, shown=one is chosen) for one in threads), named),
        ]
    )
    return element(
        "svg",
        inner,
        xmlns="http://www.w3.org/2000/svg",
        width=WIDTH,
        height=HEIGHT,
        viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        font_family=FONT,
        class_="replay-tracks",
        role="group",
        aria_label=title,
    )


def _scale(threads: Sequence[Thread], at: datetime) -> Scale:
    moments = [moment for one in threads for moment in one.times]
    if min(moments) - LONG_AGO <= at <= max(moments) + LONG_AGO:
        moments.append(at)
    first, last = min(moments) - timedelta(days=1), max(moments)
    return Scale(start=first, end=max(last + AFTERWARDS, first + SHORTEST), width=WIDTH - LABELS)


def _x(scale: Scale, moment: datetime) -> float:
    return round(LABELS + scale.x(moment), 1)


def _band(axis: Axis) -> Markup:
    return element("rect", x=0, y=TRACKS[axis] - 20, width=WIDTH, height=40, fill=colours.BAND)


def _track(axis: Axis, language: Language, *, chosen: bool) -> Markup:
    y = TRACKS[axis]
    line = element("line", x1=LABELS, x2=WIDTH, y1=y, y2=y, stroke=colours.NOW if chosen else colours.MONTH_LINE, stroke_width=1.5)
    words = escape(text(f"replay.picture.{axis.value}", language))
    return line + element(
        "text", words, x=4, y=y + 4, font_size=TEXT, font_weight=700 if chosen else 500, fill=colours.NOW if chosen else colours.INK
    )


def _months(scale: Scale, language: Language) -> Markup:
    found = []
    for tick in months(scale, 78):
        x = round(LABELS + tick.x, 1)
        if tick.strong:
            found.append(element("line", x1=x, x2=x, y1=4, y2=HEIGHT - 6, stroke=colours.LINE, stroke_width=1))
        if tick.labelled:
            words = escape(month_text(tick.day, language))
            found.append(element("text", words, x=x + 4, y=16, font_size=TEXT, font_weight=600, fill=colours.SOFT))
    return Markup().join(found)


def _of(threads: Iterable[Thread], ways: Mapping[int, Way]) -> dict[Way, None]:
    """The ways of some threads, each once: those that lie upon each other are drawn once."""
    return dict.fromkeys(ways[one.number] for one in threads)


def _threads(ways: Iterable[Way], **look: Any) -> Markup:
    """All threads of one look as one path: a case of thousands of events is still one element."""
    drawn = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in way) for way in ways)
    return element("path", d=drawn, fill="none", **look) if drawn else Markup()


def _dots(ways: Iterable[Way], radius: float, **look: Any) -> Markup:
    turn = f"a{radius:g} {radius:g} 0 1 0 {2 * radius:g} 0a{radius:g} {radius:g} 0 1 0 {-2 * radius:g} 0"
    places = _places(ways)
    return element("path", d="".join(f"M{x - radius:g} {y:g}{turn}" for x, y in places), **look) if places else Markup()


def _diamonds(ways: Iterable[Way], **look: Any) -> Markup:
    places = _places(ways)
    return element("path", d="".join(f"M{x:g} {y - 5:g}l5 5l-5 5l-5 -5z" for x, y in places), **look) if places else Markup()


def _places(ways: Iterable[Way]) -> dict[tuple[float, float], None]:
    return dict.fromkeys(place for way in ways for place in way)


def _way(thread: Thread, scale: Scale) -> Way:
    return tuple((_x(scale, at), TRACKS[axis]) for axis, at in zip(Axis, thread.times, strict=True))


def _chosen(way: Way | None) -> Markup:
    if way is None:
        return Markup()
    return _threads([way], stroke=colours.NOW, stroke_width=3) + _dots([way], 7, fill="none", stroke=colours.NOW, stroke_width=2.5)


def _moment(scale: Scale, axis: Axis, at: datetime, language: Language) -> Markup:
    """The shown moment: a line through the chosen axis alone, as it is a moment of that time."""
    x, y, words = _x(scale, at), TRACKS[axis], text("replay.picture.shown", language)
    rightward = x + 8 + text_width(words, TEXT) <= WIDTH
    line = element("line", x1=x, x2=x, y1=y - 26, y2=y + 20, stroke=colours.NOW, stroke_width=2)
    label = element(
        "text",
        escape(words),
        x=x + (6 if rightward else -6),
        y=y - 15,
        text_anchor="start" if rightward else "end",
        font_size=TEXT,
        font_weight=600,
        fill=colours.NOW,
        stroke=colours.PAPER,
        stroke_width=3,
        paint_order="stroke",
    )
    return line + label
