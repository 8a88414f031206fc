"""/admin/ansatte: roles by school and date, training attested by another, and no way to make oneself a reader of cases."""

from __future__ import annotations

from datetime import date

import pytest
from town import A, B, Town, matter, person

from events.base import Stream
from events.lists.people import Role
from events.organisation import StaffRoleAssigned
from services.case_service.streams import staff_stream


def of(who: str) -> str:
    return f"/admin/ansatte/{person(who)}"


def test_the_list_is_searched_by_name_place_training_and_login(town: Town):
    visitor = town.comes("administrator")

    def names(query: str) -> set[str]:
        page = visitor.get(f"/admin/ansatte?{query}").text
        return {who for who in ("rektor", "rektor-b", "laerer", "skoleeier") if f">Navn {who}</a>" in page}

    assert names("") == {"rektor", "rektor-b", "laerer", "skoleeier"}
    assert names("sok=navn+REKTOR-B") == {"rektor-b"}
    assert names(f"skole={B}") == {"rektor-b"}
    assert names("vis=uten-opplaering") == set()
    assert "Ingen ansatte passer" in visitor.get("/admin/ansatte?sok=%3Cscript%3E&side=0").text


def test_somebody_new_is_registered_given_a_role_trained_and_leaves(town: Town):
    owner = town.comes("skoleeier")
    answer = owner.post("/admin/ansatte/ny", {"name": "Elle Máret Åsmoen", "email": "elle@lyngfjord.example"})
    page = answer.headers["Location"]

    role = {"role": "form_teacher", "at_school": A, "from_date": "2027-03-03"}
    assert owner.post(f"{page}/rolle", role).status_code == 303
    assert owner.post(f"{page}/opplaering", {"valid_to": "2028-03-03"}).status_code == 303

    shown = owner.get(page).text
    assert "Elle Máret Åsmoen" in shown
    assert "Aspetun skole" in shown
    (row,) = [one for one in town.server.desk.read_model.everyone() if page.endswith(str(one.person))]
    assert [(one.role, one.at_school) for one in row.roles] == [(Role.FORM_TEACHER, A)]
    assert row.trained_to == (date(2028, 3, 3),)

    assert owner.post(f"{page}/rolle/avslutt", {"role": "form_teacher", "at_school": A}).status_code == 303
    assert owner.post(f"{page}/sluttet", {"on": "2027-03-02", "reason": "left"}).status_code == 303
    assert "Har sluttet" in owner.get(page).text
    assert "Elle Máret" in owner.get("/admin/ansatte?vis=sluttet").text


@pytest.mark.parametrize(
    ("page", "form", "field"),
    [
        ("ny", {"name": " "}, "name"),
        ("rolle", {"role": "", "at_school": A, "from_date": "2027-03-03"}, "role"),
        ("rolle", {"role": "form_teacher", "at_school": "", "from_date": "2027-03-03"}, "at_school"),
        ("rolle", {"role": "form_teacher", "at_school": "000000000", "from_date": "2027-03-03"}, "at_school"),
        ("rolle", {"role": "form_teacher", "at_school": "kommunen", "from_date": "2027-03-03"}, "at_school"),
        ("rolle", {"role": "auditor", "at_school": A, "from_date": "2027-03-03"}, "at_school"),
        ("rolle", {"role": "pupil", "at_school": A, "from_date": "2027-03-03"}, "role"),
        ("rolle", {"role": "form_teacher", "at_school": A, "from_date": "i går"}, "from_date"),
        ("rolle", {"role": "form_teacher", "at_school": A, "from_date": "2027-03-03", "to_date": "2027-03-01"}, "to_date"),
        ("opplaering", {"valid_to": "2020-01-01"}, "valid_to"),
        ("sluttet", {"on": "2027-03-03", "reason": ""}, "reason"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(town: Town, page: str, form: dict[str, str], field: str):
    before = len(town.log())

    answer = town.comes("skoleeier").post(f"/admin/ansatte/{page}" if page == "ny" else f"{of('laerer')}/{page}", form)

    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert len(town.log()) == before


@pytest.mark.parametrize("who", ["skoleeier", "administrator"])
@pytest.mark.parametrize(
    ("change", "form"),
    [
        ("rolle", {"role": "principal", "at_school": A, "from_date": "2027-03-03"}),
        ("opplaering", {"valid_to": "2028-03-03"}),
        ("sluttet", {"on": "2027-03-03", "reason": "left"}),
        ("rolle/avslutt", {"role": "administrator", "at_school": ""}),
    ],
)
def test_nobody_changes_her_own_roles_or_attests_her_own_training(town: Town, who: str, change: str, form: dict[str, str]):
    visitor = town.comes(who)

    assert visitor.post(f"{of(who)}/{change}", form).status_code == 403
    assert len(town.events(staff_stream(person(who)))) == 3
    assert "ikke endre" in visitor.get(of(who)).text


@pytest.mark.parametrize("role", ["school_owner", "administrator"])
def test_an_administrator_makes_nobody_school_owner_or_administrator(town: Town, role: str):
    form = {"role": role, "at_school": "kommunen", "from_date": "2027-03-03"}

    assert town.comes("administrator").post(f"{of('fremmed')}/rolle", form).status_code == 422
    assert town.comes("skoleeier").post(f"{of('fremmed')}/rolle", form).status_code == 303


def test_an_administrator_attests_the_training_of_a_school_owner_and_of_nobody_else(town: Town):
    administrator = town.comes("administrator")

    assert administrator.post(f"{of('laerer')}/opplaering", {"valid_to": "2028-03-03"}).status_code == 403
    assert administrator.post(f"{of('skoleeier')}/opplaering", {"valid_to": "2028-03-03"}).status_code == 303
    assert administrator.post(f"{of('skoleeier')}/sluttet", {"on": "2027-03-03", "reason": "left"}).status_code == 403


def test_whoever_is_given_a_role_without_training_reads_no_case(town: Town):
    """A11: an administrator who invents a principal has invented somebody who is let into no case."""
    administrator = town.comes("administrator")
    page = administrator.post("/admin/ansatte/ny", {"name": "Oppdiktet"}).headers["Location"]
    administrator.post(f"{page}/rolle", {"role": "principal", "at_school": A, "from_date": "2027-03-01"})
    invented = next(one.person for one in town.server.desk.read_model.everyone() if page.endswith(str(one.person)))
    town.server.accounts.add(login="oppdiktet", name="Oppdiktet", person=invented)

    answer = town.comes("oppdiktet").get(f"/saker/{matter('sak')}")

    assert answer.status_code == 403
    assert "opplæring" in answer.text


def test_a_role_that_ends_is_gone_after_the_day(town: Town):
    town.comes("administrator").post(f"{of('rektor-b')}/sluttet", {"on": "2027-03-02", "reason": "moved_school"})

    assert town.comes("rektor-b").get("/innboks").status_code == 303


def test_an_administrator_of_one_school_does_not_reach_over_the_municipality(town: Town):
    new = StaffRoleAssigned(role=Role.ADMINISTRATOR, at_school=A, from_date=date(2027, 3, 1))
    town.happens(Stream.STAFF_MEMBER, staff_stream(person("fremmed")), new, by="skoleeier")
    visitor = town.comes("fremmed")

    for page in ("/admin", "/admin/ansatte", "/admin/skoler", f"/admin/skoler/{A}", "/admin/endringer.csv"):
        assert visitor.get(page).status_code == 403, page
    assert visitor.post(f"/admin/skoler/{A}/navn", {"name": "Min skole"}).status_code == 403
