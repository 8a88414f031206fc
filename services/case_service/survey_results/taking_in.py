"""From what a file says to what is recorded: only what is new, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from events import Actor, Recorded
from events.base import Stream
from events.lists.investigation import SurveySource
from events.survey import SurveyResult, SurveyResultsImported
from services.case_service.application import Request
from services.case_service.domain.survey.commands import ImportSurveyResults
from services.case_service.streams import survey_results_stream
from services.case_service.survey_results.file import SchoolYear
from services.case_service.survey_results.numbers import numbers_of


class Outcome(StrEnum):
    """What becomes of a school's results of a year. The text is ``surveys.outcome.<value>``."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A school's results of a year, and what becomes of them."""

    orgnr: str
    starts_in: int
    stream_id: UUID
    outcome: Outcome
    fact: SurveyResultsImported

    @property
    def hidden(self) -> int:
        """How many of the numbers are hidden because few answered."""
        return sum(one.suppressed for one in self.fact.results)


class Plan(msgspec.Struct, frozen=True):
    """What taking a file in would do."""

    planned: tuple[Planned, ...]

    @property
    def to_record(self) -> tuple[Planned, ...]:
        """What is new or has been published anew with other numbers."""
        return tuple(one for one in self.planned if one.outcome is not Outcome.KNOWN)


def plan_of(
    results: Mapping[SchoolYear, tuple[SurveyResult, ...]],
    source: SurveySource,
    sha256: str,
    tenant: str,
    facts: Callable[[UUID], Sequence[Recorded]],
) -> Plan:
    """What taking in the results of a file would do, by what stands in each school's stream already."""
    planned = []
    for (orgnr, starts_in), found in results.items():
        stream_id = survey_results_stream(tenant, orgnr, starts_in)
        fact = SurveyResultsImported(source=source, school_year_from=starts_in, results=found, sha256=sha256)
        outcome = _outcome(fact, facts(stream_id))
        planned.append(Planned(orgnr=orgnr, starts_in=starts_in, stream_id=stream_id, outcome=outcome, fact=fact))
    return Plan(tuple(planned))


def requests_of(plan: Plan, actor: Callable[[str], Actor], now: datetime) -> tuple[Request, ...]:
    """The requests that carry a plan out, to be handled together. ``actor`` says in which role it is done at a school."""
    return tuple(
        Request(
            stream=Stream.SURVEY,
            stream_id=one.stream_id,
            command=ImportSurveyResults(fact=one.fact),
            actor=actor(one.orgnr),
            occurred_at=now,
            known_at=now,
            school=one.orgnr,
        )
        for one in plan.to_record
    )


def _outcome(fact: SurveyResultsImported, recorded: Sequence[Recorded]) -> Outcome:
    """Known when every number stands as it is already, whichever file it came in."""
    held = numbers_of(recorded)
    before = [held.get((fact.source, fact.school_year_from, one.indicator, one.grade)) for one in fact.results]
    if before == list(fact.results):
        return Outcome.KNOWN
    return Outcome.CHANGED if any(one is not None for one in before) else Outcome.NEW
