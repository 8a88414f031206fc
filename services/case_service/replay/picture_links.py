"""The events of the picture as links to their moments: one for each place, since events that lie upon each other have one place.

A case has hundreds of events, and a picture some hundred places for those that were written down at once. One of them alone is a
stop of the tab key; the arrow keys go on from there, and slider, steps and list lead to the same moments one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

import msgspec
from markupsafe import Markup, escape

from services.case_service.timeline.elements import element

NEAR: Final = 8.0
"""Threads that run so near each other, in units of the picture, have one place."""

Way: TypeAlias = tuple[tuple[float, float], ...]
Named: TypeAlias = Callable[[int, int], tuple[str, str]]
"""From an event's number, and how many more lie there, to the address of its moment and the name of the link."""


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """An event in the picture: its number in the case, the way of its thread, and whether it is seen and shown."""

    number: int
    way: Way
    seen: bool
    shown: bool


def links(spots: Iterable[Spot], named: Named) -> Markup:
    """The links in the order of ``spots``: each to the first event of its place, or past the shown one to the next there."""
    places: dict[tuple[object, ...], list[Spot]] = {}
    for one in spots:
        places.setdefault((one.seen, *(round(x / NEAR) for x, _ in one.way)), []).append(one)
    found = list(places.values())
    stop = _stop(found)
    return Markup().join(_link(place, named, is_stop=place is stop) for place in found)


def _stop(places: list[list[Spot]]) -> list[Spot]:
    """Where the tab key stops: at the shown event, else at the last that is seen, else at the first."""
    shown = next((place for place in places if any(one.shown for one in place)), None)
    return shown or next((place for place in reversed(places) if place[0].seen), places[0])


def _link(place: list[Spot], named: Named, *, is_stop: bool) -> Markup:
    shown = next((number for number, one in enumerate(place) if one.shown), None)
    target = place[0 if shown is None else (shown + 1) % len(place)]
    url, name = named(target.number, len(place) - 1)
    way = "M" + "L".join(f"{x:g} {y:g}" for x, y in target.way)
    return element(
        "a",
        element("title", escape(name)) + element("path", d=way, class_="place"),
        href=url,
        aria_label=name,
        aria_current=None if shown is None else "true",
        data_event=target.number,
        tabindex=0 if is_stop else -1,
    )
