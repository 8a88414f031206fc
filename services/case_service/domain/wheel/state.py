"""What is planned and done in a school's year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias
from uuid import UUID

import msgspec

from events.lists.year import Term, WheelScope, WheelTask


class OpenTask(msgspec.Struct, frozen=True, kw_only=True):
    """A planned task that is not done, with the date that holds now."""

    kind: WheelTask
    due_on: date
    times_postponed: int = 0


class DoneTask(msgspec.Struct, frozen=True, kw_only=True):
    """A planned task that was done."""

    kind: WheelTask


class OpenCorrection(msgspec.Struct, frozen=True, kw_only=True):
    """An item that an inspection ordered corrected, not yet declared so."""

    due_on: date


class DeclaredCorrection(msgspec.Struct, frozen=True, kw_only=True):
    """An item that the municipality declared corrected."""

    due_on: date


Task: TypeAlias = OpenTask | DoneTask
Correction: TypeAlias = OpenCorrection | DeclaredCorrection
CorrectionKey: TypeAlias = tuple[UUID, UUID]
ClassTalks: TypeAlias = tuple[WheelTask, Term, int, str | None]


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the year. Corrections are kept by (inspection, item), routines by their latest version.

    Class talks are kept by what kind, which term, grade and class.
    Required reading is kept by (routine, version), with the day it is due; what was read also by person.
    """

    tasks: Mapping[UUID, Task] = {}
    done_unplanned: int = 0
    class_talks: frozenset[ClassTalks] = frozenset()
    supervision_plan_version: int = 0
    routine_versions: Mapping[UUID, int] = {}
    corrections: Mapping[CorrectionKey, Correction] = {}
    required_reading: Mapping[tuple[UUID, int], date] = {}
    read: frozenset[tuple[UUID, int, UUID]] = frozenset()


class NotOpened(msgspec.Struct, frozen=True, kw_only=True):
    """The wheel was never opened; what was done without it is known all the same."""

    year: Year = Year()


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """The wheel runs, for a school or for the municipality, in the school year that begins in ``school_year_from``."""

    year: Year
    scope: WheelScope
    school_year_from: int


State: TypeAlias = NotOpened | Opened
