"""Any past moment can be asked, by what had happened and by what was written down."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.compliance.calendar import Calendar
from services.compliance.duties import duties, duties_query
from services.compliance.loading import Rules
from services.compliance.obligations import Obligations, obligations
from services.compliance.verdicts import moment_frame, verdicts, verdicts_query
from tests.compliance.history_steps import at, happened, history_of, read, rule, rules, verdict_of

TOLD_SAME_DAY = rule(
    "told",
    """
trigger = { events = ["case.ReportedToPrincipal"] }
due = { kind = "same_day" }
discharge = { events = ["case.PupilInformedOfReceipt"] }
""",
)
FIRST_REPORT = rule(
    "first",
    """
trigger = { events = ["case.ReportedToPrincipal"], first = true }
due = { kind = "working_days", n = 2 }
discharge = { events = ["case.PrincipalAcknowledged"] }
release = { events = ["case.CaseClosed"] }
""",
)
SOON = rule(
    "soon",
    """
trigger = { events = ["case.ReportedToPrincipal"], clock = "known_at", first = true }
due = { kind = "asap", silence_working_days = 2 }
discharge = { events = ["case.InvestigationPlanned"], match = "ever" }
release = { events = ["case.CaseClosed"] }
""",
)
PER_MEASURE = rule(
    "measure",
    """
