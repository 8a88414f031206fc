"""The annual report: the yearly information to the council (opplæringslova § 17-12) and on internal control (kommunelova § 25-2).

What stands here can be laid before the council as it is: the figures are the published ones, the same for every reader.
"""

from dashboards.dashboard import DashboardPage, Formed
from dashboards.pages.annual_report.answer import answer
from dashboards.pages.annual_report.asked import PATH
from dashboards.pages.annual_report.tables import tables

PAGE = DashboardPage(
    name="annual_report",
    path=PATH,
    filters=frozenset(),
    answer=answer,
    tables=tables,
    needs_exact=False,
    choices=Formed(r"20[0-9]{2}-[0-9]{2}"),
)
