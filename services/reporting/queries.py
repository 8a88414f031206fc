"""The only door for dashboards: named questions, answered in SQL, with small numbers protected before they leave."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec
import polars as pl

from events.local_time import OSLO
from services.compliance.calendar import end_of_day
from services.compliance.duties import duties_query
from services.reporting import judging
from services.reporting.disclosure import exact, protected, refuse_unpublished_period
from services.reporting.questions import (
    AnyQuestion,
    CaseDuties,
    CaseObligations,
    Cases,
    CaseTimeline,
    LogPosition,
    MunicipalityOverview,
    MunicipalityTotals,
    Overdue,
    Question,
    Scope,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from services.reporting.warehouse import Warehouse

Moment: TypeAlias = "datetime | None"

BASES: Final = ("report_base", "investigate_base", "plan_base")
"""How many cases a median rests on; needed to protect it."""

_EARLIEST: Final = datetime(1, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(9999, 12, 31, tzinfo=UTC)
_COUNTED: Final = (MunicipalityOverview, MunicipalityTotals, LogPosition)


class ScopeError(Exception):
    """The scope does not reach to what is asked: another tenant, or single cases without ``exact``."""


class WarehouseUnavailableError(Exception):
    """The warehouse process does not answer."""


class Queries(ABC):
    """The questions, whether they are answered in this process or by another.

    Every question takes the moment that it is seen from: ``as_of`` (what had happened by then) and ``recorded_by`` (what was
    written down by then), both aware UTC; without them it is the present. Times in the answers are UTC without a zone.
    Raises ScopeError, WarehouseUnavailableError.
    """

    @abstractmethod
    def ask(self, scope: Scope, question: AnyQuestion) -> pl.DataFrame:
        """Put any question."""

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

        A figure that is hidden is null and ``<figure>_hidden`` is true. Raises PeriodNotPublishedError for a protected scope.
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


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


class LocalQueries(Queries):
    """Answers in the process that owns the warehouse."""

    def __init__(self, warehouse: Warehouse, clock: Callable[[], datetime] = utc_now) -> None:
        self._warehouse = warehouse
        self._clock = clock

    def ask(self, scope: Scope, question: AnyQuestion) -> pl.DataFrame:
        """Put any question. Raises ScopeError, PeriodNotPublishedError."""
        if scope.tenant != self._warehouse.tenant:
            raise ScopeError(f"this is the warehouse of {self._warehouse.tenant}, not of {scope.tenant}")
        if not scope.exact and not isinstance(question, _COUNTED):
            raise ScopeError("single cases are for those with a lawful need")
        if isinstance(question, MunicipalityOverview | MunicipalityTotals):
            return self._figures(scope, question)
        return self._run(scope, question)

    def _figures(self, scope: Scope, question: MunicipalityOverview | MunicipalityTotals) -> pl.DataFrame:
        if scope.exact:
            rows = exact(self._run(scope, question))
        else:
            # All schools are hidden or shown together: totals over freely chosen schools could be subtracted from each other.
            refuse_unpublished_period(question)
            rows = protected(self._run(msgspec.structs.replace(scope, schools=None), question))
            if scope.schools is not None:
                rows = rows.filter(pl.col("is_total") | pl.col("school").is_in(scope.schools))
        wants_totals = isinstance(question, MunicipalityTotals)
        rows = rows.filter(pl.col("is_total") if wants_totals else ~pl.col("is_total")).drop("is_total", *BASES)
        return rows.drop("school", "name") if wants_totals else rows

    def _run(self, scope: Scope, question: AnyQuestion) -> pl.DataFrame:
        moment = question.as_of or question.recorded_by or question.at or self._clock()
        params = {
            "moment": moment,
            "recorded_by": question.recorded_by,
            "schools": None if scope.schools is None else list(scope.schools),
            "heightened": scope.heightened,
            **_own_params(question),
        }
        name = "overview" if isinstance(question, MunicipalityOverview | MunicipalityTotals) else _name(question)
        statement = _statement(name, question)
        with self._warehouse.cursor() as cursor:
            # A relation with parameters would pass through Python row by row; a table of the cursor's own does not.
            given = {key: _plain(value) for key, value in params.items() if f"${key}" in statement}
            cursor.execute(f"CREATE TEMP TABLE answer AS {statement}", given).fetchall()
            answer = cursor.sql("SELECT * FROM answer").pl()
        return answer.with_columns(pl.selectors.decimal().cast(pl.Int64))


def _name(question: AnyQuestion) -> str:
    return str(type(question).__struct_config__.tag)


def _own_params(question: AnyQuestion) -> dict[str, Any]:
    if isinstance(question, MunicipalityOverview | MunicipalityTotals):
        first, last = question.period_from, question.period_to
        return {
            "period_from": _EARLIEST if first is None else datetime.combine(first, time.min, OSLO),
            "period_to": _LATEST if last is None else end_of_day(last),
        }
    return {name: getattr(question, name) for name in question.__struct_fields__ if name not in Question.__struct_fields__}


def _plain(value: Any) -> Any:
    """Times as DuckDB keeps them: UTC without a zone."""
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value


def _statement(name: str, question: AnyQuestion) -> str:
    """The SQL of a question. The present is in the tables; a past moment is the same SELECTs over what counted then."""
    is_past = question.as_of is not None or question.recorded_by is not None
    then = "('events', $moment, coalesce($recorded_by, TIMESTAMP 'infinity'))"
    return (
        (files("services.reporting") / "sql" / "queries" / f"{name}.sql")
        .read_text(encoding="utf-8")
        .replace("{cases}", f"cases_of{then}" if is_past else "cases")
        .replace("{avvik}", f"avvik_of{then}" if is_past else "avvik")
        .replace("{judged}", judging.ALL_KNOWN if question.recorded_by is None else judging.KNOWN_THEN)
        .replace("{duties}", duties_query(judged="judged", cases="asked_case"))
    )
