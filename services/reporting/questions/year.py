"""The year and internal control: the wheel's tasks, inspections and routines, and what was written down late."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, TypeAlias

from services.reporting.questions.base import Question


class WheelCompletion(Question, frozen=True, kw_only=True, tag="wheel_completion"):
    """One row per school (null: the municipality's own wheel) and school year, and per kind of task with ``by_kind``.

    ``school_year`` as 2025/2026; all of them when left out. Columns: school, school_name, school_year, kind, tasks, done,
    done_late, open, overdue (at the moment), postponed (tasks put off at least once), unplanned (done, and not among tasks),
    done_share (done / tasks whose date has come or that are done; null when there is none).
    It is about the schools' work and not about pupils: nothing in it has to be protected.
    """

    is_counted: ClassVar[bool] = True
    school_year: str | None = None
    by_kind: bool = False


class InternalControl(Question, frozen=True, kw_only=True, tag="internal_control"):
    """One row per ``subject`` of what the municipality's internal control shows in a period of local days: subject, total, of_them.

    routines (in force, past their date of revision), readings (versions to be read in the period, confirmations given), inspections
    (reports, with breach), inspection_orders (items ordered, declared corrected), supervision_plans (adopted, absences covered). It
    is about the municipality's work and not about pupils: nothing in it has to be protected.
    """

    is_counted: ClassVar[bool] = True
    period_from: date | None = None
    period_to: date | None = None


class LateRecorded(Question, frozen=True, kw_only=True, tag="late_recorded"):
    """One row per event that happened in the period and was written down more than a day late, the latest first, at most ``limit``.

    Columns: case_id, stream_id, stream, school, school_name, topic, role, happened_at, documented_at, hours.
    """

    period_from: date | None = None
    period_to: date | None = None
    limit: int = 200


YearQuestion: TypeAlias = WheelCompletion | InternalControl | LateRecorded
