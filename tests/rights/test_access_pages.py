"""The pages about access: who can open a matter, giving and ending it, shutting out, and who has read."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from town import CANARY, Town, matter, person

from events.lists.access import DenialGround, Purpose, RemovalGround
from events.lists.people import Role
from texts.case_number import case_number

SAK = matter("sak")
PAGE = f"/saker/{SAK}/tilgang"
LOG = f"{PAGE}/logg"
CONTENT = f"/prove/see_content/{SAK}"


def grant(town: Town, who: str = "avdelingsleder", level: str = "handle", **more: str) -> dict[str, str]:
    until = (town.server.clock.now.date() + timedelta(days=10)).isoformat()
    return {"person": str(person(who)), "level": level, "until": until, "reason": "Skal følge opp", **more}


def test_a_principal_sees_who_can_open_the_case_and_why(town: Town):
    page = town.comes("rektor").get(PAGE)

    assert page.status_code == 200
    assert "Navn saksbehandler" in page.text
    assert "har ansvaret for saken" in page.text
    assert "Navn laerer" in page.text
    assert '<th scope="row">Navn fremmed' not in page.text
    assert CANARY not in page.text


@pytest.mark.parametrize(
    ("level", "who", "share"),
    [
        ("handle", "avdelingsleder", "whole"),
        ("handle", "fremmed", "whole"),
        ("audit", "personvernombud", "whole"),
        ("audit", "revisor", "whole"),
        ("archive", "arkivar", "whole"),
    ],
)
def test_a_grant_opens_the_case_from_the_next_request_on(town: Town, level: str, who: str, share: str):
    visitor = town.comes(who)
    assert visitor.get(CONTENT).status_code == 404

    assert town.comes("rektor").post(f"{PAGE}/gi", grant(town, who, level), page=PAGE).status_code == 303

    assert visitor.get(CONTENT).json["share"] == share
    (given,) = town.of("access.AccessGranted")
    assert given.reason == "Skal følge opp"


def test_a_task_gives_the_plan_and_a_nurse_sees_only_what_is_shared(town: Town):
    leader = town.comes("rektor")
    leader.post(f"{PAGE}/gi", grant(town, "laerer", "task"), page=PAGE)
    leader.post(f"{PAGE}/gi", grant(town, "helsesykepleier", "shared"), page=PAGE)

    assert town.comes("laerer").get(CONTENT).json["versions"] == [7, 8]
    assert town.comes("helsesykepleier").get(CONTENT).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"person": ""}, "give-person"),
        ({"person": "<script>"}, "give-person"),
        ({"level": ""}, "give-level"),
        ({"level": "everything"}, "give-level"),
        ({"level": "audit"}, "give-level"),
        ({"until": ""}, "give-until"),
        ({"until": "snart"}, "give-until"),
        ({"until": "2020-01-01"}, "give-until"),
        ({"reason": "   "}, "give-reason"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_what_was_written_is_kept(town: Town, change: dict[str, str], field: str):
    answer = town.comes("rektor").post(f"{PAGE}/gi", grant(town, **change), page=PAGE)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text
    assert "<script>" not in answer.text.replace("<script type", "")
    if "reason" not in change:
        assert "Skal følge opp" in answer.text
    assert town.of("access.AccessGranted") == []


def test_a_double_click_gives_access_once(town: Town):
    leader, form = town.comes("rektor"), grant(town, idempotency_key=str(uuid4()))
    first = leader.post(f"{PAGE}/gi", form, page=PAGE)
    town.server.clock.go(timedelta(seconds=2))

    second = leader.post(f"{PAGE}/gi", form, page=PAGE)

    assert first.status_code == second.status_code == 303
    assert len(town.of("access.AccessGranted")) == 1


def test_a_key_that_is_none_is_refused(town: Town):
    for key in ("", "1", "../..", "x" * 5000):
        assert town.comes("rektor").post(f"{PAGE}/gi", grant(town, idempotency_key=key), page=PAGE).status_code == 400


def test_access_that_is_ended_is_gone_in_the_next_request(town: Town):
    town.gives(SAK, "avdelingsleder", Role.DEPARTMENT_HEAD)
    visitor = town.comes("avdelingsleder")
    assert visitor.get(CONTENT).status_code == 200
    (given,) = town.of("access.AccessGranted")

    form = {"grant": str(given.grant), "ground": RemovalGround.NO_LONGER_NEEDED.value}
    assert town.comes("rektor").post(f"{PAGE}/avslutt", form, page=PAGE).status_code == 303

    assert visitor.get(CONTENT).status_code == 404
    assert "Den er avsluttet" in town.comes("rektor").get(PAGE).text


def test_a_grant_of_another_case_is_not_ended_here(town: Town):
    town.gives(matter("sak-b"), "rektor-b", Role.CASE_HANDLER)
    (given,) = town.of("access.AccessGranted")

    answer = town.comes("rektor").post(f"{PAGE}/avslutt", {"grant": str(given.grant), "ground": "misuse"}, page=PAGE)

    assert answer.status_code == 422
    assert town.of("access.AccessRemoved") == []


def test_whoever_is_shut_out_is_out_at_once_and_comes_in_again_when_it_is_lifted(town: Town):
    leader, handler = town.comes("rektor"), town.comes("saksbehandler")
    form = {"person": str(person("saksbehandler")), "ground": DenialGround.CONFLICT_OF_INTEREST.value}
    assert leader.post(f"{PAGE}/steng", form, page=PAGE).status_code == 303
    assert handler.get(CONTENT).status_code == 404
    assert "Stengt ute" in leader.get(PAGE).text

    assert leader.post(f"{PAGE}/apne", form, page=PAGE).status_code == 422
    assert leader.post(f"{PAGE}/apne", {**form, "reason": "Ikke lenger i familie"}, page=PAGE).status_code == 303

    assert handler.get(CONTENT).status_code == 200


@pytest.mark.parametrize("who", ["skoleeier", "raadgiver", "personvernombud", "revisor"])
def test_a_school_hides_no_case_from_those_who_watch_over_it_and_the_owner_can_shut_them_out(town: Town, who: str):
    form = {"person": str(person(who)), "ground": DenialGround.CONFLICT_OF_INTEREST.value}
    leader, owner = town.comes("rektor"), town.comes("skoleeier")
    assert str(person(who)) not in leader.get(PAGE).text.partition('id="shut-person"')[2].partition("</select>")[0]
    assert leader.post(f"{PAGE}/steng", form, page=PAGE).status_code == 422
    assert town.of("access.AccessDenied") == []

    assert owner.post(f"{PAGE}/steng", form, page=PAGE).status_code == 303


def test_whom_the_owner_has_shut_out_the_owner_alone_lets_in_again(town: Town):
    leader, owner = town.comes("rektor"), town.comes("skoleeier")
    form = {
        "person": str(person("saksbehandler")),
        "ground": DenialGround.CONFLICT_OF_INTEREST.value,
        "reason": "Ikke lenger i familie",
    }
    assert owner.post(f"{PAGE}/steng", form, page=PAGE).status_code == 303

    assert "Bare skoleeier kan oppheve det" in leader.get(PAGE).text
    refused = leader.post(f"{PAGE}/apne", form, page=PAGE)
    assert refused.status_code == 422
    assert "Skoleeier har stengt denne personen ute" in refused.text
    assert town.of("access.AccessDenialLifted") == []

    assert owner.post(f"{PAGE}/apne", form, page=PAGE).status_code == 303
    assert town.comes("saksbehandler").get(CONTENT).status_code == 200


def test_a_principal_makes_no_denial_of_the_owners_her_own_by_repeating_it(town: Town):
    form = {
        "person": str(person("saksbehandler")),
        "ground": DenialGround.CONFLICT_OF_INTEREST.value,
        "reason": "Ikke lenger i familie",
    }
    town.comes("skoleeier").post(f"{PAGE}/steng", form, page=PAGE)
    leader = town.comes("rektor")
    leader.post(f"{PAGE}/steng", form, page=PAGE)

    assert leader.post(f"{PAGE}/apne", form, page=PAGE).status_code == 422
    assert town.comes("saksbehandler").get(CONTENT).status_code == 404


def test_a_principal_lets_nobody_in_by_a_grant_whom_the_owner_has_shut_out(town: Town):
    form = {"person": str(person("laerer")), "ground": DenialGround.TRAINING_NOT_ATTESTED.value}
    town.comes("skoleeier").post(f"{PAGE}/steng", form, page=PAGE)

    refused = town.comes("rektor").post(f"{PAGE}/gi", grant(town, person=str(person("laerer"))), page=PAGE)

    assert refused.status_code == 422
    assert "Skoleeier har stengt denne personen ute" in refused.text
    assert town.of("access.AccessGranted") == []


def test_what_the_owner_gave_the_owner_alone_takes_away(town: Town):
    leader, owner = town.comes("rektor"), town.comes("skoleeier")
    assert owner.post(f"{PAGE}/gi", grant(town), page=PAGE).status_code == 303
    (given,) = town.of("access.AccessGranted")
    form = {"grant": str(given.grant), "ground": "no_longer_needed"}

    assert "Bare skoleeier kan avslutte tilgangen" in leader.get(PAGE).text
    refused = leader.post(f"{PAGE}/avslutt", form, page=PAGE)
    assert refused.status_code == 422
    assert "Skoleeier har gitt tilgangen" in refused.text

    assert owner.post(f"{PAGE}/avslutt", form, page=PAGE).status_code == 303


def test_nobody_lets_herself_in_again(town: Town):
    town.denies(SAK, "rektor", DenialGround.PARTY_OR_RELATIVE)

    assert town.comes("rektor").get(PAGE).status_code == 404
    form = {"person": str(person("rektor")), "ground": "party_or_relative", "reason": "Jeg vil inn"}
    assert town.comes("rektor").post(f"{PAGE}/apne", form).status_code == 404
    assert town.comes("skoleeier").post(f"{PAGE}/apne", form, page=PAGE).status_code == 303
    assert town.comes("rektor").get(PAGE).status_code == 200


def test_the_owner_decides_on_access_without_reading_why_it_was_given(town: Town):
    town.comes("rektor").post(f"{PAGE}/gi", grant(town, reason=f"Fordi {CANARY}"), page=PAGE)

    page = town.comes("skoleeier").get(PAGE)

    assert page.status_code == 200
    assert CANARY not in page.text
    assert CANARY in town.comes("rektor").get(PAGE).text


@pytest.mark.parametrize("who", ["saksbehandler", "laerer", "raadgiver", "personvernombud", "mor", "elev", "rektor-b"])
def test_nobody_else_decides_on_access(town: Town, who: str):
    assert town.comes(who).get(PAGE).status_code == 404
    assert town.comes(who).post(f"{PAGE}/gi", grant(town)).status_code == 404
    assert town.of("access.AccessGranted") == []


def test_from_fifteen_on_guardians_are_let_in_by_a_decision(town: Town):
    town.server.clock.go(timedelta(days=365 * 6))
    mother = town.comes("mor")
    assert mother.get(f"/prove/see_plan/{SAK}").status_code == 404
    assert mother.get(f"/prove/see_status/{SAK}").status_code == 200
    assert town.comes("elev").get(f"/prove/see_plan/{SAK}").status_code == 200

    answer = town.comes("rektor").post(f"{PAGE}/gi", grant(town, "mor", "release"), page=PAGE)

    assert answer.status_code == 303
    assert mother.get(f"/prove/see_plan/{SAK}").status_code == 200
    assert town.of("access.AccessGranted")[0].purpose is Purpose.OWN_CASE


def test_the_log_tells_those_who_watch_who_read_what_and_when(town: Town):
    town.comes("laerer").get(CONTENT)
    town.comes("saksbehandler").get(CONTENT)

    for who in ("rektor", "skoleeier", "personvernombud", "revisor"):
        page = town.comes(who).get(LOG)
        assert page.status_code == 200
        assert page.text.index("Navn saksbehandler") < page.text.index("Navn laerer")
        assert CANARY not in page.text
    for who in ("saksbehandler", "laerer", "raadgiver", "administrator", "mor", "rektor-b"):
        assert town.comes(who).get(LOG).status_code == 404


def test_a_long_log_comes_in_pages(town: Town):
    reader = town.comes("rektor")
    for _ in range(101):
        reader.get(CONTENT)

    first, second = reader.get(LOG), reader.get(f"{LOG}?fra=100")

    assert "100 av 101" in first.text
    assert "101 av 101" in second.text
    for odd in ("-5", "abc", "99999999999999999999"):
        assert reader.get(f"{LOG}?fra={odd}").status_code == 200


def test_a_family_sees_who_has_read_its_case_but_not_what_the_rest_of_the_family_read(town: Town):
    town.comes("saksbehandler").get(CONTENT)
    town.comes("saksbehandler").get(CONTENT)
    town.comes("elev").get(f"/prove/see_plan/{SAK}")
    town.comes("mor").get(f"/prove/see_plan/{SAK}")

    page = town.comes("mor").get(f"/foresatt/saker/{SAK}/lest")

    assert "Navn saksbehandler" in page.text
    assert "2 ganger" in page.text
    assert "Navn mor" in page.text
    assert "Elev Kanarifugl" not in page.text
    assert town.comes("annen-mor").get(f"/foresatt/saker/{SAK}/lest").status_code == 404


def test_untrained_staff_are_told_what_is_missing(town: Town):
    town.server.accounts.add(login="ny", name="Ny Rektor", person=uuid4(), roles=(Role.PRINCIPAL,), schools=("974620014",))

    answer = town.comes("ny").get(CONTENT)

    assert answer.status_code == 403
    assert "opplæring i personvern" in answer.text


@pytest.mark.parametrize("who", ["revisor", "personvernombud"])
def test_whoever_looks_on_is_led_to_the_state_of_the_log_and_back(town: Town, who: str):
    visitor = town.comes(who)
    assert 'href="/admin/integritet"' in visitor.get("/innsynslogg").text

    page = visitor.get("/admin/integritet")

    assert page.status_code == 200
    assert 'href="/innsynslogg"' in page.text
    assert 'href="/admin"' not in page.text


def test_the_log_of_readings_writes_days_as_the_reader_does(town: Town):
    town.comes("saksbehandler").get(CONTENT)
    assert re.search(r">\d\.3\.2027 kl\. \d\d\.\d\d<", town.comes("rektor").get(f"{PAGE}/logg").text)
    assert re.search(r">2027-03-\d\d at \d\d:\d\d<", town.comes("rektor").get(f"{PAGE}/logg?sprak=en").text)


@pytest.mark.parametrize("who", ["personvernombud", "revisor", "skoleeier"])
def test_whoever_is_asked_who_has_read_a_case_finds_it_by_the_case_number(town: Town, who: str):
    visitor = town.comes(who)
    assert 'action="/innsynslogg/sak"' in visitor.get("/innsynslogg").text

    found = visitor.get(f"/innsynslogg/sak?number={case_number(SAK).lower()}")
    assert (found.status_code, found.headers["Location"]) == (303, LOG)
    assert visitor.get(LOG).status_code == 200

    nothing = visitor.get("/innsynslogg/sak?number=0000-0000")
    assert nothing.status_code == 422
    assert 'value="0000-0000"' in nothing.text
    assert 'aria-invalid="true"' in nothing.text


def test_the_readings_of_a_case_are_found_by_nobody_else(town: Town):
    for who in ("rektor", "laerer", "arkivar", "administrator"):
        assert town.comes(who).get(f"/innsynslogg/sak?number={case_number(SAK)}").status_code == 403
