"""A supervision plan as a grid of places, times and weekdays, what is wrong with it, and who is where on a day. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, time
from itertools import combinations
from typing import Final
from uuid import UUID

import msgspec

from events.lists.year import Weekday
from events.wheel import SupervisionAbsenceCovered, SupervisionPost

WEEKDAYS: Final = tuple(Weekday)


class GridRow(msgspec.Struct, frozen=True, kw_only=True):
    """A place and a time of day, with who is there on each weekday."""

    place: str
    from_time: time
    to_time: time
    people: dict[Weekday, UUID]


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Nobody is at a place at a time, on some weekdays."""

    place: str
    from_time: time
    to_time: time
    weekdays: tuple[Weekday, ...]


class TwoPlaces(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody stands in the plan at two places at one time."""

    person: UUID
    weekday: Weekday
    first: SupervisionPost
    second: SupervisionPost


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A post on one day: who has it, and who does it that day when somebody stepped in."""

    post: SupervisionPost
    substitute: UUID | None = None

    @property
    def does(self) -> UUID:
        """Who is there that day."""
        return self.substitute or self.post.person


def grid(posts: Sequence[SupervisionPost]) -> tuple[GridRow, ...]:
    """The posts as rows, by time and place. Where two share a post, there are two rows."""
    rows: list[GridRow] = []
    for post in sorted(posts, key=lambda one: (one.from_time, one.to_time, one.place.casefold())):
        at = (post.place, post.from_time, post.to_time)
        row = next((one for one in rows if (one.place, one.from_time, one.to_time) == at and post.weekday not in one.people), None)
        if row is None:
            row = GridRow(place=post.place, from_time=post.from_time, to_time=post.to_time, people={})
            rows.append(row)
        row.people[post.weekday] = post.person
    return tuple(rows)


def gaps(rows: Sequence[GridRow]) -> Iterator[Gap]:
    """The places and times at which nobody is, on some day of the week."""
    seen: dict[tuple[str, time, time], set[Weekday]] = {}
    for row in rows:
        seen.setdefault((row.place, row.from_time, row.to_time), set()).update(row.people)
    for (place, from_time, to_time), manned in seen.items():
        if missing := tuple(one for one in WEEKDAYS if one not in manned):
            yield Gap(place=place, from_time=from_time, to_time=to_time, weekdays=missing)


def two_places(posts: Sequence[SupervisionPost]) -> Iterator[TwoPlaces]:
    """Those who would have to be at two places at one time."""
    for first, second in combinations(posts, 2):
        same = (first.person, first.weekday) == (second.person, second.weekday)
        if same and first.from_time < second.to_time and second.from_time < first.to_time:
            yield TwoPlaces(person=first.person, weekday=first.weekday, first=first, second=second)


def strangers(posts: Sequence[SupervisionPost], staff: Collection[UUID]) -> tuple[UUID, ...]:
    """Those in the plan who do not work at the school any more."""
    return tuple(dict.fromkeys(post.person for post in posts if post.person not in staff))


def weekday_of(day: date) -> Weekday | None:
    """The school day that a date is; None on a Saturday or a Sunday."""
    return WEEKDAYS[day.weekday()] if day.weekday() < len(WEEKDAYS) else None


def turns_on(day: date, posts: Sequence[SupervisionPost], covers: Sequence[SupervisionAbsenceCovered]) -> tuple[Turn, ...]:
    """Who is where on a day, by the clock. Whoever stepped in last has the post."""
    own = sorted((one for one in posts if one.weekday is weekday_of(day)), key=lambda one: (one.from_time, one.place.casefold()))
    stepped_in = {(one.place, one.from_time, one.absent): one.substitute for one in covers if one.day == day}
    return tuple(Turn(post=one, substitute=stepped_in.get((one.place, one.from_time, one.person))) for one in own)
