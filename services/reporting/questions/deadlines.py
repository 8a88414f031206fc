"""What falls due, when and for whom: open matters alone, by law and by the municipality's own plan."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

from services.reporting.questions.base import Question


class Standing(StrEnum):
    """How what is not done stands: within its limit, beyond it, or silent: to be done as soon as possible, and undocumented."""

    OVERDUE = "overdue"
    SILENT = "silent"
    OPEN = "open"


class DueWay(StrEnum):
    """What they are counted by, and a list of them can be narrowed to. Of a day: all, those with a limit, or the others."""

    SCHOOL = "school"
    HANDLER = "handler"
    DUTY = "duty"
    DAY = "day"
    FIRM_DAY = "firm_day"
    ASAP_DAY = "asap_day"


class DueItems(Question, frozen=True, kw_only=True, tag="due_items"):
    """One row per thing that is not done and is due by the end of ``until`` (a local day), the most pressing first.

    ``after``: due after the end of that day. ``standing``: those that stand so; None is all. ``per`` and ``value`` narrow it to one
    row of DueCounts, or to a day of DuePerDay (as 2026-11-22); an empty value is the row of those of which nobody said.

    Columns: source (``obligation``, or ``avvik`` for a measure against an avvik), day (the local day it is due), due_at, is_firm
    (false: as soon as possible, and ``day`` is when silence begins to count), standing (``overdue``, ``silent``, ``open``), kind,
    duty, rule_id, school, school_name, stream, stream_id, case_id, handler (pseudonym; empty when nobody
    is named), title_nb, title_nn and title_en (of the rule).
    """

    until: date
    after: date | None = None
    standing: Standing | None = None
    per: DueWay | None = None
    value: str = ""
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
