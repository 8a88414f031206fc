"""What a browser does on its way to a login provider and back, without the browser."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from flask.testing import FlaskClient
from wayward_provider import WaywardProvider
from web_server import PAGE, WebServer
from werkzeug.test import TestResponse

from services.case_service.http.signing_in.account_keys import AccountKeys

START = "/logg-inn/med/feide"
CONFIRM = "/logg-inn/totrinn/med/feide"


def leave(client: FlaskClient, path: str = START) -> str:
    """Where the browser is sent."""
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 303
    return answer.location


def asked(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def come_back(client: FlaskClient, address: str) -> TestResponse:
    return client.get(address.removeprefix("http://localhost"), headers=PAGE)


def log_in_through(client: FlaskClient, provider: WaywardProvider, person: str, path: str = START) -> TestResponse:
    return come_back(client, provider.enter(leave(client, path), person))


def message(answer: TestResponse) -> str:
    return answer.text.split('role="alert"')[1].split(">", 1)[1].split("</")[0].strip()


def is_logged_in(client: FlaskClient) -> bool:
    return client.get("/", headers=PAGE).status_code == 200


def let_vouch(server: WebServer, login: str, identity: str, name: str = "feide") -> None:
    server.accounts.identify(login, name, mark_of(name, identity, marking=b"m" * 32))


def mark_of(provider: str, identity: str, *, marking: bytes) -> bytes:
    return AccountKeys(sealing=bytes(32), marking=marking).mark(provider, identity)
