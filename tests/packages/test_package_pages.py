"""Handing a case over: a request, an account, a preview, an approval, and the file that the disclosure tells of."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from at_the_counter import (
    ADDRESS,
    CASE,
    ENFORCEMENT,
    QUESTIONS,
    Counter,
    asked_by_statsforvalteren,
    asked_for_access,
    made,
    words_of,
)
from town import CANARY, Town, person

from events.base import Stream
from events.concern import ObservationNoted
from events.disclosure import DisclosureAnswered, DisclosureRequested
from events.enforcement import AccountApproved, AccountSent
from events.lists.access import DisclosureBasis, DisclosureOutcome
from events.lists.concern import Arena
from events.lists.documents import Recipient
from events.lists.people import Role
from services.case_service.streams import access_stream
from services.integrity.package import unpack


def test_what_statsforvalteren_asks_is_shown_with_its_limit(town: Town):
    asked_by_statsforvalteren(town)

    page = Counter(town.comes("rektor"), CASE).opens(ADDRESS)

    assert all(question in page for question in QUESTIONS)
    assert "Frist 10.3.2027" in page


def test_the_account_is_proposed_from_the_events_and_marks_what_only_people_can_say(town: Town):
    counter = Counter(town.comes("rektor"), asked_by_statsforvalteren(town))

    written = counter.form(counter.opens(counter.work))["statement"]

    assert "# Hva skolen har gjort" in written
    assert "- Skriftlig plan i én versjon, som gjaldt fra " in written
    assert "[Fyll inn: skolens syn på saken]" in written
    assert "# Hva som mangler eller kom for sent" in written


def test_the_disclosure_tells_who_got_what_on_which_basis_with_the_hash_of_the_very_file(town: Town):
    request = asked_by_statsforvalteren(town)

    package = made(town, request)

    answered = [one for one in town.events(access_stream(CASE)) if isinstance(one.event, DisclosureAnswered)]
    (answer,) = answered
    assert isinstance(answer.event, DisclosureAnswered)
    assert answer.event.request == request
    assert answer.event.recipient is Recipient.STATSFORVALTER
    assert answer.event.provision == "opplæringslova § 12-6 tredje ledd"
    assert answer.event.package_sha256 == sha256(package).hexdigest() == answer.envelope.attachments[0].sha256
    assert answer.event.log_position is not None
    assert answer.event.log_position < len(town.log())
    assert answer.event.outcome is DisclosureOutcome.PARTLY
    assert answer.event.redacted, "the working note is left out"
    (requested,) = (one for one in town.events(access_stream(CASE)) if isinstance(one.event, DisclosureRequested))
    assert isinstance(requested.event, DisclosureRequested)
    assert requested.event.basis is DisclosureBasis.STATSFORVALTER


def test_the_account_is_approved_by_whoever_hands_over_and_sent_with_the_hash_of_the_package(town: Town):
    request = asked_by_statsforvalteren(town)
    package = made(town, request)
    counter = Counter(town.comes("rektor"), request)
    counter.opens(ADDRESS)
    (answer,) = (one for one in town.events(access_stream(CASE)) if isinstance(one.event, DisclosureAnswered))

    counter.posts(f"{ADDRESS}/svar/{answer.envelope.event_id}/sendt", counter.form())

    facts = [one.event for one in town.events(ENFORCEMENT)]
    assert AccountApproved(request=request, approved_by=person("rektor")) in facts
    (sent,) = (fact for fact in facts if isinstance(fact, AccountSent))
    assert sent.package_sha256 == sha256(package).hexdigest()
    assert (sent.case_version, sent.plan_version) == (len(town.events(CASE)), 1)


def test_each_question_is_answered_with_words_and_parts(town: Town):
    request = asked_by_statsforvalteren(town)
    parts = {"answer:0": "Vi har observert ute.", "answer_part:0": ["investigation"], "answer_part:1": ["voice"], "answer:1": ""}

    words = words_of(made(town, request, **parts))

    assert f"Spørsmål 1: {QUESTIONS[0]}" in words
    assert "Vi har observert ute." in words
    assert "Elevens syn" in words


def test_a_question_without_an_answer_keeps_the_package_from_being_approved(town: Town):
    counter = Counter(town.comes("rektor"), asked_by_statsforvalteren(town))
    counter.writes(**{"answer:1": ""})

    assert "Spørsmål 2 er ikke besvart." in counter.opens(counter.preview)
    assert "Godkjenn og lag pakken" not in counter.page
    assert counter.approves().status_code in {412, 422}
    assert not town.of("access.DisclosureAnswered")


def test_what_is_still_to_be_filled_in_keeps_the_package_from_being_approved(town: Town):
    counter = Counter(town.comes("rektor"), asked_by_statsforvalteren(town))
    counter.writes(statement="[Fyll inn: skolens syn på saken]")

    assert "Fyll inn i redegjørelsen eller svarene: skolens syn på saken" in counter.opens(counter.preview)


def test_nothing_goes_out_that_nobody_approved(town: Town):
    counter = Counter(town.comes("rektor"), asked_by_statsforvalteren(town))
    counter.writes()
    page = counter.opens(counter.preview)
    form = counter.form(page)
    form.pop("confirmed", None)

    assert counter.posts(counter.approval, form).status_code == 422
    assert not town.of("access.DisclosureAnswered")


def test_approval_asks_for_the_second_factor_anew(town: Town):
    request = asked_by_statsforvalteren(town)
    rektor = town.comes("rektor")
    counter = Counter(rektor, request)
    counter.writes()
    page = counter.opens(counter.preview)
    town.server.clock.now += timedelta(minutes=16)

    answer = counter.approves(page)

    assert "/logg-inn/totrinn" in answer.headers["Location"]
    assert not town.of("access.DisclosureAnswered")


def test_a_preview_that_the_case_has_moved_on_from_is_refused_and_shows_what_is_new(town: Town):
    counter = Counter(town.comes("rektor"), asked_by_statsforvalteren(town))
    counter.writes()
    page = counter.opens(counter.preview)
    note = ObservationNoted(observer=person("laerer"), signs=(), arena=Arena.CLASSROOM, facts_observed="Alene i friminuttet.")
    town.happens(Stream.CASE, CASE, note, by="laerer")

    answer = counter.approves(page)

    assert answer.status_code == 412
    assert "Forhåndsvisningen gjelder ikke lenger" in answer.text
    assert "Navn laerer" in answer.text
    assert not town.of("access.DisclosureAnswered")
    assert counter.approves().status_code == 303, "the new preview can be approved"


def test_a_double_click_makes_one_package(town: Town):
    counter = Counter(town.comes("rektor"), asked_by_statsforvalteren(town))
    counter.writes()
    page = counter.opens(counter.preview)

    assert [counter.approves(page).status_code for _ in range(2)] == [303, 303]
    assert len(town.of("access.DisclosureAnswered")) == 1


def test_what_a_colleague_saved_meanwhile_is_not_overwritten_unseen(town: Town):
    request = asked_by_statsforvalteren(town)
    town.gives(ENFORCEMENT, "saksbehandler", Role.CASE_HANDLER)
    mine, hers = Counter(town.comes("rektor"), request), Counter(town.comes("saksbehandler"), request)
    mine.opens(mine.work)
    old = {**mine.form(), "statement": "Mine ord", "save": "1"}
    town.server.clock.now += timedelta(seconds=1)
    hers.writes(statement="Hennes ord")

    answer = mine.posts(mine.work, old)

    assert answer.status_code == 409
    assert "Mine ord" in answer.text
    assert "Hennes ord" in hers.opens(hers.work)


def test_a_case_handler_prepares_and_a_leader_approves(town: Town):
    request = asked_by_statsforvalteren(town)
    town.gives(ENFORCEMENT, "saksbehandler", Role.CASE_HANDLER)
    handler = Counter(town.comes("saksbehandler"), request)
    handler.writes(statement="Skrevet av saksbehandler")
    page = handler.opens(handler.preview)

    assert "En leder må godkjenne pakken" in page
    assert handler.posts(handler.approval, handler.form()).status_code == 404
    assert "Skrevet av saksbehandler" in Counter(town.comes("rektor"), request).opens(handler.work)


def test_nobody_else_comes_near_the_packages(town: Town):
    request = asked_by_statsforvalteren(town)
    made(town, request)
    (answer,) = (one for one in town.events(access_stream(CASE)) if isinstance(one.event, DisclosureAnswered))
    file = f"{ADDRESS}/svar/{answer.envelope.event_id}/fil"

    for who in ("laerer", "fremmed", "mor", "elev", "annen-mor", "helsesykepleier", "rektor-b", "administrator"):
        visitor = town.comes(who)
        for path in (ADDRESS, f"{ADDRESS}/{request}", f"{ADDRESS}/{request}/forhandsvisning", file):
            got = visitor.get(path)
            assert got.status_code in {403, 404}, (who, path)
            assert CANARY not in got.text


def test_a_request_for_access_is_written_down_and_answered_there(town: Town):
    rektor = town.comes("rektor")
    counter = Counter(rektor, CASE)
    counter.opens(ADDRESS)
    form = {**counter.form(), "basis": "party_access", "requester": "Mor til eleven", "about": "Hele saken"}

    answer = counter.posts(ADDRESS, form)

    assert answer.status_code == 303
    (requested,) = town.of("access.DisclosureRequested")
    counter.opens(answer.headers["Location"])
    package = made(town, requested.request)
    assert town.of("access.DisclosureAnswered")[0].recipient is Recipient.GUARDIANS
    assert "documents/01-redegjorelse.pdf" in unpack(package)


def test_a_request_for_public_access_is_refused_with_a_provision_and_reasons(town: Town):
    request = asked_for_access(town, DisclosureBasis.PUBLIC_ACCESS)
    counter = Counter(town.comes("rektor"), request)
    assert "Lag pakken" not in counter.opens(ADDRESS)
    assert counter.visitor.get(counter.work).status_code == 404
    counter.opens(f"{counter.work}/avslag")

    assert counter.posts(f"{counter.work}/avslag", {**counter.form(), "reason": ""}).status_code == 422
    assert counter.posts(f"{counter.work}/avslag", {**counter.form(), "reason": "Taushetsbelagt."}).status_code == 303

    (answer,) = town.of("access.DisclosureAnswered")
    assert answer.outcome is DisclosureOutcome.REFUSED
    assert answer.provision == "offentleglova § 13, forvaltningslova § 13"
    assert answer.reason == "Taushetsbelagt."


def test_the_case_report_that_is_handed_over_is_written_down_with_its_hash(town: Town):
    request = asked_for_access(town)
    counter = Counter(town.comes("rektor"), request)
    counter.opens(ADDRESS)
    form = {**counter.form(), "receiving": "party_access-guardians-guardian"}

    assert counter.posts(f"{counter.work}/saksrapport", form).status_code == 303

    (answer,) = town.of("access.DisclosureAnswered")
    report = counter.fetches()
    assert report.startswith(b"%PDF")
    assert answer.package_sha256 == sha256(report).hexdigest()
