"""What is checked of every fact in every stream, before the stream's own rules: times, blank texts, numbers and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final, TypeAlias

import msgspec

from events.base import Event
from events.envelope import Precision
from events.sealing import sealed_shape
from services.case_service.domain.command import Circumstances, Refused
from services.case_service.domain.refusals import (
    BlankText,
    DatesReversed,
    GradeUnknown,
    KnownBeforeItHappened,
    KnownLaterThanNow,
    NothingSaid,
    NotYetHappened,
    NumberTooLarge,
    NumberTooSmall,
    TooLongAgo,
    ValueNotAllowed,
)
from services.case_service.domain.rough_times import earliest

PLACE: Final = re.compile(r"at `\$\.(?P<path>[^`]+)`$")
"""Where in the fact the library found a value that is not allowed."""

GRADES: Final = range(1, 14)
"""Grades 1 to 10, and 1 to 3 of upper secondary as 11 to 13: chapter 12 applies to both."""

GRADE_FIELDS: Final = ("grade", "lowest_grade", "highest_grade")

LEAST: Final = {
    "adults_wanted_places": 0,
    "answered": 0,
    "conversation_number": 1,
    "duration_minutes": 1,
    "group_size": 1,
    "invited": 0,
    "keep_months": 1,
    "length": 0.25,
    "map_version": 1,
    "maps": 1,
    "matters_read": 1,
    "minutes_each_time": 1,
    "persons_affected": 0,
    "place_in_order": 1,
    "plan_version": 1,
    "pupils": 0,
    "remaining_items": 0,
    "routine_version": 1,
    "rulebook_version": 1,
    "school_year_from": 1900,
    "template_version": 1,
    "thriving_places": 0,
    "times_per_week": 1,
    "unsafe_places": 0,
    "up_to_version": 1,
    "weeks": 1,
    "within_minutes": 1,
}
"""The least that a number may be, by the name of its field. A quarter of an hour is the shortest exclusion worth a decision."""

MOST: Final = 1_000_000
"""More than this no school counts; it keeps out what JSON cannot hold."""

FIRST_OF_ALL: Final = datetime(1900, 1, 1, tzinfo=UTC)
"""Older than any pupil's school days; calendars and clocks reckon with it without running out."""

IN_ORDER: Final = (("from_date", "to_date"), ("from_date", "evaluate_on"), ("valid_from", "valid_to"))
"""Pairs of fields of which the second cannot lie before the first."""


BlankField: TypeAlias = "tuple[str, type[Refused]]"


def check_fact(fact: Event, circumstances: Circumstances) -> None:
    """Refuse a fact that cannot be true, whatever stream it is for. Raises a subclass of Refused that names the field."""
    check_times(circumstances)
    check_values(fact)
    check_texts(fact)
    check_numbers(fact)
    check_dates(fact)


def check_values(fact: Event) -> None:
    """Refuse a value that the field's own type does not allow: stored, it could never be read again. Raises ValueNotAllowed."""
    try:
        msgspec.convert(msgspec.to_builtins(fact), type(fact))
    except msgspec.ValidationError as error:
        found = PLACE.search(str(error))
        raise ValueNotAllowed(found["path"] if found else None) from error


def check_times(circumstances: Circumstances) -> None:
    """Raises TooLongAgo, NotYetHappened, KnownBeforeItHappened or KnownLaterThanNow.

    A rough time is given the benefit of the doubt; of when somebody learnt of it an earlier system may know the day alone.
    """
    for name in ("occurred_at", "known_at"):
        if getattr(circumstances, name) < FIRST_OF_ALL:
            raise TooLongAgo(name, year=FIRST_OF_ALL.year)
    happened = earliest(circumstances.occurred_at, circumstances.precision)
    known_to = Precision.DAY if circumstances.history else Precision.EXACT
    if happened > circumstances.now:
        raise NotYetHappened("occurred_at", occurred_at=circumstances.occurred_at)
    if circumstances.known_at < happened:
        raise KnownBeforeItHappened("known_at", known_at=circumstances.known_at, occurred_at=circumstances.occurred_at)
    if circumstances.known_at != circumstances.occurred_at and earliest(circumstances.known_at, known_to) > circumstances.now:
        raise KnownLaterThanNow("known_at", known_at=circumstances.known_at)


def check_texts(fact: Event) -> None:
    """Raises NothingSaid for a required text, at any depth, that holds nothing but white space, and BlankText for a sealed one.

    What nobody spoke of is left out: whether something was said must be seen without opening what is sealed.
    """
    for field, refusal in _blank_texts(fact, ""):
        raise refusal(field, name=field)


def check_numbers(fact: Event) -> None:
    """Raises NumberTooSmall, NumberTooLarge or GradeUnknown."""
    for name in type(fact).__struct_fields__:
        value = getattr(fact, name)
        if value is None:
            continue
        if name in GRADE_FIELDS and isinstance(value, int) and value not in GRADES:  # an avvik's grade is a word
            raise GradeUnknown(name, grade=value)
        if name in LEAST:
            check_number(name, value, least=LEAST[name])


def check_number(name: str, value: float, *, least: float, most: float = MOST) -> None:
    """Raises NumberTooSmall or NumberTooLarge; what is no number (NaN) counts as too small."""
    if not value >= least:
        raise NumberTooSmall(name, least=least, number=value)
    if not value <= most:
        raise NumberTooLarge(name, most=most, number=value)


def check_dates(fact: Event) -> None:
    """Raises DatesReversed."""
    for first, second in IN_ORDER:
        begins: date | None = getattr(fact, first, None)
        ends: date | None = getattr(fact, second, None)
        if begins is not None and ends is not None and ends < begins:
            raise DatesReversed(second, begins=begins, ends=ends)


def said(text: str | None) -> bool:
    """Whether an optional text says anything."""
    return text is not None and bool(text.strip())


def _blank_texts(value: msgspec.Struct, path: str) -> Iterator[BlankField]:
    refused = _refused_blank(type(value))
    for name in value.__struct_fields__:
        yield from _blank(getattr(value, name), f"{path}{name}", refused.get(name))


def _blank(value: Any, path: str, refusal: type[Refused] | None) -> Iterator[BlankField]:
    if isinstance(value, str):
        if refusal is not None and not value.strip():
            yield path, refusal
    elif isinstance(value, msgspec.Struct):
        yield from _blank_texts(value, f"{path}.")
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _blank(item, f"{path}.{place}", NothingSaid)


@cache
def _refused_blank(cls: type[msgspec.Struct]) -> dict[str, type[Refused]]:
    """The fields that cannot be blank, and how they are refused."""
    sealed = sealed_shape(cls) or {}
    found = ((field.name, NothingSaid if field.required else BlankText) for field in msgspec.structs.fields(cls))
    return {name: refusal for name, refusal in found if refusal is NothingSaid or name in sealed}
