"""Answers questions in the process that owns the warehouse, in SQL, with small numbers protected before they leave."""

from __future__ import annotations

import re
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from events.local_time import OSLO
from services.compliance.calendar import end_of_day
from services.compliance.duties import duties_query
from services.reporting import judging
from services.reporting.clock import utc_now
from services.reporting.nation.answering import answer as nation_answer
from services.reporting.past import JUDGED, Past, standing
from services.reporting.publishing.overview import exact, published, refuse_unpublished_period
from services.reporting.queries import Queries, ScopeError
from services.reporting.questions import (
    AnyQuestion,
    Asked,
    Freshness,
    LogPosition,
    MunicipalityOverview,
    MunicipalityTotals,
    NationFigures,
    NationMembers,
    NationWithheld,
    Question,
    Scope,
)
from services.reporting.schema import FACTS
from services.reporting.time_limit import TimeLimit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import duckdb

    from services.reporting.warehouse import Warehouse

BASES: Final = ("report_base", "investigate_base", "plan_base")
"""How many cases a median rests on; needed to protect it."""

OF_THE_NATION: Final = (NationFigures, NationMembers, NationWithheld)
"""Answered from what lies beside the warehouse."""

MANY: Final = 4
"""Questions put together from which on they are answered side by side."""

SIDE_BY_SIDE: Final = 2

_SCHOOLS: Final = "schools_of_scope"
_IN_SCOPE: Final = re.compile(r"\{in_scope\(([\w.]+)\)\}")

