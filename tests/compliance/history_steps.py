"""Steps that tests of the engine are told in: what happened, when it was written down, and which rules judge it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import polars as pl

from services.compliance.calendar import Calendar
from services.compliance.frame import HISTORY
from services.compliance.loading import Rules, read_rulebook
from services.compliance.obligations import Obligations, obligations

HEAD = """
[rulebook]
id = "t"
kind = "law"
title = { nb = "Prøve", nn = "Prøve", en = "Trial" }
document = "Prøveloven"
valid_from = 2015-01-01
"""
SAID = 'section = "§ 1"\ntext = { nb = "Slik skal det være.", nn = "Slik skal det vere.", en = "So it shall be." }\n'


def rule(name: str, body: str, *, duty: str = "report") -> str:
    """One rule of the trial rulebook; ``body`` says trigger, due, discharge and what else it has."""
    return f'[[rule]]\nid = "t.{name}"\nduty = "{duty}"\n{SAID}{body}\n'


def rules(*parts: str, head: str = HEAD) -> Rules:
    """A rulebook of these rules."""
    return Rules((read_rulebook(head + "".join(parts)),))


def at(day: int, hour: int = 12, *, month: int = 3, year: int = 2026) -> datetime:
    """A moment in March 2026, in UTC."""
    return datetime(year, month, day, hour, tzinfo=UTC)


def happened(
    topic: str,
    when: datetime,
    *,
    id_: str | None = None,
    written: datetime | None = None,
    known: datetime | None = None,
    case: str = "case",
    stream: str | None = None,
    school: str | None = "999888777",
    **facts: Any,
) -> tuple[Any, ...]:
    """One row of a history frame; written down and known at once unless told otherwise."""
    return (
        id_ or f"{topic}@{when}",
        topic,
        "case",
        stream or case,
        case,
        school,
        when,
        known or when,
        written or when,
        json.dumps(facts),
    )


def history_of(*rows: tuple[Any, ...]) -> pl.DataFrame:
    """The history frame of what happened."""
    return pl.DataFrame(list(rows), schema=HISTORY, orient="row")


def read(judged_by: Rules, *rows: tuple[Any, ...], choices: pl.DataFrame | None = None) -> Obligations:
    """What the rules make of what happened."""
    return obligations(history_of(*rows), judged_by, Calendar(), choices)


def verdict_of(judged: pl.DataFrame) -> dict[str, str]:
    """The verdict of each rule, by the rule's short name; of the last opened where it has several."""
    return {rule_id.removeprefix("t."): verdict for rule_id, verdict in judged.select("rule_id", "verdict").iter_rows()}
