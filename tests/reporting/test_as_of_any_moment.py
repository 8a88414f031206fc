# ruff: noqa: S608  (statements of the test's own names)
"""As of any moment, the short way over the cases across it gives what making everything again from all events gives."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import pairwise

import msgspec
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from warehouse_steps import opened

from benchmarks.invented_log import TENANT, Writer, in_version_order, rows
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting import judging
from services.reporting.duties import Duties
from services.reporting.past import JUDGED, Past, standing
from services.reporting.projection import Projection
from services.reporting.reading import batch
from services.reporting.schema import FACTS, KEPT, OBLIGATION_EFFECTS, OBLIGATIONS
from services.reporting.schema.sources import source
from services.reporting.source import Row

pytestmark = pytest.mark.long

RULES = load_rulebooks(["law-9a", "law-12", "oyer"])
CALENDAR = Calendar()


def told_in_any_order(events, seed):
    """An invented log whose events are written down between at once and two months late, and in that order."""
    chance = random.Random(seed)  # noqa: S311
    moved = []
    for recorded in Writer(seed).log(events):
        late = timedelta(minutes=5) if chance.random() < 0.5 else timedelta(days=60 * chance.random())
        envelope = recorded.envelope
        moved.append(
            msgspec.structs.replace(recorded, envelope=msgspec.structs.replace(envelope, recorded_at=envelope.occurred_at + late))
        )
    moved.sort(key=lambda recorded: recorded.envelope.recorded_at)
    return in_version_order(moved)


LOG = told_in_any_order(700, 4)
ROWS = [Row(position, *row) for position, row in enumerate(rows(LOG), start=1)]
HAPPENED = sorted({recorded.envelope.occurred_at.replace(tzinfo=None) for recorded in LOG})
moments = st.sampled_from(HAPPENED).flatmap(
    lambda at: st.sampled_from([at, at - timedelta(microseconds=1), at + timedelta(days=9)])
)


def sorted_rows(cursor, select, given):
    used = {name: value for name, value in given.items() if f"${name}" in select}
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE found AS SELECT * FROM {select}", used)
    return cursor.sql("SELECT * FROM found ORDER BY ALL").pl()


def both_ways(warehouse, past, moment, recorded_by):
    """Every fact and the judged obligations: by the short way, and over all events."""
    given = {"moment": moment, "recorded_by": recorded_by}
    by = recorded_by or "infinity"
    names = [fact.name for fact in FACTS] + ([JUDGED] if recorded_by is not None else [])
    with warehouse.snapshot() as cursor:
        past.bring(cursor, names, moment, recorded_by)
        for fact in FACTS:
            columns = ", ".join(fact.column_names)
            made = f"{fact.name}_of('events', TIMESTAMP '{moment}', TIMESTAMP '{by}')"
            whole = f"(SELECT {columns}, case_no FROM {made} JOIN case_numbers USING (case_id))"
            yield fact.name, sorted_rows(cursor, standing(fact), given), sorted_rows(cursor, whole, {})
        if recorded_by is not None:
            # Whether a day to come may change a verdict is left open by the whole way; the short way may know that none can.
            whole = sorted_rows(cursor, "judged_at($moment, $recorded_by)", given).drop("is_undecided")
            short = sorted_rows(cursor, judging.known_then(), given)
            assert short.filter(pl.col("verdict").is_in(["open", "overdue"]))["is_undecided"].all()
            yield JUDGED, short.select(whole.columns).sort("obligation_id"), whole.sort("obligation_id")


def assert_both_ways_agree(warehouse, past, moment, recorded_by):
    for name, short, whole in both_ways(warehouse, past, moment, recorded_by):
        try:
            assert_frame_equal(short, whole)
        except AssertionError as different:
            different.add_note(f"{name} as of {moment}, as recorded by {recorded_by}")
            raise


def taken(projection, start, end):
    projection.take(batch(ROWS[start:end], TENANT))
    projection.at_the_end()


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cut=st.integers(1, len(ROWS) - 1),
    asked=st.lists(st.tuples(moments, st.none() | moments), min_size=1, max_size=2),
)
def test_at_any_position_of_any_log_and_again_when_more_has_come(tmp_path_factory, cut, asked):
    warehouse = opened(tmp_path_factory.mktemp("as-of") / "w.duckdb")
    projection, past = Projection(warehouse, Duties(RULES, CALENDAR)), Past()
    for start, end in ((0, cut), (cut, len(ROWS))):
        taken(projection, start, end)
        for moment, recorded_by in asked:
            assert_both_ways_agree(warehouse, past, moment, recorded_by)
    warehouse.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    warehouse = opened(tmp_path_factory.mktemp("whole") / "w.duckdb")
    taken(Projection(warehouse, Duties(RULES, CALENDAR)), 0, len(ROWS))
    yield warehouse
    warehouse.close()


def test_the_moments_tell_something(whole):
    middle, past = HAPPENED[len(HAPPENED) // 2], Past()
    found = {name: short.height for name, short, _ in both_ways(whole, past, middle, middle)}
    assert found["cases"] > 5
    assert found[JUDGED] > 50
    with whole.snapshot() as cursor:
        past.bring(cursor, ["cases"], middle, middle)
        assert 0 < cursor.execute("SELECT count(*) FROM then_cases").fetchall()[0][0] < found["cases"]


def test_what_is_kept_of_past_moments_is_bounded_and_changes_no_answer(whole):
    past = Past(most_bytes=0)
    middle = HAPPENED[len(HAPPENED) // 2]
    for _ in range(2):
        assert_both_ways_agree(whole, past, middle, middle)
    assert not any(made.rows.height for made in past._kept.values())


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_a_fact_rests_on_no_event_but_those_that_its_select_says(whole, fact):
    with whole.cursor() as cursor:
        cursor.execute(f"CREATE TEMP VIEW narrowed AS SELECT * FROM events WHERE {source(fact).predicate}")
        always = "TIMESTAMP 'infinity'"
        columns = ", ".join(fact.column_names)
        of_all, of_some = (
            cursor.sql(f"SELECT {columns} FROM {fact.name}_of('{src}', {always}, {always}) ORDER BY ALL").pl()
            for src in ("events", "narrowed")
        )
        assert_frame_equal(of_all, of_some)
        assert_frame_equal(cursor.sql(f"SELECT {columns} FROM ({fact.present}) ORDER BY ALL").pl(), of_all)


def test_what_every_row_keeps_is_the_same_however_the_log_came_in(whole, tmp_path):
    warehouse = opened(tmp_path / "w.duckdb")
    projection = Projection(warehouse, Duties(RULES, CALENDAR))
    cuts = [0, 40, 41, 333, 600, len(ROWS)]
    for start, end in pairwise(cuts):
        taken(projection, start, end)
    kept = ", ".join(column.name for column in KEPT)
    for table in (*FACTS, OBLIGATIONS, OBLIGATION_EFFECTS):
        select = f"SELECT {kept} FROM {table.name} ORDER BY ALL"
        with whole.cursor() as once, warehouse.cursor() as split:
            assert_frame_equal(once.sql(select).pl(), split.sql(select).pl())
    for name in ("case_spans", "case_numbers"):
        with whole.cursor() as once, warehouse.cursor() as split:
            assert_frame_equal(once.sql(f"FROM {name} ORDER BY case_no").pl(), split.sql(f"FROM {name} ORDER BY case_no").pl())
    warehouse.close()
