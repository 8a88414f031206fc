"""A15 to A27: what a browser can send to the dashboards that no page of theirs would, over every page, file and callback."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import duckdb
import polars as pl
import pytest
from attacks.dashboard_probe import CALLBACK, FIELDS, MOEN, PAGE, PREFIX, Probe, ids, leaks, pages
from reporting.told_log import LIEN, OWNER, Told
from reporting.warehouse_steps import opened
from work_pages import TODAY, many

from benchmarks.invented_log import TENANT
from services.reporting.answering import LocalQueries
from services.reporting.client import RemoteQueries
from services.reporting.queries import Queries, ScopeError
from services.reporting.questions import AvvikListed, AvvikState, DueItems, Scope
from services.reporting.server import serve

REFUSED = {400, 403, 404}
ARABIC_DIGITS = "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0661"
NO_DAY = ("i går", "2026-02-30", "1999-12-31", "2026-1-1", "20260101", "9999-12-31", "0", "2026-01-01T00:00", ARABIC_DIGITS)
STRANGE = {
    "skole": (MOEN, "000000000", "1", "99900001", "9990000111", "alle", "None", "[]", "999000012\n"),
    "periode": ("i_år", "SCHOOL_YEAR", "all ", "own,all", "*", "None", "0"),
    "fra": NO_DAY,
    "til": NO_DAY,
    "trinn": ("0", "11", "-1", "1.0", "01", "\u0663", "alle", "1,2"),
    "per": NO_DAY,
    "registrert": NO_DAY,
    "valg": ("<script>", "' OR 1=1 --", "A", "x" * 81, "../../etc/passwd", "å"),
}
SQL = (
    "' OR 1=1 --",
    "'; ATTACH 'x.db' AS x; --",
    "1; COPY events TO '/tmp/leak.csv'",
    "' UNION SELECT * FROM read_csv('/etc/passwd') --",
    "$schools); INSTALL httpfs; LOAD httpfs; --",
    "999000011'); DROP TABLE cases; --",
    "{cases}",
    "${moment}",
)
WRONG: tuple[Any, ...] = ({"$ne": ""}, [], ["?periode=all"], 1, 1.5, True, {"search": "?periode=all"})


class Recording(Queries):
    """Real answers, remembered with who asked for them."""

    def __init__(self, inner: Queries) -> None:
        self.inner = inner
        self.answers: list[tuple[Scope, Any, pl.DataFrame]] = []

    def ask(self, scope: Scope, question: Any) -> pl.DataFrame:
        answer = self.inner.ask(scope, question)
        self.answers.append((scope, question, answer))
        return answer


@pytest.fixture(scope="module")
def probe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Probe]:
    told = Told()
    many(told)
    with told.asked_on(tmp_path_factory.mktemp("warehouse"), TODAY.isoformat()) as queries:
        yield Probe(tmp_path_factory.mktemp("server"), Recording(queries))


def asked(probe: Probe) -> list[tuple[Scope, Any, pl.DataFrame]]:
    assert isinstance(probe.queries, Recording)
    return probe.queries.answers


def content(answer: Any) -> str:
    """What stands on the page, without when and where it was asked."""
    return json.dumps(answer.json["response"]["answer"], sort_keys=True)


@pytest.mark.parametrize("field", FIELDS)
def test_a15_no_page_and_no_file_takes_a_value_that_its_controls_do_not_offer(
    probe: Probe, field: str, caplog: pytest.LogCaptureFixture
):
    for page in pages():
        plain = content(probe.show("principal", page))
        for value in STRANGE[field]:
            more = {"periode": "own"} if field in {"fra", "til"} else {}
            query = urlencode({**more, field: value})
            answer = probe.show("principal", page, query)
            # A page without the control passes over what it reads strictly: then the answer is the one without it.
            assert answer.status_code in REFUSED or content(answer) == plain, (page.name, value)
            assert leaks(answer, sent=query) == [], (page.name, value)
            for path in [*probe.files(page), PREFIX + page.path]:
                file = probe.of("principal")[0].get(f"{path}?{query}", headers=PAGE)
                assert file.status_code in REFUSED | {200}, (path, value)
                assert file.status_code in REFUSED or answer.status_code == 200, (path, value)
                assert leaks(file, sent=query) == [], (path, value)
    assert f"400: POST {CALLBACK} to " in caplog.text or f"403: POST {CALLBACK} to " in caplog.text
    assert not any(value in caplog.text for value in STRANGE[field] if len(value) > 12)


@pytest.mark.parametrize("page", [page for page in pages() if page.choices is not None], ids=lambda page: page.name)
def test_a15_a_list_that_a_page_does_not_have_is_refused_everywhere(probe: Probe, page: Any):
    assert probe.show("owner", page, "valg=no.such-list").status_code == 400
    for path in [*probe.files(page), PREFIX + page.path]:
        assert probe.of("owner")[0].get(f"{path}?valg=no.such-list", headers=PAGE).status_code == 400


def every_call(probe: Probe) -> Iterator[tuple[str, dict[str, Any]]]:
    """A right call of every callback that the server answers."""
    values = {"address.pathname": PREFIX, "address.search": "?periode=all", "again.n_intervals": 0}
    for output, _ in probe.callbacks():
        yield output, probe.body(values, output)


def test_every_callback_of_the_server_is_among_those_that_are_attacked(probe: Probe):
    found = dict(every_call(probe))
    assert found
    assert any(probe.call("owner", body).status_code == 200 for body in found.values())
    assert len(pages()) >= 4


@pytest.mark.parametrize(
    "pattern",
    [{"type": "school", "index": MOEN}, {"type": "school", "index": ["ALL"]}, {"index": ["MATCH"]}, '{"index":["ALL"],"type":"x"}'],
)
def test_a16_no_callback_takes_a_pattern_for_one_of_its_names(probe: Probe, pattern: Any):
    for output, body in every_call(probe):
        for part in ("inputs", "state"):
            for number in range(len(body[part])):
                changed = json.loads(json.dumps(body))
                changed[part][number]["id"] = pattern
                assert probe.call("principal", changed).status_code == 400, output
        for extra in ({"id": pattern, "property": "value", "value": MOEN}, [{"id": pattern, "property": "value", "value": MOEN}]):
            assert probe.call("principal", {**body, "inputs": [*body["inputs"], extra]}).status_code == 400, output
        assert probe.call("principal", {**body, "outputs": [{"id": pattern, "property": "children"}]}).status_code == 400
        assert probe.call("principal", {**body, "output": json.dumps(pattern)}).status_code == 400


def test_a17_no_callback_takes_a_component_that_is_not_its_own(probe: Probe, caplog: pytest.LogCaptureFixture):
    for output, body in every_call(probe):
        foreign = {"id": "schools", "property": "value", "value": [MOEN]}
        own = body["inputs"]
        for inputs in ([foreign], [*own, foreign], [foreign, *own[1:]], own[:-1], own[::-1]):
            answer = probe.call("principal", {**body, "inputs": inputs})
            assert answer.status_code == 400, output
            assert leaks(answer) == []
        for wrong in ("address.search", "page-title.storage_type", "..answer.children..", "no-such.children", output + "x"):
            assert probe.call("principal", {**body, "output": wrong}).status_code == 400
        assert probe.call("principal", {**body, "changedPropIds": ["schools.value"]}).status_code == 400
    assert MOEN not in caplog.text


def test_a18_nothing_that_the_browser_stores_is_read_by_the_server(probe: Probe):
    layout = probe.of("owner")[0].get(f"{PREFIX}_dash-layout").json
    stores = set(re.findall(r'"id": "([^"]+)"[^{}]*\}, "type": "Store"', json.dumps(layout)))
    assert stores
    for output, one in probe.callbacks():
        read = {name.rsplit(".", 1)[0] for name in [*ids(one["inputs"]), *ids(one["state"])]}
        assert not read & stores, output
    for output, body in every_call(probe):
        for store in (*stores, "viewer", "scope"):
            forged = {"id": store, "property": "data", "value": {"schools": None, "exact": True, "tenant": TENANT}}
            assert probe.call("principal", {**body, "state": [*body["state"], forged]}).status_code == 400, output
        claimed = probe.call("principal", {**body, "viewer": {"schools": None}, "scope": {"exact": True}, "schools": [MOEN]})
        assert leaks(claimed) == []


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


def test_a20_sql_in_a_filter_is_refused_on_every_page_and_in_every_file(probe: Probe):
    for page in pages():
        for field in FIELDS:
            for value in SQL:
                query = urlencode({"periode": "own" if field in {"fra", "til"} else "all", field: value})
                answer = probe.show("owner", page, query)
                assert answer.status_code == 400, (page.name, field, value)
                assert value not in answer.text
        for path in probe.files(page):
            assert {probe.of("owner")[0].get(f"{path}?{urlencode({field: SQL[0]})}").status_code for field in FIELDS} == {400}
    assert probe.queries.ask(OWNER, AvvikListed(limit=1)).height == 1


def test_a20_the_warehouse_process_takes_named_questions_with_typed_values_and_no_sql(tmp_path):
    told = Told()
    with told.asked_on(tmp_path, TODAY.isoformat()):
        pass
    warehouse = opened(tmp_path / "warehouse.duckdb")
    try:
        with serve(warehouse, tmp_path / "w.sock"):
            remote = RemoteQueries(tmp_path / "w.sock")
            scope = {"tenant": TENANT, "exact": True}
            for question in (
                {"question": "avvik_listed", "state": SQL[0]},
                {"question": "avvik_listed", "limit": SQL[1]},
                {"question": "due_items", "until": SQL[2]},
                {"question": "avvik_counts", "period_from": SQL[3]},
                {"question": "quality_findings; DROP TABLE cases"},
                {"question": "../parts/undone"},
                {"question": "oddities", "sql": "SELECT 1"},
                "SELECT 1",
            ):
                status, body = remote._exchange("POST", "/ask", json.dumps({"scope": scope, "question": question}).encode())
                assert status == 400, question
                assert b"SELECT" not in body
            strange = Scope(tenant=TENANT, exact=True, schools=(SQL[5], "999000011' OR '1'='1"))
            assert remote.ask(strange, AvvikListed(state=AvvikState.OPEN)).is_empty()
            assert remote.ask(strange, DueItems(until=date(2026, 12, 31))).is_empty()
            remote.close()
    finally:
        warehouse.close()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/*')",
        "COPY (SELECT 1) TO '{folder}/leak.csv'",
        "EXPORT DATABASE '{folder}/leak'",
        "ATTACH '{folder}/other.duckdb' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "RESET lock_configuration",
        "SET memory_limit = '100GB'",
        "SET temp_directory = '{folder}/leak'",
        "PRAGMA profiling_output = '{folder}/leak'",
        "SET allow_unsigned_extensions = true",
    ],
)
def test_a21_the_warehouse_reads_and_writes_nothing_outside_and_keeps_its_configuration(tmp_path, statement: str):
    with opened(tmp_path / "warehouse.duckdb") as warehouse, warehouse.cursor() as cursor:
        before = {entry.name for entry in tmp_path.iterdir()}
        with pytest.raises(duckdb.Error):
            cursor.execute(statement.format(folder=tmp_path)).fetchall()
        assert {entry.name for entry in tmp_path.iterdir()} == before
        settings = "SELECT current_setting('enable_external_access'), current_setting('lock_configuration')"
        assert cursor.execute(settings).fetchall() == [(False, True)]


def cuts() -> Iterator[str]:
    """Cuts of the numbers that differ from the published ones by a day, a school, a grade or a moment."""
    for days in (0, 1, 7, 60):
        day = (TODAY - timedelta(days=days)).isoformat()
        yield urlencode({"per": day})
        yield urlencode({"registrert": day})
        yield urlencode({"periode": "own", "fra": "2025-08-01", "til": day})
        yield urlencode({"periode": "own", "fra": day, "til": day})
    yield from (urlencode({"periode": preset}) for preset in ("all", "last_30_days", "last_12_months"))
    yield from (urlencode({"skole": school}) for school in (LIEN, MOEN))
    yield from (urlencode({"trinn": grade}) for grade in (1, 7))


@pytest.mark.parametrize("page", pages(exact=False), ids=lambda page: page.name)
def test_a22_who_gets_protected_numbers_can_make_no_other_cut_of_them(probe: Probe, page: Any):
    allowed = {content(probe.show("adviser", page, f"periode={preset}")) for preset in ("school_year", "last_school_year")}
    for query in cuts():
        answer = probe.show("adviser", page, query)
        if answer.status_code == 200 and content(answer) not in allowed:
            assert "message" in content(answer), query
            assert "data-table" not in content(answer), query
        assert answer.status_code in {200, *REFUSED}
        for path in probe.files(page):
            file = probe.of("adviser")[0].get(f"{path}?{query}")
            assert file.status_code in {200, *REFUSED}, (path, query)


def test_a22_pages_of_single_cases_are_not_there_for_who_gets_protected_numbers(probe: Probe):
    exact = [page for page in pages() if page.needs_exact]
    assert len(exact) >= 3
    for page in exact:
        assert probe.show("adviser", page).status_code == 404
        for path in [*probe.files(page), PREFIX + page.path]:
            assert probe.of("adviser")[0].get(path, headers=PAGE).status_code == 404, path


def test_a22_the_warehouse_itself_refuses_such_questions_on_behalf_of_who_gets_protected_numbers(probe: Probe):
    for scope, question, _ in list(asked(probe)):
        if scope.exact and not question.is_counted:
            with pytest.raises(ScopeError):
                probe.queries.ask(Scope(tenant=TENANT), question)


def test_a23_a_hidden_number_never_leaves_the_warehouse_whatever_page_or_file_is_asked_for(probe: Probe):
    for page in pages(exact=False):
        for preset in ("school_year", "last_school_year"):
            probe.show("adviser", page, f"periode={preset}")
            for path in probe.files(page):
                probe.of("adviser")[0].get(f"{path}?periode={preset}")
    protected = [answer for scope, _, answer in asked(probe) if not scope.exact]
    assert protected
    for answer in protected:
        for name in answer.columns:
            if f"{name}_hidden" in answer.columns:
                assert answer.filter(pl.col(f"{name}_hidden"))[name].is_null().all(), name


def test_a24_a_value_of_another_type_is_refused_and_makes_no_fault(probe: Probe, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.WARNING)
    for output, body in every_call(probe):
        plain = probe.call("principal", body)
        for part in ("inputs", "state"):
            for number in range(len(body[part])):
                for value in WRONG:
                    changed = json.loads(json.dumps(body))
                    changed[part][number]["value"] = value
                    answer = probe.call("principal", changed)
                    same = answer.status_code == 200 and answer.json["response"] == plain.json["response"]
                    assert answer.status_code in {400, 404} or same, (output, number, value)
                    assert leaks(answer) == []
        for name in body:
            for value in (None, *WRONG):
                answer = probe.call("principal", {**body, name: value})
                same = answer.status_code == 200 and answer.json["response"] == plain.json["response"]
                assert answer.status_code == 400 or (same and value == []), (output, name, value)
    assert "Traceback" not in caplog.text


DEEP = {
    "lists": b"[" * 200_000,
    "closed lists": b"[" * 30_000 + b"]" * 30_000,
    "objects": b'{"a":' * 10_000,
    "within a value": b'{"inputs": [{"id": "address", "property": "search", "value": ' + b"[" * 40_000,
    "larger than any call": b'{"output": "' + b"x" * 500_000 + b'"}',
}


@pytest.mark.parametrize("name", DEEP)
def test_a25_nesting_without_end_is_refused_within_a_second(probe: Probe, name: str):
    probe.of("principal")
    began = time.perf_counter()
    answer = probe.call("principal", DEEP[name])
    assert time.perf_counter() - began < 1
    assert answer.status_code in {400, 413}
    assert leaks(answer) == []


def test_a26_there_is_no_work_in_the_background_whose_id_another_could_ask_for(probe: Probe):
    assert not [output for output, one in probe.dash.callback_map.items() if one.get("background")]
    for output, body in every_call(probe):
        plain = probe.call("principal", body)
        for query in ("?cacheKey=1&job=1", "?cancelJob=1", "?cacheKey=../../x&job=1&oldJob=2", "?job=' OR 1=1"):
            answer = probe.call("principal", body, CALLBACK + query)
            assert answer.status_code in REFUSED or answer.json["response"] == plain.json["response"], (output, query)
            assert leaks(answer) == []


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
    assert isinstance(asked(probe)[0][2], pl.DataFrame)
    assert LocalQueries is type(probe.queries.inner)  # type: ignore[attr-defined]
