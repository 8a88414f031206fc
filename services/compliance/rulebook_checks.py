"""Does a rulebook speak of events and facts that exist? Every problem is reported, not the first alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from events.base import UnknownTopicError, by_topic
from services.compliance.fact_types import Fact, FactType, fact_types
from services.compliance.rulebook import (
    CASE,
    STREAM,
    Before,
    Check,
    Condition,
    DateField,
    Match,
    Op,
    Rule,
    Rulebook,
    SchoolYearDate,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CORRECTION = "access.InformationCorrected"
"""A correction states right information about an earlier event; it opens no duty of its own."""

_NO_VALUE = (Op.IS_NULL, Op.NOT_NULL)
_MANY_VALUES = (Op.IN, Op.NOT_IN, Op.CONTAINS_ALL, Op.LACKS_ANY)
_OF_LIST = (Op.CONTAINS, Op.CONTAINS_ALL, Op.LACKS_ANY)
_ORDERED = (Op.GT, Op.GE, Op.LT, Op.LE)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong: in which file, which rule (empty for the head), which field, and why."""

    file: str
    rule: str
    field: str
    reason: str

    def __str__(self) -> str:
        """The problem on one line."""
        return ": ".join(part for part in (self.file, self.rule, self.field, self.reason) if part)


class RulebookError(ValueError):
    """One or more rulebooks cannot be used; ``problems`` lists everything that is wrong with them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def problems_of(rulebook: Rulebook, file: str) -> Iterator[Problem]:
    """Everything that is wrong with a well-shaped rulebook."""
    seen: set[str] = set()
    for rule in rulebook.rules:
        if rule.id in seen:
            yield Problem(file=file, rule=rule.id, field="id", reason="stands twice")
        seen.add(rule.id)
        if not rule.id.startswith(f"{rulebook.head.id}."):
            yield Problem(file=file, rule=rule.id, field="id", reason=f"does not begin with {rulebook.head.id}.")
        for field, reason in _of_rule(rule):
            yield Problem(file=file, rule=rule.id, field=field, reason=reason)


def _of_rule(rule: Rule) -> Iterator[tuple[str, str]]:
    trigger, discharge, release = rule.trigger, rule.discharge, rule.release
    yield from _of_events("trigger", trigger.events, trigger.where)
    yield from _of_events("discharge", discharge.events, discharge.where, also=trigger.events)
    if release is not None:
        yield from _of_events("release", release.events, release.where)
        if release.itself and not set(trigger.events) <= set(release.events):
            yield "release.itself", "needs every event of the trigger among those of the release"
    if CORRECTION in trigger.events:
        yield "trigger.events", "a correction opens no duty"
    if not trigger.events:
        yield "trigger.events", "is empty"
    if not discharge.events and discharge.match is not Match.SAME_EVENT:
        yield "discharge.events", "is empty"
    scope = (*trigger.events, *(() if discharge.match is Match.SAME_EVENT else discharge.events))
    if trigger.key not in (CASE, STREAM):
        yield from _must_have("trigger.key", trigger.key, scope, FactType.scalars())
    for name in discharge.same:
        yield from _must_have("discharge.same", name, scope, FactType.scalars())
    if (discharge.match is Match.SAME_EVENT) is not isinstance(rule.due, Check):
        yield "due.kind", "check and match same_event belong together"
    if (discharge.match is Match.BEFORE) is not isinstance(rule.due, Before):
        yield "due.kind", "before and match before belong together"
    yield from _of_due(rule)


def _of_due(rule: Rule) -> Iterator[tuple[str, str]]:
    due = rule.due
    if isinstance(due, DateField):
        yield from _must_have("due.field", due.field, rule.trigger.events, (FactType.DATE,))
    if isinstance(due, SchoolYearDate):
        if (due.iso_week is None) is (due.month is None) or (due.month is None) is not (due.day is None):
            yield "due", "needs either month and day, or iso_week"
        if due.year_field is not None:
            yield from _must_have("due.year_field", due.year_field, rule.trigger.events, (FactType.NUMBER,))
    if rule.valid_from and rule.valid_until and rule.valid_until < rule.valid_from:
        yield "valid_until", "lies before valid_from"


def _of_events(
    part: str, topics: tuple[str, ...], where: tuple[Condition, ...], *, also: tuple[str, ...] = ()
) -> Iterator[tuple[str, str]]:
    for topic in topics:
        try:
            by_topic(topic)
        except UnknownTopicError:
            yield f"{part}.events", f"unknown event {topic}"
    for condition in where:
        yield from _of_condition(f"{part}.where", condition, topics or also)


def _of_condition(field: str, condition: Condition, topics: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    op, value = condition.op, condition.value
    allowed = (FactType.LIST,) if op in _OF_LIST else FactType.ordered() if op in _ORDERED else FactType.scalars()
    if op in _NO_VALUE:
        allowed = (*FactType.scalars(), FactType.LIST)
    having = tuple(topic for topic in topics if condition.field in _types(topic))
    yield from _must_have(field, condition.field, having or topics, allowed)
    if (value is None) is not (op in _NO_VALUE):
        yield field, f"{op} {'takes no' if op in _NO_VALUE else 'needs a'} value"
    elif value is not None and isinstance(value, tuple) is not (op in _MANY_VALUES):
        yield field, f"{op} needs {'a list of values' if op in _MANY_VALUES else 'one value'}"
    elif value is not None:
        yield from _of_values(field, condition, having)


def _of_values(field: str, condition: Condition, topics: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    for topic in topics:
        found = _types(topic)[condition.field]
        for value in values:
            if not found.admits(value):
                yield field, f"{value!r} is no value of {condition.field} on {topic}"


def _must_have(field: str, name: str, topics: tuple[str, ...], allowed: tuple[FactType, ...]) -> Iterator[tuple[str, str]]:
    for topic in topics:
        types = _types(topic)
        if types and name not in types:
            yield field, f"{topic} has no fact {name}"
        elif types and types[name].type not in allowed:
            yield field, f"{name} on {topic} is a {types[name].type}, not {' or '.join(allowed)}"


def _types(topic: str) -> dict[str, Fact]:
    try:
        return fact_types(by_topic(topic).cls)
    except UnknownTopicError:
        return {}
