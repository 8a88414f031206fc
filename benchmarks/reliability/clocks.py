"""The server's clock jumps by up to three days, back and forth, before every request, and order and limits stay as they are.

    python -m benchmarks.reliability.clocks JUMPS

The same requests, with the times that people state, go to two stores: one whose clock is steady and one whose clock jumps.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final
from uuid import uuid5

import polars as pl

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.reliability.day import SPACE, settings_in
from events import Actor, Recorded, Stream
from events.base import by_topic
from events.lists.people import Role
from services.case_service.application import Application, Request
from services.case_service.domain import COMMAND_FOR
from services.case_service.domain.command import Refused
from services.case_service.store import migrate, open_store
from services.compliance.calendar import Calendar
from services.compliance.frame import history
from services.compliance.loading import load_rulebooks
from services.compliance.obligations import obligations
from tests.builders import example

BASE: Final = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)
THREE_DAYS: Final = 3 * 24 * 3600
STEPS: Final = (
    "case.ConcernReceived",
    "case.ReportedToPrincipal",
    "case.OwnerNotified",
    "case.PupilHeard",
    "case.BestInterestAssessed",
    "case.MeasureAdded",
    "case.PlanAdopted",
    "case.MeasureExecuted",
)
RECORDED: Final = ("documented", "recorded", "superseded")
"""Parts of the names of columns that say when something was written down: these follow the server's clock."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How many jumps there were, and what differs: events out of order, and rows of limits that a steady clock does not give."""

    jumps: int
    events: int
    refused: int
    order_errors: int
    deadline_errors: int


def told(folder: Path, jumps: int, offset: Callable[[], float]) -> tuple[tuple[Recorded, ...], int]:
    """What a store holds after all requests under one clock, and how many it refused."""
    folder.mkdir()
    migrate(settings_in(folder))
    ids, refused, now = count(), 0, [BASE]
    with open_store(settings_in(folder)) as store:
        application = Application(
            store, clock=lambda: now[0], new_id=lambda: uuid5(SPACE, f"id {next(ids)}"), fingerprint_key=b"f" * 32
        )
        for number in range(jumps):
            happened = BASE + timedelta(hours=number)
            now[0] = happened + timedelta(days=10, seconds=offset())
            topic = STEPS[number % len(STEPS)]
            request = Request(
                stream=Stream.CASE,
                stream_id=uuid5(SPACE, f"case {number // len(STEPS)}"),
                command=COMMAND_FOR[topic](fact=example(by_topic(topic).cls)),
                actor=Actor(ref=uuid5(SPACE, "principal"), role=Role.PRINCIPAL),
                occurred_at=happened,
                known_at=happened,
                school="999888777",
                event_id=uuid5(SPACE, f"event {number}"),
            )
            try:
                application.handle(request, idempotency_key=f"request {number}")
            except Refused:
                refused += 1
        return tuple(store.after(0, jumps * 4)), refused


def jump(jumps: int, home: Path, seed: int = 1) -> Outcome:
    """Both stores, compared."""
    chance = Random(seed)  # noqa: S311 - how far the clock jumps is no secret
    steady, refused = told(home / "steady", jumps, lambda: 0.0)
    jumping, also_refused = told(home / "jumping", jumps, lambda: chance.uniform(-THREE_DAYS, THREE_DAYS))
    return Outcome(
        jumps=jumps,
        events=len(jumping),
        refused=also_refused,
        order_errors=out_of_order(jumping) + abs(refused - also_refused) + (shape(steady) != shape(jumping)),
        deadline_errors=differing_limits(steady, jumping),
    )


def shape(recorded: tuple[Recorded, ...]) -> list[tuple[object, ...]]:
    """Which events stand where."""
    return [(one.position, one.stream_id, one.version, one.topic) for one in recorded]


def out_of_order(recorded: tuple[Recorded, ...]) -> int:
    """How many events do not stand right behind the one before them, in the log or in their stream."""
    last: dict[object, int] = {}
    wrong = 0
    for position, one in enumerate(recorded, start=1):
        wrong += one.position != position or one.version != last.get(one.stream_id, 0) + 1
        last[one.stream_id] = one.version
    return wrong


def differing_limits(steady: tuple[Recorded, ...], jumping: tuple[Recorded, ...]) -> int:
    """How many obligations, limits and discharges are not the same under both clocks."""
    rules = load_rulebooks()
    first, second = (limits(obligations(history(one), rules, Calendar()).obligations) for one in (steady, jumping))
    if first.height == 0:
        raise ValueError("No obligation came of the requests: nothing was compared.")
    return first.join(second, on=first.columns, how="anti", nulls_equal=True).height + abs(first.height - second.height)


def limits(found: pl.DataFrame) -> pl.DataFrame:
    """The obligations that stand, without the times at which things were written down.

    Those that stood in between, by what was recorded until then, follow the server's clock and cannot but differ.
    """
    found = found.filter(pl.col("opened_superseded_at").is_null())
    return found.drop([name for name in found.columns if any(part in name for part in RECORDED)])


def main() -> None:
    """Print the outcome as JSON."""
    logging.disable(logging.ERROR)  # the application says each time that the clock is wrong
    with TemporaryDirectory() as home:
        print(json.dumps(asdict(jump(int(sys.argv[1]), Path(home)))), flush=True)


if __name__ == "__main__":
    main()
