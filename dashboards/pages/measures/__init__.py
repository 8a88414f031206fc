"""Measures: how they are used and what comes of them, per kind, level and school."""

from dashboards.dashboard import DashboardPage, Filter
from dashboards.pages.measures.answer import answer
from dashboards.pages.measures.asked import CHOICES
from dashboards.pages.measures.tables import tables

PAGE = DashboardPage(
    name="measures",
    path="tiltak",
    filters=frozenset({Filter.SCHOOL, Filter.PERIOD, Filter.GRADE, Filter.AS_OF, Filter.RECORDED_BY}),
    answer=answer,
    tables=tables,
    choices=CHOICES,
)
