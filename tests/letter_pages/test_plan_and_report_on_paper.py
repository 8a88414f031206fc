"""The plan and the whole case on paper, for those who may have them; the family's copy names no other pupil."""

from __future__ import annotations

import io
from datetime import date, timedelta
from uuid import uuid5

import pytest
from at_the_desk import CASE, letter, pdf_text
from pypdf import PdfReader
from town import CANARY, Town, matter, person

from events.base import Stream
from events.lists.documents import Delivery, Letter, Recipient
from events.lists.measures import Conclusion, Effect
from events.plan import MeasureAdded, MeasureEvaluated, PlanRevised

PLAN = f"{CASE}/plan/1.pdf"
FAMILY = "?kopi=familien"
REPORT = f"{CASE}/saksrapport.pdf"
ANOTHER = f"Annen-Elev {CANARY}"


def revised(town: Town) -> None:
    """A second version, with a measure of its own and an evaluation of the first."""
    first, second = uuid5(matter("sak"), "tiltak"), uuid5(matter("sak"), "tiltak 2")
    town.happens(
        Stream.CASE,
        matter("sak"),
        MeasureEvaluated(
            measure=first,
            participants=(),
            pupil_participated=True,
            effect=Effect.PARTLY,
            conclusion=Conclusion.CONTINUED,
            reason="Det er bedre ute.",
        ),
        MeasureAdded(
            measure=second,
            executor=person("saksbehandler"),
            title="Fast voksen",
            from_date=date(2027, 3, 4),
            to_date=date(2027, 4, 4),
            evaluate_on=date(2027, 4, 1),
        ),
        PlanRevised(
            plan_version=2,
            parts=(),
            measures=(second,),
            pupil_participated=True,
            guardians_participated=False,
            what_changed="En voksen til.",
        ),
    )


def test_the_plan_holds_what_the_law_asks_for_and_says_what_it_does_not_say(town: Town):
    text = pdf_text(town.comes("rektor").get(PLAN).data)

    assert "Dette er versjon 1" in text
    assert "a) Hvilket problem tiltakene skal løse" in text
    assert all(head in text for head in ("b) Tiltak", "c) Når", "d) Hvem gjennomfører", "e) Skal evalueres"))
    assert "Navn laerer" in text
    assert "Står ikke i planen" in text
    assert "Unntatt offentlighet" in text


def test_each_version_holds_its_own_measures_and_how_they_went(town: Town):
    revised(town)
    rektor = town.comes("rektor")

    first, second = (pdf_text(rektor.get(f"{CASE}/plan/{version}.pdf").data) for version in (1, 2))

    assert "Fast voksen" not in first
    assert "4.3.2027 til 4.4.2027" in second
    assert "Det er bedre ute." in second
    assert "Hva som er endret i versjon 2" in second
    assert "Foresatte har ikke vært med på å lage planen." in second


def test_the_plan_is_tagged_titled_in_its_language_and_the_same_every_time(town: Town):
    rektor = town.comes("rektor")

    content = rektor.get(f"{PLAN}?sprak=nn").data

    root = PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("nn")
    assert PdfReader(io.BytesIO(content)).metadata.title == "Skriftleg plan (aktivitetsplan)"
    assert rektor.get(f"{PLAN}?sprak=nn").data == content


def test_the_familys_copy_of_the_plan_names_no_other_pupil_and_tells_no_confidence(town: Town):
    rektor = town.comes("rektor")

    whole, copy = pdf_text(rektor.get(PLAN).data), pdf_text(rektor.get(PLAN + FAMILY).data)

    assert "Annen-Elev" in whole
    assert "Betrodd" in whole
    assert "Annen-Elev" not in copy
    assert "en annen elev" in copy
    assert "Betrodd" not in copy
    assert f"Elev {CANARY}" in copy


def test_a_guardian_gets_the_familys_copy_whatever_she_asks_for(town: Town):
    mor = town.comes("mor")

    for address in (PLAN, PLAN + FAMILY):
        text = pdf_text(mor.get(address).data)
        assert "Annen-Elev" not in text
        assert "Betrodd" not in text


@pytest.mark.parametrize("who", ["laerer", "fremmed", "annen-mor", "rektor-b", "administrator", "skoleeier", "melder"])
def test_who_does_not_see_the_whole_plan_gets_no_copy(town: Town, who: str):
    assert town.comes(who).get(PLAN).status_code in {303, 404}


@pytest.mark.parametrize("version", [0, 2, 99999999999])
def test_a_version_that_is_not_there_is_not_found(town: Town, version: int):
    assert town.comes("rektor").get(f"{CASE}/plan/{version}.pdf").status_code == 404


def test_a_letter_with_the_plan_holds_all_its_measures_and_is_masked_for_the_family(town: Town):
    desk = letter(town.comes("rektor"), "plan")

    assert desk.sends(may_name=[str(person("annen-elev")), str(person("annen-mor"))]).status_code == 303

    [sent] = (one.event for one in town.events(matter("sak")) if one.topic == "case.LetterSent")
    assert sent.letter is Letter.PLAN
    assert "d) Hvem gjennomfører: Navn laerer" in sent.body
    assert "Annen-Elev" not in sent.body


