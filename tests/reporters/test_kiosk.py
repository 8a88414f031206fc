"""The kiosk: a code that opens one form, and nothing else."""

from __future__ import annotations

import re
from uuid import uuid4

from town import CANARY, Town, Visitor

LINK = re.compile(r'href="http://localhost(/kiosk/[a-z-]+)"')


def form(**more: str) -> dict[str, str]:
    return {"reporter_name": "Kari, renholder", "described": "Gutt i 3. trinn", "own_words": "Gråt i garderoben", **more}


def issued(town: Town) -> str:
    page = town.comes("rektor").post("/meld/kiosk", {"place": "Personalrommet"})
    assert page.status_code == 200, page.text
    found = LINK.search(page.text)
    assert found is not None
    return found.group(1)


def test_the_principal_makes_a_code_that_is_shown_once_and_kept_as_a_hash(town: Town):
    link = issued(town)

    assert link not in town.comes("rektor").get("/meld/kiosk").text
    assert "Personalrommet" in town.comes("rektor").get("/meld/kiosk").text
    assert link.rsplit("/", 1)[1] not in str(town.of("school.KioskCodeIssued"))


def test_somebody_without_an_account_reports_with_it(town: Town, nobody: Visitor):
    link, before = issued(town), len(town.log())

    answer = nobody.post(link, form(), page=link)

    assert answer.status_code == 200
    assert [one.topic for one in town.log()[before:]] == [
        "case.ConcernReceived",
        "case.ReportedToPrincipal",
        "case.ReporterCodeIssued",
    ]
    concern = town.log()[before].event
    assert concern.reporter_described == "Kari, renholder"
    assert concern.pupil_described == "Gutt i 3. trinn"


def test_the_same_form_twice_is_one_report(town: Town, nobody: Visitor):
    link, key = issued(town), str(uuid4())

    for _ in range(2):
        assert nobody.post(link, form(idempotency_key=key), page=link).status_code == 200

    assert len(town.of("case.ReporterCodeIssued")) == 1


def test_the_page_tells_nothing_about_pupils_or_staff(town: Town, nobody: Visitor):
    page = nobody.get(issued(town)).text

    assert CANARY not in page
    assert "Navn rektor" not in page
    assert nobody.post("/meld/elever", {"wanted": "elev"}, page="/si-fra").status_code in {303, 401}


def test_a_revoked_code_a_wrong_one_and_none_are_the_same_missing_page(town: Town, nobody: Visitor):
    link, leader = issued(town), town.comes("rektor")
    mark = re.search(r'name="mark" value="([0-9a-f]{64})"', leader.get("/meld/kiosk").text)
    assert mark is not None
    assert nobody.get(link).status_code == 200

    assert leader.post("/meld/kiosk/trekk-tilbake", {"mark": mark.group(1)}, page="/meld/kiosk").status_code == 303

    pages = {nobody.get(path).text.split("<main")[1] for path in (link, "/kiosk/bamo-lite-sudo-feki", "/kiosk/x")}
    assert len(pages) == 1
    assert nobody.get(link).status_code == 404


def test_guessing_kiosk_codes_is_limited(nobody: Visitor):
    answers = [nobody.get("/kiosk/bamo-lite-sudo-feki").status_code for _ in range(11)]

    assert answers == [404] * 10 + [429]


def test_only_those_who_lead_the_school_give_out_codes(town: Town):
    for login in ("laerer", "fremmed", "mor", "skoleeier"):
        assert town.comes(login).get("/meld/kiosk").status_code == 403
