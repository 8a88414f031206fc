"""/admin/brevmaler: the municipality words its letters itself, sees them about nobody, and goes back to Varde's own."""

from __future__ import annotations

import pytest
from at_the_desk import CASE, Desk, letter, pdf_text
from town import CANARY, Town

from events.lists.documents import Letter
from events.lists.municipality import WrittenLanguage

LIST = "/admin/brevmaler"
INVITATION = f"{LIST}/invitasjon/nb"
DECISION = f"{LIST}/vedtak/nb"
WORDS = {"heading": "Kom på møte", "body": "Det gjelder {elev}. Møtet er {mote}."}
WITHOUT = {"without": "1"}


def at(town: Town, address: str, who: str = "administrator") -> Desk:
    desk = Desk(town.comes(who), address)
    desk.opens()
    return desk


def adopts(desk: Desk, **words: str):
    return desk.posts({**desk.form, "adopt": "1", **words})


def test_every_letter_stands_in_the_list_in_every_language_with_whose_words_it_has(town: Town):
    page = at(town, LIST).page

    assert page.count("Vardes egen tekst") == len(Letter) * len(WrittenLanguage)
    assert 'href="/admin/brevmaler/kvittering/nn"' in page


@pytest.mark.parametrize("who", ["rektor", "laerer", "mor", "raadgiver"])
def test_nobody_else_words_letters(town: Town, who: str):
    assert town.comes(who).get(LIST).status_code == 403
    assert town.comes(who).get(INVITATION).status_code == 403


def test_what_is_worded_is_what_the_next_letter_says_and_who_did_it_stands_there(town: Town):
    answer = adopts(at(town, INVITATION), **WORDS, **WITHOUT)

    assert answer.status_code == 303
    desk = letter(town.comes("rektor"), "invitasjon")
    assert desk.form["heading"] == "Kom på møte"
    assert desk.form["body"] == f"Det gjelder Elev {CANARY}. Møtet er [Fyll inn: når og hvor møtet er]."
    assert "Kommunens egen tekst, versjon 1" in at(town, LIST).page
    assert "Navn administrator" in at(town, INVITATION).page
    assert "invitation" not in letter(town.comes("rektor"), "invitasjon", language="nn").form["body"]


def test_gaps_that_the_letter_does_not_know_are_named_and_nothing_is_adopted(town: Town):
    desk = at(town, INVITATION)

    answer = adopts(desk, heading="Hei {navn}", body="Det gjelder {elev} og {vedtak}.")

    assert answer.status_code == 422
    assert "Dette brevet har ikke disse feltene: {navn}, {vedtak}" in answer.text
    assert desk.form["heading"] == "Hei {navn}"
    assert town.of("municipality.LetterTemplateAdopted") == []


def test_gaps_that_are_left_out_are_named_and_asked_about(town: Town):
    desk = at(town, INVITATION)

    refused = adopts(desk, **WORDS)

    assert refused.status_code == 422
    assert "{deltakere}, {dagsorden}, {kontaktperson}" in refused.text
    assert adopts(desk, **WITHOUT).status_code == 303


def test_a_decision_that_does_not_tell_how_to_complain_is_not_adopted(town: Town):
    desk = at(town, DECISION)
    body = desk.form["body"]
    assert isinstance(body, str)

    answer = adopts(desk, body=body.partition("# Hvis dere er uenige")[0])

    assert answer.status_code == 422
    assert "forvaltningsloven § 27" in answer.text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({}, "Dette er teksten som gjelder allerede"),
        ({"body": " "}, "Skriv teksten i brevet"),
        ({"heading": ""}, "Skriv en overskrift"),
        ({"body": "å" * 40_001}, "Teksten kan ha høyst 40000 tegn"),
    ],
)
def test_what_is_no_letter_is_not_adopted(town: Town, words: dict[str, str], told: str):
    answer = adopts(at(town, INVITATION), **words)

    assert answer.status_code == 422
    assert told in answer.text


def test_back_to_vardes_own_and_the_versions_before_can_still_be_read(town: Town):
    adopts(at(town, INVITATION), **WORDS, **WITHOUT)
    desk = at(town, INVITATION)

    assert desk.posts({**desk.form, "back": "1"}).status_code == 303

    page = at(town, INVITATION).page
    assert "Versjon 2: tilbake til Vardes egen tekst" in page
    assert "Vi inviterer til møte" in letter(town.comes("rektor"), "invitasjon").form["body"]
    assert at(town, f"{INVITATION}?versjon=1").form["heading"] == "Kom på møte"
    again = at(town, f"{INVITATION}?versjon=1")
    assert adopts(again, **WITHOUT).status_code == 303
    assert [one.template_version for one in town.of("municipality.LetterTemplateAdopted")] == [1, 2, 3]


def test_words_that_are_adopted_twice_are_one_version_and_a_stale_page_loses_nothing(town: Town):
    desk, other = at(town, INVITATION), at(town, INVITATION, "skoleeier")
    form = {**desk.form, **WORDS, **WITHOUT, "adopt": "1"}

    assert [desk.posts(form).status_code, desk.posts(form).status_code] == [303, 303]
    stale = adopts(other, heading="Annet", body="Gjelder {elev}.", **WITHOUT)

    assert stale.status_code == 412
    assert other.form["body"].strip() == "Gjelder {elev}."
    assert len(town.of("municipality.LetterTemplateAdopted")) == 1
    assert adopts(other, **WITHOUT).status_code == 303


def test_what_it_looks_like_is_about_nobody_and_is_marked_as_a_draft(town: Town):
    desk = at(town, f"{LIST}/plan/nb")

    paper = desk.posts(desk.form, to=f"{LIST}/plan/nb/forhandsvis")

    text = pdf_text(paper.data)
    assert "Eira Dalmo" in text
    assert "Utkast" in text
    assert "Fast voksen i friminuttene" in text
    assert CANARY not in text
    assert CANARY not in desk.page


@pytest.mark.parametrize("address", ["ukjent/nb", "plan/se", "plan/nb.pdf"])
def test_a_letter_that_is_none_is_not_found(town: Town, address: str):
    assert town.comes("administrator").get(f"{LIST}/{address}").status_code == 404


def test_a_letter_that_was_sent_is_not_changed_by_new_words(town: Town):
    rektor = town.comes("rektor")
    letter(rektor, "annet").sends(heading="Hei", body="Som det var.")

    adopts(at(town, f"{LIST}/annet/nb"), heading="Nytt", body="Som det ble.")

    page = rektor.get(f"{CASE}/dokumenter")
    assert page.status_code == 200
    assert [one.body for one in town.of("case.LetterSent")] == ["Hei\n\nSom det var."]
