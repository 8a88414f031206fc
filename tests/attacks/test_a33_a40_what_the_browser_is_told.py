"""A33 and A34 what a page lets a browser do, A35 leading off the server, A39 what a browser keeps, A40 fetching from elsewhere."""

from __future__ import annotations

import ast
import io
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

import pytest
from attachments.test_inspection import picture
from attacks.page_forms import forms_on
from attacks.routes import pages, pages_about, pages_of_school
from playwright.sync_api import Browser
from record.town_in_browser import served
from town import CANARY, A, Town, Visitor, matter
from web_server import CSRF, PAGE

ELSEWHERE = (
    "https://elsewhere.example/",
    "//elsewhere.example",
    "///elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/\t/elsewhere.example",
    "javascript:alert(1)",
    "https:elsewhere.example",
    " https://elsewhere.example",
    "/..//elsewhere.example",
)
XXE = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&e;</svg>'
)
XML = {"xml", "lxml", "defusedxml", "bs4", "xmltodict"}
WRITES_XML = {"Element", "SubElement", "indent", "tostring"}
"""What of the standard library makes XML and reads none."""
CASE = f"/saker/{matter('sak')}"


def everything(town: Town) -> list[tuple[str, str]]:
    about = [one for name in ("sak", "skjerpet") for one in pages_about(town.server.app, matter(name))]
    return [*pages(town.server.app), *about, *pages_of_school(town.server.app, A)]


@pytest.mark.parametrize("who", ["rektor", "administrator", "mor", None])
def test_a33_a34_a39_no_answer_runs_foreign_scripts_stands_in_a_frame_or_is_kept(town: Town, who: str | None):
    client = town.server.client() if who is None else town.comes(who).client
    for endpoint, path in everything(town):
        answer = client.get(path, headers=PAGE)
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy, endpoint
        assert "default-src 'none'" in policy, endpoint
        assert "frame-ancestors 'none'" in policy, endpoint
        assert answer.headers["X-Frame-Options"] == "DENY", endpoint
        assert answer.headers["X-Content-Type-Options"] == "nosniff", endpoint
        assert answer.headers["Cache-Control"] == "no-store", endpoint
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", endpoint
        assert "Access-Control-Allow-Origin" not in answer.headers, endpoint
        assert "ETag" not in answer.headers or endpoint.startswith("api."), endpoint


def test_a39_a_file_of_a_case_and_its_picture_are_not_kept_and_a_conditional_request_is_answered_whole(town: Town):
    rektor = town.comes("rektor")
    page = rektor.get(f"{CASE}/legg-ved").text
    form = next(one for one in forms_on(f"{CASE}/legg-ved", page) if one.files)
    file = (io.BytesIO(picture()), "bilde.jpg")
    data = {**form.own, "kind": "photo", "title": "Bilde", "files": file}
    assert rektor.client.post(form.action, data=data, headers=PAGE, content_type="multipart/form-data").status_code == 303
    [kept] = town.events(matter("sak"))[-1].envelope.attachments
    for path in (f"/vedlegg/{matter('sak')}/{kept.id}", f"/vedlegg/{matter('sak')}/{kept.id}/bilde"):
        answer = rektor.get(path, **{"If-None-Match": "*", "If-Modified-Since": "Fri, 01 Jan 2038 00:00:00 GMT"})
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_a39_the_back_button_after_logging_out_shows_nothing_of_the_case(town: Town, browser: Browser):
    with served(town) as place:
        context = place.comes(browser, "rektor")
        page = context.new_page()
        page.goto(CASE)
        assert CANARY in page.content()
        page.goto("/personvern")
        page.locator("form[action='/logg-ut'] button").first.evaluate("button => button.form.requestSubmit(button)")
        page.wait_for_url("**/logg-inn*")
        for _ in range(2):
            page.go_back()
            page.wait_for_load_state()
            assert CANARY not in page.content()
        assert "/logg-inn" in page.url
        context.close()


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_a35_no_form_leads_off_the_server_whatever_it_is_told_to_lead_on_to(town: Town, wanted: str):
    emergency = f"{CASE}/nodtilgang"
    given = {"reason": "Politiet ringer nå om fare for eleven.", "hours": "1", "next": wanted}
    assert on_this_server(town.comes("raadgiver").post(emergency, given, page=emergency).location)
    town.server.add("innlogget")
    client = town.server.client()
    token = CSRF.search(client.get("/logg-inn", query_string={"next": wanted}, headers=PAGE).text)
    assert token is not None
    form = {"csrf_token": token.group(1), "login": "innlogget", "password": "a password for tests", "next": wanted}
    assert on_this_server(client.post("/logg-inn", data=form, headers=PAGE).location)
    assert on_this_server(client.get("/logg-inn", query_string={"next": wanted}, headers=PAGE).location)


@pytest.mark.parametrize(
    "path", ["//elsewhere.example/%2e%2e", "/%2f%2felsewhere.example", "/\\elsewhere.example", "/%09/elsewhere.example"]
)
def test_a35_no_address_is_redirected_off_the_server(town: Town, path: str):
    for visitor in (Visitor(town, town.server.client()), town.comes("rektor")):
        answer = visitor.client.get(path, headers=PAGE, base_url="http://localhost")
        assert answer.status_code in {303, 308, 400, 404}
        assert answer.location is None or on_this_server(answer.location)


def on_this_server(location: str) -> bool:
    """As browsers read an address: a backslash is a slash, and control characters are not there."""
    read = "".join("/" if one == "\\" else one for one in location if one.isprintable() and one != " ")
    return urlsplit(urljoin("http://localhost/", read)).netloc == "localhost"


def test_a40_no_upload_is_read_as_xml(town: Town):
    visitors = [town.comes(who) for who in ("rektor", "skoleeier", "administrator")]
    sent, before = 0, [one for one in town.log() if one.envelope.attachments]
    for visitor in visitors:
        for endpoint, path in everything(town):
            answer = visitor.get(path)
            for form in forms_on(path, answer.text) if answer.mimetype == "text/html" and answer.status_code == 200 else ():
                for name in form.files:
                    data = {**dict.fromkeys(form.asked, "1"), **form.own, "idempotency_key": str(uuid4())}
                    data[name] = (io.BytesIO(XXE), "kart.svg")
                    told = visitor.client.post(form.action, data=data, headers=PAGE, content_type="multipart/form-data")
                    assert told.status_code < 500, endpoint
                    assert "root:" not in told.text, endpoint
                    sent += 1
    assert sent > 2
    assert [one for one in town.log() if one.envelope.attachments] == before


def test_a40_nothing_that_serves_knows_how_to_read_xml():
    for module in Path("services").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not WRITES_XML.issuperset(one.name for one in node.names):
                names.append(node.module or "")
            assert not [name for name in names if name.partition(".")[0] in XML], module
