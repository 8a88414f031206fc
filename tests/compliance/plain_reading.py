"""A second, slow reading of rulebooks: plain loops over plain dictionaries, one rule and one event at a time.

It shares nothing with the engine but the TOML and the event classes. It knows no calendar but its own, keeps nothing
between questions, and answers a question about the past by forgetting what was not there yet and reading again.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from events.base import by_topic

OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True)
class PlainEvent:
    """One event of a history."""

    event_id: str
    topic: str
    stream_id: str
    case_id: str
    school: str
    occurred_at: datetime
    known_at: datetime
    documented_at: datetime
    facts: dict[str, Any]

    def has(self, field: str) -> bool:
        return field in by_topic(self.topic).cls.__struct_fields__


@dataclass(frozen=True)
class Judged:
    """What a rule says of a history at a moment."""

    verdict: str
    due_at: datetime | None
    silence_at: datetime | None
    discharged_by: str | None
    released_by: str | None


def easter(year: int) -> date:
    """Easter Sunday (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """The public holidays of Norway that may fall on a weekday."""
    sunday = easter(year)
    moving = (sunday + timedelta(days=days) for days in (-3, -2, 0, 1, 39, 49, 50))
    fixed = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
    return frozenset([*moving, *(date(year, month, day) for month, day in fixed)])


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in holidays(day.year)


def add_working_days(day: date, n: int) -> date:
    while n:
        day += timedelta(days=1)
        n -= works(day)
    return day


def day_of(moment: datetime) -> date:
    return moment.astimezone(OSLO).date()


def end_of(day: date) -> datetime:
    return datetime.combine(day, datetime.max.time(), OSLO).astimezone(UTC)


def rules_of(*texts: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every rule of the rulebooks, each with its rulebook's head."""
    books = [tomllib.loads(text) for text in texts]
    return [(book["rulebook"], rule) for book in books for rule in book["rule"]]


def read(
    events: list[PlainEvent],
    rules: list[tuple[dict[str, Any], dict[str, Any]]],
    judged_at: datetime,
    recorded_by: datetime | None = None,
) -> dict[str, Judged]:
    """What every rule makes of the history of one case, as it stood at the moment; by rule and opening event."""
    there = [
        event for event in events if event.occurred_at <= judged_at and (recorded_by is None or event.documented_at <= recorded_by)
    ]
    found: dict[str, Judged] = {}
    for head, rule in rules:
        for opening in openings(there, rule):
            opened_at = opened(opening, rule)
            if not applies(head, rule, day_of(opened_at)) or opened_at > judged_at:
                continue
            judged = judge(there, rule, opening, opened_at, judged_at)
            if judged is not None:
                found[f"{rule['id']}/{opening.event_id}"] = judged
    return found


def openings(events: list[PlainEvent], rule: dict[str, Any]) -> list[PlainEvent]:
    trigger = rule["trigger"]
    opening = [event for event in events if meets(event, trigger) and key(event, rule) is not None]
    if not trigger.get("first"):
        return opening
    firsts: dict[Any, PlainEvent] = {}
    for event in opening:
        other = firsts.get(key(event, rule))
        if other is None or (opened(event, rule), event.documented_at) < (opened(other, rule), other.documented_at):
            firsts[key(event, rule)] = event
    return list(firsts.values())


def opened(event: PlainEvent, rule: dict[str, Any]) -> datetime:
    if rule["trigger"].get("clock") == "known_at":
        return max(event.known_at, event.occurred_at)
    return event.occurred_at


def applies(head: dict[str, Any], rule: dict[str, Any], day: date) -> bool:
    last = rule.get("valid_until", head.get("valid_until"))
    return rule.get("valid_from", head["valid_from"]) <= day and (last is None or day <= last)


def key(event: PlainEvent, rule: dict[str, Any]) -> Any:
    match rule["trigger"].get("key", "case"):
        case "case":
            return event.case_id
        case "stream":
            return event.stream_id
        case name:
            return event.facts.get(name)


def meets(event: PlainEvent, wanted: dict[str, Any]) -> bool:
    return event.topic in wanted["events"] and holds(event, wanted)


def holds(event: PlainEvent, wanted: dict[str, Any]) -> bool:
    return all(not event.has(one["field"]) or compare(event.facts.get(one["field"]), one) for one in wanted.get("where", ()))


def compare(fact: Any, condition: dict[str, Any]) -> bool:  # noqa: C901, PLR0911, PLR0912
    value = condition.get("value")
    match condition["op"]:
        case "is_null":
            return fact is None
        case "not_null":
            return fact is not None
        case "ne":
            return bool(fact != value)
        case "not_in":
            return fact not in value
        case "lacks_any":
            return any(one not in (fact or ()) for one in value)
    if fact is None:
        return False
    match condition["op"]:
        case "eq":
            return bool(fact == value)
        case "in":
            return fact in value
        case "gt":
            return bool(fact > value)
        case "ge":
            return bool(fact >= value)
        case "lt":
            return bool(fact < value)
        case "le":
            return bool(fact <= value)
        case "contains":
            return value in fact
        case "contains_all":
            return all(one in fact for one in value)
    raise AssertionError(condition)


def judge(
    events: list[PlainEvent], rule: dict[str, Any], opening: PlainEvent, opened_at: datetime, judged_at: datetime
) -> Judged | None:
    due, silence = limits(rule["due"], opening, opened_at)
    if due is None and silence is None:
        return None
    done = earliest([event for event in events if discharges(event, rule, opening, opened_at)])
    ended = earliest([event for event in events if releases(event, rule, opening, opened_at)])
    closed = any(event.topic == "case.CaseClosed" and event.occurred_at >= opened_at and event != opening for event in events)
    if ended and ended.occurred_at <= (due or silence) and (done is None or ended.occurred_at < done.occurred_at):
        verdict = "not_applicable"
    elif done:
        verdict = "met" if due is None or done.occurred_at <= due else "late"
    elif due:
        verdict = "overdue" if judged_at > due else "open"
    else:
        verdict = "not_documented" if closed or judged_at > silence else "open"
    return Judged(verdict, due, silence, done and done.event_id, ended and ended.event_id)


def earliest(events: list[PlainEvent]) -> PlainEvent | None:
    return min(events, key=lambda event: (event.occurred_at, event.documented_at), default=None)


def discharges(event: PlainEvent, rule: dict[str, Any], opening: PlainEvent, opened_at: datetime) -> bool:
    discharge = rule["discharge"]
    match = discharge.get("match", "after")
    if match == "same_event":
        return event == opening and holds(event, discharge)
    if not meets(event, discharge) or key(event, rule) != key(opening, rule):
        return False
    if any(event.facts.get(name) != opening.facts.get(name) for name in discharge.get("same", ())):
        return False
    return match != "after" or (event.occurred_at >= opened_at and event != opening)


def releases(event: PlainEvent, rule: dict[str, Any], opening: PlainEvent, opened_at: datetime) -> bool:
    release = rule.get("release")
    if release is None or not meets(event, release):
        return False
    if event == opening:
        return release.get("itself", False)
    if event.occurred_at < opened_at:
        return False
    name = rule["trigger"].get("key", "case")
    on_whole_case = name == "case" or (name != "stream" and not event.has(name))
    return on_whole_case or key(event, rule) == key(opening, rule)


def limits(due: dict[str, Any], opening: PlainEvent, opened_at: datetime) -> tuple[datetime | None, datetime | None]:  # noqa: PLR0911, C901
    day = day_of(opened_at)
    match due["kind"]:
        case "at_once":
            return opened_at + timedelta(minutes=due.get("minutes", 120)), None
        case "hours":
            return opened_at + timedelta(hours=due["n"]), None
        case "before" | "check":
            return opened_at, None
        case "same_day":
            return end_of(day), None
        case "next_day":
            return end_of(day + timedelta(days=1)), None
        case "days":
            return end_of(day + timedelta(days=due["n"])), None
        case "weeks":
            return end_of(day + timedelta(weeks=due["n"])), None
        case "working_days":
            return end_of(add_working_days(day, due["n"])), None
        case "asap":
            return None, end_of(add_working_days(day, due.get("silence_working_days", 5)))
        case "date_field":
            text = opening.facts.get(due["field"])
            if text is None:
                return None, None
            plus = timedelta(days=due.get("plus_days", 0), weeks=due.get("plus_weeks", 0))
            return end_of(date.fromisoformat(text) + plus), None
        case "school_year_date":
            named = opening.facts.get(due["year_field"]) if "year_field" in due else None
            return end_of(school_year_day(due, named or (day.year if day.month >= 8 else day.year - 1))), None
    raise AssertionError(due)


def school_year_day(due: dict[str, Any], first_year: int) -> date:
    if "iso_week" in due:
        week = due["iso_week"]
        return date.fromisocalendar(first_year + (week <= 30), week, 1) - timedelta(days=1)
    first = date(first_year + (due["month"] < 8), due["month"], 1)
    wanted = first + timedelta(days=due["day"] - 1)
    while wanted.month != first.month:
        wanted -= timedelta(days=1)
    return wanted
