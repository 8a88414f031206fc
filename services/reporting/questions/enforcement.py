"""Cases with Statsforvalteren, fines, notices to the owner, and reports under § 12-5."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

from services.reporting.questions.base import Question


class CountedBy(StrEnum):
    """What is counted apart. ``authority`` is the Statsforvalter's district, as it was on the day of the report."""

    ALL = "all"
    SCHOOL = "school"
    MUNICIPALITY = "municipality"
    COUNTY = "county"
    AUTHORITY = "authority"


class EnforcementFigures(Question, frozen=True, kw_only=True, tag="enforcement_figures"):
    """Udir's columns for a period of local days, both included: one row per unit, and per calendar half-year with ``half_years``.

    Columns: unit, name, half_year (``2022H1``; null without ``half_years``), first_day, last_day; in the period: reported, finished
    (= breached + fulfilled + dismissed + guided + withdrawn), fine_warned, fine_imposed (cases); still_open at its end, or now. The
    columns stand for different cases: one that is reported in one period may be finished in the next. Schools without cases have
    rows of nought.
    """

    by: CountedBy = CountedBy.SCHOOL
    half_years: bool = False
    period_from: date | None = None
    period_to: date | None = None


class EnforcementListed(Question, frozen=True, kw_only=True, tag="enforcement_listed"):
    """One row per case with Statsforvalteren that is open, or began, was finished or closed in the period, newest first.

    Columns: those of enforcement_cases, school_name, items, items_open, items_overdue, answers_overdue (requests whose date is past
    unanswered).
    """

    period_from: date | None = None
    period_to: date | None = None


class Fines(Question, frozen=True, kw_only=True, tag="fines"):
    """One row per coercive fine: what it amounts to when the day ``on`` begins (the moment's own day when left out).

    Columns: case_id, stream_id, school, school_name, fine, imposed_at, runs_from, stopped_on, stop_ground, amount and unit (what
    holds on the day or held last), is_running, kroner. Days or weeks count when they are over; a week that has begun keeps
    its rate.
    """

    on: date | None = None


class OwnerNoticeCounts(Question, frozen=True, kw_only=True, tag="owner_notice_counts"):
    """One row per school and kind (``about``) of what arose in the period of local days, and for all together (school null).

    Columns: school, school_name, about, arose (serious cases, interventions to be told of), told, acknowledged, told_base and
    median_hours_told (clock hours from arising to the owner's knowledge).
    """

    period_from: date | None = None
    period_to: date | None = None


class HeightenedCounts(Question, frozen=True, kw_only=True, tag="heightened_counts"):
    """Reports under § 12-5 received in a period of local days: one row for the schools of the scope together, never one for each.

    Columns: received, about_leaders, owner_told, employee_heard, concluded, grounded, still_open at the period's end, or now. No
    row at all for a scope that is not ``heightened``.
    """

    period_from: date | None = None
    period_to: date | None = None


EnforcementQuestion: TypeAlias = EnforcementFigures | EnforcementListed | Fines | OwnerNoticeCounts | HeightenedCounts
