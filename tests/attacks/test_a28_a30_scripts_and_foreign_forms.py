"""A28 markup that somebody wrote down, A29 markup in an address, A30 forms and calls that another site sends."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from attacks.markup import ATTACK, TAG, assert_no_markup_grew
from attacks.routes import forms, pages, pages_about
from attacks.told_everything import tell_everything
from playwright.sync_api import Browser
from record.town_in_browser import served
from town import A, Town, matter, person
from web_server import CSRF, PAGE

pytestmark = pytest.mark.long

ASKED = (
    *("ansvarlig", "barn", "brev", "fra", "hvem", "inngrep", "malform", "melding", "rekkefolge", "side", "skole", "sok"),
    *("sprak", "til", "vis", "dag", "day", "next", "wanted", "q"),
)
WRITTEN = "&lt;varde-attack"


@pytest.mark.parametrize("who", ["rektor", "saksbehandler", "laerer", "skoleeier", "mor", "melder"])
def test_a28_whatever_somebody_wrote_is_shown_as_text_on_every_page(town: Town, who: str):
    assert tell_everything(town, ATTACK) > 40
    visitor, shown = town.comes(who), 0
    everywhere = [*pages(town.server.app), *pages_about(town.server.app, matter("sak"))]
    events = [(one.topic, f"/saker/{matter('sak')}/hendelser/{one.envelope.event_id}") for one in town.events(matter("sak"))]
    for endpoint, path in (*everywhere, *(events if who == "rektor" else [])):
        answer = visitor.get(path)
        assert answer.status_code < 500, endpoint
        assert_no_markup_grew(answer, endpoint)
        shown += answer.mimetype == "text/html" and WRITTEN in answer.text
    assert shown > {"rektor": 40, "saksbehandler": 10}.get(who, 0)


def test_a28_no_script_of_a_page_makes_markup_of_what_somebody_wrote(town: Town, browser: Browser):
    tell_everything(town, ATTACK)
    case = f"/saker/{matter('sak')}"
    with served(town) as place:
        context = place.comes(browser, "rektor")
        page = context.new_page()
        for path in (
            case,
            f"{case}/plan",
            f"{case}/parter",
            f"{case}/dokumenter",
            f"{case}/planbygger",
            "/meld/bekymring",
            "/innboks",
        ):
            page.goto(path)
            page.wait_for_load_state("networkidle")
            assert page.locator(TAG).count() == 0, path
            assert page.evaluate("window.attacked") is None, path
        page.goto("/meld/bekymring")
        page.locator("[name=wanted]").fill(ATTACK[:20])
        page.locator("[name=search]").click()
        page.wait_for_selector("[name=pupil]")
        assert page.locator(TAG).count() == 0
        assert page.evaluate("window.attacked") is None
        context.close()


@pytest.mark.parametrize("who", ["rektor", "skoleeier", "administrator", "mor", None])
def test_a29_what_stands_in_an_address_or_a_header_comes_back_as_text_or_not_at_all(town: Town, who: str | None):
    client = town.server.client() if who is None else town.comes(who).client
    query = "&".join(f"{name}={quote(ATTACK)}" for name in ASKED)
    headers = {**PAGE, "Referer": ATTACK, "User-Agent": ATTACK, "Accept-Language": ATTACK, "X-Requested-With": ATTACK}
    client.set_cookie("varde_language", quote(ATTACK))
    for endpoint, path in (*pages(town.server.app), *pages_about(town.server.app, matter("sak"))):
        answer = client.get(f"{path}?{query}", headers=headers)
        assert answer.status_code < 500, endpoint
        assert_no_markup_grew(answer, endpoint)
    for path in (f"/{quote(ATTACK)}", f"/saker/{quote(ATTACK)}", f"/kiosk/{quote(ATTACK)}", f"/kalender/{quote(ATTACK)}.ics"):
        answer = client.get(path, headers=headers)
        assert answer.status_code in {303, 401, 403, 404}, path
        assert_no_markup_grew(answer, path)


@pytest.mark.parametrize("where", ["/logg-inn", "/si-fra/samtale", "/si-fra/kvittering", "/kiosk/abc", "/logg-inn/nytt-passord/x"])
def test_a29_what_somebody_without_a_login_sends_comes_back_as_text(town: Town, where: str):
    client = town.server.client()
    token = CSRF.search(client.get("/logg-inn", headers=PAGE).text)
    assert token is not None
    named = ("login", "password", "code", "words", "name", "about", "school", "next", "teller", "doer")
    answer = client.post(where, data={"csrf_token": token.group(1), **dict.fromkeys(named, ATTACK)}, headers=PAGE)
    assert answer.status_code < 500
    assert_no_markup_grew(answer, where)


@pytest.mark.parametrize("who", ["rektor", "skoleeier", "administrator", "mor", None])
def test_a30_nothing_is_taken_without_the_forms_own_token_and_that_is_logged(town: Town, who: str | None, caplog):
    client = town.server.client() if who is None else town.comes(who).client
    before = len(town.log())
    for endpoint, path in forms(town.server.app, matter("sak")):
        for sent in ({"data": WORDS}, {"json": WORDS}, {"data": json.dumps(WORDS), "content_type": "text/plain"}):
            caplog.clear()
            answer = client.post(path, headers=PAGE, **sent)
            assert answer.status_code in {303, 400, 401, 403, 404, 405, 415}, endpoint
            assert answer.status_code != 303 or "/logg-inn" in answer.location, endpoint
            assert endpoint in caplog.text or answer.status_code in {303, 401}, endpoint
            assert WORDS["words"] not in caplog.text, endpoint
    assert len(town.log()) == before


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "http://localhost.elsewhere.example", "http://localhost:81", "file://", ""]
)
def test_a30_nothing_is_taken_from_another_site_not_even_with_the_token(town: Town, origin: str):
    visitor = town.comes("rektor")
    token = CSRF.search(visitor.get("/personvern").text)
    assert token is not None
    before = len(town.log())
    for endpoint, path in forms(town.server.app, matter("sak")):
        sent = {"csrf_token": token.group(1), **WORDS}
        headers = {**PAGE, "Origin": origin, "X-CSRFToken": token.group(1)}
        answer = visitor.client.post(path, data=sent, headers=headers)
        assert answer.status_code == 403, endpoint
    assert len(town.log()) == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_a30_no_other_method_records_anything(town: Town, method: str):
    visitor = town.comes("rektor")
    before = len([one for one in town.log() if not one.topic.startswith("access.ContentRead")])
    for endpoint, path in forms(town.server.app, matter("sak")):
        answer = visitor.client.open(path, method=method, query_string=WORDS, headers=PAGE)
        assert answer.status_code < 500, endpoint
        assert method in {"GET", "HEAD", "OPTIONS"} or answer.status_code in {400, 403, 404, 405}, endpoint
    assert len([one for one in town.log() if not one.topic.startswith("access.ContentRead")]) == before


@pytest.mark.parametrize("token", ["", "x", "IjEi.x.y"])
def test_a30_a_token_of_another_session_or_of_ones_own_making_is_refused(town: Town, token: str):
    others = CSRF.search(town.comes("laerer").get("/personvern").text)
    assert others is not None
    for sent in (token, others.group(1)):
        form = {"csrf_token": sent, "pupil": str(person("elev")), "own_words": "Ord", "idempotency_key": str(matter("ny"))}
        assert town.comes("rektor").client.post("/meld/bekymring", data=form, headers=PAGE).status_code == 400


WORDS = {"words": "Det som ble skrevet", "own_words": "Det som ble skrevet", "school": A, "pupil": str(person("elev"))}
