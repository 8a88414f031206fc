from __future__ import annotations

import pytest
from web_server import PAGE, WebServer

from events.lists.people import Role
from services.case_service.http.rights import Right, rights_of, stated_right

OPEN = {
    "/api/v1/openapi.json",
    "/api/v1/schemas",
    "/api/v1/schemas/<topic>",
    "/logg-inn",
    "/logg-inn/med/<name>",
    "/logg-inn/tilbake/<name>",
    "/logg-inn/ut/<name>",
    "/logg-inn/nytt-passord/<token>",
    "/hjelp",
    "/personvern",
    "/si-fra",
    "/si-fra/kvittering",
    "/si-fra/samtale",
    "/si-fra/samtale/lukk",
    "/si-fra/samtale/melding",
    "/kalender/<token>.ics",
    "/kiosk/<code>",
    "/healthz",
    "/readyz",
    "/static/<path:filename>",
    "/integrity/checkpoint",
    "/integrity/consistency",
    "/integrity/cosignature",
    "/integrity/keys",
}


def test_every_route_states_the_right_it_needs(server: WebServer):
    rules = list(server.app.url_map.iter_rules())
    assert len(rules) >= 6
    assert [rule.rule for rule in rules if stated_right(rule.endpoint, server.app) is None] == []
    assert {rule.rule for rule in rules if stated_right(rule.endpoint, server.app) is Right.ANYONE} == OPEN


def test_a_route_that_states_no_right_is_closed_to_everybody(server: WebServer):
    server.app.add_url_rule("/forgotten", view_func=lambda: "open")
    assert server.client().get("/forgotten", headers=PAGE).status_code == 403
    assert server.logged_in("owner").get("/forgotten", headers=PAGE).status_code == 403


@pytest.mark.parametrize("role", list(Role))
def test_only_leaders_and_the_owner_see_the_overview(role: Role):
    allowed = {Role.SCHOOL_OWNER, Role.OWNER_ADVISER, Role.PRINCIPAL, Role.DEPARTMENT_HEAD}
    assert (Right.SEE_OVERVIEW in rights_of((role,))) is (role in allowed)


def test_a_right_taken_away_is_gone_in_the_next_request(server: WebServer):
    client = server.logged_in("principal")
    assert "/eier/" in client.get("/", headers=PAGE).text
    server.accounts.change("principal", roles=(Role.EMPLOYEE,))
    assert "/eier/" not in client.get("/", headers=PAGE).text
