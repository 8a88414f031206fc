"""What the warehouse answers about what falls due, and for whom."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from told_log import AT_LIEN, LIEN, MOEN, OWNER, Told, at

from benchmarks.invented_log import TENANT
from events import avvik, closing, concern, plan
from events.base import Stream
from events.lists.concern import Certainty, Concern
from events.lists.decisions import AvvikGrade, AvvikKind
from events.lists.measures import ClosingReason
from events.lists.people import PupilRole, Reporter
from services.reporting.queries import ScopeError
from services.reporting.questions import DueCounts, DueItems, DuePerDay, Scope

SUNDAY, NEXT_SUNDAY = date(2026, 3, 8), date(2026, 3, 15)
"""The weeks of Wednesday 4 March 2026, on which is asked."""


class Case:
    """One case that is told step by step."""

    def __init__(self, told: Told, school: str, day: str, handler: UUID | None = None) -> None:
        self._told, self._school, self.case_id, self.pupil = told, school, told.new(), told.new()
        self.then(concern.ConcernReceived(reporter=Reporter.GUARDIAN, concern=Concern.EXCLUSION, own_words="x"), day)
        report = concern.ReportedToPrincipal(
            reported_by=told.new(), principal=told.new(), certainty=Certainty.SUSPICION, pupil_informed=True, content="x"
        )
        self.then(report, day, "09:30")
        opened = concern.CaseOpened(pupil=self.pupil, pupil_role=PupilRole.EXPOSED, grade=4, case_handler=handler)
        self.then(opened, day, "10:00")

    def then(self, event, day: str, time: str = "09:00") -> Case:
        self._told.tell(Stream.CASE, self.case_id, event, day, time, school=self._school, case_id=self.case_id)
        return self

    def measure(self, day: str, evaluate_on: str) -> Case:
        added = plan.MeasureAdded(measure=self._told.new(), evaluate_on=date.fromisoformat(evaluate_on), title="x", problem="x")
        return self.then(added, day, "11:00")


def evaluations(queries, scope=OWNER, **more):
    found = queries.ask(scope, DueItems(until=NEXT_SUNDAY, **more)).to_dicts()
    return [row for row in found if row["rule_id"] == "law-12.evaluate-measure"]


def of(found, per, value=None):
    return next(row for row in found if row["per"] == per and row["value"] == value)


def test_what_is_due_comes_by_its_day_with_the_school_and_who_handles_the_case(tmp_path: Path):
    told = Told()
    handler = told.new()
    Case(told, LIEN, "2026-02-02", handler).measure("2026-02-03", "2026-03-12")
    Case(told, MOEN, "2026-02-02").measure("2026-02-03", "2026-03-03")
    Case(told, MOEN, "2026-02-02").measure("2026-02-03", "2026-03-16")
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        found = evaluations(queries)
        own = evaluations(queries, AT_LIEN)
    assert [(row["day"], row["standing"], row["school_name"], row["handler"]) for row in found] == [
        (date(2026, 3, 3), "overdue", "Moen skole", None),
        (date(2026, 3, 12), "open", "Lien skole", str(handler)),
    ]
    assert [row["school"] for row in own] == [LIEN]


def test_what_has_no_limit_is_not_firm_and_counts_from_when_silence_counts(tmp_path: Path):
    told = Told()
    Case(told, LIEN, "2026-03-02")
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        found = queries.ask(OWNER, DueItems(until=NEXT_SUNDAY)).to_dicts()
    heard = next(row for row in found if row["rule_id"] == "law-12.pupil-heard")
    assert (heard["is_firm"], heard["standing"], heard["day"]) == (False, "open", date(2026, 3, 9))


def test_what_can_no_longer_be_done_is_no_deadline(tmp_path: Path):
    told = Told()
    Case(told, LIEN, "2026-02-02").measure("2026-02-03", "2026-03-12")
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        rules = set(queries.ask(OWNER, DueItems(until=NEXT_SUNDAY))["rule_id"])
        judged = set(queries.overdue(OWNER)["rule_id"])
    missed = {"law-12.pupil-heard-before-measures", "law-12.measure-when-and-who"}
    assert missed <= judged
    assert not missed & rules


def test_a_closed_case_has_no_deadlines(tmp_path: Path):
    told = Told()
    case = Case(told, LIEN, "2026-02-02").measure("2026-02-03", "2026-03-12")
    case.then(closing.CaseClosed(reason=ClosingReason.SAFE, explanation="x"), "2026-03-01")
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        assert queries.ask(OWNER, DueItems(until=NEXT_SUNDAY)).is_empty()
        assert evaluations(queries, as_of=at("2026-02-20")) != []


def test_a_measure_against_an_avvik_is_due_with_the_day_and_its_responsible(tmp_path: Path):
    told = Told()
    one, responsible = told.new(), told.new()
    raised = avvik.AvvikRaised(kind=AvvikKind.PROCESS_BREACH, grade=AvvikGrade.INTERNAL_AVVIK)
    told.tell(Stream.AVVIK, one, raised, "2026-02-02", school=LIEN)
    measure = avvik.AvvikMeasureDecided(measure=told.new(), responsible=responsible, due_on=date(2026, 3, 4), description="x")
    told.tell(Stream.AVVIK, one, measure, "2026-02-03", school=LIEN)
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        found = queries.ask(OWNER, DueItems(until=NEXT_SUNDAY)).to_dicts()
        later = queries.ask(OWNER, DueItems(until=NEXT_SUNDAY, at=at("2026-03-04", "23:30"))).to_dicts()
    assert [(row["source"], row["day"], row["standing"], row["handler"]) for row in found] == [
        ("avvik", date(2026, 3, 4), "open", str(responsible))
    ]
    assert [row["standing"] for row in later] == ["overdue"]


def test_counts_agree_with_the_list_per_school_handler_duty_and_day(tmp_path: Path):
    told = Told()
    handlers = [told.new(), told.new(), None]
    for number in range(9):
        case = Case(told, (LIEN, MOEN)[number % 2], f"2026-02-{number + 2:02}", handlers[number % 3])
        case.measure(f"2026-02-{number + 3:02}", f"2026-03-{number + 2:02}")
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        items = queries.ask(OWNER, DueItems(until=NEXT_SUNDAY)).to_dicts()
        counts = queries.ask(OWNER, DueCounts(first_until=SUNDAY, until=NEXT_SUNDAY)).to_dicts()
        days = queries.ask(OWNER, DuePerDay(until=NEXT_SUNDAY)).to_dicts()
    together = of(counts, "all")
    assert together["open_cases"] == 9
    for standing, figure in (("overdue", "overdue"), ("silent", "silent"), ("open", "due")):
        assert together[figure] == sum(item["standing"] == standing for item in items)
    assert together["due_first"] == sum(item["standing"] == "open" and item["day"] <= SUNDAY for item in items)
    for per, key in (("school", "school"), ("handler", "handler"), ("duty", "duty")):
        for row in (row for row in counts if row["per"] == per):
            own = [item for item in items if item[key] == row["value"]]
            assert row["due"] == sum(item["standing"] == "open" for item in own)
            assert row["overdue"] == sum(item["standing"] == "overdue" for item in own)
    assert [of(counts, "handler", None if one is None else str(one))["open_cases"] for one in handlers] == [3, 3, 3]
    assert [day["day"].day for day in days] == list(range(4, 16))
    assert [day["due"] for day in days] == [sum(i["standing"] == "open" and i["day"] == day["day"] for i in items) for day in days]
    assert [day["is_working_day"] for day in days[:5]] == [True, True, True, False, False]


def test_a_day_lies_in_norway_also_when_it_is_another_in_greenwich(tmp_path: Path):
    told = Told()
    Case(told, LIEN, "2026-02-02").measure("2026-02-03", "2026-03-12")
    with told.asked_on(tmp_path, "2026-03-04") as queries:
        days = queries.ask(OWNER, DuePerDay(until=NEXT_SUNDAY, at=at("2026-03-03", "23:30")))
    assert days["day"][0] == date(2026, 3, 4)


def test_nothing_is_due_in_a_municipality_without_cases(tmp_path: Path):
    with Told().asked_on(tmp_path, "2026-03-04") as queries:
        assert queries.ask(OWNER, DueItems(until=NEXT_SUNDAY)).is_empty()
        counts = queries.ask(OWNER, DueCounts(first_until=SUNDAY, until=NEXT_SUNDAY)).to_dicts()
        assert [(row["per"], row["due"], row["open_cases"]) for row in counts] == [("all", 0, 0)]
        assert set(queries.ask(OWNER, DuePerDay(until=NEXT_SUNDAY))["due"]) == {0}


@pytest.mark.parametrize(
    "question", [DueItems(until=SUNDAY), DuePerDay(until=SUNDAY), DueCounts(first_until=SUNDAY, until=NEXT_SUNDAY)]
)
def test_who_gets_protected_numbers_alone_gets_no_deadlines(tmp_path: Path, question):
    with Told().asked_on(tmp_path, "2026-03-04") as queries, pytest.raises(ScopeError):
        queries.ask(Scope(tenant=TENANT), question)
