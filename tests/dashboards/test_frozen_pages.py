"""Every figure on every dashboard can be frozen, and comes out the same from the log alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from dash_server import DashServer
from reporting.warehouse_steps import opened, store
from work_pages import AT_LIEN, OWNER, TODAY, log_of

from benchmarks.invented_log import TENANT
from dashboards import Viewer
from dashboards.pages import PAGES
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.answering import LocalQueries
from services.reporting.frozen import UNFREEZABLE, FrozenPage, canonical_json, question_of
from services.reporting.frozen.at_position import queries_at
from services.reporting.frozen.record import scope_of
from services.reporting.projector import Projector
from services.reporting.questions import Asked, Scope
from services.reporting.source import SqliteSource

NOW = datetime.combine(TODAY, time(12), UTC)
RULES = load_rulebooks(["law-12"])
WITH_NUMBERS = [page for page in PAGES if page.needs_warehouse]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store(tmp_path_factory.mktemp("log") / "events.sqlite", log_of("many").log)


@pytest.fixture(scope="module")
def living(log: Path) -> Iterator[LocalQueries]:
    warehouse, source = opened(log.with_name("warehouse.duckdb")), SqliteSource(log)
    projector = Projector(source, warehouse, RULES, Calendar())
    projector.once()
    projector.publish()
    yield LocalQueries(warehouse, lambda: NOW)
    warehouse.close()
    source.close()


def frozen(server: DashServer, path: str, search: str = "") -> FrozenPage:
    below = f"{path}/" if path else ""
    answer = server.client().get(f"/eier/{below}frys.json{search}")
    assert answer.status_code == 200, path
    return msgspec.json.decode(answer.data, type=FrozenPage)


@pytest.mark.parametrize("search", ["", "?per=2026-02-01"])
def test_every_figure_of_every_page_comes_out_the_same_from_the_log_up_to_its_position(
    living: LocalQueries, log: Path, search: str
):
    server = DashServer(living, OWNER, lambda: NOW)
    pages = [frozen(server, page.path, search) for page in WITH_NUMBERS]
    assert {page.position for page in pages} == {len(log_of("many").log)}
    source = SqliteSource(log)
    try:
        with queries_at(source, pages[0].position, tenant=TENANT, rules=RULES, calendar=Calendar(), moment=NOW) as again:
            for page in pages:
                assert page.figures, page.page
                for one in page.figures:
                    asked = Asked(scope=scope_of(page, one), question=question_of(one.figure, one.question))
                    body = canonical_json(page.position, asked, again.ask(asked.scope, asked.question))
                    assert sha256(body).hexdigest() == one.sha256, (page.page, one.figure)
    finally:
        source.close()


def test_what_a_page_asks_and_does_not_freeze_is_what_no_position_of_a_log_can_give(living: LocalQueries):
    server = DashServer(living, OWNER, lambda: NOW)
    names = {one.figure for page in WITH_NUMBERS for one in frozen(server, page.path).figures}
    assert len(names) > 10
    assert not names & {str(kind.__struct_config__.tag) for kind in UNFREEZABLE}


def test_a_frozen_figure_keeps_the_scope_of_its_reader(living: LocalQueries):
    own_school = frozen(DashServer(living, AT_LIEN, lambda: NOW), "")
    assert {one.schools for one in own_school.figures} == {AT_LIEN.scope.schools}
    adviser = Viewer(scope=Scope(tenant=TENANT))
    protected = frozen(DashServer(living, adviser, lambda: NOW), "", "?periode=last_school_year")
    assert not any(one.exact for one in protected.figures)
    assert all("--protected" in one.command for one in protected.figures)


def test_the_command_that_stands_in_the_file_names_figure_position_and_moment(living: LocalQueries):
    page = frozen(DashServer(living, OWNER, lambda: NOW), "")
    for one in page.figures:
        assert one.command.startswith(f"varde figure {one.figure} --at {page.position} ")
        assert "2026-03-04T12:00:00Z" in one.command


def test_whoever_may_not_see_a_page_may_not_freeze_it(living: LocalQueries):
    exact_only = next(page for page in WITH_NUMBERS if page.needs_exact)
    server = DashServer(living, Viewer(scope=Scope(tenant=TENANT)), lambda: NOW)
    assert server.client().get(f"/eier/{exact_only.path}/frys.json").status_code == 404
