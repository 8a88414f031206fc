"""When something happened and when it was known, as people write it: Norwegian dates, and clocks on the wall."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Final

import msgspec

from events.envelope import Precision
from events.local_time import LAST_INSTANT, OSLO

OCCURRED_ON: Final = "occurred_on"
OCCURRED_TIME: Final = "occurred_time"
KNOWN_ON: Final = "known_on"
KNOWN_TIME: Final = "known_time"

THIS_CENTURY: Final = 2000

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_NORWEGIAN = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4}|\d{2})")
_CLOCK = re.compile(r"(?:kl\.?\s*)?(?P<hour>\d{1,2})(?:[.:]?(?P<minute>\d{2}))?(?::\d{2})?")


class When(msgspec.Struct, frozen=True, kw_only=True):
    """When something happened, how exactly that is known, and when somebody at the school knew. Times are UTC.

    ``stated`` is what the person wrote. It stays the same when the form is sent twice, where "now" does not.
    """

    occurred_at: datetime
    known_at: datetime
    precision: Precision = Precision.EXACT
    stated: str | None = None


class MomentProblem(Exception):  # noqa: N818 - a person's slip, not a fault of the program
    """What was written is no date, no time, or a time that the clocks skipped. ``key`` is the text for it."""

    def __init__(self, field: str, key: str) -> None:
        super().__init__(key)
        self.field = field
        self.key = key


def now_when(now: datetime) -> When:
    """It happens, and is known, now."""
    moment = now.astimezone(UTC)
    return When(occurred_at=moment, known_at=moment, stated="")


def read_when(form: Mapping[str, str], now: datetime) -> When:
    """When it happened and was known, from the four fields of a form; what is left out is now.

    A day without a time is known to the day. When only the time of the event is given, it was known at once.
    Raises MomentProblem.
    """
    happened, precision = _read(form, OCCURRED_ON, OCCURRED_TIME, now)
    stated = "|".join(form.get(name, "").strip() for name in (OCCURRED_ON, OCCURRED_TIME, KNOWN_ON, KNOWN_TIME))
    if not any(form.get(name, "").strip() for name in (KNOWN_ON, KNOWN_TIME)):
        return When(occurred_at=happened, known_at=happened, precision=precision, stated=stated)
    known, _ = _read(form, KNOWN_ON, KNOWN_TIME, now)
    return When(occurred_at=happened, known_at=known, precision=precision, stated=stated)


def read_day(field: str, written: str) -> date:
    """A date as people write it: 2027-03-01, 01.03.2027, 1.3.27 or 1/3/2027. Raises MomentProblem."""
    match = _ISO.fullmatch(written) or _NORWEGIAN.fullmatch(written)
    if match is None:
        raise MomentProblem(field, "page.moment.no_date")
    year, month, day = (int(match[part]) for part in ("year", "month", "day"))
    try:
        return date(year if year > 99 else THIS_CENTURY + year, month, day)  # noqa: PLR2004 - two digits
    except ValueError as error:
        raise MomentProblem(field, "page.moment.no_date") from error


def read_clock(field: str, written: str) -> time:
    """A time of day as people write it: 14:05, 14.05, 1405, 9 or kl. 9. Raises MomentProblem."""
    match = _CLOCK.fullmatch(written.lower())
    try:
        if match is not None:
            return time(int(match["hour"]), int(match["minute"] or 0))
    except ValueError:
        pass
    raise MomentProblem(field, "page.moment.no_time")


def at_local(field: str, day: date, clock: time) -> datetime:
    """The moment in UTC at which Norwegian clocks show this. Raises MomentProblem for a time that summer time skipped.

    The hour that comes twice in autumn is read as its first.
    """
    try:
        moment = datetime.combine(day, clock, OSLO).astimezone(UTC)
    except OverflowError as error:
        raise MomentProblem(field, "page.moment.no_date") from error
    if moment.astimezone(OSLO).replace(tzinfo=None) != datetime.combine(day, clock):
        raise MomentProblem(field, "page.moment.skipped_hour")
    return moment


def _read(form: Mapping[str, str], day_field: str, clock_field: str, now: datetime) -> tuple[datetime, Precision]:
    written_day, written_clock = form.get(day_field, "").strip(), form.get(clock_field, "").strip()
    if not written_day and not written_clock:
        return now.astimezone(UTC), Precision.EXACT
    today = now.astimezone(OSLO).date()
    day = read_day(day_field, written_day) if written_day else today
    if written_clock:
        return at_local(clock_field, day, read_clock(clock_field, written_clock)), Precision.EXACT
    end = at_local(day_field, day, LAST_INSTANT)
    return (min(end, now.astimezone(UTC)) if day <= today else end), Precision.DAY
