"""Data quality: what was written down late, what is missing, what cannot be so, what could not be read, and how fresh it all is."""

from dashboards.dashboard import DashboardPage, Filter
from dashboards.pages.data_quality.answer import answer
from dashboards.pages.data_quality.asked import CHECKS
from dashboards.pages.data_quality.tables import tables

PAGE = DashboardPage(
    name="quality",
    path="datakvalitet",
    filters=frozenset({Filter.SCHOOL, Filter.PERIOD, Filter.AS_OF, Filter.RECORDED_BY}),
    answer=answer,
    tables=tables,
    choices=CHECKS,
)
