"""What the facts of an event class are to a rule: text, number, date, truth value or list. Sealed text is none of these."""

from __future__ import annotations

import types
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from events.base import Event
from events.sealing import sealed_shape


class FactType(StrEnum):
    """How a fact stands in JSON and what it can be compared by. A date is text that sorts (ISO 8601)."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    TRUTH = "truth value"
    LIST = "list"
    OTHER = "structure"

    @classmethod
    def scalars(cls) -> tuple[FactType, ...]:
        """The types that have one value."""
        return (cls.TEXT, cls.DATE, cls.NUMBER, cls.TRUTH)

    @classmethod
    def ordered(cls) -> tuple[FactType, ...]:
        """The types that are more or less than one another."""
        return (cls.DATE, cls.NUMBER)


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """The type of a fact, and the codes it may hold where its list is closed."""

    type: FactType
    codes: frozenset[str] | None = None

    def admits(self, value: object) -> bool:
        """Whether the fact can ever be compared with ``value``."""
        match self.type:
            case FactType.TRUTH:
                return isinstance(value, bool)
            case FactType.NUMBER:
                return isinstance(value, int | float) and not isinstance(value, bool)
            case FactType.DATE:
                return isinstance(value, str) and _is_date(value)
            case _:
                return isinstance(value, str) and (self.codes is None or value in self.codes)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@cache
def fact_types(cls: type[Event]) -> dict[str, Fact]:
    """The facts of an event class by name. Sealed fields are left out: no rule may read them."""
    hints = get_type_hints(cls, include_extras=True)
    sealed = sealed_shape(cls) or {}
    return {name: _fact(hints[name]) for name in cls.__struct_fields__ if name not in sealed}


def _fact(hint: Any) -> Fact:
    origin = get_origin(hint)
    if origin is Annotated:
        return _fact(get_args(hint)[0])
    if origin in (Union, types.UnionType):
        return _fact(next(arg for arg in get_args(hint) if arg is not types.NoneType))
    if origin is tuple:
        inner = _fact(get_args(hint)[0])
        return Fact(type=FactType.LIST, codes=inner.codes) if inner.type is FactType.TEXT else Fact(type=FactType.OTHER)
    if not isinstance(hint, type):
        return Fact(type=FactType.OTHER)
    return _plain(hint)


def _plain(cls: type) -> Fact:
    if issubclass(cls, Enum):
        return Fact(type=FactType.TEXT, codes=frozenset(str(member.value) for member in cls))
    if issubclass(cls, bool):
        return Fact(type=FactType.TRUTH)
    if issubclass(cls, int | float):
        return Fact(type=FactType.NUMBER)
    if cls is date:
        return Fact(type=FactType.DATE)
    if issubclass(cls, msgspec.Struct | tuple | list | dict):
        return Fact(type=FactType.OTHER)
    return Fact(type=FactType.TEXT)
