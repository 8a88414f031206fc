"""The same case gives a different copy to each: whoever may not know something finds it nowhere, in no byte of the file."""

from __future__ import annotations

import io

from at_the_counter import (
    ANOTHER,
    CASE,
    Counter,
    address_becomes_secret,
    asked_by_statsforvalteren,
    asked_for_access,
    made,
    pdf_words,
    words_of,
)
from PIL import Image
from town import CANARY, NOW, Town, matter, person

from events.base import Stream
from events.concern import OwnerNotified
from events.disclosure import DisclosureAnswered
from events.documents import DocumentAdded, LetterSent
from events.investigation import ConversationHeld, PupilHeard
from events.lists.access import DisclosureBasis
from events.lists.concern import OwnerChannel
from events.lists.documents import Delivery, DocumentKind, Letter, Recipient
from events.lists.investigation import ConversationKind, HearingForm, HearingOutcome
from events.lists.measures import PlanPart
from events.lists.people import Role
from events.plan import PlanRevised
from services.case_service.packages.asked import Asked
from services.case_service.packages.content import Content
from services.case_service.packages.known import Known
from services.case_service.packages.order import Order
from services.case_service.packages.receiving import RECEIVINGS, receivings_of
from services.case_service.rights import Share
from services.integrity.package import unpack

NOTE = f"Notat {CANARY}"
CONFIDENCE = f"Betrodd {CANARY}"


ANOTHER_PARTY = [one for one in receivings_of(DisclosureBasis.PARTY_ACCESS) if one.share is Share.ASSIGNED]


def content(town: Town, order: Order) -> Content:
    """A package as it would be made, without making it."""
    desk = town.server.desk
    desk.read_model.catch_up()
    row = desk.read_model.matter(CASE)
    assert row is not None
    return Content(Known(desk, row), order, Asked(request=CASE, basis=order.receiving.basis, at=NOW, known_at=NOW))


def test_the_guardians_copy_holds_no_other_pupils_name_in_any_byte(town: Town):
    words = words_of(made(town, asked_for_access(town)))

    assert "Annen-Elev" not in words
    assert "en annen elev" in words
    assert "Problem en annen elev" in words


def test_another_pupils_guardian_is_masked_where_she_is_named(town: Town):
    letter = LetterSent(
        letter=Letter.OTHER,
        recipients=(Recipient.GUARDIANS,),
        delivery=Delivery.POST,
        pupil=person("elev"),
        body="Vi har snakket med Navn annen-mor om dette.",
    )
    town.happens(Stream.CASE, CASE, letter)

    words = words_of(made(town, asked_for_access(town)))

    assert "annen-mor" not in words
    assert "Vi har snakket med en annen foresatt om dette." in words


def test_a_working_note_goes_to_nobody(town: Town):
    for receiving in RECEIVINGS:
        order = Order(receiving=receiving, provision="", name_others=True, party=person("annen-elev"))
        copies = content(town, order).shown
        assert NOTE not in str(copies), receiving.key
    assert NOTE not in words_of(made(town, asked_by_statsforvalteren(town)))


def test_what_the_pupil_told_in_confidence_goes_to_statsforvalteren_and_not_to_guardians(town: Town):
    assert CONFIDENCE in words_of(made(town, asked_by_statsforvalteren(town)))
    assert CONFIDENCE not in words_of(made(town, asked_for_access(town)))


def test_statsforvalteren_gets_names_regardless_of_secrecy_but_nothing_of_other_cases(town: Town):
    town.happens(Stream.CASE, matter("annen-sak"), OwnerNotified(channel=OwnerChannel.EQS, content="Bare i den andre saken"))

    package = made(town, asked_by_statsforvalteren(town))
    words = words_of(package)

    assert ANOTHER in words
    assert "Bare i den andre saken" not in words
    assert str(matter("annen-sak")) not in "".join(
        bytes(content).decode("utf-8", "replace") for name, content in unpack(package).items() if name.startswith("documents/")
    )


