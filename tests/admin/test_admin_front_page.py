"""The front page of administration: who comes in, and what she finds."""

from __future__ import annotations

import pytest
from flask import url_for
from town import CANARY, STAFF, Town

from services.case_service.http.admin.rooms import ROOMS
from services.case_service.http.rights import stated_right
from texts import catalogue


@pytest.mark.parametrize("who", ["skoleeier", "administrator"])
def test_those_who_set_varde_up_find_a_room_for_each_thing_the_server_has(town: Town, who: str):
    page = town.comes(who).get("/admin")

    assert page.status_code == 200
    assert CANARY not in page.text
    with town.server.app.test_request_context():
        for room in ROOMS:
            served = room.endpoint in town.server.app.view_functions
            assert f'href="{url_for(room.endpoint)}"' in page.text if served else room.text not in page.text


@pytest.mark.parametrize("who", [one for one in STAFF if one not in {"skoleeier", "administrator"}])
def test_nobody_else_comes_in(town: Town, who: str):
    visitor = town.comes(who)

    assert visitor.get("/admin").status_code == 403
    assert 'href="/admin"' not in visitor.get("/min-dag").text


def test_every_room_has_a_name_and_says_what_it_is_for():
    for room in ROOMS:
        assert {room.text, f"{room.text}.help"} <= set(catalogue())


def test_a_room_asks_for_the_right_that_its_page_states(town: Town):
    for room in ROOMS:
        assert stated_right(room.endpoint, town.server.app) in {room.right, None}
