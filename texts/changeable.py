"""Which texts a municipality may word itself, and what such a wording must hold."""

from __future__ import annotations

import string
import tomllib
import unicodedata
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from texts import Language, catalogue

LONGEST: Final = 2000
HIDDEN: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of writing, so that a text reads otherwise than it is written (Unicode UAX #9)."""


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Texts that belong together."""

    name: str
    keys: tuple[str, ...]


class WordingFault(StrEnum):
    """Why a wording is not accepted. The texts stand in the catalogue as ``admin.texts.fault.<value>``."""

    TOO_LONG = "too_long"
    STRANGE_SIGNS = "strange_signs"
    BRACES = "braces"
    GAPS = "gaps"


@cache
def groups() -> tuple[Group, ...]:
    """The changeable texts, in order."""
    written = tomllib.loads((files("texts") / "changeable.toml").read_text(encoding="utf-8"))
    return msgspec.convert(written["group"], tuple[Group, ...])


@cache
def changeable() -> frozenset[str]:
    """The keys of all changeable texts."""
    return frozenset(key for group in groups() for key in group.keys)


def gaps(key: str) -> frozenset[str]:
    """What Varde fills in in a text, as ``minutes`` in "{minutes} minutter"."""
    return _gaps(catalogue()[key].in_(Language.BOKMAL))


def fault_of(key: str, wording: str) -> WordingFault | None:
    """What is wrong with a wording of a text; None when it can stand in its place.

    It has the gaps that the text has in the catalogue, plain and no others: a gap can reach into nothing else.
    """
    if len(wording) > LONGEST:
        return WordingFault.TOO_LONG
    if any(sign in HIDDEN or (unicodedata.category(sign) in {"Cc", "Cs"} and sign != "\n") for sign in wording):
        return WordingFault.STRANGE_SIGNS
    if not gaps(key):
        return WordingFault.BRACES if "{" in wording or "}" in wording else None
    try:
        return None if _gaps(wording) == gaps(key) else WordingFault.GAPS
    except ValueError:
        return WordingFault.BRACES


def _gaps(wording: str) -> frozenset[str]:
    found = set()
    for _, name, form, conversion in string.Formatter().parse(wording):
        if name is not None:
            if form or conversion or not name.isidentifier():
                raise ValueError(name)
            found.add(name)
    return frozenset(found)
