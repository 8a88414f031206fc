"""How long it takes until what is recorded counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl

from services.reporting.freshness import KEPT, Freshness

BEGAN = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


class Clock:
    now = BEGAN

    def __call__(self) -> datetime:
        return self.now


def batch(*recorded: float) -> pl.DataFrame:
    times = [(BEGAN + timedelta(seconds=seconds)).replace(tzinfo=None) for seconds in recorded]
    return pl.DataFrame({"recorded_at": pl.Series(times, dtype=pl.Datetime("us"))})


def test_the_event_of_a_batch_that_waited_longest_tells():
    clock = Clock()
    freshness = Freshness(clock)
    clock.now = BEGAN + timedelta(seconds=10)
    freshness.note(batch(9.5, 9.9))
    freshness.note(batch(7))
    assert freshness.columns() == {"batches": 2, "median_seconds": 1.75, "p99_seconds": 2.975}


def test_what_was_recorded_before_the_process_began_waited_for_the_process_and_is_left_out():
    freshness = Freshness(Clock())
    freshness.note(batch(-100_000))
    freshness.note(batch())
    assert freshness.columns() == {"batches": 0, "median_seconds": None, "p99_seconds": None}


def test_a_clock_that_was_set_back_gives_no_time_below_nothing():
    freshness = Freshness(Clock())
    freshness.note(batch(5))
    assert freshness.columns()["median_seconds"] == 0


def test_the_last_batches_alone_are_remembered():
    freshness = Freshness(Clock())
    for _ in range(KEPT + 5):
        freshness.note(batch(0))
    assert freshness.columns()["batches"] == KEPT
