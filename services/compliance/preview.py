"""What another rulebook would have made of a history: its duties beside those of the plan that is followed, on the same facts.

Both are held against the history as if they had applied all the time, so that they can be compared; neither writes anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

import msgspec
import polars as pl
from msgspec.structs import replace

from services.compliance.calendar import Calendar
from services.compliance.loading import Rules
from services.compliance.obligations import obligations
from services.compliance.rulebook import Rulebook, RuleKind
from services.compliance.verdicts import Verdict, verdicts

ALWAYS: Final = date(1900, 1, 1)
WAITING: Final = (Verdict.OPEN.value,)


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How many duties a rule opens, and how they stand. ``silent`` have no limit, and nothing was documented."""

    opened: int = 0
    met: int = 0
    late: int = 0
    overdue: int = 0
    open: int = 0
    silent: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__})


class NewLimit(msgspec.Struct, frozen=True, kw_only=True):
    """A limit that lies ahead and would be new for a case, or earlier than ``before``."""

    case_id: str
    rule_id: str
    due_at: datetime
    before: datetime | None


class Foreseen(msgspec.Struct, frozen=True, kw_only=True):
    """What two plans make of a history, by rule, and the limits that the new one would set in cases."""

    now: Mapping[str, Tally]
    then: Mapping[str, Tally]
    limits: tuple[NewLimit, ...]
    cases: int

    def __add__(self, other: Foreseen) -> Foreseen:
        """Both histories together; no case may be in both."""
        return Foreseen(
            now=_together(self.now, other.now),
            then=_together(self.then, other.then),
            limits=(*self.limits, *other.limits),
            cases=self.cases + other.cases,
        )


NOTHING: Final = Foreseen(now={}, then={}, limits=(), cases=0)


class Comparison:
    """A rulebook that may come, beside the rules in force; asked for one part of a history after the other."""

    def __init__(self, new: Rulebook, rules: Rules, followed: Mapping[str, str], calendar: Calendar) -> None:
        """``followed`` gives the plan that each school follows today, by organisation number."""
        latest = [book for book in rules.latest if book.head.kind is RuleKind.LOCAL]
        self._national = Rules(tuple(book for book in rules.books if book.head.kind is not RuleKind.LOCAL))
        self._plans = Rules(tuple(_as_if_always(book) for book in latest))
        self._new = Rules((_as_if_always(new),))
        self._followed = pl.DataFrame(
            [(school, plan, ALWAYS) for school, plan in followed.items()],
            schema={"school": pl.String, "rulebook": pl.String, "from_date": pl.Date},
            orient="row",
        )
        self._calendar = calendar

    def of(self, events: pl.DataFrame, at: datetime) -> Foreseen:
        """What the plans make of whole cases, as things stand at a moment."""
        if events.is_empty():
            return NOTHING
        plans = self._judged(self._plans, events, at, self._followed)
        new = self._judged(self._new, events, at, None)
        national = self._judged(self._national, events, at, None)
        return Foreseen(
            now=_tallies(plans),
            then=_tallies(new),
            limits=tuple(self._limits(new, pl.concat([national, plans]))),
            cases=events["case_id"].n_unique(),
        )

    def _judged(self, rules: Rules, events: pl.DataFrame, at: datetime, choices: pl.DataFrame | None) -> pl.DataFrame:
        return verdicts(obligations(events, rules, self._calendar, choices), at=at)

    def _limits(self, new: pl.DataFrame, before: pl.DataFrame) -> Iterable[NewLimit]:
        """The nearest limit of each rule and case, where nothing asks for the same step as early."""
        standing: dict[tuple[str, str], datetime] = {}
        for row in _ahead(before).iter_rows(named=True):
            for step in self._steps(row["rule_id"]):
                key = (row["case_id"], step)
                standing[key] = min(standing.get(key, row["due_at"]), row["due_at"])
        for row in _ahead(new).unique(["case_id", "rule_id"], keep="first", maintain_order=True).iter_rows(named=True):
            held = [standing[key] for step in self._steps(row["rule_id"]) if (key := (row["case_id"], step)) in standing]
            earliest = min(held, default=None)
            if earliest is None or row["due_at"] < earliest:
                yield NewLimit(case_id=row["case_id"], rule_id=row["rule_id"], due_at=row["due_at"], before=earliest)

    def _steps(self, rule_id: str) -> tuple[str, ...]:
        found = next(rules.by_id[rule_id] for rules in (self._new, self._plans, self._national) if rule_id in rules.by_id)
        return found.rule.discharge.events


def _as_if_always(book: Rulebook) -> Rulebook:
    head = replace(book.head, valid_from=ALWAYS, valid_until=None)
    return replace(book, head=head, rules=tuple(replace(rule, valid_from=None, valid_until=None) for rule in book.rules))


def _ahead(judged: pl.DataFrame) -> pl.DataFrame:
    return judged.filter(pl.col("verdict").is_in(WAITING), pl.col("due_at").is_not_null()).sort("due_at", "rule_id")


_COUNTED_AS: Final = {
    Verdict.MET: "met",
    Verdict.LATE: "late",
    Verdict.OVERDUE: "overdue",
    Verdict.OPEN: "open",
    Verdict.NOT_DOCUMENTED: "silent",
}


def _tallies(judged: pl.DataFrame) -> dict[str, Tally]:
    found: dict[str, Counter[str]] = {}
    for rule_id, verdict, count in judged.group_by("rule_id", "verdict").len().iter_rows():
        counted = found.setdefault(rule_id, Counter())
        counted["opened"] += count
        if (name := _COUNTED_AS.get(Verdict(verdict))) is not None:
            counted[name] += count
    return {rule_id: Tally(**counted) for rule_id, counted in found.items()}


def _together(one: Mapping[str, Tally], other: Mapping[str, Tally]) -> dict[str, Tally]:
    return {rule_id: one.get(rule_id, Tally()) + other.get(rule_id, Tally()) for rule_id in {**one, **other}}
