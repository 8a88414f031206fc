"""Use and effect of measures, as the school and the pupil say it was."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

from services.reporting.questions.base import Question


class MeasureWay(StrEnum):
    """What measures are counted by, and a list of them can be narrowed to."""

    TEMPLATE = "template"
    LEVEL = "level"
    TARGET = "target"
    SCHOOL = "school"


class MeasureFigure(StrEnum):
    """Which of the measures a list holds: those that a figure of MeasureCounts counts."""

    CARRIED_OUT = "carried_out"
    RUNNING = "running"
    EVALUATIONS_DUE = "evaluations_due"
    """One row per evaluation, as the figure counts them."""
    ON_TIME = "on_time"
    """The same, of those that were in time."""
    EVALUATED = "evaluated"
    WORKS = "works"
    PARTLY = "partly"
    DOES_NOT_WORK = "does_not_work"
    WORKED_AND_ENDED = "worked_and_ended"
    ASKED_TWICE = "asked_twice"
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


class MeasureCounts(Question, frozen=True, kw_only=True, tag="measure_counts"):
    """Measures that were set in within a period of local days, both included: how they were used and what came of them.

    ``grade`` is the pupil's at opening; None is every grade. One row per value of each ``per``: ``all``, ``template`` (the kind in
    the measure library; empty for the school's own), ``level``, ``target`` and ``school``; a value is empty where nobody said.

    Columns: per, value, name (of a school), measures, cases, routine (those of them that the school calls its ordinary routine),
    carried_out (at least once), times, missed_times, running (neither ended nor replaced, in a case that is not closed);
    evaluations_due (whose day has come), on_time, late, overdue: of these, by the rule of the law, and they add up;
    evaluated (at least once) = works + partly + does_not_work, by the last evaluation; ended, and worked_and_ended of these;
    changed; pupil_chose (the pupil took part in choosing it);
    asked_twice (the pupil's own experience is known before and after) = better + same + worse, with the means before and after
    (from 1 to 10) of these. For ``all``, also at_once and declined: measures taken at once, and proposals that were declined.

    Every share and mean has its base beside it: measures, evaluations_due, evaluated, ended, asked_twice.
    """

    period_from: date | None = None
    period_to: date | None = None
    grade: int | None = None


class MeasuresListed(Question, frozen=True, kw_only=True, tag="measures_listed"):
    """One row per measure that was set in within the period, the latest first, of at most ``limit``.

    ``figure``: those that it counts. ``per`` and ``value`` narrow it to one row of MeasureCounts; an empty value is those where
    nobody said.

    Columns: case_id, stream, stream_id, school, school_name, grade, template, level, target, decided_at, executed, missed,
    evaluate_on (the day of the next evaluation), evaluated_at, effect, conclusion, experience_before, before_said_at,
    experience_after, ended_at, verdict (of its last limit for evaluation that has come; empty while none has), is_running; and for
    figures of evaluations limit_on and limit_verdict, of the evaluation that the row is.
    """

    period_from: date | None = None
    period_to: date | None = None
    grade: int | None = None
    figure: MeasureFigure | None = None
    per: MeasureWay | None = None
    value: str = ""
    limit: int = 500


MeasureQuestion: TypeAlias = MeasureCounts | MeasuresListed
