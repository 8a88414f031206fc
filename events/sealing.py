"""Which fields are sealed, and how an event is split into its facts and its sealed text.

A field is a *fact* unless its type says ``Sealed[str]`` (kept as long as the case) or ``WorkingNote[str]``
(kept for a short time, then its key is destroyed). Both are encrypted before they reach the store.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

if TYPE_CHECKING:
    from events.base import Event

T = TypeVar("T")

Builtins: TypeAlias = dict[str, Any]
Shape: TypeAlias = "RetentionClass | dict[str, Shape] | tuple[Shape] | None"

UNREADABLE: Final = "\u2588\u2588\u2588"
"""Stands where sealed text was, for a reader who has no key."""


class RetentionClass(StrEnum):
    """How long sealed text is kept; each class has its own key per case (arkivforskrifta § 3, § 5)."""

    PRESERVED = "preserved"
    WORKING_NOTE = "working_note"


Sealed = Annotated[T, msgspec.Meta(extra={"sealed": RetentionClass.PRESERVED})]
WorkingNote = Annotated[T, msgspec.Meta(extra={"sealed": RetentionClass.WORKING_NOTE})]


class UnsealableTypeError(TypeError):
    """A type holds sealed text where it could not be found again: it would reach the store in the open."""


def _retention(hint: object) -> RetentionClass | None:
    """The retention class that an annotated type is marked with."""
    for meta in get_args(hint)[1:]:
        if isinstance(meta, msgspec.Meta) and meta.extra and "sealed" in meta.extra:
            return RetentionClass(meta.extra["sealed"])
    return None


def _shape_of(hint: object) -> Shape:
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _shape_of_annotated(hint)
    if origin in {Union, UnionType}:
        options = [arg for arg in args if arg is not NoneType]
        if len(options) == 1:
            return _shape_of(options[0])
    if origin is tuple and len(args) == len(("item", ...)) and args[1] is Ellipsis:
        inner = _shape_of(args[0])
        return None if inner is None else (inner,)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return sealed_shape(hint)
    _find_nothing_sealed_in(hint)
    return None


def _shape_of_annotated(hint: object) -> Shape:
    inner = get_args(hint)[0]
    retention = _retention(hint)
    if retention is None:
        return _shape_of(inner)
    if inner is not str:
        raise UnsealableTypeError(f"only text is sealed, not {inner}")
    return retention


def _find_nothing_sealed_in(hint: object) -> None:
    """Make sure that nothing sealed hides in a kind of type that is not looked into."""
    for arg in get_args(hint):
        if arg is not Ellipsis and _shape_of(arg) is not None:
            raise UnsealableTypeError(f"sealed text cannot be kept in {hint}")


@cache
def sealed_shape(cls: type[msgspec.Struct]) -> dict[str, Shape] | None:
    """The sealed fields of a struct, by name and nested; None when it holds facts alone. Raises UnsealableTypeError."""
    hints = get_type_hints(cls, include_extras=True)
    shape: dict[str, Shape] = {name: found for name in cls.__struct_fields__ if (found := _shape_of(hints[name])) is not None}
    return shape or None


def _text_class(shape: Shape) -> RetentionClass | None:
    """The retention class of a text or of texts in a row; None for what is nested."""
    while isinstance(shape, tuple):
        (shape,) = shape
    return shape if isinstance(shape, RetentionClass) else None


def _take(value: Any, shape: Shape, wanted: RetentionClass) -> Any:
    """Remove the text of one retention class from ``value`` and return it, in the same nesting."""
    if isinstance(shape, tuple):
        taken = [_take(item, shape[0], wanted) for item in value]
        return taken if any(item is not None for item in taken) else None
    if not isinstance(shape, dict):
        return None
    found: Builtins = {}
    for name, inner in shape.items():
        if not (here := value.get(name)) and here != "":
            continue  # that nothing was said is a fact
        retention = _text_class(inner)
        if retention is None:
            if (taken := _take(here, inner, wanted)) is not None:
                found[name] = taken
        elif retention is wanted:
            found[name] = value.pop(name)
    return found or None


def split(event: Event) -> tuple[Builtins, dict[RetentionClass, Any]]:
    """Divide an event into its facts and, per retention class, its sealed text in the same nesting."""
    facts: Builtins = msgspec.to_builtins(event)
    return facts, take_sealed(type(event), facts)


def take_sealed(cls: type[Event], data: Builtins) -> dict[RetentionClass, Any]:
    """Take the sealed text of an event of ``cls`` out of ``data``, per retention class in the same nesting. The facts stay."""
    found: dict[RetentionClass, Any] = {}
    for wanted, shape in _by_class(cls):
        if (text := _take(data, shape, wanted)) is not None:
            found[wanted] = text
    return found


@cache
def _by_class(cls: type[Event]) -> tuple[tuple[RetentionClass, dict[str, Shape]], ...]:
    """The retention classes of an event's text in the order in which they are sealed, each with the fields that can hold some."""
    shape = sealed_shape(cls) or {}
    fields = {wanted: {name: inner for name, inner in shape.items() if wanted in _classes_of(inner)} for wanted in RetentionClass}
    return tuple((wanted, inner) for wanted, inner in fields.items() if inner)


def _classes_of(shape: Shape) -> set[RetentionClass]:
    if isinstance(shape, RetentionClass):
        return {shape}
    inner = shape.values() if isinstance(shape, dict) else shape or ()
    return set().union(*map(_classes_of, inner))


def join(facts: Builtins, sealed: Iterable[Any]) -> Builtins:
    """Put sealed text back among the facts, each where :func:`split` took it. Changes and returns ``facts``."""
    for text in sealed:
        _put(facts, text)
    return facts


def _put(value: Any, sealed: Any) -> None:
    if isinstance(sealed, list):
        for item, inner in zip(value, sealed, strict=True):
            if inner is not None:
                _put(item, inner)
        return
    for name, inner in sealed.items():
        if name in value:
            _put(value[name], inner)
        else:
            value[name] = inner


def mask(cls: type[Event], data: Builtins, unreadable: frozenset[RetentionClass]) -> Builtins:
    """``data``, which has today's form, with UNREADABLE where text of a destroyed key stood. Changes what lies nested in it."""
    masked, nested = _masks(cls, unreadable)
    for name, inner in nested:
        if data.get(name) is not None:
            _mask(data[name], inner, unreadable)
    return {**masked, **data}


@cache
def _masks(cls: type[Event], unreadable: frozenset[RetentionClass]) -> tuple[Builtins, tuple[tuple[str, Shape], ...]]:
    """What stands for each text of an event that cannot be read, and the fields in which more of it lies nested."""
    shape = sealed_shape(cls) or {}
    nested = tuple((name, inner) for name, inner in shape.items() if _text_class(inner) is None and _classes_of(inner) & unreadable)
    return {name: _masked(inner) for name, inner in shape.items() if _text_class(inner) in unreadable}, nested


def _mask(value: Any, shape: Shape, unreadable: frozenset[RetentionClass]) -> None:
    if isinstance(shape, tuple):
        for item in value:
            _mask(item, shape[0], unreadable)
    elif isinstance(shape, dict):
        for name, inner in shape.items():
            if (retention := _text_class(inner)) is None:
                if value.get(name) is not None:
                    _mask(value[name], inner, unreadable)
            elif retention in unreadable and name not in value:
                value[name] = _masked(inner)


def _masked(shape: Shape) -> Any:
    return [_masked(shape[0])] if isinstance(shape, tuple) else UNREADABLE
