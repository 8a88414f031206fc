"""All closed lists that a fact or its envelope may hold a value of."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from pkgutil import iter_modules

from events import base, envelope, lists, sealing

HOMES = (
    *(import_module(f"{lists.__name__}.{module.name}") for module in iter_modules(lists.__path__)),
    base,
    envelope,
    sealing,
)


def closed_lists() -> tuple[type[StrEnum], ...]:
    """Every closed list, each once, ordered by name."""
    found = {
        member
        for home in HOMES
        for member in vars(home).values()
        if isinstance(member, type) and issubclass(member, StrEnum) and member.__module__ == home.__name__
    }
    return tuple(sorted(found, key=lambda each: each.__name__))
