"""/admin/skoler: every change is a fact with who and when, and a post is a right as well."""

from __future__ import annotations

from datetime import date

import pytest
from town import A, B, Town, person

from events.lists.people import Role
from services.case_service.streams import school_stream, staff_stream

SCHOOL = f"/admin/skoler/{A}"


def test_the_list_shows_every_school_and_a_school_what_holds_there(town: Town):
    visitor = town.comes("administrator")

    assert "Aspetun skole" in visitor.get("/admin/skoler").text
    page = visitor.get(SCHOOL)
    assert page.status_code == 200
    assert "Navn skoleeier" not in page.text
    assert visitor.get("/admin/skoler/999999999").status_code == 404


def test_a_school_is_registered_once(town: Town):
    visitor = town.comes("skoleeier")
    form = {
        "orgnr": "974620030",
        "name": "Nyskolen",
        "lowest_grade": "1",
        "highest_grade": "7",
        "municipality": "9901",
        "ownership": "municipal",
    }

    assert visitor.post("/admin/skoler/ny", form).status_code == 303
    again = visitor.post("/admin/skoler/ny", form)

    assert again.status_code == 422
    assert "f-orgnr" in again.text
    assert town.server.desk.read_model.school("974620030").name == "Nyskolen"


@pytest.mark.parametrize(
    ("field", "wrong"), [("orgnr", "12"), ("name", ""), ("lowest_grade", "åtte"), ("lowest_grade", "9"), ("highest_grade", "")]
)
def test_what_is_wrong_with_a_registration_is_said_at_the_field(town: Town, field: str, wrong: str):
    form = {
        "orgnr": "974620030",
        "name": "Nyskolen",
        "lowest_grade": "1",
        "highest_grade": "7",
        "municipality": "9901",
        "ownership": "municipal",
        field: wrong,
    }

    answer = town.comes("administrator").post("/admin/skoler/ny", form)

    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text or 'href="#f-highest_grade"' in answer.text
    assert town.server.desk.read_model.school("974620030") is None


def test_a_new_principal_gets_the_role_and_the_one_before_keeps_it_to_the_day_before(town: Town):
    visitor = town.comes("administrator")

    answer = visitor.post(f"{SCHOOL}/rektor", {"principal": str(person("avdelingsleder")), "from_date": "2027-03-15"})

    assert answer.status_code == 303
    held = {one.person: one.roles for one in town.server.desk.read_model.everyone()}
    assert any(
        one.role is Role.PRINCIPAL and one.at_school == A and one.from_date == date(2027, 3, 15)
        for one in held[person("avdelingsleder")]
    )
    assert [one.to_date for one in held[person("rektor")] if one.role is Role.PRINCIPAL] == [date(2027, 3, 14)]
    assert "Bestemt, men ikke begynt" in visitor.get(SCHOOL).text
    assert town.comes("rektor").get("/innboks").status_code == 200


def test_nobody_makes_herself_principal(town: Town):
    answer = town.comes("administrator").post(
        f"{SCHOOL}/rektor", {"principal": str(person("administrator")), "from_date": "2027-03-15"}
    )

    assert answer.status_code == 422
    assert 'href="#f-principal"' in answer.text
    assert len(town.events(staff_stream(person("administrator")))) == 3


def test_a_deputy_does_the_principals_work_for_the_time_given(town: Town):
    visitor = town.comes("skoleeier")

    visitor.post(
        f"{SCHOOL}/stedfortreder", {"deputy": str(person("avdelingsleder")), "from_date": "2027-03-01", "to_date": "2027-04-01"}
    )

    assert "Navn avdelingsleder" in visitor.get(SCHOOL).text
    assert town.comes("avdelingsleder").get("/innboks").status_code == 200


def test_a_plan_is_chosen_among_those_there_are_and_from_a_day(town: Town):
    visitor = town.comes("administrator")

    assert visitor.post(f"{SCHOOL}/plan", {"rulebook": "../etc", "from_date": "2027-03-03"}).status_code == 422
    assert visitor.post(f"{SCHOOL}/plan", {"rulebook": "oyer", "from_date": "2027-03-03"}).status_code == 303
    assert town.server.desk.read_model.school(A).rulebook == "oyer"


def test_names_numbers_and_the_end_of_a_school_are_facts_with_who_and_when(town: Town):
    visitor = town.comes("administrator")
    for change, form in (
        ("elevtall", {"counted_on": "2027-03-01", "pupils": "212"}),
        ("navn", {"name": "Aspetun barneskole"}),
        ("nedlagt", {"on": "2027-06-30"}),
    ):
        assert visitor.post(f"{SCHOOL}/{change}", form).status_code == 303, change

    page = visitor.get(SCHOOL).text
    recorded = town.events(school_stream("lyngfjord", A))[1:]

    assert [one.envelope.actor.ref for one in recorded] == [person("administrator")] * 3
    assert {one.envelope.actor.role for one in recorded} == {Role.ADMINISTRATOR}
    for words in ("Aspetun barneskole", "212", "Navn administrator"):
        assert words in page
    assert visitor.post(f"{SCHOOL}/nedlagt", {"on": "2027-06-30"}).status_code == 422


def test_a_form_that_is_sent_twice_is_one_change(town: Town):
    visitor = town.comes("administrator")
    form = {"name": "Aspetun barneskole", "idempotency_key": "0b3c7c1e-9a41-4c07-9a49-3b0a6f2f1a11"}

    assert [visitor.post(f"{SCHOOL}/navn", form).status_code for _ in range(2)] == [303, 303]
    assert len(town.events(school_stream("lyngfjord", A))) == 2


def test_fields_that_no_form_has_are_refused(town: Town):
    answer = town.comes("administrator").post(f"{SCHOOL}/navn", {"name": "X", "recorded_at": "2020-01-01"})

    assert answer.status_code == 400


@pytest.mark.parametrize("who", ["rektor", "rektor-b", "raadgiver", "laerer", "revisor"])
def test_nobody_else_changes_a_school(town: Town, who: str):
    visitor = town.comes(who)

    assert visitor.get(SCHOOL).status_code == 403
    assert visitor.post(f"{SCHOOL}/navn", {"name": "Min skole"}).status_code == 403
    assert visitor.post(f"/admin/skoler/{B}/rektor", {"principal": str(person(who)), "from_date": "2027-03-03"}).status_code == 403
