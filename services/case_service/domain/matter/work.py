"""What is remembered of the work for one pupil: what later decisions rest on, and what whoever opens the case must see at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec

from events.lists.measures import Effect, Executor
from events.lists.people import PupilRole


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure: which of a-e it states (§ 12-4 tredje ledd), and what has become of it.

    That a measure is named is its letter b. An evaluation or a measure that replaces it sets
    ``ended``, never a date: the domain has no clock.
    """

    states_problem: bool
    executor: UUID | None = None
    executor_is: Executor = Executor.STAFF
    from_date: date | None = None
    to_date: date | None = None
    evaluate_on: date | None = None
    executed: int = 0
    missed: int = 0
    evaluated: int = 0
    effect: Effect | None = None
    ended: bool = False


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The plan in force: its version, the measures that it lists, and whether it states the problem itself."""

    version: int
    measures: tuple[UUID, ...] = ()
    states_problem: bool = False
    evaluate_on: date | None = None


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """The work for one pupil. ``pupil`` is the one whom the matter is about; None until that is recorded.

    ``roles`` are all pupils known in the matter, with what each is (None: not said).
    ``says_safe`` is the pupil's own last word; None when never asked.
    """

    pupil: UUID | None = None
    roles: Mapping[UUID, PupilRole | None] = {}
    measures: Mapping[UUID, Measure] = {}
    drafted_version: int = 0
    plan: Plan | None = None
    heard: frozenset[UUID] = frozenset()
    best_interest: frozenset[UUID] = frozenset()
    says_safe: bool | None = None
    protected_at_once: bool = False
    owner_acknowledged: bool = False
    informed_of_enforcement: bool = False
    referrals: Mapping[UUID, bool | None] = {}
    reported_to_police: bool = False
    closings: int = 0
    archived_version: int = 0
    reporter_has_code: bool = False

    @property
    def running(self) -> Mapping[UUID, Measure]:
        """The measures that have not ended."""
        return {key: measure for key, measure in self.measures.items() if not measure.ended}

    @property
    def plan_version(self) -> int:
        """The version of the plan in force; 0 when none was adopted."""
        return self.plan.version if self.plan else 0
