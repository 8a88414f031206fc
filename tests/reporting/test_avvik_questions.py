"""What the warehouse answers about avvik."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from told_log import AT_LIEN, LIEN, MOEN, OWNER, Told, at

from benchmarks.invented_log import TENANT
from events import avvik
from events.base import Stream
from events.lists.decisions import AvvikEffect, AvvikGrade, AvvikKind
from services.reporting.queries import ScopeError
from services.reporting.questions import AvvikCounts, AvvikListed, AvvikPerMonth, AvvikState, Scope

SPRING = {"period_from": date(2026, 1, 1), "period_to": date(2026, 6, 30)}


class Avvik:
    """One avvik that is told step by step."""

    def __init__(self, told: Told, school: str, day: str, kind: AvvikKind = AvvikKind.PROCESS_BREACH, **more) -> None:
        self._told, self._school, self._more, self.stream_id = told, school, more, told.new()
        self._measures = []
        self.then(avvik.AvvikRaised(kind=kind, grade=AvvikGrade.BREACH_OF_LAW), day)

    def then(self, event, day: str) -> Avvik:
        self._told.tell(Stream.AVVIK, self.stream_id, event, day, school=self._school, **self._more)
        return self

    def decided(self, day: str, due: str) -> Avvik:
        self._measures.append(self._told.new())
        return self.then(
            avvik.AvvikMeasureDecided(
                measure=self._measures[-1], responsible=self._told.new(), due_on=date.fromisoformat(due), description="x"
            ),
            day,
        )

    def done(self, day: str, number: int = 0) -> Avvik:
        return self.then(avvik.AvvikMeasureDone(measure=self._measures[number]), day)

    def checked(self, day: str, effect: AvvikEffect = AvvikEffect.EFFECTIVE) -> Avvik:
        return self.then(avvik.AvvikEffectChecked(effect=effect), day)

    def closed(self, day: str) -> Avvik:
        return self.then(avvik.AvvikClosed(closed_by=self._told.new()), day)

    def reopened(self, day: str) -> Avvik:
        return self.then(avvik.AvvikReopened(reason="x"), day)


def rows(queries, scope, question):
    return queries.ask(scope, question).to_dicts()


def of(found, per, value=None):
    return next(row for row in found if row["per"] == per and (per == "all" or row["value"] == value))


def test_counts_tell_what_came_what_was_closed_and_what_waits_per_school_and_together(tmp_path: Path):
    told = Told()
    Avvik(told, LIEN, "2026-01-12").decided("2026-01-20", "2026-02-01").done("2026-01-30").checked("2026-02-10").closed(
        "2026-02-11"
    )
    Avvik(told, LIEN, "2026-02-02").decided("2026-02-03", "2026-02-20")
    Avvik(told, MOEN, "2025-10-01")
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        found = rows(queries, OWNER, AvvikCounts(**SPRING))
        own = rows(queries, AT_LIEN, AvvikCounts(**SPRING))
    everything = of(found, "all")
    assert {name: everything[name] for name in ("raised", "closed", "open", "overdue")} == {
        "raised": 2,
        "closed": 1,
        "open": 2,
        "overdue": 1,
    }
    assert (everything["oldest_days"], everything["treated_median_days"]) == (154, 30)
    assert of(found, "school", LIEN)["name"] == "Lien skole"
    assert [of(found, "school", one)["open"] for one in (LIEN, MOEN)] == [1, 1]
    assert [of(found, "age", one)["open"] for one in ("30", "90")] == [1, 1]
    assert {row["value"] for row in own if row["per"] == "school"} == {LIEN}
    assert of(own, "all")["open"] == 1


def test_what_adds_up_does_so_along_every_way_of_counting(tmp_path: Path):
    told = Told()
    for number in range(12):
        one = Avvik(told, (LIEN, MOEN)[number % 2], f"2026-01-{number + 1:02}", list(AvvikKind)[number % 2 * 2])
        if number % 3 == 0:
            one.closed(f"2026-02-{number + 1:02}")
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        found = rows(queries, OWNER, AvvikCounts(**SPRING))
        months = rows(queries, OWNER, AvvikPerMonth(**SPRING))
    together = of(found, "all")
    for per in ("school", "kind", "grade", "stage"):
        parts = [row for row in found if row["per"] == per]
        assert [sum(row[name] for row in parts) for name in ("raised", "closed", "open")] == [12, 4, 8]
    assert sum(row["open"] for row in found if row["per"] == "age") == together["open"]
    assert [(row["month"].month, row["raised"], row["closed"], row["open"]) for row in months] == [
        (1, 12, 0, 12),
        (2, 0, 4, 8),
        (3, 0, 0, 8),
    ]


@pytest.mark.parametrize(
    ("steps", "stage", "due"),
    [
        (lambda one: one, "awaits_measure", None),
        (lambda one: one.decided("2026-02-03", "2026-04-01"), "awaits_completion", date(2026, 4, 1)),
        (lambda one: one.decided("2026-02-03", "2026-04-01").done("2026-02-04"), "awaits_effect", None),
        (
            lambda one: one.decided("2026-02-03", "2026-04-01").decided("2026-02-03", "2026-05-01").done("2026-02-04"),
            "awaits_completion",
            date(2026, 5, 1),
        ),
        (lambda one: one.decided("2026-02-03", "2026-04-01").done("2026-02-04").checked("2026-02-05"), "effective", None),
        (
            lambda one: one.decided("2026-02-03", "2026-04-01").done("2026-02-04").checked("2026-02-05", AvvikEffect.NOT_EFFECTIVE),
            "awaits_measure",
            None,
        ),
        (
            lambda one: one.decided("2026-02-03", "2026-04-01").done("2026-02-04").closed("2026-02-06").reopened("2026-02-07"),
            "awaits_measure",
            None,
        ),
    ],
)
def test_an_open_avvik_waits_for_what_its_own_page_says(tmp_path: Path, steps, stage: str, due: date | None):
    told = Told()
    steps(Avvik(told, LIEN, "2026-02-02"))
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        one = rows(queries, OWNER, AvvikListed())[0]
    assert (one["stage"], one["due_on"]) == (stage, due)


def test_a_list_begins_with_what_is_overdue_and_then_with_what_waited_longest(tmp_path: Path):
    told = Told()
    young = Avvik(told, LIEN, "2026-02-20")
    old = Avvik(told, LIEN, "2025-09-01")
    late = Avvik(told, LIEN, "2026-02-02").decided("2026-02-03", "2026-03-03")
    last_day = Avvik(told, LIEN, "2026-02-03").decided("2026-02-03", "2026-03-04")
    shut = Avvik(told, LIEN, "2026-02-03").closed("2026-02-25")
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        waiting = rows(queries, OWNER, AvvikListed())
        overdue = rows(queries, OWNER, AvvikListed(state=AvvikState.OVERDUE))
        closed = rows(queries, OWNER, AvvikListed(state=AvvikState.CLOSED, **SPRING))
        earlier = rows(queries, OWNER, AvvikListed(state=AvvikState.CLOSED, period_to=date(2026, 2, 24)))
    assert [row["stream_id"] for row in waiting] == [str(one.stream_id) for one in (late, old, last_day, young)]
    assert [row["stream_id"] for row in overdue] == [str(late.stream_id)]
    assert [row["stream_id"] for row in closed] == [str(shut.stream_id)]
    assert earlier == []


def test_a_past_day_shows_the_avvik_as_they_were_then(tmp_path: Path):
    told = Told()
    Avvik(told, LIEN, "2026-01-12").closed("2026-02-11")
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        then = rows(queries, OWNER, AvvikListed(as_of=at("2026-02-01")))
        counted = of(rows(queries, OWNER, AvvikCounts(**SPRING, as_of=at("2026-02-01"))), "all")
    assert [(row["age_days"], row["closed_on"]) for row in then] == [(20, None)]
    assert (counted["open"], counted["closed"]) == (1, 0)


def test_an_avvik_of_a_matter_under_12_5_is_for_nobody_without_the_right_to_such_matters(tmp_path: Path):
    told = Told()
    case = told.new()
    told.tell(Stream.HEIGHTENED_CASE, case, told.report_about_an_adult(), "2026-01-11", school=LIEN, case_id=case)
    Avvik(told, LIEN, "2026-01-12", case_id=case)
    Avvik(told, LIEN, "2026-01-12", AvvikKind.HEIGHTENED_12_5)
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        assert rows(queries, OWNER, AvvikListed()) == []
        assert of(rows(queries, OWNER, AvvikCounts(**SPRING)), "all")["raised"] == 0
        assert [row for row in rows(queries, OWNER, AvvikPerMonth(**SPRING)) if row["raised"] or row["open"]] == []
        allowed = Scope(tenant=TENANT, exact=True, heightened=True)
        assert len(rows(queries, allowed, AvvikListed())) == 2


def test_before_the_first_avvik_there_is_one_row_of_nothing(tmp_path: Path):
    with Told().asked_on(tmp_path, "2026-03-04") as queries:
        found = rows(queries, OWNER, AvvikCounts(**SPRING))
        assert [(row["per"], row["raised"], row["open"], row["median_days"]) for row in found] == [("all", 0, 0, None)]
        assert rows(queries, OWNER, AvvikPerMonth()) == []
        assert [row["open"] for row in rows(queries, OWNER, AvvikPerMonth(**SPRING))] == [0, 0, 0]


@pytest.mark.parametrize("question", [AvvikCounts(), AvvikPerMonth(), AvvikListed()])
def test_who_gets_protected_numbers_alone_gets_none_of_these(tmp_path: Path, question):
    with Told().asked_on(tmp_path, "2026-03-04") as queries, pytest.raises(ScopeError):
        queries.ask(Scope(tenant=TENANT), question)
