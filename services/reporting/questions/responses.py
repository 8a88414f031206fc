"""How the schools respond: duties kept, time to each step, months, what is recorded, and the cases behind every figure.

Cases under § 12-5 count nowhere here. ``period_from`` and ``period_to`` are local days, both included; ``grade`` limits to cases of
pupils who were in that grade when the case was opened. Exact figures, for those with a lawful need.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

from services.reporting.questions.base import Question


class Step(StrEnum):
    """What is waited for from when somebody at the school knew."""

    REPORTED = "reported"
    INVESTIGATED = "investigated"
    PLAN = "plan"
    MEASURE = "measure"
    CLOSED = "closed"


class Behind(StrEnum):
    """Which figure the cases stand behind."""

    OPEN = "open"
    NEW = "new"
    SERIOUS = "serious"
    REOPENED = "reopened"
    NOT_HEARD = "not_heard"
    NO_BEST_INTEREST = "no_best_interest"
    OPEN_AT_END = "open_at_end"
    """Open when the period ended."""
    WAITS_REPORTED = "waits_reported"
    WAITS_INVESTIGATED = "waits_investigated"
    WAITS_PLAN = "waits_plan"
    WAITS_MEASURE = "waits_measure"


class BehindDuties(StrEnum):
    """Which figure the duties stand behind. MISSED are OVERDUE and NOT_DOCUMENTED."""

    DUE = "due"
    MET = "met"
    LATE = "late"
    OVERDUE = "overdue"
    NOT_DOCUMENTED = "not_documented"
    MISSED = "missed"


class DutiesKept(Question, frozen=True, kw_only=True, tag="duties_kept"):
    """One row per school and duty with limits in the period, and per duty for all together (school null).

    By law and by the school's plan, not guidance. Columns: school, name, duty, due (= kept + late + overdue + not_documented),
    kept, late, overdue, not_documented, kept_share from 0 to 1.
    """

    period_from: date | None = None
    period_to: date | None = None
    grade: int | None = None


class PerMonth(Question, frozen=True, kw_only=True, tag="per_month"):
    """One row per month of the period that has begun, with its cases and duties.

    Columns: month (its first day), new_cases, open_cases (at its end), kept, late, missed.

    ``missed`` are overdue or not documented; duties count in the month of their limit. Of a month that the period has a part of,
    that part alone counts, and its end is the period's. Without a beginning the period begins with the first case.
    """

    period_from: date | None = None
    period_to: date | None = None
    grade: int | None = None


class ResponseTimes(Question, frozen=True, kw_only=True, tag="response_times"):
    """One row per school and step, and per step for all together (school null), over cases begun in the period.

    Columns: school, name, step (Step without CLOSED), cases, done, median_hours, p90_hours (clock hours from first knowledge, of
    those done), waiting (not done, in cases that are not closed).
    """

    period_from: date | None = None
    period_to: date | None = None
    grade: int | None = None


class WaitingCurves(Question, frozen=True, kw_only=True, tag="waiting_curves"):
    """The Kaplan-Meier estimate of the share still waiting, over cases begun in the period: one row per step and day.

    Columns: step (a Step), day (24 hours each from first knowledge; day 1 is the first), at_risk, happened, waiting (share from 0
    to 1), low and high (its 95 per cent interval, log-log). A case that has not come so far counts as long as it has been watched.
    """

    period_from: date | None = None
    period_to: date | None = None
    grade: int | None = None


class CaseShares(Question, frozen=True, kw_only=True, tag="case_shares"):
    """One row per school, and one for all together (school null), over cases begun in the period.

    Columns: school, name, cases, serious, heard, decided (with a measure or a plan), best_interest (of decided, with an
    assessment), reopened, open_cases (of all cases, at the moment).
    """

    period_from: date | None = None
    period_to: date | None = None
    grade: int | None = None


class SurveyBesideCases(Question, frozen=True, kw_only=True, tag="survey_beside_cases"):
    """One row per school: what pupils answered about bullying beside how many cases began in the period.

    Columns: school, name, pupils, school_year (the newest with an answer), bullied (share from 0 to 1; null when none is
    published), estimated (pupils whom that share would be), new_cases, per_bullied (new_cases / estimated), is_silent (at least 5
    estimated, and less than half as many cases per estimated pupil as all schools together; null without two schools to compare).
    """

    period_from: date | None = None
    period_to: date | None = None


class CasesBehind(Question, frozen=True, kw_only=True, tag="cases_behind"):
    """One row per case behind a figure, the most pressing first, at most ``limit``.

    ``handler`` (a pseudonym; empty for cases that nobody handles) limits it to that handler's. Columns: stream, stream_id, case_id,
    school, school_name, grade, state, serious, began_at, overdue (duties at the moment), next_due_at, next_duty, found (how many
    there are in all).
    """

    behind: Behind = Behind.OPEN
    handler: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    grade: int | None = None
    limit: int = 200


class DutiesBehind(Question, frozen=True, kw_only=True, tag="duties_behind"):
    """One row per duty with a limit in the period behind a figure, the latest limit first, at most ``limit``.

    ``duty`` limits it to one duty. Columns: stream and stream_id (the history that it belongs to), case_id, school, school_name,
    duty, rule_id, title_nb, title_nn and title_en (of the rule), limit_on (local day), verdict, found (how many there are in all).
    """

    behind: BehindDuties = BehindDuties.DUE
    duty: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    grade: int | None = None
    limit: int = 200


ResponseQuestion: TypeAlias = (
    DutiesKept | PerMonth | ResponseTimes | WaitingCurves | CaseShares | SurveyBesideCases | CasesBehind | DutiesBehind
)
