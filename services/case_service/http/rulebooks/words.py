"""A rule in the reader's words: what sets it off, by when, what fulfils it, and what a miss means."""

from __future__ import annotations

import types
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from flask import url_for

from events.base import by_topic
from services.case_service.http.languages import current_language, t
from services.compliance.explain import day_text
from services.compliance.rulebook import (
    CASE,
    STREAM,
    Asap,
    AtOnce,
    BoundRule,
    Condition,
    DateField,
    Days,
    Due,
    Hours,
    Match,
    Op,
    SchoolYearDate,
    Trigger,
    Weeks,
    WorkingDays,
)
from texts import MissingTextError, label, text


class ShownRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as a page shows it; every field is text in the reader's language."""

    id: str
    url: str
    text: str
    section: str
    duty: str
    kind: str
    opens: tuple[str, ...]
    opens_if: tuple[str, ...]
    due: str
    counted: str
    fulfils: tuple[str, ...]
    fulfils_if: tuple[str, ...]
    ends: tuple[str, ...]
    miss: str
    miss_code: str
    scope: str
    period: str


def shown_rule(bound: BoundRule) -> ShownRule:
    """A rule in words."""
    rule, language = bound.rule, current_language()
    trigger, discharge, release = rule.trigger, rule.discharge, rule.release
    done_by = trigger.events if discharge.match is Match.SAME_EVENT else discharge.events
    return ShownRule(
        id=rule.id,
        url=url_for("rulebooks.rule", book=bound.rulebook, rule_id=rule.id),
        text=rule.text.in_(language),
        section=rule.section,
        duty=label(rule.duty, language).capitalize(),
        kind=t(f"list.RuleKind.{bound.kind.value}"),
        opens=_events(trigger.events),
        opens_if=_conditions(trigger.where, trigger.events),
        due=due_in_words(rule.due),
        counted=_counted(rule.due, trigger),
        fulfils=_events(done_by),
        fulfils_if=_conditions(discharge.where, done_by),
        ends=() if release is None else _events(release.events),
        miss=t(f"list.Miss.{bound.miss.value}"),
        miss_code=bound.miss.value,
        scope=_scope(trigger),
        period=period(bound.valid_from, bound.valid_until),
    )


def due_in_words(due: Due) -> str:
    """When a duty is due."""
    key = f"rulebook.due.{type(due).__struct_config__.tag}"
    match due:
        case AtOnce(minutes=n) | Hours(n=n) | Days(n=n) | Weeks(n=n) | WorkingDays(n=n) | Asap(silence_working_days=n):
            return t(f"{key}.one" if n == 1 else f"{key}.many", n=n)
        case DateField(field=field, plus_days=days, plus_weeks=weeks):
            shift = days + 7 * weeks
            return t(f"{key}.plus", field=field_words(field), n=shift) if shift else t(key, field=field_words(field))
        case SchoolYearDate(iso_week=int(week)):
            return t(f"{key}.week", n=week)
        case SchoolYearDate(month=month, day=day):
            return t(key, day=day, month=month)
        case _:
            return t(key)


def period(first: date, last: date | None) -> str:
    """From when, and until when."""
    start = day_text(first, current_language())
    return (
        t("rulebook.from", start=start)
        if last is None
        else t("rulebook.period", start=start, end=day_text(last, current_language()))
    )


def field_words(name: str, topics: Iterable[str] = ()) -> str:
    """What a fact is called in forms; its own name where no form has it."""
    owners = [by_topic(topic).cls.__name__ for topic in topics]
    for key in (*(f"field.{owner}.{name}" for owner in owners), f"field.{name}"):
        try:
            return text(key, current_language()).rstrip("?")
        except MissingTextError:
            continue
    return name


def _events(topics: Iterable[str]) -> tuple[str, ...]:
    return tuple(t(f"event.{topic}") for topic in topics)


def _conditions(where: Iterable[Condition], topics: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_condition(one, topics) for one in where)


def _condition(condition: Condition, topics: tuple[str, ...]) -> str:
    having = [topic for topic in topics if condition.field in by_topic(topic).cls.__struct_fields__]
    name = field_words(condition.field, having)
    if condition.op in (Op.IS_NULL, Op.NOT_NULL):
        return t(f"rulebook.op.{condition.op.value}", field=name)
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    said = ", ".join(_value(value, condition.field, having) for value in values)
    return t(f"rulebook.op.{condition.op.value}", field=name, value=said)


def _value(value: Any, field: str, topics: list[str]) -> str:
    if isinstance(value, bool):
        return t("rulebook.yes") if value else t("rulebook.no")
    for topic in topics:
        kind = _closed_list(get_type_hints(by_topic(topic).cls)[field])
        if kind is not None and value in {one.value for one in kind}:
            return label(kind(value), current_language())
    return str(value)


def _closed_list(hint: Any) -> type[Enum] | None:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if get_origin(hint) in (Union, types.UnionType, tuple):
        return next((found for part in get_args(hint) if (found := _closed_list(part)) is not None), None)
    return None


def _counted(due: Due, trigger: Trigger) -> str:
    """How the limit is reckoned, and from which moment."""
    tag = type(due).__struct_config__.tag
    return f"{t(f'rulebook.counted.{tag}')} {t(f'rulebook.clock.{trigger.clock.value}')}"


def _scope(trigger: Trigger) -> str:
    how = "first" if trigger.first else "each"
    if trigger.key in (CASE, STREAM):
        return t(f"rulebook.scope.{how}.{trigger.key}")
    return t(f"rulebook.scope.{how}.fact", field=field_words(trigger.key, trigger.events))
