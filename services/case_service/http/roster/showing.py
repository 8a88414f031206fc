"""A plan and the faults of a bundle as pages show them: counts, some names of each kind, and what is left alone and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from events.lists.people import Role
from services.case_service.read_model import SchoolRow
from services.case_service.roster.faults import Found
from services.case_service.roster.steps import ENDS, Change, Note, Plan, Told
from texts import Language, label, text

NAMED: Final = 25
"""People named of each kind; the rest is counted."""

OF_ROLES: Final = frozenset({Change.STAFF_ADDED, Change.STAFF_BACK, Change.ROLE_GIVEN, Change.ROLE_ENDED})
"""Changes that turn on a role."""


class ShownKind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of change, or of what is left alone: what it is called, how many, some of them, how many more."""

    title: str
    count: int
    some: tuple[str, ...]
    more: int
    ends: bool = False
    explained: str = ""


class ShownPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A plan in words."""

    changes: tuple[ShownKind, ...]
    notes: tuple[ShownKind, ...]
    large_ends: tuple[str, ...]
    unchanged: tuple[tuple[str, int], ...]


def shown_plan(plan: Plan, schools: Iterable[SchoolRow], language: Language) -> ShownPlan:
    """A plan in a language."""
    names = {row.orgnr: row.name for row in schools}
    told: dict[Change, list[str]] = {change: [] for change in Change}
    for step in plan.steps:
        for one in step.told:
            told[one.change].append(_line(one, names, language))
    noted: dict[Note, list[str]] = {note: [] for note in Note}
    for each in plan.notes:
        noted[each.note].append(_joined(each.name, names.get(each.school or "", "")))
    return ShownPlan(
        changes=tuple(
            _kind(text(f"roster.change.{change.value}", language), lines, ends=change in ENDS)
            for change, lines in told.items()
            if lines
        ),
        notes=tuple(
            _kind(text(f"roster.note.{note.value}", language), lines, explained=text(f"roster.note.{note.value}.why", language))
            for note, lines in noted.items()
            if lines
        ),
        large_ends=tuple(
            text(f"roster.large_end.{one.what}", language, school=names[one.school], ended=one.ended, before=one.before)
            for one in plan.large_ends
        ),
        unchanged=tuple((text(f"roster.unchanged.{kind}", language), count) for kind, count in plan.unchanged.items()),
    )


def shown_faults(found: Iterable[Found], language: Language) -> tuple[tuple[str, str], ...]:
    """Where something is wrong, and what, in a language."""
    return tuple((one.place(language), one.sentence(language)) for one in found)


def _kind(title: str, lines: list[str], *, ends: bool = False, explained: str = "") -> ShownKind:
    lines.sort(key=str.casefold)
    return ShownKind(
        title=title, count=len(lines), some=tuple(lines[:NAMED]), more=max(0, len(lines) - NAMED), ends=ends, explained=explained
    )


def _line(told: Told, names: Mapping[str, str], language: Language) -> str:
    what = label(Role(told.what), language) if told.change in OF_ROLES else told.what
    return _joined(told.name, what, names.get(told.school or "", ""))


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
