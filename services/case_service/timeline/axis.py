"""What lies behind the marks: the bands of the lanes, months and weeks, and the line of the shown moment."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup, escape

from services.case_service.timeline import colours
from services.case_service.timeline.elements import element
from services.case_service.timeline.layout import Picture
from services.case_service.timeline.measures import AXIS_TEXT, FOOT, HEAD, TEXT, text_width
from services.case_service.timeline.scale import Tick, months, weeks
from texts import Language, text

MONTHS_AT = 17.0
NOW_AT = 35.0


def bands(picture: Picture, width: float) -> Markup:
    """Every second lane on a faint ground, so that the eye keeps to its lane."""
    return Markup().join(
        element("rect", x=0, y=lane.top, width=width, height=lane.height, fill=colours.BAND)
        for number, lane in enumerate(picture.lanes)
        if number % 2 == 0
    )


def axis(picture: Picture, language: Language) -> Markup:
    """Months above, weeks below."""
    widest = max(text_width(month_text(date(2026, month, 1), language), TEXT) for month in range(1, 13)) + 10
    bottom = picture.height - FOOT
    return Markup().join(
        [
            *(_week(tick, bottom, language) for tick in weeks(picture.scale)),
            *(_month(tick, bottom, language) for tick in months(picture.scale, widest)),
        ]
    )


def now_line(picture: Picture, language: Language) -> Markup:
    """The shown moment, where it lies in the stretch."""
    moment = picture.story.moment
    if not picture.scale.holds(moment):
        return Markup()
    x, words = picture.scale.x(moment), text("timeline.now", language)
    rightward = x + 6 + text_width(words, TEXT) <= picture.scale.width
    line = element("line", x1=x, x2=x, y1=HEAD - 20, y2=picture.height - FOOT, stroke=colours.NOW, stroke_width=2)
    label = element(
        "text",
        escape(words),
        x=x + (6 if rightward else -6),
        y=NOW_AT,
        text_anchor="start" if rightward else "end",
        font_size=TEXT,
        font_weight=600,
        fill=colours.NOW,
    )
    return line + label


def month_text(day: date, language: Language) -> str:
    """A month as it stands on the axis, as in "okt. 2026"."""
    return text("timeline.month_year", language, month=text(f"timeline.month.{day.month}", language), year=day.year)


def _month(tick: Tick, bottom: float, language: Language) -> Markup:
    line = (
        element("line", x1=tick.x, x2=tick.x, y1=5, y2=bottom, stroke=colours.MONTH_LINE, stroke_width=1)
        if tick.strong
        else Markup()
    )
    if not tick.labelled:
        return line
    return line + element(
        "text", escape(month_text(tick.day, language)), x=tick.x + 4, y=MONTHS_AT, font_size=TEXT, font_weight=600, fill=colours.INK
    )


def _week(tick: Tick, bottom: float, language: Language) -> Markup:
    line = element("line", x1=tick.x, x2=tick.x, y1=HEAD, y2=bottom, stroke=colours.LINE, stroke_width=1)
    if not tick.labelled:
        return line
    words = text("timeline.day", language, day=tick.day.day, month=tick.day.month)
    return line + element(
        "text", escape(words), x=tick.x, y=bottom + 16, text_anchor="middle", font_size=AXIS_TEXT, fill=colours.SOFT
    )
