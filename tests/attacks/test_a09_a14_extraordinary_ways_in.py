"""A09 the suspected, A10 emergencies, A11 whoever runs the system, A12 "log in as", A13 reading in bulk, A14 Statsforvalteren."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

import pytest
from attacks.routes import pages_about
from town import CANARY, SPACE, Town, matter, person
from web_server import PAGE

from events.base import Stream
from events.concern import ConcernReceived
from events.lists.concern import Concern
from events.lists.people import Reporter, Role
from services.case_service.http.unusual_reading import MATTERS, WITHIN
from services.case_service.streams import access_stream
from tests.store.insider import Insider

REASON = "Politiet ringer nå om fare for eleven."


def content(name: str) -> str:
    return f"/prove/see_content/{matter(name)}"


@pytest.mark.parametrize(("who", "case"), [("mistenkt", "skjerpet"), ("rektor", "mot-rektor")])
def test_a09_whoever_is_suspected_finds_nothing_not_even_as_principal(town: Town, who: str, case: str):
    town.gives(matter(case), who, Role.CASE_HANDLER)
    visitor = town.comes(who)

    for endpoint, path in pages_about(town.server.app, matter(case)):
        answer = visitor.get(path)
        assert answer.status_code in {403, 404}, endpoint
        assert CANARY not in answer.text, endpoint
    assert visitor.get(content(case)).status_code == 404
    assert town.of("access.ContentRead") == []


def test_a09_a_case_against_the_principal_goes_to_the_owner(town: Town):
    assert town.comes("skoleeier").get(content("mot-rektor")).json["share"] == "whole"
    assert town.comes("skoleeier").get(f"/prove/handle/{matter('mot-rektor')}").status_code == 200


def test_a09_the_suspected_takes_no_emergency_access_either(town: Town):
    assert town.comes("mistenkt").get(f"/saker/{matter('skjerpet')}/nodtilgang").status_code == 404


def test_a10_an_emergency_opens_a_case_for_a_while_with_a_reason_and_for_all_to_see(town: Town):
    adviser, path = town.comes("raadgiver"), f"/saker/{matter('sak')}/nodtilgang"
    offered = adviser.get(content("sak"))
    assert offered.status_code == 303
    assert path in offered.location

    without_reason = adviser.post(path, {"reason": "  ", "hours": "1"}, page=path)
    assert without_reason.status_code == 422
    assert "error-summary" in without_reason.text
    assert town.of("access.BreakGlassUsed") == []

    taken = adviser.post(path, {"reason": REASON, "hours": "1", "next": content("sak")}, page=path)
    assert taken.location.endswith(content("sak"))
    assert adviser.get(content("sak")).json["share"] == "whole"
    assert adviser.get(f"/prove/record/{matter('sak')}").status_code == 404

    used = town.of("access.BreakGlassUsed")
    assert [(one.person, one.reason, one.to_stream) for one in used] == [(person("raadgiver"), REASON, matter("sak"))]
    assert used[0].until == town.server.clock.now + timedelta(hours=1)
    assert "Navn raadgiver" in town.comes("rektor").get(f"/saker/{matter('sak')}/tilgang/logg").text
    assert "Navn raadgiver" in town.comes("personvernombud").get("/innsynslogg").text
    assert "Navn raadgiver" in town.comes("mor").get(f"/foresatt/saker/{matter('sak')}/lest").text

    town.server.clock.go(timedelta(hours=1))
    assert town.comes("raadgiver").get(content("sak")).status_code == 303


@pytest.mark.parametrize("who", ["rektor-b", "fremmed", "administrator", "personvernombud", "mor"])
def test_a10_nobody_else_is_offered_it(town: Town, who: str):
    assert town.comes(who).get(f"/saker/{matter('sak')}/nodtilgang").status_code == 404


@pytest.mark.parametrize("hours", ["", "0", "9999", "-1", "1.5", "NaN"])
def test_a10_it_lasts_no_longer_than_is_offered(town: Town, hours: str):
    path = f"/saker/{matter('sak')}/nodtilgang"

    assert town.comes("raadgiver").post(path, {"reason": REASON, "hours": hours}, page=path).status_code == 422


@pytest.mark.parametrize("granted", [None, Role.ADMINISTRATOR, Role.CASE_HANDLER, Role.PRINCIPAL])
def test_a11_whoever_runs_the_system_reads_no_case(town: Town, granted: Role | None):
    if granted is not None:
        town.gives(matter("sak"), "administrator", granted)
    visitor = town.comes("administrator")

    for endpoint, path in pages_about(town.server.app, matter("sak")):
        answer = visitor.get(path)
        assert answer.status_code in {403, 404}, endpoint
        assert CANARY not in answer.text, endpoint
    assert visitor.get(content("sak")).status_code == 404


def test_a12_nobody_can_log_in_as_somebody_else(town: Town):
    paths = {rule.rule for rule in town.server.app.url_map.iter_rules()}
    assert not [path for path in paths if any(word in path for word in ("/som/", "impersonat", "logg-inn-som", "/as/"))]

    visitor = town.comes("administrator")
    for header in ("X-Forwarded-User", "Remote-User", "X-Remote-User", "X-Varde-Person", "Authorization"):
        answer = visitor.client.get(content("sak"), headers={**PAGE, header: str(person("rektor"))})
        assert answer.status_code == 404, header


def test_a13_reading_in_bulk_raises_an_alarm_once(town: Town):
    visitor = town.comes("rektor")
    for case in many_cases(town, MATTERS + 5):
        assert visitor.get(f"/prove/see_content/{case}").status_code == 200

    alarms = town.of("access.UnusualReadingDetected")
    assert [(one.person, one.matters_read, one.within_minutes) for one in alarms] == [(person("rektor"), MATTERS, 5)]
    assert town.events(access_stream(person("rektor")))[0].topic == "access.UnusualReadingDetected"
    assert "Navn rektor" in town.comes("personvernombud").get("/innsynslogg").text
    assert visitor.get("/innsynslogg").status_code == 403


def test_a13_an_alarm_that_could_not_be_stored_is_raised_at_the_next_reading(town: Town):
    visitor, cases = town.comes("rektor"), many_cases(town, MATTERS + 3)
    log = Insider(town.server.store_settings.events, "lyngfjord", "events")
    log.run(
        "CREATE TRIGGER no_alarm BEFORE INSERT ON {table} WHEN NEW.topic = 'access.UnusualReadingDetected' "
        "BEGIN SELECT RAISE(FAIL, 'the disk is full'); END",
        triggers=True,
    )
    for case in cases[:MATTERS]:
        answer = visitor.get(f"/prove/see_content/{case}")
    assert answer.status_code >= 500
    assert town.of("access.UnusualReadingDetected") == []

    log.run("DROP TRIGGER no_alarm", triggers=True)
    for case in cases[MATTERS:]:
        assert visitor.get(f"/prove/see_content/{case}").status_code == 200

    assert len(town.of("access.UnusualReadingDetected")) == 1


def test_a13_the_same_case_many_times_or_many_cases_over_a_day_is_no_alarm(town: Town):
    visitor, cases = town.comes("rektor"), many_cases(town, 20)
    for turn in range(220):
        visitor.get(f"/prove/see_content/{cases[turn % 20]}")
        if turn % 20 == 0:
            town.server.clock.go(WITHIN / 2)

    assert town.of("access.UnusualReadingDetected") == []


def test_a14_statsforvalteren_has_no_way_into_a_case_but_what_is_sent(town: Town):
    town.server.accounts.add(login="statsforvalter", name="Statsforvalter", person=person("sf"), roles=(Role.STATSFORVALTER,))
    for role in (Role.STATSFORVALTER, Role.CASE_HANDLER):
        town.gives(matter("sak"), "sf", role)

    visitor = town.comes("statsforvalter")

    assert visitor.get(content("sak")).status_code == 404
    for endpoint, path in pages_about(town.server.app, matter("sak")):
        assert visitor.get(path).status_code in {403, 404}, endpoint


def many_cases(town: Town, number: int) -> list[UUID]:
    cases = [uuid5(SPACE, f"one-of-many-{place}") for place in range(number)]
    for case in cases:
        concern = ConcernReceived(reporter=Reporter.EMPLOYEE, concern=Concern.BULLYING, own_words="ord")
        town.happens(Stream.CASE, case, concern, by="melder")
    return cases
