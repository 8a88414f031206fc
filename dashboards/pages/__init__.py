"""The pages of the dashboards, in the order of their menu."""

from __future__ import annotations

from dashboards.dashboard import DashboardPage
from dashboards.pages import municipality, nation, terms

PAGES: tuple[DashboardPage, ...] = (
    municipality.PAGE,
    nation.PAGE,
    terms.PAGE,
)
