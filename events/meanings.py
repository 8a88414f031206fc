"""What each field means, from field_meanings.toml: one sentence in English for the schemas and the reference page."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec


class MissingMeaningError(LookupError):
    """Nobody has said what a field means."""


@cache
def meanings() -> dict[str, Any]:
    """The file as it stands: sentences by field name, and tables of sentences by class name."""
    return tomllib.loads((files("events") / "field_meanings.toml").read_text(encoding="utf-8"))


def meaning(cls: type[msgspec.Struct], field: str) -> str:
    """What ``field`` means in ``cls``. Raises MissingMeaningError."""
    own = meanings().get(cls.__name__, {})
    found = own.get(field) or meanings().get(field)
    if not isinstance(found, str):
        raise MissingMeaningError(f"{cls.__name__}.{field}")
    return found
