"""The overview of schools, and how far the warehouse has come."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from services.reporting.questions.base import Question


class MunicipalityOverview(Question, frozen=True, kw_only=True, tag="municipality_overview"):
    """One row per school, for a period of local days, both included; of one ``grade`` alone when it is given (avvik of all)."""

    is_counted: ClassVar[bool] = True
    period_from: date | None = None
    period_to: date | None = None
    grade: int | None = None


class MunicipalityTotals(Question, frozen=True, kw_only=True, tag="municipality_totals"):
    """One row for all schools of the scope together, for a period of local days, both included; ``grade`` as above."""

    is_counted: ClassVar[bool] = True
    period_from: date | None = None
    period_to: date | None = None
    grade: int | None = None


class LogPosition(Question, frozen=True, kw_only=True, tag="log_position"):
    """How far the warehouse has come."""

    is_counted: ClassVar[bool] = True


class Schools(Question, frozen=True, kw_only=True, tag="schools"):
    """One row per school that is registered in the scope, by name: school, name, pupils, municipality."""

    is_counted: ClassVar[bool] = True