def test_the_report_tells_every_event_with_its_times_and_who_had_it_made(town: Town):
    answer = town.comes("rektor").get(REPORT)

    text = pdf_text(answer.data)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "9 hendelser" in text
    assert "Tatt ut av Navn rektor, 3.3.2027 kl. 10.00" in text
    assert all(f"{number}. " in text for number in range(1, 10))
    assert f"Betrodd {CANARY}" in text


def test_the_familys_copy_of_the_report_has_no_other_pupil_no_note_and_nobody_elses_confidence(town: Town):
    text = pdf_text(town.comes("rektor").get(REPORT + FAMILY).data)

    assert not any(word in text for word in ("Annen-Elev", "Notat", "Betrodd", "Syn "))
    assert "Brev en annen elev" in text


def test_the_report_asks_for_the_second_factor_anew_and_is_logged_as_a_reading(town: Town):
    rektor = town.comes("rektor")
    before = len(town.of("access.ContentRead"))
    rektor.get(REPORT)
    assert len(town.of("access.ContentRead")) == before + 1

    town.server.clock.go(timedelta(minutes=16))
    refused = rektor.get(REPORT)

    assert refused.status_code == 303
    assert refused.location.startswith("/logg-inn/")


@pytest.mark.parametrize("who", ["laerer", "mor", "elev", "fremmed", "administrator", "rektor-b", "skoleeier"])
def test_who_may_not_hand_the_case_over_gets_no_report(town: Town, who: str):
    assert town.comes(who).get(REPORT).status_code in {303, 404}
    assert "saksrapport" not in town.comes(who).get(f"{CASE}/dokumenter").text


def test_the_documents_page_leads_to_all_of_it(town: Town):
    page = town.comes("rektor").get(f"{CASE}/dokumenter").text

    assert all(f'href="{address}"' in page for address in (f"{CASE}/brev", PLAN, PLAN + FAMILY, REPORT, REPORT + FAMILY))


def sent_to(town: Town, kind: str, to: str, **words: str) -> None:
    desk = letter(town.comes("rektor"), kind, to)
    assert desk.sends(delivery="portal", **words).status_code == 303


def test_the_family_reads_its_letters_in_varde_as_text_and_as_pdf(town: Town):
    sent_to(town, "annet", "foresatte", heading="Til dere", body="Det går bedre.\n\n# Videre\n- vi møtes")
    mor = town.comes("mor")
    assert "Brev sendt</a>: annet brev til foresatte" in town.comes("rektor").get(f"{CASE}/dokumenter").text

    page = mor.get(f"/foresatt/saker/{matter('sak')}").text

    assert "Det går bedre." in page
    assert "<li>vi møtes</li>" in page
    assert "# Videre" not in page
    [event] = (one for one in town.events(matter("sak")) if one.topic == "case.LetterSent")
    assert event.event.delivery is Delivery.PORTAL
    assert event.event.recipients == (Recipient.GUARDIANS,)
    address = f"/foresatt/saker/{matter('sak')}/brev/{event.envelope.event_id}.pdf"
    assert f'href="{address}"' in page
    assert "Det går bedre." in pdf_text(mor.get(address).data)
    for who in ("elev", "annen-mor", "far-uten-ansvar", "annen-elev", "rektor"):
        assert town.comes(who).get(address).status_code in {403, 404}, who


def test_a_letter_to_the_pupil_is_the_pupils_and_one_to_an_authority_nobodys_in_the_family(town: Town):
    sent_to(town, "annet", "elev", heading="Til deg", body="Bare til eleven.")
    desk = letter(town.comes("rektor"), "svar", "statsforvalteren")
    assert desk.sends(heading="Svar", body="Bare til embetet.", delivery="digital_mail").status_code == 303

    pages = {who: town.comes(who).get(f"/foresatt/saker/{matter('sak')}").text for who in ("mor", "elev")}

    assert "Bare til eleven." in pages["elev"]
    assert "Bare til eleven." not in pages["mor"]
    assert not any("Bare til embetet." in page for page in pages.values())


def test_a_case_without_a_plan_offers_none_and_its_letter_with_the_plan_is_not_filled_in(town: Town):
    rektor, case = town.comes("rektor"), f"/skjerpet/{matter('skjerpet')}"

    assert "/plan/" not in rektor.get(f"{case}/dokumenter").text
    assert "[Fyll inn: hvilken versjon av planen det er]" in letter(rektor, "plan", case=case).form["body"]


@pytest.mark.parametrize("place", ["skjerpet/{skjerpet}", "inngrep/{skjerpet}", "avvik/{sak}"])
def test_letters_belong_to_matters_that_send_letters(town: Town, place: str):
    address = place.format(skjerpet=matter("mot-rektor"), sak=matter("varslet"))

    assert town.comes("fremmed").get(f"/{address}/brev").status_code == 404
