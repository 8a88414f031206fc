"""What differs between two readings of the same things: what was added, what changed, and what is gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from operator import ne
from typing import Generic, TypeVar

import msgspec

Key = TypeVar("Key")
Value = TypeVar("Value")


class Kind(StrEnum):
    """How a thing differs."""

    ADDED = "added"
    CHANGED = "changed"
    GONE = "gone"


class Change(msgspec.Struct, Generic[Key, Value], frozen=True, kw_only=True):
    """One thing that differs; ``before`` is None for what was added, ``after`` for what is gone.

    ``latest`` is the thing as it is after, or was before where it is gone.
    """

    key: Key
    kind: Kind
    before: Value | None
    after: Value | None
    latest: Value


def differences(
    before: Mapping[Key, Value], after: Mapping[Key, Value], *, differ: Callable[[Value, Value], bool] = ne
) -> tuple[Change[Key, Value], ...]:
    """What differs, in the order of ``after``; what is gone stands last. ``differ``: whether two readings of one thing do."""
    found = [
        Change(key=key, kind=Kind.CHANGED if key in before else Kind.ADDED, before=before.get(key), after=value, latest=value)
        for key, value in after.items()
        if key not in before or differ(before[key], value)
    ]
    gone = [
        Change(key=key, kind=Kind.GONE, before=value, after=None, latest=value) for key, value in before.items() if key not in after
    ]
    return (*found, *gone)
