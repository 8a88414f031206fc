"""One valid, complete and always equal example of any event, made from the types of its fields.

Fields of the same name hold the same value in every event, so that examples refer to each other: every ``pupil`` is one
pupil, every ``measure`` one measure, and a plan's ``measures`` is that measure.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID, uuid5

import msgspec

from events.base import Event

E = TypeVar("E", bound=Event)

NAMES = UUID("5c0e0000-0000-4000-8000-000000000000")
NOON = datetime(2025, 9, 15, 10, 0, tzinfo=UTC)
"""When examples happen; their dates lie around it."""

DATES = {
    "from_date": date(2025, 9, 15),
    "to_date": date(2025, 10, 10),
    "evaluate_on": date(2025, 9, 29),
    "until": date(2025, 12, 1),
}
TIMES = {"from_time": time(9, 45), "to_time": time(10, 15)}
PATTERNS = {"^[0-9]{9}$": "999888777", "^[0-9a-f]{64}$": "0" * 64}
TEXTS = {
    "orgnr": "999888777",
    "receiving_school": "999888776",
    "school_year": "2025/2026",
    "package_sha256": "0" * 64,
    "head_sha256": "0" * 64,
}
NUMBERS = {
    "year": 2025,
    "school_year_from": 2025,
    "highest_grade": 10,
    "iso_week": 38,
    "week": 38,
    "weekday": 1,
    "month": 9,
    "day": 15,
}

LEFT_OUT = {"replaces"}
"""What a complete example leaves out, because it would refer to something that no other example holds."""


def person(name: str) -> UUID:
    """The id that stands for ``name`` in all examples."""
    return uuid5(NAMES, name)


def example(cls: type[E], **given: Any) -> E:
    """A complete example of ``cls``: every field filled, those in ``given`` as stated there."""
    return _filled(cls, given)


def bare(cls: type[E], **given: Any) -> E:
    """An example of ``cls`` with only what it cannot do without."""
    hints = get_type_hints(cls, include_extras=True)
    needed = {f.name: _value(f.name, hints[f.name]) for f in msgspec.structs.fields(cls) if f.required and f.name not in given}
    return cls(**{**needed, **given})


def _filled(cls: type[Any], given: dict[str, Any]) -> Any:
    hints = get_type_hints(cls, include_extras=True)
    values = {
        f.name: f.default if isinstance(f.default, bool) else _value(f.name, hints[f.name])
        for f in msgspec.structs.fields(cls)
        if f.name not in given and f.name not in LEFT_OUT
    }
    return cls(**{**values, **given})


def _value(name: str, hint: Any) -> Any:
    origin = get_origin(hint)
    if origin is Annotated:
        return _annotated(name, *get_args(hint))
    if origin in (Union, UnionType):
        return _value(name, next(arg for arg in get_args(hint) if arg is not NoneType))
    if origin is tuple:
        return (_value(name.removesuffix("s"), get_args(hint)[0]),)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _filled(hint, {})
    return _plain(name, hint)


def _annotated(name: str, hint: Any, *metas: Any) -> Any:
    for meta in metas:
        if isinstance(meta, msgspec.Meta) and meta.pattern is not None:
            return PATTERNS[meta.pattern]
    return _value(name, hint)


def _plain(name: str, hint: Any) -> Any:
    return PLAIN[hint](name)


PLAIN: dict[Any, Callable[[str], Any]] = {
    UUID: person,
    str: lambda name: TEXTS.get(name, f"What the example says of {name.replace('_', ' ')}"),
    bool: lambda _: True,
    int: lambda name: NUMBERS.get(name, 1),
    float: lambda _: 1.0,
    date: lambda name: DATES.get(name, NOON.date()),
    datetime: lambda _: NOON,
    time: lambda name: TIMES.get(name, time(10, 0)),
}
