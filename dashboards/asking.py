"""One request: who looks, at what, on which day; and the questions that are put on that behalf."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

import msgspec
import polars as pl

from dashboards.numbers import OSLO
from dashboards.periods import NotYetError, Period
from dashboards.view import NotOfferedError, View
from dashboards.viewer import Viewer
from services.reporting.queries import Queries, ScopeError
from services.reporting.questions import Asked, HeightenedCounts, LogPosition, Question, Schools, Scope
from services.reporting.questions.responses import SurveyBesideCases
from texts import Language, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.reporting.questions import AnyQuestion


COMPARES: Final = (SurveyBesideCases,)
"""Sets a school beside the reader's others: asked of all of them, whichever the view is of."""


class Position(msgspec.Struct, frozen=True):
    """The place in the log that the numbers come from, and when its last event was recorded."""

    number: int
    at: datetime | None


class School(msgspec.Struct, frozen=True):
    """A school of the reader's: its organisation number and its name."""

    orgnr: str
    name: str


class Asking:
    """One request. Everything is bound here by the server: a page cannot ask for more than the reader may see.

    Every question is put once. Those that a page knows beforehand go together (:meth:`ask_all`): one round trip, answered from one
    position of the log.
    """

    def __init__(self, queries: Queries, viewer: Viewer, view: View, today: date) -> None:
        """Raise ScopeError when the view is of a school that the viewer may not see."""
        self.queries = queries
        self.viewer = viewer
        self.view = view
        self.today = today
        self.scope = _narrowed(viewer.scope, view.school)
        self._answers: dict[Asked, pl.DataFrame] = {}

    @property
    def language(self) -> Language:
        """The language that the reader reads."""
        return self.viewer.language

    @cached_property
    def period(self) -> Period:
        """The chosen days. Raises PeriodError."""
        return self.view.period(self.today)

    def ask(self, question: AnyQuestion) -> pl.DataFrame:
        """Put a question, seen from the view's moments where it names none itself.

        Raises NotYetError for a day to come, and WarehouseUnavailableError.
        """
        return self.ask_all(question)[0]

    def ask_all(self, *questions: AnyQuestion) -> tuple[pl.DataFrame, ...]:
        """Put several at once. The answers stay here, for whoever asks the same later in the request."""
        return self._answered(self.scope, questions)

    def ask_widely(self, *questions: AnyQuestion) -> tuple[pl.DataFrame, ...]:
        """The same over all the reader's schools, whichever the view is of."""
        return self._answered(self.viewer.scope, questions)

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What was asked so far, in this request."""
        return tuple(self._answers)

    @cached_property
    def position(self) -> Position:
        """How far the warehouse has come."""
        row = self.ask_widely(LogPosition())[0].to_dicts()[0]
        at = row["last_recorded_at"]
        return Position(row["position"], at and at.replace(tzinfo=UTC))

    @cached_property
    def schools(self) -> tuple[School, ...]:
        """The reader's schools, by name. Nobody is offered schools who gets protected numbers: then there is nothing to choose."""
        if not self.viewer.scope.exact:
            return ()
        return tuple(School(row["school"], row["name"] or row["school"]) for row in self.ask_widely(Schools())[0].to_dicts())

    def refuse_unknown_school(self) -> None:
        """Raise NotOfferedError when the view is of a school that there is not: nought would stand there as if it were counted."""
        if self.view.school is not None and all(school.orgnr != self.view.school for school in self.schools):
            raise NotOfferedError("school")

    def school_name(self, orgnr: str | None) -> str:
        """The name of one of the reader's schools; its number when it has none; words when there is no school."""
        if not orgnr:
            return text("dashboard.no_school", self.language)
        return next((school.name for school in self.schools if school.orgnr == orgnr), orgnr)

    def _answered(self, scope: Scope, questions: Sequence[AnyQuestion]) -> tuple[pl.DataFrame, ...]:
        asked = [
            Asked(
                scope=_reaching(self.viewer.scope if isinstance(question, COMPARES) else scope, question),
                question=self._seen_from(question),
            )
            for question in questions
        ]
        new = [one for one in dict.fromkeys((*asked, *self._always())) if one not in self._answers]
        if not self._answers.keys() >= set(asked):
            self._answers.update(zip(new, self.queries.ask_all(new), strict=True))
        return tuple(self._answers[one] for one in asked)

    def _always(self) -> Iterator[Asked]:
        """What every page says beside its figures, or offers to choose among."""
        yield Asked(scope=self.viewer.scope, question=LogPosition())
        if self.viewer.scope.exact:
            yield Asked(scope=self.viewer.scope, question=Schools())

    def _seen_from(self, question: AnyQuestion) -> AnyQuestion:
        moments = {}
        if isinstance(question, Question) and question.at is None and not isinstance(question, LogPosition | Schools):
            if any(day is not None and day > self.today for day in (self.view.as_of, self.view.recorded_by)):
                raise NotYetError
            if self.view.as_of is not None and question.as_of is None:
                moments["as_of"] = end_of_day(self.view.as_of)
            if self.view.recorded_by is not None and question.recorded_by is None:
                moments["recorded_by"] = end_of_day(self.view.recorded_by)
        return msgspec.structs.replace(question, **moments) if moments else question


def end_of_day(day: date) -> datetime:
    """The last moment of a day in Norway, in UTC."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=OSLO).astimezone(UTC) - timedelta(microseconds=1)


def _narrowed(scope: Scope, school: str | None) -> Scope:
    if school is None:
        return scope
    if not scope.exact or (scope.schools is not None and school not in scope.schools):
        raise ScopeError("not one of the reader's schools")
    return msgspec.structs.replace(scope, schools=(school,))


def _reaching(scope: Scope, question: AnyQuestion) -> Scope:
    """The scope for a question: one about § 12-5 reaches those cases, but for the ones that are closed to the reader.

    Raises ScopeError for whoever does not answer for all the schools.
    """
    if not isinstance(question, HeightenedCounts):
        return scope
    if not scope.exact or scope.schools is not None:
        raise ScopeError("reports about adults are counted for the school owner alone")
    return msgspec.structs.replace(scope, heightened=True)
