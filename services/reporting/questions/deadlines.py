"""What falls due, when and for whom: open matters alone, by law and by the municipality's own plan."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from services.reporting.questions.base import Question


class DueItems(Question, frozen=True, kw_only=True, tag="due_items"):
    """One row per thing that is not done and is due by the end of ``until`` (a local day), the most pressing first.

    ``after``: due after the end of that day. ``is_open``: still within its limit, or beyond it and silent; None is both.

    Columns: source (``obligation``, or ``avvik`` for a measure against an avvik), day (the local day it is due), due_at, is_firm
    (false: as soon as possible, and ``day`` is when silence begins to count), standing (``overdue``, ``silent``, ``open``), kind,
    duty, rule_id, school, school_name, stream, stream_id, case_id, handler (pseudonym; empty when nobody
    is named), title_nb, title_nn and title_en (of the rule).
    """

    until: date
    after: date | None = None
    is_open: bool | None = None
    limit: int = 500


class DueCounts(Question, frozen=True, kw_only=True, tag="due_counts"):
    """How much of it there is, by ``per`` and ``value``: all together, per school, handler, duty and kind.

    Columns: per, value, name, overdue, silent, due (from now until the end of ``until``), due_first (of these, until the end of
    ``first_until``), firm (of due, those with a limit), open_cases (for schools, handlers and all together).
    """

    first_until: date
    until: date


class DuePerDay(Question, frozen=True, kw_only=True, tag="due_per_day"):
    """One row per local day from the moment's until ``until``: day, due, firm, is_working_day (empty beyond the calendar)."""

    until: date


DeadlineQuestion: TypeAlias = DueItems | DueCounts | DuePerDay
