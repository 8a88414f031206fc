"""What a witness asks over HTTP, and what it may hand over: no login, no text of any event, and nothing that it cannot sign for."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path

import pytest
from web_server import PAGE, WebServer

from services.integrity.checkpoints import believed
from services.integrity.keeping.signer import KnownWitness
from services.integrity.merkle import check_consistency
from services.integrity.notes import KeyKind, cosign, new_key, read_note, verified
from tests.store.sample_events import stored_case

ORIGIN = "varde.example/lyngfjord"


@pytest.fixture
def server(tmp_path: Path) -> WebServer:
    """A server whose log was signed at 0, 3 and 5 events."""
    made = WebServer(tmp_path)
    integrity = made.desk.integrity
    integrity.begin(ORIGIN, made.clock())
    for events in (3, 2):
        stored_case(made.desk.store, events)
        integrity.keeper().look(made.clock())
    return made


def test_whoever_asks_is_told_the_newest_checkpoint_and_the_keys(server: WebServer) -> None:
    client, integrity = server.client(), server.desk.integrity
    told = client.get("/integrity/checkpoint")
    assert told.content_type == "text/plain; charset=utf-8"
    assert believed(read_note(told.text), origin=ORIGIN, keys=integrity.files.keys()).checkpoint.size == 5
    assert client.get("/integrity/keys").text == integrity.files.keys().text


def test_the_log_proves_that_it_continues_what_was_signed(server: WebServer) -> None:
    book = server.desk.integrity.book
    old, new = book.of_size(3), book.of_size(5)
    assert old is not None
    assert new is not None
    proof = [base64.b64decode(line) for line in server.client().get("/integrity/consistency?old=3&new=5").text.splitlines()]
    check_consistency(3, 5, proof, old.checkpoint.root, new.checkpoint.root)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("old=3&new=4", 404),
        ("old=6&new=5", 404),
        ("old=3&new=99", 404),
        ("old=3", 400),
        ("old=-1&new=5", 400),
        ("old=a&new=5", 400),
        ("old=²&new=5", 400),
        (f"old={'9' * 40}&new=5", 400),
    ],
)
def test_only_sizes_that_were_signed_are_proved(server: WebServer, query: str, status: int) -> None:
    assert server.client().get(f"/integrity/consistency?{query}").status_code == status


def test_a_witness_that_is_known_hands_its_cosignature_over_without_a_login(server: WebServer) -> None:
    witness = new_key("witness.example/w", KeyKind.COSIGNATURE)
    integrity = server.desk.integrity
    integrity.trust(KnownWitness(key=witness.public_key, url=None))
    shown = read_note(server.client().get("/integrity/checkpoint").text)
    line = f"{cosign(shown, witness, 1_770_000_000).line}\n"
    assert server.client().post("/integrity/cosignature?size=5", data=line).status_code == 204
    told = read_note(server.client().get("/integrity/checkpoint").text)
    assert verified(told, [witness.public_key])[0].at == 1_770_000_000


def test_nobody_else_hands_anything_over(server: WebServer) -> None:
    shown = read_note(server.client().get("/integrity/checkpoint").text)
    stranger = f"{cosign(shown, new_key('witness.example/w', KeyKind.COSIGNATURE), 1).line}\n"
    for data in (stranger, "", "nonsense", "— a b\n", stranger * 200, b"\xff\xfe"):
        assert server.client().post("/integrity/cosignature?size=5", data=data).status_code == 403
    assert server.client().post("/integrity/cosignature", data=stranger).status_code == 400
    assert server.desk.integrity.book.last_witnessed() is None


def test_before_the_log_is_signed_there_is_nothing_to_tell(tmp_path: Path) -> None:
    client = WebServer(tmp_path).client()
    for path in ("/integrity/checkpoint", "/integrity/keys", "/integrity/consistency?old=0&new=0"):
        assert client.get(path).status_code == 404


def test_the_page_tells_how_far_the_log_is_signed_and_what_waits(server: WebServer) -> None:
    server.clock.go(timedelta(minutes=7))
    stored_case(server.desk.store, 1)
    page = server.logged_in().get("/admin/integritet", headers=PAGE).text
    for told in (
        ORIGIN,
        "til og med hendelse 5",
        "Hendelser: 6. De eldste ble signert for 7 minutter siden",
        "Ingen alarmer står",
    ):
        assert told in page


def test_the_page_leads_to_what_anybody_may_check_it_by(server: WebServer) -> None:
    page = server.logged_in().get("/admin/integritet", headers=PAGE).text
    for path in ("/integrity/checkpoint", "/integrity/keys"):
        assert f'href="{path}"' in page
        assert server.client().get(path).status_code == 200


def test_the_page_tells_of_alarms_until_they_are_accounted_for(server: WebServer) -> None:
    integrity = server.desk.integrity
    (server.home / "witnesses").write_text(f"{new_key('witness.example/w', KeyKind.COSIGNATURE).public_key.vkey}\n")
    integrity.keeper().look(server.clock() + timedelta(hours=2))
    client = server.logged_in()
    assert "Ingen vitner har signert på over en time" in client.get("/admin/integritet", headers=PAGE).text
    (server.home / "witnesses").unlink()
    integrity.keeper().look(server.clock() + timedelta(hours=2))
    page = client.get("/admin/integritet", headers=PAGE).text
    assert "Avsluttede alarmer" in page
    assert "Ingen alarmer står" in page


def test_a_log_that_was_never_signed_is_said_to_be_so(tmp_path: Path) -> None:
    page = WebServer(tmp_path).logged_in().get("/admin/integritet", headers=PAGE).text
    assert "Loggen er ikke signert ennå" in page


@pytest.mark.parametrize("login", ["principal", "teacher"])
def test_only_those_who_administrate_or_look_on_see_the_page(server: WebServer, login: str) -> None:
    assert server.logged_in(login).get("/admin/integritet", headers=PAGE).status_code == 403
