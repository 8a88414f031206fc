from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from web_server import PAGE, WebServer, log_in

from services.case_service.http.static_files import Scripts


@pytest.mark.parametrize("path", ["/logg-inn", "/", "/nowhere", "/healthz", "/static/css/base.css"])
def test_every_answer_carries_the_security_headers(server: WebServer, path: str):
    with server.client().get(path, headers=PAGE) as answer:
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_the_nonce_is_another_in_every_answer(server: WebServer):
    nonces = {
        re.search(r"'nonce-([^']+)'", server.client().get("/logg-inn").headers["Content-Security-Policy"])[1] for _ in range(5)
    }
    assert len(nonces) == 5


def test_what_people_read_is_not_kept_and_style_sheets_are(server: WebServer):
    client = server.logged_in("teacher")
    assert client.get("/", headers=PAGE).headers["Cache-Control"] == "no-store"
    assert client.get("/nowhere", headers=PAGE).headers["Cache-Control"] == "no-store"
    with client.get("/static/css/base.css") as style_sheet:
        assert "no-store" not in style_sheet.headers["Cache-Control"]


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(server: WebServer):
    cookies = log_in(server.client(), "teacher").headers.getlist("Set-Cookie")
    session = next(cookie for cookie in cookies if cookie.startswith("varde="))
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session
    assert "Secure" not in session


def test_over_https_the_cookies_stay_there(server: WebServer):
    server.given["secure_cookies"] = True
    answer = server.client(server.another()).get("/logg-inn", headers=PAGE, base_url="https://localhost")
    assert answer.headers["Set-Cookie"].startswith("__Host-varde=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def test_pages_name_no_outside_resource_and_hold_no_inline_script(server: WebServer):
    for page in (server.client().get("/logg-inn", headers=PAGE).text, server.logged_in("teacher").get("/", headers=PAGE).text):
        assert re.findall(r"(?:src|href|action)=\"(?:https?:)?//", page) == []
        assert re.findall(r"<script(?![^>]* src=\"/static/[^>]*></script>)[^>]*>", page) == []
        assert " style=" not in page


def test_a_host_that_is_not_ours_is_refused(server: WebServer):
    server.given["hosts"] = ("varde.example",)
    client = server.client(server.another())
    assert client.get("/logg-inn", base_url="http://elsewhere.example").status_code == 400
    assert client.get("/logg-inn", base_url="http://varde.example").status_code == 200


def test_a_login_may_lead_on_to_the_overviews_own_server_and_to_no_other(server: WebServer):
    server.given["overview_url"] = "https://numbers.example:8001/eier/"
    client = server.client(server.another())
    policy = client.get("/logg-inn").headers["Content-Security-Policy"]
    assert "form-action 'self' https://numbers.example:8001;" in policy
    log_in(client, "owner")
    assert client.get("/", headers=PAGE).location == "https://numbers.example:8001/eier/"
    assert "form-action 'self';" in server.client().get("/logg-inn").headers["Content-Security-Policy"]


def test_an_address_that_names_its_content_is_kept_for_good_and_changes_with_the_content(server: WebServer):
    client = server.client()
    page = client.get("/logg-inn", headers=PAGE).text
    versioned = re.search(r"/static/css/base\.css\?v=[0-9a-f]{12}", page)
    assert versioned is not None
    with client.get(versioned.group()) as style_sheet:
        assert style_sheet.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    with client.get("/static/css/nowhere.css?v=1") as missing:
        assert missing.headers["Cache-Control"] == "no-store"


def test_a_script_asks_for_what_it_imports_by_addresses_that_are_kept_for_good(server: WebServer):
    client = server.client()
    asked = [re.search(r"/static/js/varde\.js\?v=[0-9a-f]{12}", client.get("/logg-inn", headers=PAGE).text).group()]
    for address in asked:
        with client.get(address) as script:
            assert script.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            asked += {f"/static/js/{one}" for one in re.findall(r' from "\./([^"]+)"', script.text)} - set(asked)

    assert len(asked) > 10
    assert all(re.fullmatch(r"/static/js/\w+\.js\?v=[0-9a-f]{12}", address) for address in asked)


def test_a_script_that_is_not_there_is_a_missing_page(server: WebServer):
    for address in ("/static/js/nowhere.js", "/static/js/../../app.py", "/static/js/", "/static/js/a%00.js"):
        with server.client().get(address) as missing:
            assert missing.status_code == 404


def test_the_address_of_a_script_changes_with_what_it_imports(tmp_path: Path):
    scripts = Scripts(tmp_path)
    (tmp_path / "page.js").write_text('import { say } from "./said.js";\n')
    (tmp_path / "said.js").write_text("export const say = 1;\n")
    before = scripts.sent("page.js")
    (tmp_path / "said.js").write_text("export const say = 22;\n")
    os.utime(tmp_path / "said.js", ns=(0, 1))

    assert re.fullmatch(rb'import \{ say \} from "\./said\.js\?v=[0-9a-f]{12}";\n', before)
    assert scripts.sent("page.js") != before


def test_a_browser_that_asks_again_is_told_to_keep_it_as_before(server: WebServer):
    client = server.client()
    page = client.get("/logg-inn", headers=PAGE).text
    for address in (re.search(r"/static/css/base\.css\?v=[0-9a-f]{12}", page).group(), "/static/js/token.js"):
        with client.get(address) as first:
            kept, tag = first.headers["Cache-Control"], first.headers["ETag"]
        with client.get(address, headers={"If-None-Match": tag}) as again:
            assert (again.status_code, again.headers["Cache-Control"]) == (304, kept)
