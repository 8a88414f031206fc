"""The bytes of a figure: one form for one content, so that two who made the same figure have the same bytes.

Rows stand in the order of their own bytes, not in that of the answer: where an answer's order leaves two rows equal, nobody has to
agree on it. Numbers with a fraction are written with nine significant digits, which no order of adding up can reach.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import msgspec

if TYPE_CHECKING:
    import polars as pl

    from services.reporting.questions import Asked

FORMAT: Final = "varde-figure/1"
DIGITS: Final = 9


def canonical_json(position: int, asked: Asked, answer: pl.DataFrame) -> bytes:
    """The figure with what it is a figure of: UTF-8, names in order, one row to a line, a line feed at the end."""
    scope = msgspec.to_builtins(asked.scope)
    del scope["without"]  # which matters are closed to a reader is not for the file; see record.py
    head = {
        "columns": answer.columns,
        "figure": figure_name(asked),
        "format": FORMAT,
        "position": position,
        "question": msgspec.to_builtins(asked.question),
        "scope": scope,
    }
    return "\n".join([_dumps(head), *sorted(_dumps([_value(each) for each in row]) for row in answer.iter_rows()), ""]).encode()


def canonical_csv(answer: pl.DataFrame) -> bytes:
    """The rows alone, under their names: UTF-8, commas, line feeds, quotes where they are needed, nothing for what is not known."""
    rows = sorted(",".join(_cell(_value(each)) for each in row) for row in answer.iter_rows())
    return "\n".join([",".join(map(_cell, answer.columns)), *rows, ""]).encode()


def figure_name(asked: Asked) -> str:
    """The permanent name of the question."""
    return str(type(asked.question).__struct_config__.tag)


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _value(value: Any) -> Any:
    written: Any
    match value:
        case float() | Decimal():
            written = _number(float(value))
        case datetime():
            written = (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            written = value.isoformat()
        case UUID():
            written = str(value)
        case dict():
            written = {str(name): _value(each) for name, each in value.items()}
        case list() | tuple():
            written = [_value(each) for each in value]
        case _:
            written = value
    return written


def _number(value: float) -> float | int:
    """A fraction that is whole is written as such, whichever type the engine gave it."""
    written = float(f"{value:.{DIGITS}g}")
    return int(written) if written.is_integer() else written


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else _dumps(value)
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\r\n') else text
