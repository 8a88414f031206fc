"""A letter is filled in from the case, looked at, changed and sent; and what keeps it from being sent."""

from __future__ import annotations

import re
from datetime import date

import pytest
from at_the_desk import CASE, letter, pdf_text
from town import CANARY, Town, matter, person
from web_server import CSRF, PAGE

from events.base import Stream
from events.envelope import Direction
from events.investigation import InvestigationPlanned, KickoffMeetingHeld
from events.lists.decisions import DecisionKind, DecisionMaker, ExclusionUnit
from events.lists.documents import Delivery, Letter, Recipient
from events.lists.investigation import Method
from events.reactions import IndividualDecisionMade

MEETING = {"meeting_on": "2027-03-10", "meeting_at": "14:30", "meeting_place": "møterom 2"}
FILE = re.compile(r"/vedlegg/[0-9a-f-]{36}/[0-9a-f-]{36}")


def receipts(town: Town):
    return [one for one in town.events(matter("sak")) if one.topic == "case.ReceiptLetterSent"][1:]


def letters(town: Town):
    return [one for one in town.events(matter("sak")) if one.topic == "case.LetterSent"]


def planned(town: Town, *methods: Method) -> None:
    plan = InvestigationPlanned(methods=methods, to_be_heard=(), responsible=person("saksbehandler"), what_is_known="Lite.")
    town.happens(Stream.CASE, matter("sak"), plan)


def test_the_page_offers_the_letters_and_those_they_may_go_to(town: Town):
    page = town.comes("rektor").get(f"{CASE}/brev").text

    assert all(f'value="{choice}"' in page for choice in ("kvittering.foresatte", "vedtak.elev", "annet.statsforvalteren"))
    assert "kvittering.statsforvalteren" not in page


def test_a_choice_leads_to_the_letter_in_its_language(town: Town):
    rektor = town.comes("rektor")

    answer = rektor.get(f"{CASE}/brev?brev=invitasjon.elev&malform=nn")

    assert answer.status_code == 303
    assert answer.location.endswith("/brev/invitasjon?til=elev&malform=nn")
    assert "skolemiljøet til" in letter(rektor, "invitasjon", "elev", "nn").page


@pytest.mark.parametrize(
    "address", ["brev/kvittering?til=statsforvalteren", "brev/ukjent", "brev/kvittering?til=x", "brev?brev=x.y"]
)
def test_a_letter_that_is_not_written_is_not_found(town: Town, address: str):
    assert town.comes("rektor").get(f"{CASE}/{address}").status_code == 404


def test_the_receipt_is_filled_in_from_the_case_and_what_is_not_known_is_marked(town: Town):
    planned(town, Method.CONVERSATION, Method.OBSERVATION)

    form = letter(town.comes("rektor"), "kvittering").form

    assert "Aspetun skole fikk 3.3.2027" in form["body"]
    assert "- samtale\n- observasjon" in form["body"]
    assert "Navn saksbehandler" in form["body"]
    assert "[Fyll inn: når og hvor møtet er]" in form["body"]
    assert form["to"] == f"Foresatte til Elev {CANARY}\nNavn mor"


def test_a_guardian_whose_right_is_not_verified_stands_on_no_letter(town: Town):
    assert "far-uten-ansvar" not in letter(town.comes("rektor"), "kvittering").page


def test_a_letter_with_a_mark_in_it_is_not_sent(town: Town):
    desk = letter(town.comes("rektor"), "kvittering")

    answer = desk.sends(methods=["conversation"])

    assert answer.status_code == 422
    assert "Fyll inn det som mangler: når og hvor møtet er" in answer.text
    assert receipts(town) == []


def test_the_meeting_and_the_methods_are_filled_into_the_text(town: Town):
    desk = letter(town.comes("rektor"), "kvittering")

    desk.posts({**desk.form, **MEETING, "methods": ["observation"]})

    assert "Vi ønsker å møte dere 10.3.2027 kl. 14.30, møterom 2." in desk.form["body"]
    assert "# Slik undersøker vi\n- observasjon" in desk.form["body"]


def test_the_receipt_is_recorded_with_its_words_its_pdf_and_its_place_in_the_journal(town: Town):
    rektor = town.comes("rektor")
    desk = letter(rektor, "kvittering")

    answer = desk.sends(**MEETING, methods=["conversation", "observation"])

    assert answer.status_code == 303
    [sent] = receipts(town)
    event, envelope = sent.event, sent.envelope
    assert event.delivery is Delivery.HANDED_OVER
    assert event.methods == (Method.CONVERSATION, Method.OBSERVATION)
    assert event.kickoff_meeting_on == date(2027, 3, 10)
    assert event.contact_person == person("saksbehandler")
    assert event.informs_of_enforcement_right
    assert "opplæringslova § 12-6" in event.provisions
    assert event.body.startswith("Melding om mottatt bekymring for skolemiljøet\n\nAspetun skole")
    assert envelope.journal.direction is Direction.OUTGOING
    assert "13" in envelope.shielding.basis
    paper = rektor.get(FILE.search(rektor.get(f"{CASE}/dokumenter").text).group())
    text = pdf_text(paper.data)
    assert "10.3.2027 kl. 14.30, møterom 2" in text
    assert "Unntatt offentlighet, offl. § 13" in text
    assert "Utkast" not in text


