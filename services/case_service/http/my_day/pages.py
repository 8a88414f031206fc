"""The page: what is overdue, due today, this week and later, with why, and the way to the form that settles it."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from events.lists.people import Role
from services.case_service.http.access.watch_page import waiting_reviews
from services.case_service.http.case_access import current_person
from services.case_service.http.cases.reach import led_schools
from services.case_service.http.inbox.concerns import new_concerns
from services.case_service.http.languages import t
from services.case_service.http.matters.blueprint import address
from services.case_service.http.matters.shown_task import ShownTask, shown_task
from services.case_service.http.my_day.earlier_years import earlier_years, is_of_an_earlier_year, year_address
from services.case_service.http.my_day.for_owner import owners_day
from services.case_service.http.my_day.own_year import own_tasks
from services.case_service.http.my_day.waiting import Matters, Waiting, waiting
from services.case_service.http.rights import SEES_ALL_SCHOOLS, Right, needs
from services.case_service.http.routines.mine import own_readings
from services.case_service.http.web import the_desk
from services.case_service.rights import Action, Kind
from services.case_service.tasks import Group
from services.compliance.calendar import local_day
from texts.case_number import case_number

my_day = Blueprint("my_day", __name__)

FIRST = 20
"""So many of a group are in sight; the others unfold."""


@my_day.get("/min-dag")
@needs(Right.SIGNED_IN)
def show() -> ResponseReturnValue:
    """What waits for the one who is logged in."""
    return todays_page()


def todays_page() -> ResponseReturnValue:
    """The page. Families have their own."""
    person = current_person()
    if person.kind is not Kind.STAFF:
        return redirect("/foresatt", code=303)
    now = the_desk().clock()
    matters = Matters()
    groups: dict[Group, list[tuple[ShownTask, str, str]]] = {}
    found = waiting(matters, now)
    for one in found:
        if is_of_an_earlier_year(one):
            continue
        groups.setdefault(one.task.group(now), []).append(_shown(one, matters, now))
    return render_template(
        "my_day/day.html",
        groups=[(group, groups[group]) for group in Group if group in groups],
        first=FIRST,
        reviews=waiting_reviews(),
        concerns=new_concerns(led_schools(), now),
        reading=[one for one in own_readings() if one.read_on is None],
        owner=owners_day(now) if _is_owner() else None,
        of_the_year=own_tasks(local_day(now)),
        earlier=earlier_years(one for one in found if is_of_an_earlier_year(one)),
        today=local_day(now),
    )


def _is_owner() -> bool:
    held = current_person().roles_on(local_day(the_desk().clock()))
    return any(one.at_school is None and one.role in {*SEES_ALL_SCHOOLS, Role.SCHOOL_OWNER} for one in held)


def _shown(one: Waiting, matters: Matters, now: datetime) -> tuple[ShownTask, str, str]:
    """A task with where it belongs, and the page of its matter."""
    row = one.row
    if row is None:
        return shown_task(one.task, now), t("my_day.wheel"), year_address(one.task)
    name = ""
    if row.pupil is not None and matters.decision(row, Action.SEE_CONTENT).allowed:
        name = the_desk().names.pupil(row.pupil)
    number = t(f"matter.title.{row.stream.value}", number=case_number(row.stream_id)) if _has_title(row.stream.value) else ""
    where = " · ".join(part for part in (name, number) if part)
    return shown_task(one.task, now, topic=one.topic), where, address(row)


def _has_title(stream: str) -> bool:
    return stream in {"case", "heightened_case", "physical_intervention", "enforcement"}
