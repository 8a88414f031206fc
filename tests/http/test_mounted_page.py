"""The owner's page on the real server: the login, the rights and the headers hold for what Dash put there too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from known_numbers import NAMES, KnownNumbers
from web_server import PAGE, WebServer

from dashboards import Viewer, mount
from services.case_service.http.identity import current_account
from services.case_service.http.languages import current_language
from services.case_service.http.rights import SEES_ALL_SCHOOLS, Right, protect_mounted, stated_right
from services.case_service.http.shell import mounted_page
from services.reporting.questions import Scope

TARGETS = (
    ("page-head", "children"),
    ("controls", "children"),
    ("answer", "children"),
    ("again", "disabled"),
    ("page-title", "data"),
)
CALL = {
    "output": f"..{'...'.join(f'{name}.{kind}' for name, kind in TARGETS)}..",
    "outputs": [{"id": name, "property": kind} for name, kind in TARGETS],
    "inputs": [
        {"id": "address", "property": "pathname", "value": "/eier/"},
        {"id": "address", "property": "search", "value": "?periode=all"},
        {"id": "again", "property": "n_intervals", "value": None},
    ],
    "changedPropIds": ["address.search"],
}
CALLBACK = "/eier/_dash-update-component"


def viewer() -> Viewer | None:
    account = current_account()
    if account is None:
        return None
    schools = None if SEES_ALL_SCHOOLS.intersection(account.roles) else account.schools
    return Viewer(scope=Scope(tenant="demo", schools=schools, exact=True), language=current_language())


@pytest.fixture
def mounted(tmp_path: Path) -> WebServer:
    server = WebServer(tmp_path)
    mount(server.app, queries=KnownNumbers(), viewer=viewer, language=current_language, page=mounted_page, clock=server.clock)
    protect_mounted(server.app, "/eier/", Right.SEE_OVERVIEW)
    return server


def call(client: FlaskClient, **headers: str):
    return client.post(CALLBACK, json=CALL, headers=headers)


def opened(client: FlaskClient) -> dict[str, str]:
    """Open the page as a browser does, and give the header that its script then sends."""
    assert client.get("/eier/", headers=PAGE).status_code == 200
    return {"X-CSRFToken": client.get_cookie("_csrf_token").value}


def test_every_route_of_the_page_needs_the_overviews_right(mounted: WebServer):
    rules = [rule for rule in mounted.app.url_map.iter_rules() if rule.rule.startswith("/eier/")]
    assert len(rules) >= 8
    assert {stated_right(rule.endpoint, mounted.app) for rule in rules} == {Right.SEE_OVERVIEW}


@pytest.mark.parametrize(
    "path",
    [
        "_dash-layout",
        "_dash-dependencies",
        "_reload-hash",
        "_favicon.ico",
        "assets/dates.js",
        "tall.csv",
        "_dash-component-suites/x/y.js",
        "any",
    ],
)
def test_nobody_gets_any_part_of_it_without_a_login(mounted: WebServer, path: str):
    assert mounted.client().get(f"/eier/{path}").status_code == 401
    assert mounted.client().get(f"/eier/{path}", headers=PAGE).location == f"/logg-inn?next=/eier/{path}"
    assert mounted.logged_in("teacher").get(f"/eier/{path}").status_code == 403


def test_the_pages_own_script_gets_its_numbers(mounted: WebServer):
    client = mounted.logged_in("owner")
    answer = call(client, **opened(client))
    assert answer.status_code == 200
    assert len(answer.json["response"]["answer"]["children"]) > 3


def test_a_call_without_the_token_or_from_another_site_is_refused(mounted: WebServer):
    client = mounted.logged_in("owner")
    token = opened(client)
    assert call(client).status_code == 400
    assert call(client, **{"X-CSRFToken": "made up"}).status_code == 400
    assert call(client, **token, Origin="https://elsewhere.example").status_code == 403
    assert call(client, **token, Origin="http://localhost").status_code == 200


def test_anonymous_calls_and_those_of_a_teacher_are_refused(mounted: WebServer):
    assert call(mounted.client()).status_code == 401
    assert call(mounted.logged_in("teacher")).status_code == 403


def test_a_principal_gets_the_own_school_alone(mounted: WebServer):
    client = mounted.logged_in("principal")
    opened(client)
    file = client.get("/eier/tall.csv?periode=all").data.decode("utf-8-sig")
    assert [name for name in NAMES if name in file] == [NAMES[1]]


def test_the_page_stands_in_the_frame_with_its_scripts_under_the_nonce(mounted: WebServer):
    answer = mounted.logged_in("owner").get("/eier/?sprak=nn", headers=PAGE)
    policy = answer.headers["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)[1]
    assert '<html lang="nn">' in answer.text
    assert "Logg ut" in answer.text
    scripts = re.findall(r"<script[^>]*>", answer.text)
    assert len(scripts) > 8
    assert [script for script in scripts if f'nonce="{nonce}"' not in script] == []
    assert "script-src 'self' 'nonce-" in policy
    assert "unsafe-eval" not in policy


def test_dash_tells_no_script_tag_of_ours_where_to_find_another_server(mounted: WebServer):
    page = mounted.logged_in("owner").get("/eier/", headers=PAGE).text
    assert re.findall(r"https?://[^\"'<\s]+", page) == []


def test_a_call_larger_than_any_page_makes_is_refused(mounted: WebServer):
    client = mounted.logged_in("owner")
    assert client.post(CALLBACK, data=b"[" * 200_000, content_type="application/json", headers=opened(client)).status_code == 413
    assert client.post(CALLBACK, data=b"[" * 60_000, content_type="application/json", headers=opened(client)).status_code == 400
