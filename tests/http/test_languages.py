from __future__ import annotations

import pytest
from web_server import PAGE, WebServer

from texts import Language


@pytest.mark.parametrize(("language", "word"), [("nb", "Brukernavn"), ("nn", "Brukarnamn"), ("en", "User name")])
def test_the_language_asked_for_is_given_and_remembered(server: WebServer, language: str, word: str):
    client = server.client()
    asked = client.get(f"/logg-inn?sprak={language}", headers=PAGE)
    remembered = client.get("/logg-inn", headers=PAGE)
    for page in (asked.text, remembered.text):
        assert word in page
        assert f'<html lang="{language}">' in page


def test_at_first_the_municipalitys_own_language_is_given(server: WebServer):
    server.given["language"] = Language.NYNORSK
    page = server.client(server.another()).get("/logg-inn", headers={**PAGE, "Accept-Language": "en"}).text
    assert "Brukarnamn" in page


@pytest.mark.parametrize("strange", ["", "de", "nb;x", "<script>", "../nb"])
def test_a_strange_language_changes_nothing(server: WebServer, strange: str):
    client = server.client()
    answer = client.get("/logg-inn", query_string={"sprak": strange}, headers=PAGE)
    assert "Brukernavn" in answer.text
    assert client.get_cookie("varde_language") is None
    assert "<script>" not in answer.text


def test_changing_language_keeps_where_the_login_leads(server: WebServer):
    page = server.client().get("/logg-inn?next=/eier/", headers=PAGE).text
    assert "/logg-inn?next=%2Feier%2F&amp;sprak=nn" in page
