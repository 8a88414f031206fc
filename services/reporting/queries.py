"""The only door for dashboards: named questions, answered in SQL, with small numbers protected before they leave."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from services.reporting.questions import (
    AnyQuestion,
    Asked,
    CaseDuties,
    CaseObligations,
    Cases,
    CaseTimeline,
    LogPosition,
    MunicipalityOverview,
    MunicipalityTotals,
    Overdue,
    Scope,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

Moment: TypeAlias = "datetime | None"


class ScopeError(Exception):
    """The scope does not reach to what is asked: another tenant, or single cases without ``exact``."""


class WarehouseUnavailableError(Exception):
    """The warehouse process does not answer."""


class WarehouseBuildingError(WarehouseUnavailableError):
    """The warehouse is being made from the log, and its figures would not be whole yet: ``done`` of ``total`` events are in.

    ``total`` is None when nobody has been able to read the log yet.
    """

    def __init__(self, done: int, total: int | None) -> None:
        super().__init__(f"the warehouse is being built: {done} of {total or 'unknown'} events are in")
        self.done = done
        self.total = total


class QuestionTookTooLongError(Exception):
    """The question was ended, because nobody may keep the warehouse busy for ever. Asked again it would take as long."""


class Queries(ABC):
    """The questions, whether they are answered in this process or by another.

    Every question takes the moment that it is seen from: ``as_of`` (what had happened by then) and ``recorded_by`` (what was
    written down by then), both aware UTC; without them it is the present. Times in the answers are UTC without a zone.
    Raises ScopeError, QuestionTookTooLongError, WarehouseUnavailableError, and of its kind WarehouseBuildingError while the figures
    would not be whole.
    """

    @abstractmethod
    def ask(self, scope: Scope, question: AnyQuestion) -> pl.DataFrame:
        """Put any question."""

    def ask_all(self, asked: Sequence[Asked]) -> tuple[pl.DataFrame, ...]:
        """Put several at once. The warehouse answers all of them from one moment of the log; one that is refused refuses all."""
        return tuple(self.ask(one.scope, one.question) for one in asked)

    def municipality_overview(
        self,
        scope: Scope,
        period_from: date | None = None,
        period_to: date | None = None,
        as_of: Moment = None,
        recorded_by: Moment = None,
    ) -> pl.DataFrame:
        """One row per school of the scope: school, name, pupils and the figures.

        At the moment: open_cases, avvik_open. Begun in the period (local days, both included): new_cases, serious, and
        median_hours_report, _investigate, _plan: clock hours from first knowledge to the principal's, to the first step of
        investigation, to the adopted plan. With a limit in the period that has come: duties_due (law and municipal plan, not
        guidance) = duties_kept + late + overdue + not_documented, and kept_share from 0 to 1. Cases under § 12-5 are not in.

        A figure that is hidden is null and ``<figure>_hidden`` is true. A protected scope asks for whole school years and gets what
        is released of them, with released_on (null: nothing yet) and next_release_on. Raises PeriodNotPublishedError otherwise.
        """
        asked = MunicipalityOverview(period_from=period_from, period_to=period_to, as_of=as_of, recorded_by=recorded_by)
        return self.ask(scope, asked)

    def municipality_totals(
        self,
        scope: Scope,
        period_from: date | None = None,
        period_to: date | None = None,
        as_of: Moment = None,
        recorded_by: Moment = None,
    ) -> pl.DataFrame:
        """One row with the same figures over all schools of the scope together."""
        return self.ask(
            scope, MunicipalityTotals(period_from=period_from, period_to=period_to, as_of=as_of, recorded_by=recorded_by)
        )

    def cases(self, scope: Scope, state: str | None = None, as_of: Moment = None, recorded_by: Moment = None) -> pl.DataFrame:
        """One row per case (columns of the table cases, and school_name), newest first."""
        return self.ask(scope, Cases(state=state, as_of=as_of, recorded_by=recorded_by))

    def case_obligations(
        self, scope: Scope, case_id: UUID, as_of: Moment = None, recorded_by: Moment = None, at: Moment = None
    ) -> pl.DataFrame:
        """One row per obligation of the case, with its verdict (columns: services.compliance.verdicts.verdicts_query)."""
        return self.ask(scope, CaseObligations(case_id=case_id, as_of=as_of, recorded_by=recorded_by, at=at))

    def case_duties(
        self, scope: Scope, case_id: UUID, as_of: Moment = None, recorded_by: Moment = None, at: Moment = None
    ) -> pl.DataFrame:
        """One row per duty of the case (columns: services.compliance.duties.duties_query)."""
        return self.ask(scope, CaseDuties(case_id=case_id, as_of=as_of, recorded_by=recorded_by, at=at))

    def case_timeline(self, scope: Scope, case_id: UUID, as_of: Moment = None, recorded_by: Moment = None) -> pl.DataFrame:
        """One row per event of the case, in the order in which it happened; ``facts`` is JSON."""
        return self.ask(scope, CaseTimeline(case_id=case_id, as_of=as_of, recorded_by=recorded_by))

    def overdue(self, scope: Scope, as_of: Moment = None, recorded_by: Moment = None) -> pl.DataFrame:
        """One row per overdue obligation, the oldest first, with school_name."""
        return self.ask(scope, Overdue(as_of=as_of, recorded_by=recorded_by))

    def log_position(self, scope: Scope) -> pl.DataFrame:
        """One row: events (last position taken in), position (last that counts in every figure), last_recorded_at."""
        return self.ask(scope, LogPosition())
