"""The one text catalogue: every text a person reads, in bokmål, nynorsk and English."""

from __future__ import annotations

import tomllib
from enum import Enum, StrEnum
from functools import cache
from importlib.resources import files

import msgspec


class Language(StrEnum):
    """The languages of the screen."""

    BOKMAL = "nb"
    NYNORSK = "nn"
    ENGLISH = "en"


class Text(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One text in three languages."""

    nb: str
    nn: str
    en: str

    def in_(self, language: Language) -> str:
        """The text in one language."""
        return str(getattr(self, language.value))


class MissingTextError(LookupError):
    """The catalogue has no text for a key."""


class DuplicateTextError(ValueError):
    """Two files of the catalogue give a text for the same key."""


@cache
def catalogue() -> dict[str, Text]:
    """Every text by its key. Raises DuplicateTextError when a key stands in two files."""
    found: dict[str, Text] = {}
    for file in sorted((files("texts") / "catalogue").iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        for key, languages in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if key in found:
                raise DuplicateTextError(key)
            found[key] = msgspec.convert(languages, Text)
    return found


def text(key: str, language: Language = Language.BOKMAL, **values: object) -> str:
    """The text of ``key`` with ``{name}`` replaced by ``values``. Raises MissingTextError."""
    try:
        template = catalogue()[key].in_(language)
    except KeyError:
        raise MissingTextError(key) from None
    return template.format(**values) if values else template


def counted(key: str, n: int, language: Language = Language.BOKMAL, **values: object) -> str:
    """The text ``key.one`` for one and ``key.many`` for every other number. Raises KeyError as :func:`text` does."""
    return text(f"{key}.{'one' if n == 1 else 'many'}", language, n=n, **values)


def list_key(value: Enum) -> str:
    """The key of a closed list's value, as ``list.Channel.oral``."""
    return f"list.{type(value).__name__}.{value.value}"


def label(value: Enum, language: Language = Language.BOKMAL) -> str:
    """The text of a closed list's value."""
    return text(list_key(value), language)
