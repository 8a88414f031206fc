"""Replaying a case at any of its points: state, duties and what the event changed, of a case of 200 events and of 5,000.

    python benchmarks/replay_any_point.py [--json]

Beside it, in the same run and over the same points: the plain way, which judges the events up to the point anew each time. Each
figure is the 95th percentile over points spread evenly along all three axes. Reading a case for the first time is told apart.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.invented_log import SCHOOLS, Writer
from benchmarks.result import Row, show
from events.base import Stream
from events.envelope import Recorded
from services.case_service.replay import Axis, Judging, Order, differences, state_lines, then
from services.case_service.replay.judging import Law
from services.case_service.replay.state import then_and_before
from services.compliance.calendar import Calendar
from services.compliance.frame import history
from services.compliance.loading import load_rulebooks, with_plans
from services.compliance.obligations import obligations
from services.compliance.verdicts import verdicts

TARGETS = {200: 20.0, 5000: 200.0}
POINTS = 40
COLD_ROUNDS = 5


def case_of(events: int) -> tuple[Recorded, ...]:
    """One case of so many events, as invented cases have them, over some years; every fifth is written down days later."""
    rng, case_id, school = Random(7), uuid4(), SCHOOLS[0]  # noqa: S311 - invented
    found: list[Recorded] = []
    seed = 1
    while len(found) < events:
        found += [one for one in Writer(seed).log(4 * events) if one.envelope.stream is Stream.CASE]
        seed += 1
    of_cases = sorted(found, key=lambda one: (one.envelope.case_id or one.stream_id, one.version))[:events]
    by_time = sorted(of_cases, key=lambda one: one.envelope.recorded_at)
    return tuple(_in(one, version, case_id, school, rng) for version, one in enumerate(by_time, start=1))


def _in(one: Recorded, version: int, case_id: Any, school: str, rng: Random) -> Recorded:
    late = timedelta(days=rng.randrange(1, 20) if rng.random() < 0.2 else 0)
    occurred = one.envelope.recorded_at - late
    envelope = replace(one.envelope, case_id=case_id, school=school, occurred_at=occurred, known_at=occurred + late / 2)
    return replace(one, stream_id=case_id, version=version, envelope=envelope)


def replayed(order: Order, judging: Judging, law: Law, place: int) -> int:
    """All that a view holds: the state and the duties at an event, and what the event changed of both."""
    chosen = order.events[place - 1].envelope.event_id
    seen = order.events[:place]
    after, before = then_and_before(seen, chosen)
    rows, changes = judging.at_event(order.axis, chosen, law)
    changed = differences(state_lines(before, seen[:-1]) if place > 1 else {}, state_lines(after, seen))
    return len(rows) + len(changes) + len(changed)


def plainly(recorded: Sequence[Recorded], order: Order, law: Law, place: int) -> int:
    """The same by judging the events up to the point, and those before it, from the beginning."""
    found = []
    for seen in (order.events[: place - 1], order.events[:place]):
        if not seen:
            continue
        kept = {one.envelope.event_id for one in seen}
        in_log_order = [one for one in recorded if one.envelope.event_id in kept]
        judged = verdicts(obligations(history(in_log_order), law.rules, Calendar(), law.choices), at=order.times[place - 1])
        found.append((state_lines(then(seen), seen), judged.to_dicts()))
    return len(found)


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def percentile(figures: Sequence[float]) -> float:
    return statistics.quantiles(figures, n=20)[-1]


def rows_of(events: int, law: Law) -> list[Row]:
    recorded = case_of(events)
    judging = Judging(recorded, Calendar())
    ours, plain = [], []
    for axis in Axis:
        order = Order(recorded, axis)
        judging.at(axis, order.at_event(order.events[0].envelope.event_id), law)
        for point in range(POINTS):
            place = 1 + round(point * (events - 1) / (POINTS - 1))
            ours.append(milliseconds(lambda order=order, place=place: replayed(order, judging, law, place)))
            if point % 8 == 0:
                plain.append(milliseconds(lambda order=order, place=place: plainly(recorded, order, law, place)))
    first = [milliseconds(lambda: _first(recorded, law)) for _ in range(COLD_ROUNDS)]
    named = f"replay at any point of a case of {events} events"
    return [
        Row(
            name=f"{named}, p95",
            figure=percentile(ours),
            unit="ms",
            limit_name="judging the events up to the point anew, p95",
            limit_figure=percentile(plain),
            target=TARGETS[events],
            lower_is_better=True,
        ),
        Row(
            name=f"{named}, median",
            figure=statistics.median(ours),
            unit="ms",
            limit_name="judging the events up to the point anew, median",
            limit_figure=statistics.median(plain),
            target=None,
            lower_is_better=True,
        ),
        Row(
            name=f"the first view of a case of {events} events, its facts read, median",
            figure=statistics.median(first),
            unit="ms",
            limit_name="the median of the views after it",
            limit_figure=statistics.median(ours),
            target=None,
            lower_is_better=True,
        ),
    ]


def _first(recorded: Sequence[Recorded], law: Law) -> None:
    order = Order(recorded, Axis.OCCURRED)
    replayed(order, Judging(recorded, Calendar()), law, len(order))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    law = Law(rules=with_plans(load_rulebooks(), frozenset({"oyer"})))
    show([row for events in TARGETS for row in rows_of(events, law)], as_json=asked.json)


if __name__ == "__main__":
    main()
