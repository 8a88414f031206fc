"""What every question has: on whose behalf it is asked, and the moment that it is seen from."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import msgspec


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What the one who asks may see: bound by the server that knows who it is, never by a browser.

    ``schools`` are organisation numbers; None is every school of the municipality. ``exact`` is for those with a lawful need
    for small numbers (a school's own leaders, the school owner); everybody else gets protected numbers and no single cases.
    ``heightened`` adds cases under § 12-5. ``without`` are cases that she is shut out of, whatever her role: suspected, a party, or
    denied. Figures and lists are then as if there were no such case.
    """

    tenant: str
    schools: tuple[str, ...] | None = None
    exact: bool = False
    heightened: bool = False
    without: tuple[UUID, ...] = ()


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="question"):
    """A question, seen from a moment: ``as_of`` by what had happened, ``recorded_by`` by what was written down, ``at`` otherwise.

    Without any of them the moment is the warehouse's clock. All are aware UTC.
    """

    is_counted: ClassVar[bool] = False
    """Whether the answer holds counts alone, which are protected for a scope that is not exact; single cases are refused to it."""

    as_of: datetime | None = None
    recorded_by: datetime | None = None
    at: datetime | None = None
