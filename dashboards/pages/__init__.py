"""The pages of the dashboards, in the order of their menu."""

from __future__ import annotations

from dashboards.dashboard import DashboardPage
from dashboards.pages import annual_report, avvik, data_quality, deadlines, measures, municipality, nation, school, terms

PAGES: tuple[DashboardPage, ...] = (
    municipality.PAGE,
    school.PAGE,
    avvik.PAGE,
    deadlines.PAGE,
    measures.PAGE,
    data_quality.PAGE,
    annual_report.PAGE,
    nation.PAGE,
    terms.PAGE,
)
