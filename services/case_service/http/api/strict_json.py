"""JSON as one reads it that trusts nobody: what two readers could understand differently is refused, with where it stands.

Refused are repeated names, numbers that JSON cannot say (NaN, Infinity) or that other readers round, half of a surrogate pair,
NUL, and nesting without end (RFC 8259 §§ 4, 6, 8.2, 9).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any, Final

DEEPEST: Final = 32
LONGEST_NUMBER: Final = 16
"""Digits that are looked at."""

LARGEST_NUMBER: Final = 2**53
"""Beyond it a whole number is not the same in every reader (RFC 8259 § 6)."""

LONGEST_POINTER: Final = 200


class NotStrictError(ValueError):
    """A body that is not plain JSON. ``code`` is the text ``api.problem.<code>``, ``pointer`` where it stands."""

    def __init__(self, code: str, pointer: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.pointer = pointer[:LONGEST_POINTER]


class _Unsound:
    """Stands in the place of what cannot be taken, until it is known where that is."""

    def __init__(self, code: str, name: str | None = None) -> None:
        self.code = code
        self.name = name


def parse(body: bytes) -> Any:
    """What the body says. Raises NotStrictError."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise NotStrictError("not_utf8") from None
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_whole, parse_float=_decimal)
    except RecursionError:
        raise NotStrictError("too_deep") from None
    except ValueError:
        raise NotStrictError("not_json") from None
    for code, pointer in _faults(found, "", 0):
        raise NotStrictError(code, pointer)
    return found


def _object(pairs: list[tuple[str, Any]]) -> Any:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            return _Unsound("repeated_name", name)
        seen.add(name)
    return made


def _constant(_written: str) -> _Unsound:
    return _Unsound("no_number")


def _whole(written: str) -> int | _Unsound:
    fits = len(written.lstrip("-")) <= LONGEST_NUMBER and abs(int(written)) <= LARGEST_NUMBER
    return int(written) if fits else _Unsound("number_too_large")


def _decimal(written: str) -> float | _Unsound:
    number = float(written)
    return number if math.isfinite(number) else _Unsound("number_too_large")


def _faults(value: Any, pointer: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > DEEPEST:
        yield "too_deep", pointer
    elif isinstance(value, _Unsound):
        yield value.code, pointer if value.name is None else f"{pointer}/{_escaped(value.name)}"
    elif isinstance(value, str):
        if (code := _wrong_with(value)) is not None:
            yield code, pointer
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _faults(item, f"{pointer}/{number}", depth + 1)
    elif isinstance(value, dict):
        for name, item in value.items():
            if (code := _wrong_with(name)) is not None:
                yield code, pointer
            yield from _faults(item, f"{pointer}/{_escaped(name)}", depth + 1)


def _wrong_with(text: str) -> str | None:
    if "\0" in text:
        return "nul"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "half_a_letter"
    return None


def _escaped(name: str) -> str:
    """A name as a JSON pointer writes it (RFC 6901 § 3)."""
    return name.encode("utf-8", "replace").decode().replace("~", "~0").replace("/", "~1")
