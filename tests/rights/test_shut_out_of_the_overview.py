"""What the dashboards are asked on somebody's behalf: of the schools that she leads, without the cases that are closed to her."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl
import pytest
from town import CANARY, SINCE, A, B, Town, matter, person
from web_server import PAGE

from dashboards import mount
from events.base import Stream
from events.heightened import HeightenedReportReceived
from events.lists.access import DenialGround
from events.lists.people import Reporter, Role, Suspected
from events.organisation import StaffRoleAssigned
from services.case_service.http.identity import current_account
from services.case_service.http.languages import current_language
from services.case_service.http.rights import Right, protect_mounted
from services.case_service.http.shell import mounted_page
from services.case_service.streams import staff_stream
from services.reporting.queries import Queries, WarehouseUnavailableError
from services.reporting.questions import Scope
from varde.web import viewer_of


class Listening(Queries):
    """Remembers on whose behalf it was asked, and is away."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []

    def ask(self, scope: Scope, question: Any) -> pl.DataFrame:
        self.scopes.append(scope)
        raise WarehouseUnavailableError(type(question).__name__)


@pytest.fixture
def queries(tmp_path: Path) -> tuple[Town, Listening]:
    town, listening = Town(tmp_path), Listening()
    mount(
        town.server.app,
        queries=listening,
        viewer=lambda: viewer_of("lyngfjord", current_account()),
        language=current_language,
        page=mounted_page,
        clock=town.server.clock,
    )
    protect_mounted(town.server.app, "/eier/", Right.SEE_OVERVIEW)
    return town, listening


def scope_of(town: Town, listening: Listening, login: str) -> Scope:
    assert town.comes(login).client.get("/eier/tall.csv", headers=PAGE).status_code == 503
    return listening.scopes[-1]


def without(town: Town, listening: Listening, login: str) -> set[Any]:
    return set(scope_of(town, listening, login).without)


def also_is(town: Town, login: str, role: Role, school: str | None) -> None:
    held = StaffRoleAssigned(role=role, at_school=school, from_date=SINCE)
    town.happens(Stream.STAFF_MEMBER, staff_stream(person(login)), held, school=school, by="skoleeier")


def test_a_case_that_a_principal_is_denied_is_left_out(queries: tuple[Town, Listening]):
    town, listening = queries
    assert matter("sak") not in without(town, listening, "rektor")

    town.denies(matter("sak"), "rektor", DenialGround.CONFLICT_OF_INTEREST)

    assert matter("sak") in without(town, listening, "rektor")
    assert matter("sak") not in without(town, listening, "skoleeier")


def test_a_case_against_the_principal_is_left_out_for_her_alone(queries: tuple[Town, Listening]):
    town, listening = queries
    assert matter("mot-rektor") in without(town, listening, "rektor")
    assert matter("mot-rektor") not in without(town, listening, "skoleeier")


def test_the_cases_of_a_pupil_whom_she_is_suspected_of_offending_are_left_out_whichever_school_the_report_lies_at(
    queries: tuple[Town, Listening],
):
    town, listening = queries
    assert matter("sak") not in without(town, listening, "avdelingsleder")
    report = HeightenedReportReceived(
        pupil=person("elev"),
        suspected=Suspected.EMPLOYEE,
        suspected_person=person("avdelingsleder"),
        reporter=Reporter.GUARDIAN,
        received_by_owner=False,
        content=CANARY,
    )
    town.happens(Stream.HEIGHTENED_CASE, uuid4(), report, school=B, by="rektor-b")
    assert matter("sak") in without(town, listening, "avdelingsleder")


@pytest.mark.parametrize("leader", ["rektor", "avdelingsleder"])
def test_who_leads_one_school_and_works_at_another_sees_the_numbers_of_the_first_alone(
    queries: tuple[Town, Listening], leader: str
):
    town, listening = queries
    also_is(town, leader, Role.EMPLOYEE, B)
    scope = scope_of(town, listening, leader)
    assert (scope.schools, scope.exact) == ((A,), True)


def test_who_leads_two_schools_sees_the_numbers_of_both(queries: tuple[Town, Listening]):
    town, listening = queries
    also_is(town, "rektor", Role.DEPARTMENT_HEAD, B)
    assert set(scope_of(town, listening, "rektor").schools or ()) == {A, B}


@pytest.mark.parametrize("role", [Role.SCHOOL_OWNER, Role.OWNER_ADVISER])
def test_a_role_of_the_owner_that_is_held_at_a_school_opens_no_other(queries: tuple[Town, Listening], role: Role):
    town, listening = queries
    also_is(town, "rektor", role, A)
    scope = scope_of(town, listening, "rektor")
    assert (scope.schools, scope.exact) == ((A,), True)


def test_the_owner_sees_exact_numbers_of_all_schools_and_her_adviser_what_was_released(queries: tuple[Town, Listening]):
    town, listening = queries
    owner, adviser = (scope_of(town, listening, login) for login in ("skoleeier", "raadgiver"))
    assert (owner.schools, owner.exact) == (None, True)
    assert (adviser.schools, adviser.exact) == (None, False)