trigger = { events = ["case.MeasureAdded"], key = "measure" }
due = { kind = "date_field", field = "evaluate_on" }
discharge = { events = ["case.MeasureEvaluated"] }
release = { events = ["case.CaseClosed", "case.MeasureMissed"] }
""",
)
BOTH_WAYS = rules(TOLD_SAME_DAY, FIRST_REPORT, SOON, PER_MEASURE)


def test_a_discharge_written_down_late_changes_the_past_by_happened_time_and_not_by_recorded_time() -> None:
    found = read(
        rules(TOLD_SAME_DAY),
        happened("case.ReportedToPrincipal", at(3, 8)),
        happened("case.PupilInformedOfReceipt", at(3, 13), written=at(9)),
    )

    assert verdict_of(verdicts(found, at=at(20), as_of=at(3, 10))) == {"told": "open"}
    assert verdict_of(verdicts(found, at=at(20), as_of=at(3, 14))) == {"told": "met"}
    assert verdict_of(verdicts(found, at=at(20), as_of=at(5))) == {"told": "met"}
    assert verdict_of(verdicts(found, at=at(20), recorded_by=at(5))) == {"told": "overdue"}
    assert verdict_of(verdicts(found, at=at(20), recorded_by=at(9))) == {"told": "met"}
    assert verdict_of(verdicts(found, at=at(20), as_of=at(3, 14), recorded_by=at(8))) == {"told": "open"}
    assert verdict_of(verdicts(found, at=at(20))) == {"told": "met"}


def test_the_evidence_of_a_past_moment_is_what_was_then_written_down() -> None:
    found = read(
        rules(TOLD_SAME_DAY),
        happened("case.ReportedToPrincipal", at(3, 8)),
        happened("case.PupilInformedOfReceipt", at(5), id_="the letter"),
        happened("case.PupilInformedOfReceipt", at(3, 13), id_="the talk", written=at(9)),
    )

    then = verdicts(found, at=at(20), recorded_by=at(6))
    now = verdicts(found, at=at(20))

    assert then.select("verdict", "discharged_by").row(0) == ("late", "the letter")
    assert now.select("verdict", "discharged_by").row(0) == ("met", "the talk")


def test_an_earlier_report_that_is_written_down_late_moves_the_opening_from_then_on() -> None:
    found = read(
        rules(FIRST_REPORT),
        happened("case.ReportedToPrincipal", at(4), id_="the mail"),
        happened("case.ReportedToPrincipal", at(2), id_="the word in the corridor", written=at(10)),
    )

    before = verdicts(found, at=at(20), recorded_by=at(9))
    after = verdicts(found, at=at(20), recorded_by=at(10))

    assert before["opened_by"].to_list() == ["the mail"]
    assert after["opened_by"].to_list() == ["the word in the corridor"]
    assert verdicts(found, at=at(20))["opened_by"].to_list() == ["the word in the corridor"]


def test_what_is_not_opened_yet_is_not_there() -> None:
    found = read(rules(TOLD_SAME_DAY), happened("case.ReportedToPrincipal", at(3, 8), written=at(4)))

    assert verdicts(found, at=at(20), as_of=at(3, 7)).is_empty()
    assert verdicts(found, at=at(20), recorded_by=at(3, 12)).is_empty()
    assert verdicts(found, at=at(20), as_of=at(3, 8)).height == 1


@pytest.mark.parametrize("moment", [{}, {"as_of": at(5)}, {"recorded_by": at(5)}, {"as_of": at(12), "recorded_by": at(6)}])
def test_the_warehouse_and_the_case_page_give_the_same_answer(moment: dict[str, datetime]) -> None:
    found = read(
        BOTH_WAYS,
        happened("case.ReportedToPrincipal", at(4), id_="a"),
        happened("case.ReportedToPrincipal", at(2), id_="b", written=at(10)),
        happened("case.PrincipalAcknowledged", at(5)),
        happened("case.InvestigationPlanned", at(5), written=at(7)),
        happened("case.MeasureAdded", at(5), measure="m", evaluate_on="2026-03-10"),
        happened("case.MeasureAdded", at(5), id_="n", measure="n", evaluate_on="2026-03-20"),
        happened("case.CaseClosed", at(11)),
    )
    judged = verdicts(found, at=at(20), **moment)

    with duckdb.connect() as warehouse:
        warehouse.register("obligations", found.obligations)
        warehouse.register("obligation_effects", found.effects)
        warehouse.register("moment", moment_frame(at=at(20), **moment))
        warehouse.execute(f"CREATE TABLE judged AS {verdicts_query()}")
        warehouse.execute("CREATE TABLE cases AS SELECT DISTINCT case_id FROM judged")
        asked = warehouse.sql(f"SELECT {', '.join(judged.columns)} FROM judged ORDER BY opened_at, obligation_id").pl()  # noqa: S608
        asked_duties = warehouse.sql(duties_query()).pl()

    assert asked.rows() == judged.select(asked.columns).rows()
    assert asked_duties.rows() == duties(judged).rows()
    assert judged.height > 0


MEASURES = st.sampled_from(["m", "n"])
TOPICS = st.sampled_from(
    [
        "case.ReportedToPrincipal",
        "case.PupilInformedOfReceipt",
        "case.PrincipalAcknowledged",
        "case.InvestigationPlanned",
        "case.MeasureAdded",
        "case.MeasureEvaluated",
        "case.MeasureMissed",
        "case.CaseClosed",
    ]
)


@st.composite
def anything_happened(draw: st.DrawFn, number: int) -> tuple[Any, ...]:
    topic = draw(TOPICS)
    when = at(1, 8) + timedelta(hours=draw(st.integers(0, 30)) * 6)
    facts: dict[str, Any] = {"measure": draw(MEASURES)} if "Measure" in topic else {}
    if topic == "case.MeasureAdded":
        facts["evaluate_on"] = draw(st.sampled_from(["2026-03-04", "2026-03-07", None]))
    return happened(
        topic,
        when,
        id_=f"e{number}",
        written=when + timedelta(hours=draw(st.sampled_from([0, 0, 1, 30, 100]))),
        known=when + timedelta(hours=draw(st.sampled_from([0, 0, 10]))),
        **facts,
    )


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    return [draw(anything_happened(number)) for number in range(draw(st.integers(1, 9)))]


def judged_alone(judged_by: Rules, rows: list[tuple[Any, ...]], judged_at: datetime, recorded_by: datetime | None) -> pl.DataFrame:
    there = history_of(*rows).filter(pl.col("occurred_at") <= judged_at)
    if recorded_by is not None:
        there = there.filter(pl.col("documented_at") <= recorded_by)
    return verdicts(obligations(there, judged_by, Calendar()), at=judged_at)


def same(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    return frame.drop("recorded_by").rows()


@settings(max_examples=150, deadline=None)
@given(rows=histories(), day=st.integers(1, 12), then=st.one_of(st.none(), st.integers(1, 14)))
def test_asking_about_the_past_is_reading_only_what_was_there(rows: list[tuple[Any, ...]], day: int, then: int | None) -> None:
    judged_at, recorded_by = at(day), None if then is None else at(then)
    whole: Obligations = obligations(history_of(*rows), BOTH_WAYS, Calendar())

    asked = verdicts(whole, at=at(28), as_of=judged_at, recorded_by=recorded_by)

    assert same(asked) == same(judged_alone(BOTH_WAYS, rows, judged_at, recorded_by))


@settings(max_examples=50, deadline=None)
@given(rows=histories(), day=st.integers(1, 14))
def test_asking_what_was_recorded_is_judged_at_that_moment(rows: list[tuple[Any, ...]], day: int) -> None:
    asked = verdicts(obligations(history_of(*rows), BOTH_WAYS, Calendar()), at=at(28), recorded_by=at(day))

    assert same(asked) == same(judged_alone(BOTH_WAYS, rows, at(day), at(day)))
