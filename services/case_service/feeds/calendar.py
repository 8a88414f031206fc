"""A person's deadlines as a calendar that other programs subscribe to (RFC 5545). It names no child and tells no content."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import msgspec
from icalendar import Alarm, Calendar, Event

from events.local_time import OSLO
from texts import Language, text


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is due.

    ``what`` is the duty in words that name nobody, ``number`` the case's (empty: it is in none), ``url`` the page of the case;
    ``whole_day`` says that any time of the local day will do.
    """

    id: UUID
    what: str
    number: str
    due: datetime
    whole_day: bool
    url: str


def calendar(deadlines: Iterable[Deadline], language: Language, made_at: datetime) -> bytes:
    """The calendar, with a reminder the working morning before each deadline."""
    feed = Calendar()
    feed.add("prodid", "-//Varde//deadlines//NO")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", text("feed.calendar.name", language))
    feed.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for one in deadlines:
        feed.add_component(_event(one, language, made_at))
    made: bytes = feed.to_ical()
    return made


def _event(one: Deadline, language: Language, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(one.id, 'deadline')}@varde")
    event.add("dtstamp", made_at)
    event.add("summary", text("feed.calendar.summary", language, what=one.what, number=one.number) if one.number else one.what)
    event.add("url", one.url)
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    local = one.due.astimezone(OSLO)
    if one.whole_day:
        event.add("dtstart", local.date())
        event.add("dtend", local.date() + timedelta(days=1))
        before = timedelta(hours=-15)
    else:
        event.add("dtstart", one.due)
        event.add("dtend", one.due)
        before = timedelta(hours=-24)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text("feed.calendar.reminder", language))
    alarm.add("trigger", before)
    event.add_component(alarm)
    return event
