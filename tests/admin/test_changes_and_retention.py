"""/admin/endringer and /admin/oppbevaring: who changed what and when, in the open for those who set Varde up; and no content."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from town import CANARY, A, Town, matter, person

from events.lists.access import DenialGround
from events.sealing import RetentionClass

NOTES = "/admin/oppbevaring/arbeidsnotater"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_a_change_stands_first_with_who_when_and_what(town: Town):
    town.server.clock.go(timedelta(minutes=1))
    town.comes("administrator").post(f"/admin/skoler/{A}/navn", {"name": "Aspetun barneskole"})
    town.comes("skoleeier").post("/admin/tekster/tell.lead", {"nb": "Si det her."})

    page = town.comes("skoleeier").get("/admin/endringer").text
    page = page[page.index('<table class="ds-table') :]

    for words in ("Aspetun barneskole", "Navn administrator", "Si det her.", "3.3.2027 kl. 10.01"):
        assert words in page
    assert CANARY not in page
    assert page.index("Si det her.") < page.index("Navn laerer")


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("hva=skoler", "Aspetun barneskole", "Si det her."),
        ("hva=kommunen", "Si det her.", "Aspetun barneskole"),
        (f"hvem={person('administrator')}", "Aspetun barneskole", "Si det her."),
        (f"skole={A}", "Aspetun barneskole", "Si det her."),
        ("fra=2027-03-03&til=2027-03-03", "Si det her.", "finnes-ikke"),
        ("fra=tull&hva=tull&side=-1&hvem=tull", "Si det her.", "finnes-ikke"),
    ],
)
def test_the_list_is_narrowed(town: Town, query: str, there: str, gone: str):
    town.comes("administrator").post(f"/admin/skoler/{A}/navn", {"name": "Aspetun barneskole"})
    town.comes("skoleeier").post("/admin/tekster/tell.lead", {"nb": "Si det her."})

    page = town.comes("skoleeier").get(f"/admin/endringer?{query}").text
    main = page[page.index('<table class="ds-table') :]

    assert there in main
    assert gone not in main


def test_days_that_nothing_happened_on_are_empty(town: Town):
    assert "Ingen endringer passer" in town.comes("skoleeier").get("/admin/endringer?til=2020-01-01").text


def test_the_file_holds_the_same_and_no_cell_is_a_formula(town: Town):
    town.comes("administrator").post(f"/admin/skoler/{A}/navn", {"name": "=HYPERLINK(1)"})
    town.comes("administrator").post("/admin/ansatte/ny", {"name": "=1+1"})
    page = town.comes("skoleeier").get("/admin/ansatte?sok=1").text
    assert "=1+1" in page

    answer = town.comes("skoleeier").get("/admin/endringer.csv")

    assert answer.mimetype == "text/csv"
    assert 'filename="varde-endringer-2027-03-03.csv"' in answer.headers["Content-Disposition"]
    rows = table(answer.text)
    assert len(rows) > 40
    assert any("HYPERLINK" in row["Detaljer"] for row in rows)
    assert any(row["Gjelder"] == "'=1+1" for row in rows)
    assert not any(cell[:1] in "=+-@" for row in rows for cell in row.values() if cell)
    assert CANARY not in answer.text


def test_secrets_and_sealed_words_are_never_in_the_list(town: Town):
    town.comes("skoleeier").post("/admin/webhooks/ny", {"url": "https://8.8.8.8/varde"})
    town.comes("skoleeier").post("/admin/ansatte/ny", {"name": "Ny", "email": "hemmelig@lyngfjord.example"})

    for page in ("/admin/endringer", "/admin/endringer.csv"):
        text = town.comes("skoleeier").get(page).text
        assert "https://8.8.8.8/varde" in text
        assert "whsec_" not in text
        assert "hemmelig@" not in text


def test_denials_are_listed_without_their_ground(town: Town):
    town.denies(matter("sak"), "avdelingsleder", DenialGround.CONFLICT_OF_INTEREST)

    page = town.comes("administrator").get("/admin/endringer?hva=tilgang").text

    assert "Navn avdelingsleder" in page
    assert "interessekonflikt" not in page.casefold()
    assert "habil" not in page.casefold()


def test_what_belongs_to_a_case_is_preserved_and_notes_have_the_time_that_is_decided(town: Town):
    visitor = town.comes("administrator")
    assert "Bevares" in visitor.get("/admin/oppbevaring").text

    assert visitor.post(NOTES, {"keep_months": "24", "basis": "Kommunestyret 12/27"}).status_code == 303

    (rule,) = town.of("municipality.RetentionRuleSet")
    assert (rule.retention, rule.keep_months) == (RetentionClass.WORKING_NOTE, 24)
    page = visitor.get("/admin/oppbevaring").text
    assert "24 måneder" in page
    assert "Kommunestyret 12/27" in page
    assert 'value="24"' in visitor.get(NOTES).text


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"keep_months": "24", "basis": ""}, "basis"),
        ({"keep_months": "0", "basis": "x"}, "keep_months"),
        ({"keep_months": "-3", "basis": "x"}, "keep_months"),
        ({"keep_months": "to år", "basis": "x"}, "keep_months"),
        ({"keep_months": "99999", "basis": "x"}, "keep_months"),
    ],
)
def test_a_time_that_will_not_do_is_said_at_the_field(town: Town, form: dict[str, str], field: str):
    answer = town.comes("skoleeier").post(NOTES, form)

    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert town.of("municipality.RetentionRuleSet") == []


def test_no_form_lets_cases_be_destroyed(town: Town):
    answer = town.comes("skoleeier").post(NOTES, {"keep_months": "1", "basis": "x", "retention": "preserved"})

    assert answer.status_code == 400


@pytest.mark.parametrize("page", ["/admin/endringer", "/admin/endringer.csv", "/admin/oppbevaring", NOTES])
@pytest.mark.parametrize("who", ["rektor", "raadgiver", "laerer", "arkivar"])
def test_nobody_else_sees_them(town: Town, who: str, page: str):
    assert town.comes(who).get(page).status_code == 403