_EARLIEST: Final = datetime(1, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(9999, 12, 31, tzinfo=UTC)


class LocalQueries(Queries):
    """Answers in the process that owns the warehouse."""

    def __init__(self, warehouse: Warehouse, clock: Callable[[], datetime] = utc_now) -> None:
        self._warehouse = warehouse
        self._clock = clock
        self._past = Past()
        self.time_limit = TimeLimit()

    def ask(self, scope: Scope, question: AnyQuestion) -> pl.DataFrame:
        """Put any question. Raises ScopeError, PeriodNotPublishedError, QuestionTookTooLongError."""
        return self.ask_all((Asked(scope=scope, question=question),))[0]

    def ask_all(self, asked: Sequence[Asked]) -> tuple[pl.DataFrame, ...]:
        """Put several at once: all are answered from the same moment of the log. Raises the same."""
        for one in asked:
            self._refuse(one.scope, one.question)
        even_unfinished = all(isinstance(one.question, (LogPosition, *OF_THE_NATION)) for one in asked)
        several = SIDE_BY_SIDE if len(asked) >= MANY else 1
        with ExitStack() as stack:
            stack.enter_context(self._warehouse.courtesy.answering())
            cursors = stack.enter_context(self._warehouse.snapshots(several, even_unfinished=even_unfinished))
            for cursor in cursors:
                stack.enter_context(self.time_limit.on(cursor))
            now = self._clock()
            return _answered(asked, [_Sitting(self._warehouse, cursor, self._past, now) for cursor in cursors])

    def _refuse(self, scope: Scope, question: AnyQuestion) -> None:
        if scope.tenant != self._warehouse.tenant:
            raise ScopeError(f"this is the warehouse of {self._warehouse.tenant}, not of {scope.tenant}")
        if not scope.exact and not question.is_counted:
            raise ScopeError("single cases are for those with a lawful need")


def _answered(asked: Sequence[Asked], sittings: Sequence[_Sitting]) -> tuple[pl.DataFrame, ...]:
    """The answers in the order of the questions.

    Every sitting takes the next of those that wait: for most of a statement's time one core plans it, and leaves the other idle.
    """
    alike: defaultdict[tuple[str, Scope], list[int]] = defaultdict(list)
    for number, one in enumerate(asked):
        alike[_name(one.question), one.scope].append(number)
    waiting: SimpleQueue[list[int]] = SimpleQueue()
    for numbers in alike.values():
        waiting.put(numbers)
    found: dict[int, pl.DataFrame] = {}

    def sit(sitting: _Sitting) -> None:
        while (numbers := _next(waiting)) is not None:
            for number in numbers:
                found[number] = sitting.answer(asked[number].scope, asked[number].question)

    first, *others = sittings
    with ThreadPoolExecutor(max_workers=max(1, len(others)), thread_name_prefix="sitting") as beside:
        going = [beside.submit(sit, other) for other in others]
        sit(first)
        for ended in going:
            ended.result()
    return tuple(found[number] for number in range(len(asked)))


def _next(waiting: SimpleQueue[list[int]]) -> list[int] | None:
    try:
        return waiting.get_nowait()
    except Empty:
        return None


class _Sitting:
    """Questions that are answered together, from what one cursor sees. A statement that two of them share is run once."""

    def __init__(self, warehouse: Warehouse, cursor: duckdb.DuckDBPyConnection, past: Past, now: datetime) -> None:
        self._warehouse = warehouse
        self._cursor = cursor
        self._past = past
        self._now = now
        self._schools: tuple[str, ...] | None = None
        self._answered: dict[tuple[str, ...], pl.DataFrame] = {}

    def answer(self, scope: Scope, question: AnyQuestion) -> pl.DataFrame:
        if isinstance(question, MunicipalityOverview | MunicipalityTotals):
            return self._figures(scope, question)
        if isinstance(question, Freshness):
            seen = self._warehouse.freshness.columns()
            return self._run(scope, question).with_columns(pl.lit(value).alias(name) for name, value in seen.items())
        if isinstance(question, OF_THE_NATION):
            return nation_answer(question, self._warehouse.path)
        return self._run(scope, question)

    def _figures(self, scope: Scope, question: MunicipalityOverview | MunicipalityTotals) -> pl.DataFrame:
        if scope.exact:
            rows = exact(self._run(scope, question))
        else:
            # What is released once and for all; live figures could be subtracted from one day to the next.
            refuse_unpublished_period(question)
            rows = published(self._run(scope, question, "published_overview"), self._now.astimezone(OSLO).date())
            if scope.schools is not None:
                rows = rows.filter(pl.col("is_total") | pl.col("school").is_in(scope.schools))
        wants_totals = isinstance(question, MunicipalityTotals)
        rows = rows.filter(pl.col("is_total") if wants_totals else ~pl.col("is_total")).drop("is_total", *BASES, strict=False)
        return rows.drop("school", "name") if wants_totals else rows

    def _run(self, scope: Scope, question: AnyQuestion, name: str | None = None) -> pl.DataFrame:
        moment = question.as_of or question.recorded_by or question.at or self._now
        params = {
            "moment": moment,
            "recorded_by": question.recorded_by,
            "heightened": scope.heightened,
            "tenant": scope.tenant,
            "without": [str(one) for one in scope.without],
            **_own_params(question),
        }
        name = name or _name(question)
        statement = _statement(name, question, scope)
        given = {key: _plain(value) for key, value in params.items() if f"${key}" in statement}
        told = (statement, repr(given), *(scope.schools or ()))
        if told not in self._answered:
            self._look_at(scope.schools)
            if _is_past(question):
                self._bring(name, question, moment)
            self._answered[told] = self._executed(statement, given)
        return self._answered[told]

    def _look_at(self, schools: tuple[str, ...] | None) -> None:
        """Bring the schools of a scope as a table: a list of them takes longer to bind than most statements take to run."""
        if schools is not None and schools != self._schools:
            self._cursor.register(_SCHOOLS, pl.DataFrame({"school": schools}, schema={"school": pl.String}).to_arrow())
            self._schools = schools

    def _bring(self, name: str, question: AnyQuestion, moment: datetime) -> None:
        case_id = getattr(question, "case_id", None)
        self._past.bring(self._cursor, _brought(name, question), _plain(moment), _plain(question.recorded_by), case_id)

    def _executed(self, statement: str, given: dict[str, Any]) -> pl.DataFrame:
        # A relation with parameters would pass through Python row by row; a table of the cursor's own does not.
        self._cursor.execute(f"CREATE OR REPLACE TEMP TABLE answer AS {statement}", given).fetchall()
        return self._cursor.sql("SELECT * FROM answer").pl().with_columns(pl.selectors.decimal().cast(pl.Int64))


def _name(question: AnyQuestion) -> str:
    if isinstance(question, MunicipalityOverview | MunicipalityTotals):
        return "overview"
    return str(type(question).__struct_config__.tag)


def _own_params(question: AnyQuestion) -> dict[str, Any]:
    own = {name: getattr(question, name) for name in question.__struct_fields__ if name not in Question.__struct_fields__}
    if "period_from" in own:  # local days, both included
        first, last = own["period_from"], own["period_to"]
        own["period_from"] = _EARLIEST if first is None else datetime.combine(first, time.min, OSLO)
        own["period_to"] = _LATEST if last is None else end_of_day(last)
    return own


def _plain(value: Any) -> Any:
    """Times as DuckDB keeps them: UTC without a zone."""
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value


def _statement(name: str, question: AnyQuestion, scope: Scope) -> str:
    """The SQL of a question. The present is in the tables; what lies across a past moment is brought, made by the same SELECTs.

    ``{cases}`` and every other fact in braces is the fact as it stood at the moment, ``{judged}`` the obligations with their
    verdicts, ``{duties}`` the duties of the case in ``asked_case``. ``{undone}`` and every other file in sql/parts is that SELECT,
    which several questions begin with. ``{events}`` are the events themselves. ``{in_scope(school)}`` says whether the school is
    one of the scope's, and the cases of ``$without`` are left out of everything.
    """
    text, past, narrowed = _text(name), _is_past(question), bool(scope.without)
    text = _IN_SCOPE.sub("TRUE" if scope.schools is None else rf"\1 IN (FROM {_SCHOOLS})", text)
    for fact in FACTS:
        text = text.replace(f"{{{fact.name}}}", _without(standing(fact) if past else f"({fact.present})", narrowed=narrowed))
    judged = judging.known_today() if question.recorded_by is None else judging.known_then()
    return (
        text.replace("{events}", _without("events", narrowed=narrowed))
        .replace("{judged}", _without(judged, narrowed=narrowed))
        .replace("{duties}", duties_query(judged="judged", cases="asked_case"))
    )


def _without(relation: str, *, narrowed: bool) -> str:
    if not narrowed:
        return relation
    return f"(SELECT * FROM {relation} WHERE NOT list_contains($without::UUID[], case_id))"  # noqa: S608  (the program's own names)


def _is_past(question: AnyQuestion) -> bool:
    return question.as_of is not None or question.recorded_by is not None


def _brought(name: str, question: AnyQuestion) -> list[str]:
    """What a question about the past has to be brought: the facts that it asks, and the judged obligations as they were known."""
    text = _text(name)
    facts = [fact.name for fact in FACTS if f"{{{fact.name}}}" in text]
    return [*facts, JUDGED] if "{judged}" in text and question.recorded_by is not None else facts


@cache
def _text(name: str) -> str:
    text = (files("services.reporting") / "sql" / "queries" / f"{name}.sql").read_text(encoding="utf-8")
    return _with_parts(text, _parts())


def _with_parts(text: str, parts: Mapping[str, str]) -> str:
    for part, select in parts.items():
        text = text.replace(f"{{{part}}}", f"({select})")
    return text


@cache
def _parts() -> Mapping[str, str]:
    found = (files("services.reporting") / "sql" / "parts").iterdir()
    alone = {entry.name.removesuffix(".sql"): entry.read_text(encoding="utf-8") for entry in found if entry.name.endswith(".sql")}
    return {part: _with_parts(select, alone) for part, select in alone.items()}  # a part may rest on another, and that on none
