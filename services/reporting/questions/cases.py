"""Single cases, for those with a lawful need."""

from __future__ import annotations

from uuid import UUID

from services.reporting.questions.base import Question


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
