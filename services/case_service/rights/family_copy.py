"""What a family is shown of an event: no working notes, no other pupil's name, and nobody's confidence but its reader's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from events.base import Event
from events.sealing import RetentionClass, Shape, sealed_shape

PUPILS_OWN: Final = frozenset({"pupils_experience", "pupils_input", "pupils_perspective", "pupils_view"})
"""Fields that hold what the pupil told in confidence. Guardians are shown them after a decision to release."""

SHORTEST_NAME: Final = 2


Path = tuple[str, ...]
"""Where in an event a text stands: names of fields, and places in a row from 0."""

Change = Callable[[Path, RetentionClass, str], str | None]
"""What becomes of a sealed text: itself, another text, or None where it is left out."""


def family_copy(event: Event, *, mask: Callable[[str], str], confidences: bool) -> Event:
    """The event as a family may read it. ``confidences``: whether the reader may see what the pupil told in confidence."""
    hidden = frozenset() if confidences else PUPILS_OWN

    def change(path: Path, retention: RetentionClass, text: str) -> str | None:
        return None if retention is RetentionClass.WORKING_NOTE or not hidden.isdisjoint(path) else mask(text)

    return rewritten(event, change)


def rewritten(event: Event, change: Change) -> Event:
    """The event with every sealed text as ``change`` gives it."""
    copied: Event = _copied(event, sealed_shape(type(event)), change, ())
    return copied


def masking(others: Iterable[str], own: str, stand_in: str) -> Callable[[str], str]:
    """A function that puts ``stand_in`` wherever a text names one of ``others``: by full name, or by a part of it alone.

    A part that the own child's name shares is left: it would hide the child from its own family.
    """
    mine = set(own.split())
    whole = {unicodedata.normalize("NFC", name) for name in others if name and name != own}
    parts = {part for name in whole for part in name.split() if part not in mine and len(part) >= SHORTEST_NAME}
    if not whole:
        return str
    # A whole name is known in any case; a part may be a word of the language (Dag, Liv) when it is written small.
    pattern = re.compile(rf"(?<!\w)(?:(?i:{_any_of(whole)})|{_any_of(parts or whole)})(?='?s?(?!\w))")
    # The same letter can be written in one piece or in two; a copy may be given in either.
    return lambda text: pattern.sub(stand_in, unicodedata.normalize("NFC", text))


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _copied(value: Any, shaped: Shape, change: Change, path: Path) -> Any:
    if value is None or shaped is None:
        return value
    if isinstance(shaped, RetentionClass):
        return change(path, shaped, value)
    if isinstance(shaped, tuple):
        return tuple(_copied(item, shaped[0], change, (*path, str(place))) for place, item in enumerate(value))
    assert isinstance(value, msgspec.Struct)  # noqa: S101 - a shape by names is a struct's
    return replace(value, **{name: _copied(getattr(value, name), inner, change, (*path, name)) for name, inner in shaped.items()})
