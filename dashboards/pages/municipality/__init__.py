"""The owner's page: every school of the municipality with its cases, duties, deadlines and response times."""

from __future__ import annotations

from dashboards.dashboard import DashboardPage
from dashboards.pages.municipality.answer import answer, tables
from dashboards.view import Filter

PAGE = DashboardPage(
    name="municipality",
    path="",
    filters=frozenset({Filter.PERIOD, Filter.GRADE, Filter.AS_OF, Filter.RECORDED_BY}),
    answer=answer,
    tables=tables,
    needs_exact=False,
)
