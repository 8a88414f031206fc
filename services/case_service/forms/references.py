"""What an id or a code in a fact points at, from references.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from services.case_service.forms.field import Origin, Refers


class UnknownReferenceError(LookupError):
    """Nobody has said what an id in a fact points at."""


class _Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fields: frozenset[str]


class References(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file as it stands."""

    refers: dict[str, Refers]
    picked: dict[str, Refers]
    suggested: dict[str, Refers]
    made: dict[str, frozenset[str]]
    recorder: _Names
    or_new: dict[str, frozenset[str]]
    short: _Names


@cache
def references() -> References:
    """What the file says."""
    return msgspec.convert(
        tomllib.loads((files("services.case_service.forms") / "references.toml").read_text(encoding="utf-8")), References
    )


def refers(owner: str, name: str) -> Refers:
    """What the id in a field points at. Raises UnknownReferenceError."""
    known = references().refers
    found = known.get(f"{owner}.{name}") or known.get(name)
    if found is None:
        raise UnknownReferenceError(f"{owner}.{name}")
    return found


def origin(owner: str, name: str) -> Origin | None:
    """Where the value comes from when it is never asked for; None when somebody is asked."""
    if name in references().made.get(owner, frozenset()):
        return Origin.MADE
    return Origin.RECORDER if name in references().recorder.fields else None


def or_new(owner: str, name: str) -> bool:
    """Whether leaving the picker empty makes something new."""
    return name in references().or_new.get(owner, frozenset())
