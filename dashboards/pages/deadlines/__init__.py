"""Deadlines: what falls due this week and the next, what is overdue already, for whom, and how much each case handler has."""

from dashboards.dashboard import DashboardPage, Filter
from dashboards.pages.deadlines.answer import answer
from dashboards.pages.deadlines.asked import LISTS, PATH
from dashboards.pages.deadlines.tables import tables

PAGE = DashboardPage(
    name="deadlines",
    path=PATH,
    filters=frozenset({Filter.SCHOOL, Filter.AS_OF, Filter.RECORDED_BY}),
    answer=answer,
    tables=tables,
    choices=LISTS.choices,
)
