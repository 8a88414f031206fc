"""Facts and commands at random, made from the types of their fields.

Ids come from a small pool and half of all fields from the example of the same event, so that facts refer to each other
and many are accepted.
"""

from datetime import date, datetime, time, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from builders import NOON, example, person
from given_when_then import THIS
from hypothesis import strategies as st

from events import Event
from services.case_service.domain import Circumstances

POOL = [THIS, *map(person, ("pupil", "friend", "measure", "decision", "referral", "suspected_person"))]
NINE_HOURS = timedelta(hours=9)

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    UUID: st.sampled_from(POOL),
    str: st.text(max_size=8),
    bool: st.booleans(),
    int: st.integers(min_value=-1, max_value=15),
    float: st.floats(width=32) | st.sampled_from([1.0, 2.0, 3.0]),
    date: st.dates(date(2017, 8, 1), date(2028, 2, 29)),
    datetime: st.just(NOON),
    time: st.times(),
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value that the type allows."""
    origin = get_origin(hint)
    if origin is Annotated:
        return _annotated(*get_args(hint))
    if origin in (Union, UnionType):
        return st.none() | values(next(arg for arg in get_args(hint) if arg is not NoneType))
    if origin is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=2).map(tuple)
    if issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    return structs(hint) if issubclass(hint, msgspec.Struct) else PLAIN[hint]


def _annotated(hint: Any, *metas: Any) -> st.SearchStrategy[Any]:
    for meta in metas:
        if isinstance(meta, msgspec.Meta) and meta.pattern is not None:
            return st.from_regex(meta.pattern.replace("$", r"\Z"))
        if isinstance(meta, msgspec.Meta) and meta.ge is not None:
            return st.integers(int(meta.ge), int(meta.le) if meta.le is not None else 10**6)
    return values(hint)


def structs(cls: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """Any value of a struct."""
    hints = get_type_hints(cls, include_extras=True)
    return st.builds(cls, **{name: values(hints[name]) for name in cls.__struct_fields__})


def facts(cls: type[Event]) -> st.SearchStrategy[Any]:
    """Any fact of that class, half of it as in the example."""
    told, hints = example(cls), get_type_hints(cls, include_extras=True)
    return st.builds(cls, **{name: st.just(getattr(told, name)) | values(hints[name]) for name in cls.__struct_fields__})


def circumstances() -> st.SearchStrategy[Circumstances]:
    """Mostly possible times, now and then an impossible one."""
    hours = st.integers(min_value=-1, max_value=9).map(lambda number: timedelta(hours=number))
    return st.builds(
        lambda happened, known, history: Circumstances(
            stream_id=THIS, occurred_at=NOON - happened, known_at=NOON - happened + known, now=NOON + NINE_HOURS, history=history
        ),
        hours,
        hours,
        st.booleans(),
    )
