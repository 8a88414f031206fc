"""/admin/tilganger and the review of an emergency access: by person and number, no content, and never by the one who took it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from town import CANARY, Town, matter, person

from events.access import BreakGlassReviewed, BreakGlassUsed
from events.base import Stream
from events.lists.access import DenialGround
from events.lists.people import Role
from services.case_service.streams import access_stream
from texts.case_number import case_number

REVIEW = f"/saker/{matter('sak')}/nodtilgang/{person('raadgiver')}"
GOOD = {"justified": "yes", "reason": "Rektor var bortreist, og det hastet."}


def takes(town: Town, who: str = "raadgiver", about: str = "sak") -> None:
    until, reason = town.server.clock.now + timedelta(hours=2), f"Det hastet svært {CANARY}"
    taken = BreakGlassUsed(person=person(who), to_stream=matter(about), until=until, reason=reason)
    town.happens(Stream.ACCESS, access_stream(matter(about)), taken, by=who)


def test_what_holds_today_is_listed_by_person_and_number_without_content(town: Town):
    town.gives(matter("sak"), "fremmed", Role.OBSERVER, until=date(2027, 6, 1))
    town.gives(matter("sak"), "laerer", Role.OBSERVER, until=date(2027, 3, 3))
    town.denies(matter("sak"), "avdelingsleder", DenialGround.CONFLICT_OF_INTEREST)
    town.server.clock.go(timedelta(days=1))
    takes(town)

    for who in ("administrator", "skoleeier"):
        page = town.comes(who).get("/admin/tilganger").text
        for name in ("fremmed", "avdelingsleder", "raadgiver"):
            assert f"Navn {name}" in page
        assert "Navn laerer" not in page
        assert case_number(matter("sak")) in page
        assert CANARY not in page


def test_why_somebody_is_shut_out_is_told_to_those_who_decide_it(town: Town):
    town.denies(matter("sak"), "avdelingsleder", DenialGround.CONFLICT_OF_INTEREST)

    administrator, owner = (town.comes(who).get("/admin/tilganger").text for who in ("administrator", "skoleeier"))

    assert "habil" not in administrator.casefold()
    assert "habil" in owner.casefold() or "interessekonflikt" in owner.casefold()
    assert f'href="/saker/{matter("sak")}/tilgang"' in owner
    assert f"/saker/{matter('sak')}" not in administrator


def test_an_administrator_is_told_nothing_of_who_is_shut_out_of_a_heightened_matter(town: Town):
    town.denies(matter("skjerpet"), "laerer", DenialGround.SUSPECTED_IN_CASE)

    for page in ("/admin/tilganger", "/admin/endringer", "/admin/endringer.csv"):
        assert case_number(matter("skjerpet")) not in town.comes("administrator").get(page).text
    assert case_number(matter("skjerpet")) in town.comes("skoleeier").get("/admin/tilganger").text


def test_whoever_is_shut_out_of_a_matter_does_not_find_it_on_the_list(town: Town):
    town.denies(matter("sak"), "administrator", DenialGround.PARTY_OR_RELATIVE)
    town.gives(matter("sak"), "fremmed", Role.OBSERVER, until=date(2027, 6, 1))

    for page in ("/admin/tilganger", "/admin/endringer", "/admin/endringer.csv"):
        assert case_number(matter("sak")) not in town.comes("administrator").get(page).text


def test_the_list_is_narrowed_by_person_and_kind(town: Town):
    town.gives(matter("sak"), "fremmed", Role.OBSERVER, until=date(2027, 6, 1))
    town.denies(matter("sak"), "avdelingsleder", DenialGround.CONFLICT_OF_INTEREST)
    visitor = town.comes("administrator")

    given, hers = (
        visitor.get("/admin/tilganger?vis=gitt").text,
        visitor.get(f"/admin/tilganger?hvem={person('avdelingsleder')}").text,
    )

    assert '<th scope="row">Navn fremmed' in given
    assert '<th scope="row">Navn avdelingsleder' not in given
    assert '<th scope="row">Navn avdelingsleder' in hers
    assert '<th scope="row">Navn fremmed' not in hers


@pytest.mark.parametrize("who", ["skoleeier", "personvernombud"])
def test_an_emergency_access_is_reviewed_by_those_who_answer_for_it_and_watch_over_it(town: Town, who: str):
    takes(town)
    visitor = town.comes(who)
    assert f'href="{REVIEW}"' in visitor.get("/innsynslogg").text
    assert "Det hastet svært" in visitor.get(REVIEW).text

    assert visitor.post(REVIEW, GOOD).status_code == 303

    (reviewed,) = town.of("access.BreakGlassReviewed")
    assert reviewed == BreakGlassReviewed(
        person=person("raadgiver"), to_stream=matter("sak"), justified=True, reason=GOOD["reason"]
    )
    assert "Berettiget" in visitor.get("/innsynslogg").text
    assert visitor.get(REVIEW).status_code == 404


def test_what_waits_for_a_review_stands_on_the_day_of_those_who_review(town: Town):
    takes(town)
    waits = "En nødtilgang venter på at du vurderer den"

    for who, told in (("skoleeier", True), ("personvernombud", True), ("raadgiver", False), ("revisor", False), ("rektor", False)):
        assert (waits in town.comes(who).get("/min-dag").text) is told, who
    town.comes("personvernombud").post(REVIEW, GOOD)

    assert waits not in town.comes("skoleeier").get("/min-dag").text


def test_what_was_read_with_the_access_stands_beside_the_reason(town: Town):
    town.comes("raadgiver").post(f"/saker/{matter('sak')}/nodtilgang", {"reason": "Det hastet svært for eleven", "hours": "1"})
    assert town.comes("raadgiver").get(f"/saker/{matter('sak')}").status_code == 200

    page = town.comes("skoleeier").get(REVIEW).text

    assert "Én gang" in page
    assert CANARY not in page


@pytest.mark.parametrize("form", [{}, {"justified": "yes"}, {"reason": "Ja"}, {"justified": "kanskje", "reason": "Ja"}])
def test_a_review_says_yes_or_no_and_why(town: Town, form: dict[str, str]):
    takes(town)

    answer = town.comes("skoleeier").post(REVIEW, form)

    assert answer.status_code == 422
    assert 'href="#justified"' in answer.text or 'href="#reason"' in answer.text
    assert town.of("access.BreakGlassReviewed") == []


def test_nobody_reviews_her_own_access(town: Town):
    takes(town, "skoleeier")
    own = f"/saker/{matter('sak')}/nodtilgang/{person('skoleeier')}"

    assert town.comes("skoleeier").get(own).status_code == 403
    assert town.comes("skoleeier").post(own, GOOD).status_code == 403
    assert town.comes("personvernombud").post(own, GOOD).status_code == 303


@pytest.mark.parametrize("who", ["rektor", "raadgiver", "administrator", "revisor", "laerer"])
def test_nobody_else_reviews(town: Town, who: str):
    takes(town)

    assert town.comes(who).post(REVIEW, GOOD).status_code == 403
    assert town.of("access.BreakGlassReviewed") == []


def test_a_new_access_after_a_review_waits_for_one_of_its_own(town: Town):
    takes(town)
    town.comes("skoleeier").post(REVIEW, {"justified": "no", "reason": "Det hastet ikke."})
    takes(town)

    page = town.comes("skoleeier").get("/innsynslogg").text

    assert f'href="{REVIEW}"' in page
    assert "Ikke berettiget" in page


def test_a_review_that_is_sent_twice_is_one(town: Town):
    takes(town)
    visitor = town.comes("skoleeier")
    form = {**GOOD, "idempotency_key": "0b3c7c1e-9a41-4c07-9a49-3b0a6f2f1a11"}

    assert [visitor.post(REVIEW, form).status_code for _ in range(2)] == [303, 303]
    assert len(town.of("access.BreakGlassReviewed")) == 1


def test_a_review_of_what_nobody_took_is_not_found(town: Town):
    assert town.comes("skoleeier").get(REVIEW).status_code == 404
    assert town.comes("skoleeier").post(REVIEW, GOOD).status_code == 404