def test_the_names_of_other_pupils_can_be_left_out_for_statsforvalteren_too(town: Town):
    words = words_of(made(town, asked_by_statsforvalteren(town), name_others=[]))

    assert "Annen-Elev" not in words


def test_the_same_case_gives_each_party_another_copy(town: Town):
    other = person("annen-elev")
    town.happens(
        Stream.CASE,
        CASE,
        PupilHeard(pupil=other, form=HearingForm.CONVERSATION, outcome=HearingOutcome.STATED_VIEW, view="Jeg gjorde det ikke."),
        ConversationHeld(
            kind=ConversationKind.EXPOSED_PUPIL,
            person=other,
            held_by=person("saksbehandler"),
            purpose_explained=True,
            own_words=f"Det var Elev {CANARY} som begynte.",
        ),
    )
    hers = made(town, asked_for_access(town, name="hers"), receiving="party_access-other-pupil", party=str(other))
    family = made(town, asked_for_access(town, name="family"))

    assert hers != family
    assert "Jeg gjorde det ikke." in words_of(hers)
    assert "Jeg gjorde det ikke." not in words_of(family)
    assert "Det var en annen elev som begynte." in words_of(hers)
    assert "Tiltak" not in [line for line in words_of(hers).splitlines() if CANARY in line]
    assert "documents/07-tiltaksplan.pdf" not in unpack(hers)


def test_what_another_pupil_said_goes_to_her_and_not_to_her_guardians(town: Town):
    other = person("annen-elev")
    heard = PupilHeard(pupil=other, form=HearingForm.CONVERSATION, outcome=HearingOutcome.STATED_VIEW, view="Jeg gjorde det ikke.")
    town.happens(Stream.CASE, CASE, heard)

    shown = {one.role: content(town, Order(receiving=one, provision="", party=other)).shown for one in ANOTHER_PARTY}

    assert [one.recorded.event for one in shown[Role.PUPIL]] == [heard]
    assert shown[Role.GUARDIAN] == ()


def test_another_party_must_be_chosen_before_anything_goes_to_her(town: Town):
    counter = Counter(town.comes("rektor"), asked_for_access(town))
    counter.writes(receiving="party_access-other-pupil", party="")

    assert "Velg hvilken annen elev kopien gjelder." in counter.opens(counter.preview)


def test_a_protected_address_stands_in_no_copy_whoever_gets_it(town: Town):
    address_becomes_secret(town)
    letter = LetterSent(
        letter=Letter.OTHER,
        recipients=(Recipient.GUARDIANS,),
        delivery=Delivery.POST,
        pupil=person("elev"),
        body="Vi sender dette til Fjellveien 12, 4321 Lyngdal. Ring 40 12 34 56.",
    )
    town.happens(Stream.CASE, CASE, letter)

    for request in (asked_by_statsforvalteren(town), asked_for_access(town)):
        words = words_of(made(town, request))
        assert not any(part in words for part in ("Fjellveien", "Lyngdal", "40 12 34 56"))
        assert "beskyttet adresse" in words


def test_passages_masked_by_hand_and_events_left_out_stand_nowhere(town: Town):
    request = asked_by_statsforvalteren(town)
    counter = Counter(town.comes("rektor"), request)
    counter.writes()
    heard, adopted = (
        next(one for one in town.events(CASE) if one.topic == topic) for topic in ("case.PupilHeard", "case.PlanAdopted")
    )
    counter.masks(
        **{
            f"mask_{heard.envelope.event_id}": f"Syn {CANARY}",
            "leave_out": [str(adopted.envelope.event_id)],
            "everywhere": "Navn laerer",
        }
    )

    assert counter.approves().status_code == 303
    words = words_of(counter.fetches())

    assert f"Syn {CANARY}" not in words
    assert "[skjermet]" in words
    assert "Problem" not in words
    assert "utelatt av den som ga innsyn" in words


