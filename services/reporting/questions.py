"""What can be asked of the warehouse: every question by name and with its parameters, and on whose behalf. Never SQL."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

import msgspec


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What the one who asks may see: bound by the server that knows who it is, never by a browser.

    ``schools`` are organisation numbers; None is every school of the municipality. ``exact`` is for those with a lawful need
    for small numbers (a school's own leaders, the school owner); everybody else gets protected numbers and no single cases.
    ``heightened`` adds cases under § 12-5.
    """

    tenant: str
    schools: tuple[str, ...] | None = None
    exact: bool = False
    heightened: bool = False


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="question"):
    """A question, seen from a moment: ``as_of`` by what had happened, ``recorded_by`` by what was written down, ``at`` otherwise.

    Without any of them the moment is the warehouse's clock. All are aware UTC.
    """

    as_of: datetime | None = None
    recorded_by: datetime | None = None
    at: datetime | None = None


class MunicipalityOverview(Question, frozen=True, kw_only=True, tag="municipality_overview"):
    """One row per school, for a period of local days, both included."""

    period_from: date | None = None
    period_to: date | None = None


class MunicipalityTotals(Question, frozen=True, kw_only=True, tag="municipality_totals"):
    """One row for all schools of the scope together, for a period of local days, both included."""

    period_from: date | None = None
    period_to: date | None = None


class Cases(Question, frozen=True, kw_only=True, tag="cases"):
    """One row per case, newest first; ``state`` is concern, open or closed."""

    state: str | None = None


class CaseObligations(Question, frozen=True, kw_only=True, tag="case_obligations"):
    """One row per obligation of a case, with its verdict."""

    case_id: UUID


class CaseDuties(Question, frozen=True, kw_only=True, tag="case_duties"):
    """One row per duty of a case."""

    case_id: UUID


class CaseTimeline(Question, frozen=True, kw_only=True, tag="case_timeline"):
    """One row per event of a case, in the order in which it happened."""

    case_id: UUID


class Overdue(Question, frozen=True, kw_only=True, tag="overdue"):
    """One row per obligation that is overdue, the oldest first."""


class LogPosition(Question, frozen=True, kw_only=True, tag="log_position"):
    """How far the warehouse has come."""


AnyQuestion: TypeAlias = (
    MunicipalityOverview | MunicipalityTotals | Cases | CaseObligations | CaseDuties | CaseTimeline | Overdue | LogPosition
)


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question and its scope, as they go over the socket."""

    scope: Scope
    question: AnyQuestion
