"""Whoever is shut out of a case meets it in no list and no figure: every answer is as if there were no such case."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import get_args

import pytest
from polars.testing import assert_frame_equal
from warehouse_steps import opened, store

from benchmarks.invented_log import TENANT, Writer
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.answering import LocalQueries
from services.reporting.projector import Projector
from services.reporting.questions import AnyQuestion, Scope
from services.reporting.source import SqliteSource

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
THEN = datetime(2024, 3, 1, tzinfo=UTC)
LOG = list(Writer(7).log(2000))
CASES = sorted({one.envelope.case_id for one in LOG if one.envelope.case_id is not None})
CLOSED = tuple(CASES[::9])
ABOUT_THE_LOG = {"log_position", "freshness", "oddities", "releases", "published", "nation_figures"}
"""Questions about the log itself, or of what was published, in which nobody is shown or counted for the one who asks."""

GIVEN = {
    "case_id": CLOSED[0],
    "period_from": date(2022, 8, 1),
    "period_to": date(2026, 7, 31),
    "on": date(2025, 6, 1),
    "until": date(2026, 7, 1),
    "first_until": date(2026, 6, 7),
}


def answering(folder, log):
    warehouse = opened(folder / "warehouse.duckdb")
    source = SqliteSource(store(folder / "events.sqlite", log))
    Projector(source, warehouse, load_rulebooks(), Calendar()).once()
    source.close()
    return warehouse, LocalQueries(warehouse, lambda: NOW)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The warehouse with all cases, and one of a log in which the closed ones never were."""
    whole, all_cases = answering(tmp_path_factory.mktemp("whole"), LOG)
    log = [one for one in LOG if one.envelope.case_id not in CLOSED and one.stream_id not in CLOSED]
    fewer, without_them = answering(tmp_path_factory.mktemp("fewer"), log)
    yield all_cases, without_them
    whole.close()
    fewer.close()


def asked(kind, **moment):
    given = {name: value for name, value in GIVEN.items() if name in kind.__struct_fields__}
    return kind(**given, **moment)


def shown(frame):
    # Places in the log say nothing of what stands there, and differ between the two.
    plain = frame.drop("position", strict=False)
    return plain.sort(by=[name for name, kind in plain.schema.items() if not kind.is_nested()], nulls_last=True)


KINDS = [kind for kind in get_args(AnyQuestion) if kind.__struct_config__.tag not in ABOUT_THE_LOG]


@pytest.mark.parametrize("moment", [{}, {"as_of": THEN}, {"recorded_by": THEN}], ids=["now", "as_of", "recorded_by"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__struct_config__.tag)
def test_every_answer_is_as_if_there_were_no_such_case(both, kind, moment):
    whole, fewer = both
    scope = Scope(tenant=TENANT, exact=True)

    narrowed = whole.ask(Scope(tenant=TENANT, exact=True, without=CLOSED), asked(kind, **moment))

    assert_frame_equal(shown(narrowed), shown(fewer.ask(scope, asked(kind, **moment))))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__struct_config__.tag)
def test_no_answer_holds_a_number_that_rows_are_found_or_counted_by(both, kind):
    whole, _ = both

    answer = whole.ask(Scope(tenant=TENANT, exact=True, heightened=True), asked(kind))

    assert not {"case_no", "school_no", "duty_no"} & set(answer.columns)
