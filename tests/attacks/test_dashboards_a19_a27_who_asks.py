"""A19, A27: the dashboards' inner addresses without a login or a right, and what was made for somebody else."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from attacks.dashboard_probe import MOEN, PAGE, PREFIX, Probe, leaks, pages
from reporting.told_log import LIEN, OWNER

from benchmarks.invented_log import TENANT
from services.reporting.questions import AvvikListed, AvvikState, Scope


def test_a19_no_inner_address_answers_without_a_login_nor_to_whoever_has_no_right(probe: Probe):
    rules = [rule for rule in probe.web.app.url_map.iter_rules() if rule.rule.startswith(PREFIX)]
    assert len(rules) >= 8
    nobody, (teacher, token) = probe.web.client(), _teacher(probe)
    for rule in rules:
        path = re.sub(r"<[^>]+>", "x", rule.rule)
        if "POST" in (rule.methods or ()):
            assert nobody.post(path, json={}).status_code == 401, path
            assert teacher.post(path, json={}, headers=token).status_code == 403, path
        else:
            assert nobody.get(path).status_code == 401, path
            assert teacher.get(path).status_code == 403, path
            assert nobody.get(path, headers=PAGE).location.startswith("/logg-inn?next="), path


def _teacher(probe: Probe) -> tuple[Any, dict[str, str]]:
    client = probe.web.logged_in("teacher")
    page = client.get("/personvern", headers=PAGE).text
    return client, {"X-CSRFToken": re.search(r'name="csrf_token" value="([^"]+)"', page)[1]}


def test_a27_what_was_made_for_the_owner_is_not_given_to_a_principal_one_after_the_other_or_at_once(probe: Probe):
    queries = ("", "periode=all", "per=2026-03-01")
    for page in pages():
        for query in queries:
            own = probe.show("owner", page, query)
            assert own.status_code == 200, (page.name, query)
            assert own.headers["Cache-Control"].find("no-store") >= 0
            assert leaks(probe.show("principal", page, query)) == [], (page.name, query)
            assert probe.show("principal", page, f"skole={MOEN}").status_code in {403, 404} or page.filters.isdisjoint({"school"})
        for path in probe.files(page):
            assert probe.of("owner")[0].get(path).status_code == 200, path
            mine = probe.of("principal")[0].get(path)
            assert mine.status_code in {200, 404}, path
            assert leaks(mine) == [], path
    probe.of("owner")
    probe.of("principal")
    with ThreadPoolExecutor(4) as threads:
        wanted = [(who, page) for page in pages() for who in ("owner", "principal") * 3]
        for (who, _), answer in zip(wanted, threads.map(lambda one: probe.show(*one), wanted), strict=True):
            assert answer.status_code == 200
            assert who == "owner" or leaks(answer) == []


def test_a27_the_warehouse_gives_each_scope_its_own_also_when_the_question_is_the_same(probe: Probe):
    scopes = [OWNER, Scope(tenant=TENANT, exact=True, schools=(LIEN,)), Scope(tenant=TENANT, exact=True, schools=(MOEN,))]
    question = AvvikListed(state=AvvikState.OPEN)
    for _ in range(2):
        seen = [set(probe.queries.ask(scope, question)["school"]) for scope in scopes]
        assert seen == [{LIEN, MOEN}, {LIEN}, {MOEN}]
