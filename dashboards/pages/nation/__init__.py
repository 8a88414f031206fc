"""The county and the nation: what municipalities have published, put together. For Statsforvalteren, Udir and everybody else."""

from dashboards.dashboard import DashboardPage, Formed
from dashboards.pages.nation.answer import answer
from dashboards.pages.nation.tables import tables

PAGE = DashboardPage(
    name="nation",
    path="land",
    filters=frozenset(),
    answer=answer,
    tables=tables,
    needs_exact=False,
    choices=Formed(r"[a-z_]+\.[0-9]{4}[0-9a-z-]*"),
)