def test_words_that_were_to_be_masked_and_stand_nowhere_are_told(town: Town):
    counter = Counter(town.comes("rektor"), asked_by_statsforvalteren(town))
    counter.writes()
    heard = next(one for one in town.events(CASE) if one.topic == "case.PupilHeard")
    counter.masks(**{f"mask_{heard.envelope.event_id}": "Dette står ingen steder"})

    assert "Dette skulle skjermes, men står ikke i hendelsen: «Dette står ingen steder»" in counter.opens(counter.preview)
    assert counter.approves().status_code in {412, 422}


def test_the_preview_says_of_every_event_whether_it_goes_and_why_not(town: Town):
    counter = Counter(town.comes("rektor"), asked_for_access(town))
    counter.writes()

    page = counter.opens(counter.preview)

    assert page.count('class="package-event"') == len(town.events(CASE))
    assert "gjelder ikke mottakeren" in page
    assert "Delvis skjermet: Brevteksten (en annen elev)" in page


def test_gaps_stand_before_everything_that_is_in_order(town: Town):
    package = made(town, asked_by_statsforvalteren(town))
    duties = pdf_words(bytes(unpack(package)["documents/02-plikter-og-dokumentasjon.pdf"]))

    assert duties.index("Mangler") < duties.index("Følge med")


def test_every_version_of_the_plan_stands_with_when_it_applied_and_the_letters_it_lacks(town: Town):
    revision = PlanRevised(
        plan_version=2, parts=tuple(PlanPart), pupil_participated=True, guardians_participated=True, what_changed="Ny voksen."
    )
    town.happens(Stream.CASE, CASE, revision)

    plan = pdf_words(bytes(unpack(made(town, asked_by_statsforvalteren(town)))["documents/07-tiltaksplan.pdf"]))

    assert "Versjon 1 Gjaldt fra" in plan
    assert "Versjon 2 Gjaldt fra" in plan
    assert "gjelder fortsatt" in plan
    assert "Inneholder a, b, c, d og e" in plan
    assert "hvem som skal gjennomføre tiltakene (d)" in plan


def test_the_chronology_tells_when_it_happened_was_known_and_was_written_down(town: Town):
    chronology = pdf_words(bytes(unpack(made(town, asked_by_statsforvalteren(town)))["documents/03-tidslinje.pdf"]))

    assert all(head in chronology for head in ("Hendte", "Kjent for skolen", "Skrevet ned"))
    assert "3.3.2027 kl. 09.00" in chronology
    assert "3.3.2027 kl. 10.00" in chronology


def test_the_file_is_kept_sealed(town: Town):
    package = made(town, asked_by_statsforvalteren(town))
    (answer,) = town.of("access.DisclosureAnswered")
    assert isinstance(answer, DisclosureAnswered)

    lying = b"".join(file.read_bytes() for file in (town.home).rglob("*.sealed"))
    assert lying
    assert package[:64] not in lying
    assert CANARY.encode() not in lying


def test_a_name_masked_everywhere_stands_nowhere_not_even_as_who_recorded_something(town: Town):
    request = asked_by_statsforvalteren(town)
    counter = Counter(town.comes("rektor"), request)
    counter.writes()
    counter.masks(everywhere="Navn melder")

    assert counter.approves().status_code == 303
    assert "Navn melder" not in words_of(counter.fetches())


def test_a_file_goes_whole_to_an_authority_and_not_to_whom_it_was_not_chosen_for(town: Town):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    file = town.server.desk.vault.keep(picture.getvalue(), subject=CASE)
    document = DocumentAdded(kind=next(iter(DocumentKind)), title="Bilde")
    town.happens(Stream.CASE, CASE, document, attachments=(file,), case_id=CASE)
    request = asked_by_statsforvalteren(town)

    package = unpack(made(town, request))
    counter = Counter(town.comes("rektor"), request)
    counter.writes(name_others=[])

    assert picture.getvalue() in [bytes(content) for name, content in package.items() if name.startswith("documents/vedlegg/")]
    assert "Vedlegg som går med" not in counter.opens(counter.preview)