def test_a_letter_that_is_sent_twice_is_one_letter_with_one_file(town: Town):
    rektor = town.comes("rektor")
    desk = letter(rektor, "kvittering")
    form = {**desk.form, **MEETING, "methods": ["conversation"], "delivery": "post", "send": "1"}

    answers = [desk.posts(form), desk.posts(form)]

    assert [one.status_code for one in answers] == [303, 303]
    assert len(receipts(town)) == 1
    assert len(list((town.home / "attachments").glob("??/*"))) == 1


def test_a_letter_whose_day_is_not_the_one_beside_it_is_not_sent(town: Town):
    desk = letter(town.comes("rektor"), "kvittering")
    desk.posts({**desk.form, **MEETING, "methods": ["observation"]})

    answer = desk.sends(meeting_on="2027-03-11")

    assert answer.status_code == 422
    assert "Brevet nevner ikke denne dagen" in answer.text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"delivery": ""}, "Velg hvordan brevet blir levert"),
        ({"delivery": "email"}, "Velg hvordan brevet blir levert"),
        ({"to": " "}, "Skriv hvem brevet går til"),
        ({"heading": ""}, "Skriv en overskrift"),
        ({"body": ""}, "Skriv teksten i brevet"),
        ({"body": "x" * 40_001}, "Teksten kan ha høyst 40000 tegn"),
    ],
)
def test_what_is_missing_or_wrong_is_told_at_its_field_and_no_word_is_lost(town: Town, changed: dict[str, str], told: str):
    desk = letter(town.comes("rektor"), "annet")
    desk.posts({**desk.form, "heading": "Hei", "body": "Egne ord", "to": "Foresatte"})

    answer = desk.sends(**changed)

    assert answer.status_code == 422
    assert told in answer.text
    written = {"heading": "Hei", "body": "Egne ord", "to": "Foresatte"}
    kept = written | {name: one for name, one in changed.items() if name in written}
    assert {name: desk.form[name].strip() for name in kept} == {name: one.strip() for name, one in kept.items()}
    assert letters(town) == []


def test_minutes_tell_of_the_meeting_that_was_held(town: Town):
    held = KickoffMeetingHeld(
        participants=(person("saksbehandler"), person("mor")),
        pupil_present=True,
        guardians_present=True,
        routine_explained=True,
        minutes="Vi snakket om friminuttene.",
        way_forward="Vi møtes om to uker.",
    )
    town.happens(Stream.CASE, matter("sak"), held)

    body = letter(town.comes("rektor"), "referat").form["body"]

    assert "- Navn saksbehandler\n- Navn mor\n" in body
    assert "Vi snakket om friminuttene." in body
    assert "[Fyll inn" not in body


def decided(town: Town) -> None:
    decision = IndividualDecisionMade(
        decision=person("et vedtak"),
        kind=DecisionKind.EXCLUSION,
        by=DecisionMaker.PRINCIPAL,
        grade=9,
        pupil=person("elev"),
        length=2,
        unit=ExclusionUnit.DAYS,
        basis_in_school_rules=True,
        milder_means_considered=True,
        pupil_heard=True,
        guardians_told_before=True,
        reason="Det gikk ut over andre.",
    )
    town.happens(Stream.CASE, matter("sak"), decision)


def test_a_decision_goes_out_with_its_reason_and_how_to_complain(town: Town):
    decided(town)
    desk = letter(town.comes("rektor"), "vedtak")

    assert "vedtak om bortvisning" in desk.form["body"]
    assert "- varer i 2 dager" in desk.form["body"]
    assert desk.sends().status_code == 303
    [sent] = letters(town)
    assert sent.event.letter is Letter.DECISION
    assert sent.event.recipients == (Recipient.GUARDIANS,)
    assert sent.event.pupil == person("elev")


def test_a_decision_that_does_not_tell_how_to_complain_does_not_go_out(town: Town):
    decided(town)
    desk = letter(town.comes("rektor"), "vedtak")
    body = desk.form["body"]
    assert isinstance(body, str)

    answer = desk.sends(body=body[: body.index("# Hvis dere er uenige")])

    assert answer.status_code == 422
    assert "at det går an å klage, fristen på tre uker, at Statsforvalteren avgjør klagen" in answer.text
    assert letters(town) == []


def test_a_copy_that_names_another_pupil_is_not_sent_before_the_name_is_out(town: Town):
    desk = letter(town.comes("rektor"), "annet")
    words = {"heading": "Hei", "body": "Annen-Elev har sagt unnskyld."}

    refused = desk.sends(**words)

    assert refused.status_code == 422
    assert f"Annen-Elev {CANARY}: det er mottakeren selv eller en annen" in refused.text
    assert desk.sends(body="Medeleven har sagt unnskyld.").status_code == 303


