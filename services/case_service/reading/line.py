"""What a fact looks like to a reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from services.case_service.forms import Refers


class Shown(msgspec.Struct, frozen=True):
    """A value in words; ``url`` leads to what it names, where there is something to lead to."""

    text: str
    url: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One field: its label and its value or values.

    ``long`` marks what somebody wrote in her own words, which needs room. ``rows`` are the parts of a nested group or of
    each row of a list; then there are no values.
    """

    name: str
    label: str
    values: tuple[Shown, ...] = ()
    long: bool = False
    rows: tuple[tuple[Line, ...], ...] = ()


Whom = Callable[[Refers, UUID, Mapping[str, Any]], Shown | None]
"""What an id is called: what kind of thing it points at, the id, and the other values beside it. None: not worth showing."""
