"""Which fields are sealed, and how an event is split into its facts and its sealed text.

A field is a *fact* unless its type says ``Sealed[str]`` (kept as long as the case) or ``WorkingNote[str]``
(kept for a short time, then its key is destroyed). Both are encrypted before they reach the store.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

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


def _retention(hint: object) -> RetentionClass | None:
    for meta in get_args(hint)[1:]:
        if isinstance(meta, msgspec.Meta) and meta.extra and "sealed" in meta.extra:
            return RetentionClass(meta.extra["sealed"])
    return None


def _shape_of(hint: object) -> Shape:
    origin = get_origin(hint)
    if origin is Annotated:
        return _retention(hint) or _shape_of(get_args(hint)[0])
    if origin in (Union, UnionType):
        shapes = [_shape_of(arg) for arg in get_args(hint) if arg is not NoneType]
        return next((shape for shape in shapes if shape is not None), None)
    if origin is tuple:
        inner = _shape_of(get_args(hint)[0])
        return None if inner is None else (inner,)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return sealed_shape(hint)
    return None


@cache
def sealed_shape(cls: type[msgspec.Struct]) -> dict[str, Shape] | None:
    """The sealed fields of a struct, by name and nested; None when it holds facts alone."""
    hints = get_type_hints(cls, include_extras=True)
    shape: dict[str, Shape] = {name: found for name in cls.__struct_fields__ if (found := _shape_of(hints[name])) is not None}
    return shape or None


def _take(value: Any, shape: Shape, wanted: RetentionClass) -> Any:
    """Remove the text of one retention class from ``value`` and return it, in the same nesting."""
    if isinstance(shape, tuple):
        taken = [_take(item, shape[0], wanted) for item in value]
        return taken if any(item is not None for item in taken) else None
    if not isinstance(shape, dict):
        return None
    found: Builtins = {}
    for name, inner in shape.items():
        if value.get(name) is None:
            continue
        if _is_text(inner):
            if _text_class(inner) is wanted:
                found[name] = value.pop(name)
        elif (taken := _take(value[name], inner, wanted)) is not None:
            found[name] = taken
    return found or None


def _is_text(shape: Shape) -> bool:
    return isinstance(shape, RetentionClass) or (isinstance(shape, tuple) and isinstance(shape[0], RetentionClass))


def _text_class(shape: Shape) -> RetentionClass | None:
    leaf = shape[0] if isinstance(shape, tuple) else shape
    return leaf if isinstance(leaf, RetentionClass) else None


def split(event: Event) -> tuple[Builtins, dict[RetentionClass, Any]]:
    """Divide an event into its facts and, per retention class, its sealed text in the same nesting."""
    facts: Builtins = msgspec.to_builtins(event)
    shape = sealed_shape(type(event))
    if shape is None:
        return facts, {}
    taken = {wanted: _take(facts, shape, wanted) for wanted in RetentionClass}
    return facts, {wanted: text for wanted, text in taken.items() if text is not None}


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


def _mask(value: Any, shape: Shape, unreadable: set[RetentionClass]) -> None:
    if isinstance(shape, tuple):
        for item in value:
            _mask(item, shape[0], unreadable)
    elif isinstance(shape, dict):
        for name, inner in shape.items():
            if _is_text(inner):
                if _text_class(inner) in unreadable and name not in value:
                    value[name] = [UNREADABLE] if isinstance(inner, tuple) else UNREADABLE
            elif value.get(name) is not None:
                _mask(value[name], inner, unreadable)


def join(cls: type[Event], facts: Builtins, sealed: dict[RetentionClass, Any], unreadable: set[RetentionClass]) -> Builtins:
    """Put sealed text back among the facts; what no key opens reads as UNREADABLE. Changes and returns ``facts``."""
    for text in sealed.values():
        _put(facts, text)
    if unreadable and (shape := sealed_shape(cls)) is not None:
        _mask(facts, shape, unreadable)
    return facts
