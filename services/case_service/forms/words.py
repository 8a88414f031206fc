"""What people write in a field, made into the value that a fact holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, Final

from services.case_service.forms.field import Field, Kind

YES: Final = "yes"
NO: Final = "no"
UNKNOWN: Final = "unknown"

_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_NORWEGIAN = re.compile(r"(?P<day>[0-9]{1,2})[./ ](?P<month>[0-9]{1,2})[./ ](?P<year>[0-9]{4}|[0-9]{2})\.?")
_CLOCK = re.compile(r"(?:kl\.? *)?(?P<hour>[0-9]{1,2})(?:[.:]?(?P<minute>[0-9]{2}))?(?::[0-9]{2})?")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_DECIMAL = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,6})?")
_SPACES_IN_NUMBERS = re.compile(r"(?<=[0-9])[ \u00a0\u202f](?=[0-9]{3}(?:[^0-9]|$))")
THIS_CENTURY: Final = 2000
TWO_DIGITS: Final = 99
NOTHING_AT_ALL: Final = "\x00"


class Unclear(Exception):  # noqa: N818 - a person's slip, not a fault of the program
    """What was written is no value of the field. ``key`` is the text that says what is expected."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def understood(field: Field, written: str) -> Any:
    """The value that is meant, as JSON would hold it. ``written`` is not blank. Raises Unclear."""
    return READERS[field.kind](field, written)


def checked_text(field: Field, written: str) -> str:
    """The text exactly as written, with the line ends of browsers made one.

    Raises Unclear for what no database and no letter can hold, and for what is too long.
    """
    if NOTHING_AT_ALL in written or any(unicodedata.category(sign) == "Cs" for sign in written):
        raise Unclear("form.problem.signs")
    found = written.replace("\r\n", "\n")
    if field.longest is not None and len(found) > field.longest:
        raise Unclear("form.problem.too_long", most=field.longest, length=len(found))
    return found


def _text(field: Field, written: str) -> str:
    found = checked_text(field, written)
    return found if field.kind in {Kind.LONG_TEXT, Kind.TEXTS} else found.strip()


def _choice(field: Field, written: str) -> str:
    if written not in field.options:
        raise Unclear("form.problem.choice")
    return written


def _yes_no(_: Field, written: str) -> bool:
    if written not in {YES, NO}:
        raise Unclear("form.problem.choice")
    return written == YES


def _yes_no_unknown(field: Field, written: str) -> bool | None:
    return None if written == UNKNOWN else _yes_no(field, written)


def _whole(field: Field, written: str) -> int:
    plain = _SPACES_IN_NUMBERS.sub("", written.strip())
    if _WHOLE.fullmatch(plain) is None:
        raise Unclear("form.problem.whole_number")
    return int(_within(field, int(plain)))


def _decimal(field: Field, written: str) -> float:
    plain = _SPACES_IN_NUMBERS.sub("", written.strip())
    if _DECIMAL.fullmatch(plain) is None:
        raise Unclear("form.problem.number")
    return _within(field, float(plain.replace(",", ".")))


def _within(field: Field, number: float) -> float:
    if field.least is not None and number < field.least:
        raise Unclear("form.problem.least", least=_plain(field.least))
    if field.most is not None and number > field.most:
        raise Unclear("form.problem.most", most=_plain(field.most))
    return number


def _plain(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def read_date(written: str) -> date:
    """A date as people write it: 01.03.2027, 1.3.27, 1/3/2027 or 2027-03-01. Raises Unclear."""
    match = _ISO.fullmatch(written.strip()) or _NORWEGIAN.fullmatch(written.strip())
    if match is None:
        raise Unclear("form.problem.date")
    year, month, day = (int(match[part]) for part in ("year", "month", "day"))
    try:
        return date(year if year > TWO_DIGITS else THIS_CENTURY + year, month, day)
    except ValueError:
        raise Unclear("form.problem.no_such_date") from None


def read_time(written: str) -> time:
    """A time of day as people write it: 14:05, 14.05, 1405, 9 or kl. 9. Raises Unclear."""
    match = _CLOCK.fullmatch(written.strip().lower())
    if match is None:
        raise Unclear("form.problem.time")
    try:
        return time(int(match["hour"]), int(match["minute"] or 0))
    except ValueError:
        raise Unclear("form.problem.time") from None


def _date(_: Field, written: str) -> str:
    return read_date(written).isoformat()


def _time(_: Field, written: str) -> str:
    return read_time(written).isoformat()


def _moment(_: Field, written: str) -> str:
    try:
        found = datetime.fromisoformat(written.strip())
    except ValueError:
        raise Unclear("form.problem.moment") from None
    if found.tzinfo is None:
        raise Unclear("form.problem.moment")
    return found.isoformat()


READERS: Final[Mapping[Kind, Callable[[Field, str], Any]]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.TEXTS: _text,
    Kind.SUGGESTED: _text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choice,
    Kind.YES_NO: _yes_no,
    Kind.YES_NO_UNKNOWN: _yes_no_unknown,
    Kind.NUMBER: _whole,
    Kind.SCALE: _whole,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.MOMENT: _moment,
}
