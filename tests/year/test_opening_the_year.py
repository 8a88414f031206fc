"""The year is opened with the tasks that law and the school's own plan ask for, each on the date that they are judged by."""

from __future__ import annotations

import re
from datetime import date

from schools_year import FRONT, WHEEL, YEAR, follows, opened, suggested, year_of
from town import A, Town, person

from events.base import Stream
from events.lists.year import DocumentedBy, WheelScope, WheelTask
from events.wheel import AnnualWheelOpened, WheelTaskPlanned
from services.case_service.http.year.proposals import OPENED, proposals, task_of
from services.case_service.streams import wheel_stream
from services.compliance.calendar import local_day
from services.compliance.loading import load_rulebooks
from services.compliance.rulebook import Asap


def test_what_the_plan_asks_for_is_ticked_and_what_other_plans_have_is_not(town: Town):
    follows(town, "baerum")
    page = town.comes("rektor").get(f"{FRONT}/apne").text

    asked, ideas = page.split("Andre planer har også dette")
    assert "Gjennomgang av skolereglene" in asked
    assert "baerum" not in page.lower().split("<main")[0]
    assert "Bærum" in asked
    assert "Første møte i skolemiljøutvalget" in ideas
    assert "checked" in asked
    assert "checked" not in ideas


def test_the_principal_opens_the_year_with_all_its_tasks_at_once(town: Town):
    follows(town, "baerum")
    answer = opened(town.comes("rektor"))

    assert answer.status_code == 303
    year = year_of(town)
    assert year.opened_on is not None
    assert {WheelTask.PUPIL_TALKS, WheelTask.SUPERVISION_PLAN, WheelTask.SURVEY_REVIEW} <= {one.kind for one in year.tasks}
    assert all(one.responsible == person("rektor") for one in year.tasks)


def test_every_proposed_date_is_the_limit_that_the_rule_is_judged_by(town: Town):
    follows(town, "baerum")
    opened(town.comes("rektor"))
    model, rules = town.server.desk.read_model, town.server.desk.rules

    judged = {}
    for row in model.obligations(streams=[WHEEL], undone_only=False):
        bound = rules.by_id[row.rule_id]
        if OPENED in bound.rule.trigger.events and not isinstance(bound.rule.due, Asap) and row.due_at is not None:
            judged.setdefault(task_of(bound), set()).add(local_day(row.due_at))
    proposed = {(one.kind, one.term): one.due_on for one in year_of(town).tasks if one.due_on is not None}

    assert len(judged) > 10
    for task, days in judged.items():
        assert proposed[task] <= min(days)
        if task[0] is not WheelTask.SUPERVISION_PLAN:
            assert proposed[task] == min(days)


def test_every_rule_that_the_wheel_is_judged_by_is_proposed_as_a_task(town: Town):
    rules = load_rulebooks()
    books = {book.head.id for book in rules.books}
    proposed = {
        bound.rule.id
        for scope in WheelScope
        for one in proposals(rules, books, scope, YEAR, calendar=town.server.desk.calendar)
        for bound in one.rules
    }
    asked = {one.rule.id for one in rules.bound if OPENED in one.rule.trigger.events and one.valid_until is None}
    assert asked - proposed == set()


def test_a_school_without_a_plan_is_asked_for_what_the_law_asks_of_all(town: Town):
    page = town.comes("rektor").get(f"{FRONT}/apne").text
    asked, _ = page.split("Andre planer har også dette")
    assert len(re.findall(r"year-row-what", asked)) == 1
    assert "Tilsynsplan" in asked


def test_a_date_outside_the_year_and_a_stranger_are_refused_by_name_and_nothing_is_opened(town: Town):
    follows(town, "baerum")
    visitor = town.comes("rektor")
    answer = opened(visitor, **{"due-1": "2025-01-01", "responsible-2": str(person("elev"))})

    assert answer.status_code == 422
    assert 'href="#due-1"' in answer.text
    assert 'href="#responsible-2"' in answer.text
    assert year_of(town).opened_on is None


def test_a_form_without_any_task_opens_nothing(town: Town):
    visitor = town.comes("rektor")
    assert visitor.post(f"{FRONT}/apne", {}).status_code == 422
    assert year_of(town).opened_on is None


def test_a_double_click_opens_the_year_once(town: Town):
    follows(town, "baerum")
    visitor = town.comes("rektor")
    form = suggested(visitor)
    assert [visitor.post(f"{FRONT}/apne", form).status_code for _ in range(2)] == [303, 303]
    assert len([one for one in town.events(WHEEL) if isinstance(one.event, AnnualWheelOpened)]) == 1


def test_last_years_tasks_can_be_taken_over_with_the_schools_own(town: Town):
    before = wheel_stream("lyngfjord", A, YEAR - 1)
    own = WheelTaskPlanned(
        task=person("en oppgave"),
        kind=WheelTask.OTHER,
        responsible=person("laerer"),
        due_on=date(2026, 2, 28),
        documentation=DocumentedBy.MINUTES,
        title="Refleksdag",
    )
    town.happens(Stream.ANNUAL_WHEEL, before, AnnualWheelOpened(scope=WheelScope.SCHOOL, school_year_from=YEAR - 1), own)
    visitor = town.comes("rektor")
    assert "Bruk fjorårets oppgaver" in visitor.get(f"{FRONT}/apne").text

    page = visitor.get(f"{FRONT}/apne?fra=i-fjor").text
    assert "Refleksdag" in page
    form = {"fra": "i-fjor", "take-1": "1", "responsible-1": str(person("laerer")), "due-1": "2027-02-28"}
    assert visitor.post(f"{FRONT}/apne", form).status_code == 303
    assert [(one.title, one.due_on) for one in year_of(town).tasks] == [("Refleksdag", date(2027, 2, 28))]


def test_the_municipality_opens_a_year_of_its_own(town: Town):
    visitor = town.comes("skoleeier")
    page = visitor.get("/aret/kommunen/2026/apne").text
    assert "Orientering til kommunestyret" in page
    form = {"take-1": "1", "responsible-1": str(person("skoleeier")), "due-1": "2027-05-20"}
    assert visitor.post("/aret/kommunen/2026/apne", form).status_code == 303
    opened_by_owner = year_of(town, wheel_stream("lyngfjord", None, YEAR))
    assert len(opened_by_owner.tasks) == 1
