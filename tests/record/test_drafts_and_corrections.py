"""Drafts are the writer's own and go when the form is recorded; corrections stand beside what they put right."""

from __future__ import annotations

import pytest
from record.forms_by_hand import in_form, opened, sends, skjema
from town import matter, person

CASE = matter("sak")
TOPIC = "case.PupilHeard"
HEARD = skjema(CASE, TOPIC)
DRAFT = f"/kladd/{CASE}/{TOPIC}"
SAID = "Utkast-kanari: eg er redd for dørene. æøå"


def test_a_draft_is_saved_and_offered_again(town):
    rektor = town.comes("rektor")
    saved = sends(rektor, HEARD, opened(rektor, HEARD), view=SAID, save_draft="1")
    assert saved.headers["Location"] == f"{HEARD}?fortsett=1"
    assert in_form(rektor.get(f"{HEARD}?fortsett=1"))["view"] == [SAID]
    assert "Du har et utkast fra 3.3.2027 kl. 10.00" in rektor.get(HEARD).text
    assert [one.topic for one in town.events(CASE)].count(TOPIC) == 1


def test_a_script_saves_a_draft_while_somebody_writes(town):
    rektor = town.comes("rektor")
    form = opened(rektor, HEARD)
    answer = rektor.client.post(DRAFT, data={**form, "view": SAID, "foreign": "x"}, headers={"X-Draft": "1"})
    assert answer.get_json() == {"saved_at": "2027-03-03T09:00:00+00:00"}
    again = in_form(rektor.get(f"{HEARD}?fortsett=1"))
    assert again["view"] == [SAID]
    assert sends(rektor, HEARD, again, form="written", outcome="stated_view").status_code == 303


def test_a_recorded_form_leaves_no_draft(town):
    rektor = town.comes("rektor")
    form = opened(rektor, HEARD)
    sends(rektor, HEARD, form, view=SAID, save_draft="1")
    sends(rektor, HEARD, form, view=SAID, form="written", outcome="stated_view")
    assert "utkast fra" not in rektor.get(HEARD).text


def test_a_draft_can_be_thrown_away(town):
    rektor = town.comes("rektor")
    form = opened(rektor, HEARD)
    sends(rektor, HEARD, form, view=SAID, save_draft="1")
    assert sends(rektor, f"{DRAFT}/forkast", {"csrf_token": form["csrf_token"]}).status_code == 303
    assert "utkast fra" not in rektor.get(HEARD).text


def test_nobody_else_is_offered_the_draft(town):
    rektor = town.comes("rektor")
    sends(rektor, HEARD, opened(rektor, HEARD), view=SAID, save_draft="1")
    assert SAID not in town.comes("saksbehandler").get(f"{HEARD}?fortsett=1").text


@pytest.mark.parametrize("login", ["rektor-b", "fremmed", "mor"])
def test_who_may_not_record_saves_no_draft(town, login):
    assert town.comes(login).post(DRAFT, {"view": SAID}).status_code in {303, 404}


def test_no_text_of_a_draft_can_be_read_in_any_file_or_log(town, caplog):
    rektor = town.comes("rektor")
    sends(rektor, HEARD, opened(rektor, HEARD), view=SAID, save_draft="1")
    assert SAID.encode() not in b"".join(file.read_bytes() for file in town.home.rglob("*") if file.is_file())
    assert SAID not in caplog.text


def test_an_open_form_can_ask_whether_the_case_has_moved(town):
    rektor = town.comes("rektor")
    before = rektor.get(f"/versjon/{CASE}").get_json()["version"]
    sends(rektor, HEARD, opened(rektor, HEARD), view="x", form="written", outcome="stated_view")
    answer = town.comes("saksbehandler").get(f"/versjon/{CASE}").get_json()
    assert answer == {"version": before + 1, "by": "Navn rektor", "at": "2027-03-03T09:00:00+00:00"}


def test_a_correction_points_at_what_it_puts_right_and_leaves_it(town):
    rektor = town.comes("rektor")
    wrong = next(one for one in town.events(CASE) if one.topic == TOPIC)
    path = f"/saker/{CASE}/hendelser/{wrong.envelope.event_id}/rett"
    form = opened(rektor, path)
    answer = sends(rektor, path, form, field="view", right_information="Ho ville sitje ved glaset.", reason="Eg skreiv feil.")
    assert answer.status_code == 303
    last = town.events(CASE)[-1]
    assert (last.event.corrected_event, last.event.field) == (wrong.envelope.event_id, "view")
    assert last.envelope.corrects == wrong.envelope.event_id
    assert wrong in town.events(CASE)


def test_only_a_field_of_the_event_can_be_corrected(town):
    rektor = town.comes("rektor")
    path = f"/saker/{CASE}/hendelser/{town.events(CASE)[0].envelope.event_id}/rett"
    answer = sends(rektor, path, opened(rektor, path), field="tenant", right_information="x", reason="x")
    assert answer.status_code == 422


def test_an_event_of_another_case_cannot_be_corrected_here(town):
    other = town.events(matter("annen-sak"))[0].envelope.event_id
    assert town.comes("rektor").get(f"/saker/{CASE}/hendelser/{other}/rett").status_code == 404


def test_a_parent_sets_her_own_view_beside_what_stands(town):
    mother = town.comes("mor")
    letter = next(one for one in town.events(CASE) if one.topic == "case.ReceiptLetterSent")
    path = f"/saker/{CASE}/hendelser/{letter.envelope.event_id}/uenig"
    form = opened(mother, path)
    assert sends(mother, path, form, by=str(person("mor")), statement="Vi meldte frå før jul.").status_code == 303
    assert town.events(CASE)[-1].event.statement == "Vi meldte frå før jul."


def test_a_family_is_told_nothing_of_what_the_school_owes_next(town):
    mother = town.comes("mor")
    assert mother.get(f"/saker/{CASE}/skjema").status_code == 404
    letter = next(one for one in town.events(CASE) if one.topic == "case.ReceiptLetterSent")
    path = f"/saker/{CASE}/hendelser/{letter.envelope.event_id}/uenig"
    sends(mother, path, opened(mother, path), by=str(person("mor")), statement="Nei.")
    page = mother.get(path).text
    assert "Registrert: " in page
    assert "Neste: " not in page
