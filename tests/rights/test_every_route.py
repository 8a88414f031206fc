"""Every route states a right, and every person in town gets what that right and the table of rights say, on every one of them."""

from __future__ import annotations

import pytest
from attacks.routes import pages, pages_about
from town import CANARY, EVERYBODY, FAMILY, STAFF, Town, matter

from events.lists.people import Role
from services.case_service.http.rights import OF_ROLES, Right, rights_of, stated_right

# For each right that depends on roles: who in town has it.
HOLDERS = {
    Right.SEE_OVERVIEW: {"skoleeier", "raadgiver", "rektor", "rektor-b", "avdelingsleder"},
    Right.SEE_INTEGRITY: {"skoleeier", "administrator", "personvernombud", "revisor"},
    Right.SEE_LOGS: {"skoleeier", "personvernombud", "revisor"},
    Right.SEE_CASES: STAFF.keys() - {"personal", "administrator"},
    Right.READ_THE_YEAR: {
        *("skoleeier", "raadgiver", "rektor", "rektor-b", "saksbehandler", "avdelingsleder"),
        *("laerer", "fremmed", "melder", "mistenkt", "helsesykepleier"),
    },
    Right.KEEP_THE_YEAR: {"skoleeier", "raadgiver", "rektor", "rektor-b", "avdelingsleder"},
    Right.READ_ROUTINES: STAFF.keys() - {"personal", "arkivar", "personvernombud", "revisor", "administrator"},
    Right.KEEP_ROUTINES: {"skoleeier", "raadgiver", "rektor", "rektor-b", "avdelingsleder"},
    Right.SEE_SURVEY_RESULTS: STAFF.keys() - {"personal", "arkivar", "personvernombud", "revisor", "administrator"},
    Right.IMPORT_SURVEY_RESULTS: {"skoleeier", "raadgiver", "rektor", "rektor-b", "avdelingsleder"},
    Right.ADMINISTER: {"skoleeier", "administrator"},
    Right.DISPOSE: {"skoleeier", "administrator", "arkivar"},
    Right.EXPORT_PROCESSES: {"skoleeier", "raadgiver", "rektor", "rektor-b"},
}
NEVER_THEIRS = ("mot-rektor", "skjerpet", "sak-b")
"""Matters that no guardian and no pupil of the town has anything to do with."""


def test_every_route_states_a_right(town: Town):
    unstated = [rule.rule for rule in town.server.app.url_map.iter_rules() if stated_right(rule.endpoint, town.server.app) is None]

    assert unstated == []


def test_every_right_that_depends_on_roles_is_held_by_those_who_are_named_here():
    for right, holders in HOLDERS.items():
        assert {login for login, (role, _) in STAFF.items() if right in rights_of([role])} == holders
        assert not any(right in rights_of([role]) for role in (Role.PUPIL, Role.GUARDIAN, Role.SYSTEM))
        assert right in {Right.ADMINISTER, Right.DISPOSE, Right.SEE_INTEGRITY} or right not in rights_of([Role.ADMINISTRATOR])


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_page_opens_for_those_whose_right_it_states_and_for_nobody_else(town: Town, who: str):
    visitor = town.comes(who)
    held = rights_of([STAFF[who][0]]) if who in STAFF else frozenset({Right.ANYONE, Right.SIGNED_IN})
    for endpoint, path in pages(town.server.app):
        right = stated_right(endpoint, town.server.app)
        answer = visitor.get(path)
        assert answer.status_code < 500, endpoint
        if right in OF_ROLES and right not in held and who not in FAMILY:
            assert answer.status_code == 403, endpoint
        if right in HOLDERS and who in HOLDERS[right]:
            assert answer.status_code in {200, 303}, endpoint


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_page_about_a_matter_fails_or_leaks_to_whoever_has_no_part_in_it(town: Town, who: str):
    visitor = town.comes(who)
    for name in NEVER_THEIRS:
        for endpoint, path in pages_about(town.server.app, matter(name)):
            answer = visitor.get(path)
            assert answer.status_code < 500, endpoint
            if who in {*FAMILY, "fremmed", "administrator", "arkivar", "mistenkt", "helsesykepleier", "avdelingsleder"}:
                assert answer.status_code in {403, 404}, endpoint
                assert CANARY not in answer.text, endpoint


def test_who_is_not_logged_in_gets_no_page_about_a_matter(town: Town):
    client = town.server.client()
    for endpoint, path in pages_about(town.server.app, matter("sak")):
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code in {303, 401, 404}, endpoint
        assert CANARY not in answer.text, endpoint
