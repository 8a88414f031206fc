"""The engine and the plain reading agree, on every obligation of every history, now and as of any moment."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from services.compliance.calendar import Calendar
from services.compliance.loading import Rules, load_rulebooks, read_rulebook
from services.compliance.obligations import obligations
from services.compliance.verdicts import verdicts
from tests.compliance.invented_histories import TURNS, frame_of, invented_case
from tests.compliance.plain_reading import Judged, PlainEvent, read, rules_of

ALL_KINDS = (Path(__file__).parent / "all_kinds.toml").read_text(encoding="utf-8")
HISTORIES_PER_TURN = 1_150
HISTORIES_BY_REAL_RULES = 200


@cache
def real_rulebooks() -> tuple[Rules, list[tuple[dict[str, Any], dict[str, Any]]]]:
    folder = files("services.compliance") / "rulebooks"
    rules = load_rulebooks()
    texts = [file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".toml")]
    return rules, [(head, rule) for head, rule in rules_of(*texts) if rule["id"] in rules.by_id]


def asked_about(rules: list[tuple[dict[str, Any], dict[str, Any]]]) -> tuple[list[list[str]], frozenset[str]]:
    """The events that each rule speaks of, and the facts that any of them asks about."""
    themes = []
    fields: set[str] = set()
    for _, rule in rules:
        fields |= {rule["trigger"].get("key", ""), *rule["discharge"].get("same", ())}
        fields |= {rule["due"][name] for name in ("field", "year_field") if name in rule["due"]}
        topics: dict[str, None] = {}
        for part in ("trigger", "discharge", "release"):
            topics |= dict.fromkeys(rule.get(part, {}).get("events", ()))
            fields |= {condition["field"] for condition in rule.get(part, {}).get("where", ())}
        themes.append(list(topics))
    return themes, frozenset(fields)


def invented(
    chance: random.Random, rules: list[tuple[dict[str, Any], dict[str, Any]]], start: datetime, count: int
) -> list[list[PlainEvent]]:
    """Histories in which two rules at a time have much to say."""
    themes, fields = asked_about(rules)
    pairs = ([*chance.choice(themes), *chance.choice(themes), "case.CaseClosed"] for _ in range(count))
    return [invented_case(chance, number, topics, fields, start) for number, topics in enumerate(pairs)]


def by_engine(judged: pl.DataFrame) -> dict[str, dict[str, Judged]]:
    rows = judged.select("case_id", "obligation_id", "verdict", "due_at", "silence_at", "discharged_by", "released_by").rows()
    found: dict[str, dict[str, Judged]] = {}
    for case_id, obligation_id, *rest in rows:
        found.setdefault(case_id, {})[obligation_id] = Judged(*rest)
    return found


def differences(
    histories: list[list[PlainEvent]],
    rules: Rules,
    plain_rules: list[tuple[dict[str, Any], dict[str, Any]]],
    moments: list[tuple[datetime, datetime | None]],
) -> list[str]:
    """What the two readings do not agree on, in words; and how many obligations were compared."""
    found = obligations(frame_of(event for history in histories for event in history), rules, Calendar())
    wrong = []
    compared = 0
    for judged_at, recorded_by in moments:
        engine = by_engine(verdicts(found, at=judged_at, as_of=judged_at, recorded_by=recorded_by))
        for history in histories:
            expected = read(history, plain_rules, judged_at, recorded_by)
            compared += len(expected)
            got = engine.get(history[0].case_id, {})
            wrong += [
                f"{name} at {judged_at}, recorded by {recorded_by}: engine {got.get(name)}, plain {expected.get(name)}\n{history}"
                for name in expected.keys() | got.keys()
                if got.get(name) != expected.get(name)
            ]
    assert compared > len(histories)
    return wrong


@pytest.mark.parametrize("start", TURNS, ids=lambda start: start.date().isoformat())
def test_both_readings_agree_on_every_kind_of_rule(start: datetime) -> None:
    plain_rules = rules_of(ALL_KINDS)
    chance = random.Random(start.toordinal())  # noqa: S311 - the same histories every time
    histories = invented(chance, plain_rules, start, HISTORIES_PER_TURN)
    moments = [
        (start + timedelta(days=60), None),
        (start + timedelta(days=5, hours=chance.randrange(24)), None),
        (start + timedelta(days=60), start + timedelta(days=6, hours=chance.randrange(24))),
        (start + timedelta(days=4, hours=12), start + timedelta(days=8)),
    ]

    assert differences(histories, Rules((read_rulebook(ALL_KINDS),)), plain_rules, moments)[:3] == []


@pytest.mark.parametrize("start", TURNS, ids=lambda start: start.date().isoformat())
def test_both_readings_agree_on_the_real_rulebooks(start: datetime) -> None:
    rules, plain_rules = real_rulebooks()
    chance = random.Random(start.toordinal())  # noqa: S311 - the same histories every time
    histories = invented(chance, plain_rules, start, HISTORIES_BY_REAL_RULES)
    moments = [
        (datetime(2027, 1, 1, tzinfo=UTC), None),
        (start + timedelta(days=7), start + timedelta(days=6)),
    ]

    assert differences(histories, rules, plain_rules, moments)[:3] == []


def test_ten_thousand_histories_are_read() -> None:
    assert HISTORIES_PER_TURN * len(TURNS) >= 10_000
