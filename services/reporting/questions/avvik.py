"""The avvik: how many came, how old they are, how they were treated, and which wait."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from services.reporting.questions.base import Question

AGES: Final = ("0", "14", "30", "90")
"""The values of the counts per age: the days from which each stretch of time begins. The last has no end."""


class AvvikState(StrEnum):
    """Which avvik a list holds."""

    OPEN = "open"
    OVERDUE = "overdue"
    RAISED = "raised"
    CLOSED = "closed"
    OPEN_AT_END = "open_at_end"
    """Open when the period ended."""


class AvvikWay(StrEnum):
    """What avvik are counted by, and a list of them can be narrowed to."""

    SCHOOL = "school"
    KIND = "kind"
    GRADE = "grade"
    RULE = "rule"
    STAGE = "stage"
    AGE = "age"


class AvvikCounts(Question, frozen=True, kw_only=True, tag="avvik_counts"):
    """One row per ``per`` and ``value``: all together, per school, kind, grade, rule, age (open ones) and stage.

    Columns: per, value, name (of a school), title_nb, title_nn and title_en (of a rule), raised and closed (in the period), open
    and overdue (at the moment), median_days and oldest_days (since the open ones were raised), treated_median_days (from raised to
    closed, of those closed in the period).
    """

    period_from: date | None = None
    period_to: date | None = None


class AvvikPerMonth(Question, frozen=True, kw_only=True, tag="avvik_per_month"):
    """One row per month of the period that has begun: month (its first day), raised, closed, and open at its end.

    Without a beginning the period begins with the first avvik.
    """

    period_from: date | None = None
    period_to: date | None = None


class AvvikListed(Question, frozen=True, kw_only=True, tag="avvik_listed"):
    """One row per avvik in the given state, those that waited longest first; closed ones by when they were closed, last first.

    Columns: stream_id, case_id, school, school_name, kind, grade, rule, title_nb, title_nn and title_en (of the rule), stage,
    raised_on (local day), age_days, due_on, is_overdue, responsible (pseudonym), closed_on. The period limits raised and closed
    ones alone, by when they were raised and when they were closed, and its end those that were open then. ``per`` and ``value``
    narrow it to one row of AvvikCounts; an empty value is the row of those of which nobody said.
    """

    state: AvvikState = AvvikState.OPEN
    per: AvvikWay | None = None
    value: str = ""
    period_from: date | None = None
    period_to: date | None = None
    limit: int = 500


AvvikQuestion: TypeAlias = AvvikCounts | AvvikPerMonth | AvvikListed
