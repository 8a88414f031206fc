"""Obligations: how fast the rules read a million events, and one case; each beside a plain limit of the same run.

The rules are those of a municipality: the law in its editions, guidance, and the largest of the plans, which every school
has chosen. One case is also judged by all plans at once, which no school is. The million events are 2,000 invented cases
of 25 events, repeated under new ids.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

import duckdb
import polars as pl
from invented_log import Writer
from result import Row, show

from services.compliance.calendar import Calendar
from services.compliance.duties import duties
from services.compliance.frame import history
from services.compliance.loading import Rules, load_rulebooks, with_plans
from services.compliance.obligations import obligations
from services.compliance.rulebook import RuleKind
from services.compliance.verdicts import verdicts

MILLION = 1_000_000
EVENTS_PER_SECOND = 200_000
MILLISECONDS = 20
GIGABYTES = 2
ONE_CASE = 200
ROUNDS = 3
ROUNDS_OF_ONE_CASE = 50
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def many_cases(at_least: int) -> pl.DataFrame:
    """The history frame of at least so many events, 25 to a case."""
    base = history(Writer().log(50_000))
    ids = ("event_id", "stream_id", "case_id")
    copies = range(10, 10 + -(-at_least // base.height))
    return pl.concat(
        base.with_columns(pl.concat_str(pl.lit(str(copy)), pl.col(name).str.slice(2)).alias(name) for name in ids)
        for copy in copies
    )


def one_case(events: pl.DataFrame) -> pl.DataFrame:
    """One case of ONE_CASE events: several cases' events under one id."""
    first = events.head(40 * ONE_CASE).filter(
        pl.col("case_id").is_in(events["case_id"].unique(maintain_order=True)[20:40].implode())
    )
    return first.head(ONE_CASE).with_columns(case_id=pl.lit("one"), stream_id=pl.lit("one"))


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median time of ``work``."""
    took = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return statistics.median(took)


def insert_into_duckdb(events: pl.DataFrame) -> None:
    with duckdb.connect() as warehouse:
        warehouse.register("incoming", events.to_arrow())
        warehouse.execute("CREATE TABLE events AS SELECT * FROM incoming")


def plain_group_by(events: pl.DataFrame) -> pl.DataFrame:
    return events.group_by("case_id", "topic").agg(pl.col("occurred_at").min(), pl.len())


def chosen_by_all(events: pl.DataFrame, plan: str) -> pl.DataFrame:
    """Every school of the events has chosen the plan, long ago."""
    return events.select(pl.col("school").unique()).with_columns(rulebook=pl.lit(plan), from_date=pl.lit(date(2000, 1, 1)))


def run() -> list[Row]:
    rules, calendar = load_rulebooks(), Calendar()
    events = many_cases(MILLION)
    one = one_case(events)
    plan = max((book for book in rules.books if book.head.kind is RuleKind.LOCAL), key=lambda book: len(book.rules)).head.id
    choices = chosen_by_all(events, plan)
    return [*of_many(events, rules, calendar, choices), *of_one(one, rules, calendar, choices)]


def of_many(events: pl.DataFrame, rules: Rules, calendar: Calendar, choices: pl.DataFrame) -> list[Row]:
    limit = events.height / seconds(lambda: insert_into_duckdb(events), ROUNDS)
    grouped = events.height / seconds(lambda: plain_group_by(events), ROUNDS)
    figure = events.height / seconds(lambda: obligations(events, rules, calendar, choices), ROUNDS)
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    applying = with_plans(rules, frozenset(choices["rulebook"].unique()))
    million = f"{events.height:,} events by {len(applying.bound)} rules"
    return [
        Row(
            name=f"obligations of {million}",
            figure=figure,
            unit="events/s",
            limit_name="DuckDB insert of the same frame",
            limit_figure=limit,
            target=None,
        ),
        Row(
            name=f"obligations of {million}: seconds for a million",
            figure=MILLION / figure,
            unit="s",
            limit_name="Polars group-by of the same frame, per million",
            limit_figure=MILLION / grouped,
            target=MILLION / EVENTS_PER_SECOND,
            lower_is_better=True,
        ),
        Row(
            name=f"obligations of {million}: peak memory of the process",
            figure=gigabytes,
            unit="GB",
            limit_name="the frame itself",
            limit_figure=events.estimated_size("gb"),
            target=GIGABYTES,
            lower_is_better=True,
        ),
    ]


def of_one(one: pl.DataFrame, rules: Rules, calendar: Calendar, choices: pl.DataFrame) -> list[Row]:
    found = obligations(one, rules, calendar, choices)
    grouped = seconds(lambda: plain_group_by(one), ROUNDS_OF_ONE_CASE) * 1000
    figures = {
        f"obligations of one case of {one.height} events": seconds(
            lambda: obligations(one, rules, calendar, choices), ROUNDS_OF_ONE_CASE
        ),
        f"the same by all plans at once, {len(rules.bound)} rules": seconds(
            lambda: obligations(one, rules, calendar), ROUNDS_OF_ONE_CASE
        ),
        f"verdicts and duties of its {found.obligations.height} obligations": seconds(
            lambda: duties(verdicts(found, at=NOW)), ROUNDS_OF_ONE_CASE
        ),
    }
    return [
        Row(
            name=name,
            figure=figure * 1000,
            unit="ms",
            limit_name="Polars group-by of the same frame",
            limit_figure=grouped,
            target=MILLISECONDS,
            lower_is_better=True,
        )
        for name, figure in figures.items()
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    show(run(), as_json=parser.parse_args().json)
