"""Avvik: how many come, how old they grow, how they are treated, and which wait."""

from dashboards.dashboard import DashboardPage, Filter
from dashboards.pages.avvik.answer import answer
from dashboards.pages.avvik.asked import LISTS, PATH
from dashboards.pages.avvik.tables import tables

PAGE = DashboardPage(
    name="avvik",
    path=PATH,
    filters=frozenset({Filter.SCHOOL, Filter.PERIOD, Filter.AS_OF, Filter.RECORDED_BY}),
    answer=answer,
    tables=tables,
    choices=LISTS.choices,
)
