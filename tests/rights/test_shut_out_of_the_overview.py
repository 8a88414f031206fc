"""What the dashboards are asked on somebody's behalf leaves out the cases that are closed to her."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from town import Town, matter
from web_server import PAGE

from dashboards import mount
from events.lists.access import DenialGround
from services.case_service.http.identity import current_account
from services.case_service.http.languages import current_language
from services.case_service.http.rights import Right, protect_mounted
from services.case_service.http.shell import mounted_page
from services.reporting.queries import Queries, WarehouseUnavailableError
from services.reporting.questions import Scope
from varde.web import viewer_of


class Listening(Queries):
    """Remembers on whose behalf it was asked, and is away."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []

    def ask(self, scope: Scope, question: Any) -> pl.DataFrame:
        self.scopes.append(scope)
        raise WarehouseUnavailableError(type(question).__name__)


@pytest.fixture
def queries(tmp_path: Path) -> tuple[Town, Listening]:
    town, listening = Town(tmp_path), Listening()
    mount(
        town.server.app,
        queries=listening,
        viewer=lambda: viewer_of("lyngfjord", current_account()),
        language=current_language,
        page=mounted_page,
        clock=town.server.clock,
    )
    protect_mounted(town.server.app, "/eier/", Right.SEE_OVERVIEW)
    return town, listening


def without(town: Town, listening: Listening, login: str) -> set[Any]:
    assert town.comes(login).client.get("/eier/tall.csv", headers=PAGE).status_code == 503
    return set(listening.scopes[-1].without)


def test_a_case_that_a_principal_is_denied_is_left_out(queries: tuple[Town, Listening]):
    town, listening = queries
    assert matter("sak") not in without(town, listening, "rektor")

    town.denies(matter("sak"), "rektor", DenialGround.CONFLICT_OF_INTEREST)

    assert matter("sak") in without(town, listening, "rektor")
    assert matter("sak") not in without(town, listening, "skoleeier")


def test_a_case_against_the_principal_is_left_out_for_her_alone(queries: tuple[Town, Listening]):
    town, listening = queries
    assert matter("mot-rektor") in without(town, listening, "rektor")
    assert matter("mot-rektor") not in without(town, listening, "skoleeier")
