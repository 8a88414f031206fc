"""One school: its duties, response times and avvik, and the cases behind every figure."""

from __future__ import annotations

from dashboards.dashboard import DashboardPage
from dashboards.pages.school.answer import answer, tables
from dashboards.pages.school.cases import CHOICES
from dashboards.view import Filter

PAGE = DashboardPage(
    name="school",
    path="skole",
    filters=frozenset(Filter),
    answer=answer,
    tables=tables,
    choices=CHOICES,
)
