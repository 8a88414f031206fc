"""How good the data are: what was written down late, what is missing, what cannot be so, and what could not be read."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from services.reporting.questions.base import Question


class RecordingDelays(Question, frozen=True, kw_only=True, tag="recording_delays"):
    """How long after it happened things were written down, of what was written down in the period, in the handling of cases.

    One row per ``per`` and ``value``: all together, per school and per topic. Columns: per, value, name, events, after_a_day and
    after_a_week (how many came later than that), median_hours, p90_hours.
    """

    period_from: date | None = None
    period_to: date | None = None


class QualityFindings(Question, frozen=True, kw_only=True, tag="quality_findings"):
    """One row per check over all schools, and one per school where it found something, of what began in the period.

    That are the cases begun and the avvik raised. Columns: nature (``missing``, ``contradictory``), finding (the check's name),
    subject (``case`` or ``avvik``), is_total (over all schools), school, school_name, found, considered (how many the check is
    about), matters (of a school, for the check ``listed``: at most ``examples`` of the histories found, newest first).
    """

    period_from: date | None = None
    period_to: date | None = None
    listed: str | None = None
    examples: int = 25


class Oddities(Question, frozen=True, kw_only=True, tag="oddities"):
    """One row per oddity and topic: oddity, topic, events, first_position, last_position. They count in no other figure."""


class Corrections(Question, frozen=True, kw_only=True, tag="corrections"):
    """One row per piece of information that was put right, or disagreed with, in the period, the newest first.

    What is right is sealed: every figure keeps what was written first. Columns: kind (``corrected``, ``disagreed``), stream and
    stream_id (the matter), about_topic (the event that it is about), field, school, school_name, happened_at.
    """

    period_from: date | None = None
    period_to: date | None = None


class Freshness(Question, frozen=True, kw_only=True, tag="freshness"):
    """One row: how far the warehouse has come, and how long it takes until what is recorded counts.

    Columns: events and position (see LogPosition), last_recorded_at, and of the batches that the process has taken in since it
    began: batches, median_seconds and p99_seconds from an event's recording until it counted (None before the first).
    """


QualityQuestion: TypeAlias = RecordingDelays | QualityFindings | Oddities | Corrections | Freshness
