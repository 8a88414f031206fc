"""The rulebook as frames: what the vectorised reading joins a history with. Compiled once per set of rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import polars as pl

from events.base import by_topic
from services.compliance.conditions import WORD_BITS, Atom, atom
from services.compliance.due import due_columns, due_fields
from services.compliance.fact_types import fact_types
from services.compliance.facts import FactGroup, group_topics
from services.compliance.matching import AFTER, EVER, FROM_ITSELF, SAME_EVENT
from services.compliance.rulebook import CASE, STREAM, Asap, BoundRule, Clock, Condition, Match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.compliance.loading import Rules

CLOSING_TOPIC: Final = "case.CaseClosed"
"""After it, a duty without a limit that nothing was documented for counts as not documented."""


class Side(IntEnum):
    """Whether an event that meets an entry's conditions opens a rule's obligation or belongs to a target."""

    OPENS = 0
    TARGET = 1


class Role(IntEnum):
    """What a target does to an obligation."""

    DISCHARGE = 0
    RELEASE = 1
    CLOSING = 2


MATCH_CODE: Final = {Match.AFTER: AFTER, Match.EVER: EVER, Match.BEFORE: EVER, Match.SAME_EVENT: SAME_EVENT}


@dataclass(frozen=True)
class Scope:
    """What tells obligations of one case apart: the key (``case``, ``stream`` or a fact) and the facts that must be the same."""

    key: str
    same: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that must be read to tell."""
        return (*(() if self.key in (CASE, STREAM) else (self.key,)), *self.same)


@dataclass(frozen=True)
class Target:
    """A set of events that discharge or release; rules that ask for the same set share it."""

    events: tuple[str, ...]
    where: tuple[Condition, ...]
    scope: Scope


