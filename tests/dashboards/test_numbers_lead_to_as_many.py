"""A number on a page leads to a list with as many lines as the number says, seen as the page is seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from reporting.told_log import LIEN, MOEN
from work_pages import AT_LIEN, OWNER, asking, props_of, tables_of

from dashboards.asking import Asking
from dashboards.dashboard import DashboardPage
from dashboards.kit.links import PREFIX
from dashboards.pages import PAGES
from dashboards.periods import Period, Preset
from dashboards.view import read_search

BY_PATH = {page.path: page for page in PAGES}
LEADING = [BY_PATH[path] for path in ("", "skole", "avvik", "frister", "tiltak")]
VIEWS = [
    {},
    {"preset": Preset.OWN, "own": Period(date(2026, 1, 5), date(2026, 2, 10))},
    {"as_of": date(2026, 2, 1), "school": LIEN},
]


def numbers_of(content: Any) -> Iterator[tuple[int, str]]:
    """Every whole number that leads to a list, wherever it stands, with where it leads."""
    for table in tables_of(content):
        for row in [*table["rows"], *([table["total"]] if table.get("total") else [])]:
            yield from ((int(cell["text"]), cell["href"]) for cell in row[1:] if isinstance(cell, dict) and is_led(cell))
    for props in props_of(content):
        if props.get("className") == "value-link":
            (shown,) = props_of(props["children"])
            if is_led({"text": shown["children"], "href": props["href"]}):
                yield int(shown["children"]), props["href"]
        for trace in props.get("figure", {}).get("data", ()):
            yield from ((number, href) for number, href in zip(trace.get("y", ()), trace.get("customdata", ()), strict=False))


def is_led(cell: dict[str, Any]) -> bool:
    return cell.get("text", "").isdigit() and "valg=" in cell.get("href", "")


def lines(queries: Any, viewer: Any, href: str) -> int:
    """How many lines the list has that an address opens."""
    parts = urlsplit(href)
    page = BY_PATH[parts.path.removeprefix(PREFIX)]
    view = read_search(f"?{parts.query}")
    assert view.chosen is None or page.choices is None or view.chosen in page.choices, href
    asked = Asking(queries, viewer, view.limited(page.filters), asking(queries).today)
    return len(list_of(page, asked).rows)


def list_of(page: DashboardPage, asked: Asking) -> Any:
    tables = page.tables(asked)
    if page.path == "skole":
        return tables[0]
    part = (asked.view.chosen or "").partition(".")[0] if page.path == "frister" else "list"
    return next(table for table in tables if table.name == part)


@pytest.mark.parametrize("view", VIEWS, ids=["year", "days", "then"])
@pytest.mark.parametrize("page", LEADING, ids=lambda page: page.name)
def test_a_number_leads_to_as_many_lines_as_it_says(many, page, view):
    asked = asking(many, **view)
    content = page.answer(Asking(many, OWNER, asked.view.limited(page.filters), asked.today))
    counts = {href: number for number, href in numbers_of(content)}
    assert len(counts) > 3
    assert {href: lines(many, OWNER, href) for href in counts} == counts


@pytest.mark.parametrize(
    "href",
    [f"/eier/avvik?valg=aapne.skole.{MOEN}", f"/eier/frister?valg=haster.skole.{MOEN}", f"/eier/tiltak?valg=skole.{MOEN}"],
)
def test_a_list_narrowed_to_somebody_elses_school_is_empty(many, href):
    assert lines(many, OWNER, href) > 0
    assert lines(many, AT_LIEN, href) == 0
