"""/admin/kassasjon: who sees it, two people and two acts, what stands against it, holds, and requests for erasure."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from attachments.test_attachment_pages import attach
from attachments.test_inspection import picture
from disposal_steps import KEPT, NOTES, closed, lapsed, ruled
from letter_pages.at_the_desk import letter, pdf_text
from record.forms_by_hand import opened, sends, skjema
from town import CANARY, EVERYBODY, SINCE, Town, Visitor, matter, person
from werkzeug.test import TestResponse

from events.base import Stream
from events.lists.access import ErasureOutcome
from events.lists.measures import ClosingReason
from events.lists.people import Role
from events.organisation import StaffRoleAssigned
from services.case_service.store import KeyId
from services.case_service.streams import staff_stream
from texts.case_number import case_number

PAGE = "/admin/kassasjon"
NUMBER = case_number(matter("sak"))
PROPOSAL = {
    "number": NUMBER,
    "retention": "working_note",
    "basis": "retention_lapsed",
    "provision": "Arkivforskrifta § 3",
}
ASKED = {"number": NUMBER, "requester": "Kari Mor", "came": "2027-03-01", "about": "Alt skal bort"}


def proposed(town: Town, who: str = "arkivar", **changed: str) -> str:
    """The page of a disposal that somebody proposed."""
    answer = town.comes(who).post(f"{PAGE}/foresla", {**PROPOSAL, **changed})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def approved(visitor: Visitor, page: str, **form: str) -> TestResponse:
    return visitor.post(f"{page}/godkjenn", {"confirm": "1", **form}, page=page)


def test_only_roles_over_all_schools_see_it(town: Town):
    seen = {who for who in EVERYBODY if town.comes(who).get(PAGE).status_code == 200}
    assert seen == {"arkivar", "skoleeier", "administrator"}


def test_what_has_lapsed_is_listed_by_number_and_nothing_else(town: Town):
    lapsed(town, "sak")
    page = town.comes("arkivar").get(PAGE).text
    assert NUMBER in page
    assert "3.9.2027" in page
    assert CANARY not in page


def test_the_list_leads_to_a_form_that_is_filled_in(town: Town):
    case = lapsed(town, "sak")
    form = town.comes("arkivar").get(f"{PAGE}/foresla?case={case}").text
    assert f'value="{NUMBER}"' in form
    assert 'value="Arkivforskrifta § 3"' in form


def test_two_people_with_an_act_each_dispose_and_a_certificate_is_issued(town: Town):
    case = lapsed(town, "sak")
    page = proposed(town)
    assert town.server.desk.store.tombstone(KeyId(case, NOTES)) is None

    answer = approved(town.comes("skoleeier"), page)

    assert answer.status_code == 303
    assert town.server.desk.store.tombstone(KeyId(case, NOTES)) is not None
    shown = town.comes("arkivar").get(page).text
    assert "attest.pdf" in shown
    certificate = town.comes("arkivar").get(f"{page}/attest.pdf")
    assert certificate.data.startswith(b"%PDF")
    assert certificate.data == town.comes("arkivar").get(f"{page}/attest.pdf").data
    assert NUMBER in town.comes("arkivar").get(PAGE).text


def test_the_same_person_cannot_approve_twice(town: Town):
    case = lapsed(town, "sak")
    page = proposed(town)

    answer = approved(town.comes("arkivar"), page)

    assert answer.status_code == 422
    assert "Den andre godkjenningen må gis av en annen" in answer.text
    assert town.server.desk.store.tombstone(KeyId(case, NOTES)) is None


def test_two_administrators_alone_dispose_of_nothing_and_are_told_who_is_missing(town: Town):
    case = lapsed(town, "sak")
    another = StaffRoleAssigned(role=Role.ADMINISTRATOR, at_school=None, from_date=SINCE)
    town.happens(Stream.STAFF_MEMBER, staff_stream(person("personal")), another, school=None, by="skoleeier")
    page = proposed(town, "administrator")

    refused = approved(town.comes("personal"), page)

    assert refused.status_code == 422
    assert "minst én av de to må være arkivar eller skoleeier" in refused.text
    assert town.server.desk.store.tombstone(KeyId(case, NOTES)) is None
    assert approved(town.comes("arkivar"), page).status_code == 303
    assert town.server.desk.store.tombstone(KeyId(case, NOTES)) is not None


def test_approving_asks_for_the_second_factor_anew(town: Town):
    case = lapsed(town, "sak")
    weak = town.comes("arkivar", second_factor=False).post(f"{PAGE}/foresla", PROPOSAL)
    assert "/logg-inn/" in weak.headers.get("Location", "")
    page = proposed(town)

    answer = approved(town.comes("skoleeier", second_factor=False), page)

    assert answer.status_code == 303
    assert "disposal" not in answer.headers["Location"]
    assert town.server.desk.store.tombstone(KeyId(case, NOTES)) is None


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("number", "XXXX-XXXX", "Det finnes ingen sak"),
        ("retention", "", "Velg hva som skal kasseres."),
        ("basis", "tull", "Velg hvorfor det kan kasseres."),
        ("provision", " ", "Skriv hjemmelen"),
        ("provision", "x" * 201, "Skriv hjemmelen"),
        ("retention", "preserved", "innholdet skal bevares"),
        ("basis", "handed_over_to_archive", "arkivet har ikke fått hele saken"),
    ],
)
def test_what_does_not_hold_is_said_at_the_field_and_nothing_is_recorded(town: Town, field: str, value: str, words: str):
    lapsed(town, "sak")
    answer = town.comes("arkivar").post(f"{PAGE}/foresla", {**PROPOSAL, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert town.of("access.DisposalApproved") == []


def test_an_open_case_is_not_disposed_of(town: Town):
    ruled(town)
    answer = town.comes("arkivar").post(f"{PAGE}/foresla", PROPOSAL)
    assert "saken er åpen" in answer.text
    assert town.of("access.DisposalApproved") == []


def test_a_disposal_is_stopped_with_a_reason(town: Town):
    lapsed(town, "sak")
    page = proposed(town)
    assert town.comes("skoleeier").post(f"{page}/stans", {"reason": ""}, page=page).status_code == 422

    answer = town.comes("skoleeier").post(f"{page}/stans", {"reason": "Trengs likevel"}, page=page)

    assert answer.status_code == 303
    assert "Ingenting er ødelagt" in town.comes("arkivar").get(page).text


def test_a_hold_is_placed_seen_and_lifted(town: Town):
    lapsed(town, "sak")
    owner = town.comes("skoleeier")
    assert owner.post(f"{PAGE}/sperre", {"number": NUMBER, "ground": "", "reason": ""}).status_code == 422
    form = {"number": NUMBER, "ground": "legal_claim", "reason": "Søksmål varslet"}
    assert owner.post(f"{PAGE}/sperre", form).status_code == 303
    listed = owner.get(PAGE).text
    assert "sperret mot kassasjon" in listed
    held = re.search(rf"{PAGE}/sperre/[0-9a-f-]+", listed)
    assert held is not None
    assert "sperret mot kassasjon" in town.comes("arkivar").post(f"{PAGE}/foresla", PROPOSAL).text

    assert owner.post(held.group(), {"reason": "Forlikt"}, page=held.group()).status_code == 303

    assert owner.get(held.group()).status_code == 404
    proposed(town)


def test_a_case_registered_in_error_goes_whole_and_its_numbers_stay(town: Town):
    closed(town, "sak", ClosingReason.REGISTERED_IN_ERROR)
    page = proposed(town, retention="preserved", basis="registered_in_error", provision="Arkivforskrifta § 11")

    approved(town.comes("skoleeier"), page)

    case = matter("sak")
    assert all(town.server.desk.store.tombstone(KeyId(case, one)) is not None for one in (KEPT, NOTES))
    assert town.comes("rektor").get(f"/saker/{case}").status_code == 200
    assert CANARY not in str([repr(one.event) for one in town.events(case)])


def disposed_whole(town: Town) -> str:
    """The case, registered in error, goes by two people. Returns the address of its page."""
    closed(town, "sak", ClosingReason.REGISTERED_IN_ERROR)
    page = proposed(town, retention="preserved", basis="registered_in_error", provision="Arkivforskrifta § 11")
    assert approved(town.comes("skoleeier"), page).status_code == 303
    return f"/saker/{matter('sak')}"


def test_a_case_whose_notes_went_takes_no_more_notes_and_says_why(town: Town):
    case = lapsed(town, "sak")
    approved(town.comes("skoleeier"), proposed(town))
    rektor, form = town.comes("rektor"), skjema(case, "case.ConversationHeld")
    said = {"kind": "exposed_pupil", "person": str(person("elev")), "held_by": str(person("rektor")), "purpose_explained": "yes"}

    refused = sends(rektor, form, opened(rektor, form), **said, own_words="Ord", note="Et notat")
    taken = sends(rektor, form, opened(rektor, form), **said, own_words="Ord", note="")

    assert refused.status_code == 409
    assert "er kassert, og det kan ikke skrives mer av den" in refused.text
    assert taken.status_code == 303
    assert town.events(case)[-1].event.own_words == "Ord"


def test_a_case_that_went_whole_takes_no_text_and_no_file_and_says_why(town: Town):
    page = disposed_whole(town)
    rektor, form = town.comes("rektor"), skjema(matter("sak"), "case.PupilHeard")
    heard = {"form": "written", "outcome": "stated_view", "view": "Ord"}

    refused = [
        sends(rektor, form, opened(rektor, form), **heard),
        letter(rektor, "annet", case=page).sends(heading="Om saken", body="Ord"),
        attach(rektor, picture()),
    ]

    assert [one.status_code for one in refused] == [409, 409, 409]
    assert all("kassert" in one.text for one in refused)
    assert not list((town.home / "attachments").rglob("*.sealed"))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_request_for_erasure_of_what_was_disposed_of_is_answered_by_letter(town: Town, language: str):
    disposed_whole(town)
    archivist = town.comes("arkivar")
    page = archivist.post(f"{PAGE}/sletting", ASKED).headers["Location"]
    assert "Kari Mor" in archivist.get(page).text

    assert archivist.post(page, {"sprak": language}, page=page).status_code == 303

    assert town.of("access.ErasureAnswered")[0].outcome is ErasureOutcome.DISPOSED_EARLIER
    assert "Kari Mor" in pdf_text(archivist.get(f"{page}/brev.pdf").data)
    assert CANARY not in str([repr(one.event) for one in town.events(matter("sak"))])


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_request_for_erasure_of_a_preserved_case_is_refused_by_letter_and_nothing_goes(town: Town, language: str):
    archivist = town.comes("arkivar")
    before = town.events(matter("sak"))
    page = archivist.post(f"{PAGE}/sletting", ASKED).headers["Location"]
    shown = archivist.get(page).text
    assert "Kari Mor" in shown
    assert "1.4.2027" in shown
    assert archivist.get(f"{page}/brev.pdf?sprak={language}").data.startswith(b"%PDF")

    assert archivist.post(page, {"sprak": language}, page=page).status_code == 303

    assert town.of("access.ErasureAnswered")[0].outcome is ErasureOutcome.REFUSED_PRESERVED
    assert town.events(matter("sak")) == before
    assert archivist.get(f"{page}/brev.pdf").data.startswith(b"%PDF")
    assert archivist.post(page, {"sprak": language}, page=PAGE).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"), [("number", "?"), ("requester", ""), ("came", ""), ("came", "2029-01-01"), ("came", "x")]
)
def test_a_request_that_is_not_whole_is_not_registered(town: Town, field: str, value: str):
    answer = town.comes("arkivar").post(f"{PAGE}/sletting", {**ASKED, field: value})
    assert answer.status_code == 422
    assert town.of("access.ErasureRequested") == []


@pytest.mark.parametrize("path", ["", "/sperre", "/sletting"])
def test_what_is_not_there_is_not_found(town: Town, path: str):
    assert town.comes("arkivar").get(f"{PAGE}{path}/{uuid4()}").status_code == 404
    assert town.comes("arkivar").get(f"{PAGE}/foresla?case=tull").status_code == 200
    assert UUID(str(person("arkivar")))