@dataclass(frozen=True, eq=False)
class Compiled:
    """Rulebooks as frames.

    ``entries``: topic, side, ref (rule or target) and the bits that must be set; ``rules``: one row per rule;
    ``wanted``: which targets each rule looks for; ``target_scopes``: the scope number of each target.
    """

    groups: tuple[FactGroup, ...]
    atoms: tuple[Atom, ...]
    scopes: tuple[Scope, ...]
    dates: tuple[str, ...]
    numbers: tuple[str, ...]
    entries: pl.DataFrame
    rules: pl.DataFrame
    labels: pl.DataFrame
    wanted: pl.DataFrame
    target_scopes: pl.Series

    @property
    def words(self) -> int:
        """How many columns of bits the conditions take."""
        return max(1, -(-len(self.atoms) // WORD_BITS))


class _Entries:
    """Collects the conditions of all rules as numbered bits, and the entries that ask for them."""

    def __init__(self) -> None:
        self.atoms: dict[Atom, int] = {}
        self.rows: list[tuple[str, int, int, int]] = []
        self.facts: dict[str, set[str]] = {}

    def add(self, side: Side, ref: int, topics: Iterable[str], where: Iterable[Condition], facts: Iterable[str]) -> None:
        for topic in dict.fromkeys(topics):
            types = fact_types(by_topic(topic).cls)
            needed = 0
            for condition in where:
                if condition.field in types:
                    number = self.atoms.setdefault(atom(condition, types[condition.field].type), len(self.atoms))
                    needed |= 1 << number
                    self.facts.setdefault(topic, set()).add(condition.field)
            self.facts.setdefault(topic, set()).update(name for name in facts if name in types)
            self.rows.append((topic, side, ref, needed))

    def frame(self) -> pl.DataFrame:
        words = max(1, -(-len(self.atoms) // WORD_BITS))
        return pl.DataFrame(
            {
                "topic": [row[0] for row in self.rows],
                "side": pl.Series([row[1] for row in self.rows], dtype=pl.UInt8),
                "ref": pl.Series([row[2] for row in self.rows], dtype=pl.UInt16),
                **{
                    f"need{word}": pl.Series(
                        [row[3] >> (word * WORD_BITS) & ((1 << WORD_BITS) - 1) for row in self.rows], dtype=pl.UInt64
                    )
                    for word in range(words)
                },
            }
        )


def _targets(bound: BoundRule) -> list[tuple[Role, Target, int]]:
    rule = bound.rule
    key, discharge = rule.trigger.key, rule.discharge
    own_events = rule.trigger.events if discharge.match is Match.SAME_EVENT else discharge.events
    found = [(Role.DISCHARGE, Target(own_events, discharge.where, Scope(key, discharge.same)), MATCH_CODE[discharge.match])]
    if rule.release is not None:
        ends = FROM_ITSELF if rule.release.itself else AFTER
        by_scope: dict[Scope, list[str]] = {}
        for topic in rule.release.events:
            acts_on_key = key == STREAM or key in fact_types(by_topic(topic).cls)
            by_scope.setdefault(Scope(key if acts_on_key else CASE), []).append(topic)
        found += [(Role.RELEASE, Target(tuple(topics), rule.release.where, scope), ends) for scope, topics in by_scope.items()]
    if isinstance(rule.due, Asap):
        found.append((Role.CLOSING, Target((CLOSING_TOPIC,), (), Scope(CASE)), AFTER))
    return found


@lru_cache(maxsize=8)
def compiled(rules: Rules) -> Compiled:
    """The frames of a set of rules."""
    entries = _Entries()
    scopes: dict[Scope, int] = {Scope(CASE): 0}
    targets: dict[Target, int] = {}
    wanted: list[tuple[int, int, int, int, int]] = []
    dates, numbers = (tuple(dict.fromkeys(names)) for names in due_fields(rules.bound))
    for number, bound in enumerate(rules.bound):
        trigger = bound.rule.trigger
        due_facts = (name for names in due_fields([bound]) for name in names)
        opening_facts = (*Scope(trigger.key).facts, *bound.rule.discharge.same, *due_facts)
        entries.add(Side.OPENS, number, trigger.events, trigger.where, opening_facts)
        scopes.setdefault(Scope(trigger.key), len(scopes))
        for role, target, match in _targets(bound):
            scope = scopes.setdefault(target.scope, len(scopes))
            if target not in targets:
                targets[target] = len(targets)
                entries.add(Side.TARGET, targets[target], target.events, target.where, target.scope.facts)
            wanted.append((number, role, targets[target], match, scope))
    return Compiled(
        groups=group_topics(entries.facts),
        atoms=tuple(entries.atoms),
        scopes=tuple(scopes),
        dates=dates,
        numbers=numbers,
        entries=entries.frame(),
        rules=_rules_frame(rules.bound, scopes, dates, numbers),
        labels=_labels_frame(rules.bound),
        wanted=pl.DataFrame(
            wanted,
            schema={"rule": pl.UInt16, "role": pl.UInt8, "target": pl.UInt16, "match": pl.UInt8, "scope": pl.UInt8},
            orient="row",
        ),
        target_scopes=pl.Series([scopes[target.scope] for target in targets], dtype=pl.UInt8),
    )


def _rules_frame(
    bound: tuple[BoundRule, ...], scopes: dict[Scope, int], dates: tuple[str, ...], numbers: tuple[str, ...]
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "first": pl.Series([one.rule.trigger.first for one in bound], dtype=pl.Boolean),
            "by_known": pl.Series([one.rule.trigger.clock is Clock.KNOWN_AT for one in bound], dtype=pl.Boolean),
            "key_scope": pl.Series([scopes[Scope(one.rule.trigger.key)] for one in bound], dtype=pl.UInt8),
            "valid_from": pl.Series([one.valid_from for one in bound], dtype=pl.Date),
            "valid_until": pl.Series([one.valid_until for one in bound], dtype=pl.Date),
            **due_columns([one.rule.due for one in bound], dates, numbers),
        }
    )


def _labels_frame(bound: tuple[BoundRule, ...]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "rule_id": pl.Series([one.rule.id for one in bound], dtype=pl.String),
            "rulebook": pl.Series([one.rulebook for one in bound], dtype=pl.String),
            "kind": pl.Series([one.kind.value for one in bound], dtype=pl.String),
            "duty": pl.Series([one.rule.duty.value for one in bound], dtype=pl.String),
            "miss": pl.Series([one.miss.value for one in bound], dtype=pl.String),
            "always": pl.Series([one.always for one in bound], dtype=pl.Boolean),
        }
    )
