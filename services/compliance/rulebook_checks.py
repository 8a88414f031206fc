"""Does a rulebook speak of events and facts that exist? Every problem is reported, not the first alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from services.compliance.rulebook_problems import Problem, RulebookError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CORRECTION", "Problem", "RulebookError", "problems_of"]

Fault = tuple[str, str, dict[str, str]]
"""A field, the code of the sentence that says what is wrong with it, and the sentence's values."""

CORRECTION = "access.InformationCorrected"
"""A correction states right information about an earlier event; it opens no duty of its own."""

_NO_VALUE = (Op.IS_NULL, Op.NOT_NULL)
_MANY_VALUES = (Op.IN, Op.NOT_IN, Op.CONTAINS_ALL, Op.LACKS_ANY)
_OF_LIST = (Op.CONTAINS, Op.CONTAINS_ALL, Op.LACKS_ANY)
_ORDERED = (Op.GT, Op.GE, Op.LT, Op.LE)


def problems_of(rulebook: Rulebook, file: str) -> Iterator[Problem]:
    """Everything that is wrong with a well-shaped rulebook."""
    head = rulebook.head
    if head.valid_until is not None and head.valid_until < head.valid_from:
        yield Problem(file=file, rule="rulebook", field="valid_until", code="backwards")
    seen: set[str] = set()
    for number, rule in enumerate(rulebook.rules, 1):
        faults: list[Fault] = []
        if rule.id in seen:
            faults.append(("id", "twice", {}))
        seen.add(rule.id)
        if not rule.id.startswith(f"{head.id}."):
            faults.append(("id", "prefix", {"rulebook": head.id}))
        for field, code, values in (*faults, *_of_rule(rule)):
            yield Problem(file=file, rule=rule.id, field=field, code=code, values=values, number=number)


def _of_rule(rule: Rule) -> Iterator[Fault]:
    trigger, discharge, release = rule.trigger, rule.discharge, rule.release
    yield from _of_events("trigger", trigger.events, trigger.where)
    yield from _of_events("discharge", discharge.events, discharge.where, also=trigger.events)
    if release is not None:
        yield from _of_events("release", release.events, release.where)
        if release.itself and not set(trigger.events) <= set(release.events):
            yield "release.itself", "itself", {}
    if CORRECTION in trigger.events:
        yield "trigger.events", "correction", {}
    if not trigger.events:
        yield "trigger.events", "empty", {}
    if not discharge.events and discharge.match is not Match.SAME_EVENT:
        yield "discharge.events", "empty", {}
    scope = (*trigger.events, *(() if discharge.match is Match.SAME_EVENT else discharge.events))
    if trigger.key not in (CASE, STREAM):
        yield from _must_have("trigger.key", trigger.key, scope, FactType.scalars())
    for name in discharge.same:
        yield from _must_have("discharge.same", name, scope, FactType.scalars())
    if (discharge.match is Match.SAME_EVENT) is not isinstance(rule.due, Check):
        yield "due.kind", "check", {}
    if (discharge.match is Match.BEFORE) is not isinstance(rule.due, Before):
        yield "due.kind", "before", {}
    yield from _of_due(rule)


def _of_due(rule: Rule) -> Iterator[Fault]:
    due = rule.due
    if isinstance(due, DateField):
        yield from _must_have("due.field", due.field, rule.trigger.events, (FactType.DATE,))
    if isinstance(due, SchoolYearDate):
        if (due.iso_week is None) is (due.month is None) or (due.month is None) is not (due.day is None):
            yield "due", "year_date", {}
        if due.year_field is not None:
            yield from _must_have("due.year_field", due.year_field, rule.trigger.events, (FactType.NUMBER,))
    if rule.valid_from and rule.valid_until and rule.valid_until < rule.valid_from:
        yield "valid_until", "backwards", {}


def _of_events(part: str, topics: tuple[str, ...], where: tuple[Condition, ...], *, also: tuple[str, ...] = ()) -> Iterator[Fault]:
    for topic in topics:
        try:
            by_topic(topic)
        except UnknownTopicError:
            yield f"{part}.events", "unknown_event", {"topic": topic}
    for condition in where:
        yield from _of_condition(f"{part}.where", condition, topics or also)


def _of_condition(field: str, condition: Condition, topics: tuple[str, ...]) -> Iterator[Fault]:
    op, value = condition.op, condition.value
    allowed = (FactType.LIST,) if op in _OF_LIST else FactType.ordered() if op in _ORDERED else FactType.scalars()
    if op in _NO_VALUE:
        allowed = (*FactType.scalars(), FactType.LIST)
    having = tuple(topic for topic in topics if condition.field in _types(topic))
    yield from _must_have(field, condition.field, having or topics, allowed)
    if (value is None) is not (op in _NO_VALUE):
        yield field, "takes_no_value" if op in _NO_VALUE else "needs_value", {"op": op.value}
    elif value is not None and isinstance(value, tuple) is not (op in _MANY_VALUES):
        yield field, "needs_list" if op in _MANY_VALUES else "needs_one", {"op": op.value}
    elif value is not None:
        yield from _of_values(field, condition, having)


def _of_values(field: str, condition: Condition, topics: tuple[str, ...]) -> Iterator[Fault]:
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    for topic in topics:
        found = _types(topic)[condition.field]
        for value in values:
            if not found.admits(value):
                yield field, "no_value", {"value": repr(value), "name": condition.field, "topic": topic}


def _must_have(field: str, name: str, topics: tuple[str, ...], allowed: tuple[FactType, ...]) -> Iterator[Fault]:
    for topic in topics:
        types = _types(topic)
        if types and name not in types:
            yield field, "no_fact", {"topic": topic, "name": name}
        elif types and types[name].type not in allowed:
            yield field, "fact_type", {"name": name, "topic": topic, "is": types[name].type.value, "wanted": " or ".join(allowed)}


def _types(topic: str) -> dict[str, Fact]:
    try:
        return fact_types(by_topic(topic).cls)
    except UnknownTopicError:
        return {}