def test_a_name_that_is_the_recipients_own_can_be_confirmed(town: Town):
    desk = letter(town.comes("rektor"), "annet")
    desk.sends(heading="Hei", body="Annen-Elev har sagt unnskyld.")

    assert desk.sends(may_name=[str(person("annen-elev")), str(person("annen-mor"))]).status_code == 303


def test_the_own_child_and_whoever_writes_are_named_without_asking(town: Town):
    desk = letter(town.comes("rektor"), "annet")

    assert desk.sends(heading="Hei", body=f"Elev {CANARY} har det bra. Spør Navn saksbehandler eller Navn mor.").status_code == 303


def test_somebody_who_works_there_and_reported_it_is_named_only_when_confirmed(town: Town):
    desk = letter(town.comes("rektor"), "annet")

    refused = desk.sends(heading="Hei", body="Det var melder som sa fra.")

    assert "Navn melder: mottakeren skal ha dette navnet" in refused.text
    assert desk.sends(may_name=[str(person("melder"))]).status_code == 303


def test_statsforvalteren_may_be_told_who_is_who(town: Town):
    desk = letter(town.comes("rektor"), "svar", "statsforvalteren")

    answer = desk.sends(heading="Svar", body="Annen-Elev har sagt unnskyld.")

    assert answer.status_code == 303
    assert letters(town)[0].event.recipients == (Recipient.STATSFORVALTER,)


def test_a_stale_version_shows_what_came_between_and_loses_no_word(town: Town):
    desk = letter(town.comes("rektor"), "annet")
    planned(town, Method.SOCIOGRAM)

    stale = desk.sends(heading="Hei", body="Egne ord")

    assert stale.status_code == 412
    assert desk.form["body"].strip() == "Egne ord"
    assert desk.sends().status_code == 303


def test_a_draft_is_kept_found_again_and_gone_when_the_letter_is_sent(town: Town):
    rektor = town.comes("rektor")
    desk = letter(rektor, "annet")
    saved = desk.posts({**desk.form, "heading": "Hei", "body": "Halvferdig", "save_draft": "1"})
    assert saved.status_code == 303
    assert "fortsett=1" in rektor.get(f"{CASE}/brev").text

    desk.address = saved.location
    desk.opens()

    assert desk.form["body"].strip() == "Halvferdig"
    assert desk.sends().status_code == 303
    assert "fortsett=1" not in rektor.get(f"{CASE}/brev").text


def test_a_draft_is_saved_while_somebody_writes_and_thrown_away_when_asked(town: Town):
    desk = letter(town.comes("rektor"), "annet")
    place = f"{CASE}/brev/annet/kladd"
    query = "?til=foresatte&malform=nb"

    saved = desk.posts({**desk.form, "body": "Halvferdig"}, to=place + query)

    assert "saved_at" in saved.json
    assert "forkast" in desk.opens()
    desk.posts(desk.form, to=f"{place}/forkast{query}")
    assert "forkast" not in desk.opens()


@pytest.mark.parametrize("who", ["fremmed", "laerer", "elev", "mor", "mistenkt", "administrator", "skoleeier", "rektor-b"])
def test_who_handles_no_letters_of_the_case_finds_no_such_page(town: Town, who: str):
    visitor = town.comes(who)
    token = CSRF.search(visitor.get("/personvern").text).group(1)

    for path in ("brev", "brev/annet", "brev/plan"):
        assert visitor.get(f"{CASE}/{path}").status_code in {303, 404}
    for path in ("brev/annet", "brev/annet/forhandsvis", "brev/annet/kladd"):
        form = {"csrf_token": token, "idempotency_key": str(person("x")), "send": "1", "body": "x"}
        assert visitor.client.post(f"{CASE}/{path}", data=form, headers=PAGE).status_code in {303, 404}
    assert letters(town) == []


def test_what_can_be_recorded_leads_to_the_letter_that_goes_with_it(town: Town):
    menu = town.comes("rektor").get(f"{CASE}/skjema").text

    assert f'href="{CASE}/brev/kvittering"' in menu
    assert f'href="{CASE}/brev/invitasjon"' in menu
    assert "/brev/" not in town.comes("laerer").get(f"{CASE}/skjema").text


def test_a_case_against_a_leader_is_written_by_the_municipality_and_names_the_leader_only_when_confirmed(town: Town):
    owner = town.comes("skoleeier")
    desk = letter(owner, "annet", case=f"/skjerpet/{matter('mot-rektor')}")
    words = {"heading": "Hei", "to": "Foresatte", "body": "Vi har snakket med rektor."}

    refused = desk.sends(**words)

    assert "Aspetun skole" not in desk.page
    assert "Navn rektor: mottakeren skal ha dette navnet" in refused.text
