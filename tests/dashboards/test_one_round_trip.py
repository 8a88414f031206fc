"""A page puts its questions together: one round trip to the warehouse, and every figure from one position of the log."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import polars as pl
import pytest
from dash_server import DashServer
from work_pages import OWNER, TODAY, queries

from dashboards.pages import PAGES
from services.reporting.queries import Queries

NOW = datetime.combine(TODAY, time(12), UTC)
MOST = {"annual_report": 2}
"""What internal control shows is asked of the year that is published last, which only the first answer tells."""


class Counting(Queries):
    """Passes everything on, and counts how often it was turned to."""

    def __init__(self, real: Queries) -> None:
        self._real = real
        self.round_trips = 0

    def ask(self, scope: Any, question: Any) -> pl.DataFrame:
        self.round_trips += 1
        return self._real.ask(scope, question)

    def ask_all(self, asked: Any) -> tuple[pl.DataFrame, ...]:
        self.round_trips += 1
        return self._real.ask_all(asked)


@pytest.mark.parametrize("search", ["", "?periode=own&fra=2025-12-01&til=2026-03-01", "?per=2026-02-01"])
def test_every_page_is_answered_in_one_round_trip(search):
    with queries("many") as real:
        counting = Counting(real)
        server = DashServer(counting, OWNER, lambda: NOW)
        for page in PAGES:
            counting.round_trips = 0
            answer = server.call(search, f"/eier/{page.path}")
            assert answer.status_code == 200, page.name
            assert counting.round_trips <= MOST.get(page.name, 1), page.name
