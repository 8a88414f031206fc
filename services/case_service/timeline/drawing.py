"""Draws a picture as SVG: presentation attributes and classes alone, as the content policy of the pages allows no style attribute.

Two drawings stand side by side, so that the names of the lanes stay while the plot is scrolled on a phone; :func:`drawn` makes
one of both for a PDF. Every mark and flag is a link with a name.
"""

from __future__ import annotations

from typing import Final

from markupsafe import Markup, escape

from services.case_service.timeline import colours
from services.case_service.timeline.axis import axis, bands, now_line
from services.case_service.timeline.elements import element, group
from services.case_service.timeline.layout import Picture, PlacedFlag, PlacedLane, PlacedMark
from services.case_service.timeline.measures import FLAG_ROW, LABELS, RADIUS, TEXT
from services.compliance.verdicts import Verdict
from texts import Language, text

FONT: Final = "Inter, system-ui, sans-serif"
TINY_SIGN: Final = 2
"""Signs with more letters than this are set smaller, so that they fit into the mark."""


def drawn(picture: Picture, language: Language = Language.BOKMAL, *, title: str) -> Markup:
    """The whole picture as one SVG document, for a PDF or a file."""
    inner = (
        element("rect", x=0, y=0, width=picture.width, height=picture.height, fill=colours.PAPER)
        + names(picture, language)
        + _placed(plot(picture, language, title=title), LABELS)
    )
    return _svg(inner, picture.width, picture.height, title=title)


def names(picture: Picture, language: Language) -> Markup:
    """The column with the names of the lanes. It repeats nothing that a screen reader needs: each mark says what it is."""
    inner = bands(picture, LABELS) + Markup().join(
        element(
            "text",
            escape(text(f"timeline.lane.{lane.lane.value}", language)),
            x=LABELS - 12,
            y=lane.top + min(lane.height / 2, RADIUS + 7) + TEXT / 3,
            text_anchor="end",
            font_size=TEXT,
            font_weight=500,
            fill=colours.LANES[lane.lane],
        )
        for lane in picture.lanes
    )
    return _svg(inner, LABELS, picture.height, hidden=True)


def plot(picture: Picture, language: Language, *, title: str) -> Markup:
    """The plot: time from left to right, a band for each lane."""
    inner = (
        bands(picture, picture.scale.width)
        + axis(picture, language)
        + now_line(picture, language)
        + Markup().join(_lane(lane, language) for lane in picture.lanes)
    )
    return _svg(inner, picture.scale.width, picture.height, title=title)


def _lane(lane: PlacedLane, language: Language) -> Markup:
    name = text(f"timeline.lane.{lane.lane.value}", language)
    chains = Markup().join(_chain(mark, lane) for mark in lane.marks if mark.x > mark.time_x)
    marks = Markup().join(_mark(mark, lane) for mark in lane.marks)
    flags = Markup().join(_flag(flag) for flag in lane.flags)
    return group(chains + marks + flags, role="group", aria_label=name)


def _chain(mark: PlacedMark, lane: PlacedLane) -> Markup:
    """The thread from the time at which a mark belongs to where it had room."""
    return element(
        "line", x1=mark.time_x, x2=mark.x, y1=mark.y, y2=mark.y, stroke=colours.LANES[lane.lane], stroke_width=1.5, opacity=0.55
    )


def _mark(placed: PlacedMark, lane: PlacedLane) -> Markup:
    mark, colour = placed.mark, colours.LANES[lane.lane]
    fill, ink = (colours.PAPER, colour) if mark.late else (colour, colours.PAPER)
    shape = element(
        "circle",
        cx=placed.x,
        cy=placed.y,
        r=RADIUS - 1,
        fill=fill,
        stroke=colour,
        stroke_width=2,
        stroke_dasharray="3 2" if mark.late else None,
    )
    size = TEXT if len(mark.sign) <= TINY_SIGN else TEXT - 1
    sign = element(
        "text",
        escape(mark.sign),
        x=placed.x,
        y=placed.y + size * 0.36,
        text_anchor="middle",
        font_size=size,
        font_weight=600,
        fill=ink,
        aria_hidden="true",
    )
    return _link(shape + sign, mark.url, mark.name, "timeline-mark")


def _flag(placed: PlacedFlag) -> Markup:
    flag = placed.flag
    colour = colours.VERDICTS[flag.verdict]
    words = Markup()
    if placed.words:
        side = -19 if placed.leftward else 19
        words = element(
            "text",
            escape(placed.words),
            x=placed.x + side,
            y=placed.y - FLAG_ROW / 2 + TEXT / 2.2,
            text_anchor="end" if placed.leftward else "start",
            font_size=TEXT,
            fill=colour,
            stroke=colours.PAPER,
            stroke_width=3,
            paint_order="stroke",
            aria_hidden="true",
        )
    banner = flag_shape(flag.verdict, placed.x, placed.y, leftward=placed.leftward)
    # The name begins with the words as they are seen, so that whoever speaks to the browser can say them.
    name = f"{placed.words}: {flag.name}" if placed.words else flag.name
    return _link(banner + words, flag.url, name, "timeline-flag")


def flag_shape(verdict: Verdict, x: float, y: float, *, leftward: bool = False) -> Markup:
    """A flag whose pole stands on x, y: with a tick when kept, full with a bar when not, empty while it is open."""
    colour, sign, top = colours.VERDICTS[verdict], -1 if leftward else 1, y - FLAG_ROW + 4
    pole = element("line", x1=x, x2=x, y1=top, y2=y, stroke=colour, stroke_width=2)
    cloth = element(
        "path",
        d=f"M{x:g} {top:g}h{15 * sign}v{12}h{-15 * sign}z",
        fill=colours.PAPER if verdict is Verdict.OPEN else colour,
        stroke=colour,
        stroke_width=1.5,
    )
    return pole + cloth + _sign_on_cloth(verdict, x + 7.5 * sign, top + 6)


def _sign_on_cloth(verdict: Verdict, x: float, y: float) -> Markup:
    match verdict:
        case Verdict.MET:
            path = f"M{x - 3.5:g} {y:g}l2.5 2.5l4.5 -5"
        case Verdict.LATE:
            path = f"M{x - 3.5:g} {y:g}h7"
        case Verdict.OVERDUE | Verdict.NOT_DOCUMENTED:
            path = f"M{x - 3:g} {y - 3:g}l6 6m0 -6l-6 6"
        case Verdict.OPEN | Verdict.NOT_APPLICABLE:
            return Markup()
    return element("path", d=path, fill="none", stroke=colours.PAPER, stroke_width=2, stroke_linecap="round")


def legend_flag(verdict: Verdict) -> Markup:
    """One flag alone, for the legend beside the picture."""
    return _svg(flag_shape(verdict, 2, 20), 20, 22, hidden=True)


def _link(inner: Markup, url: str, name: str, class_: str) -> Markup:
    return element("a", element("title", escape(name)) + inner, href=url, class_=class_, aria_label=name)


def _svg(inner: Markup, width: float, height: float, *, title: str = "", hidden: bool = False) -> Markup:
    spoken = {"aria_hidden": "true"} if hidden else {"role": "group", "aria_label": title}
    return element(
        "svg",
        inner,
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width:g} {height:g}",
        font_family=FONT,
        class_="timeline-names" if hidden and width == LABELS else "timeline-plot",
        **spoken,
    )


def _placed(svg: Markup, x: float) -> Markup:
    """A drawing moved to the right inside another."""
    return group(svg, transform=f"translate({x:g} 0)")
