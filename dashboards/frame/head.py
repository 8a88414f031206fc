"""The top of a page: the menu of pages, the heading, what is shown, and what it can be taken home as."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.asking import Asking, School
from dashboards.dashboard import DashboardPage
from dashboards.kit.links import page_address
from dashboards.numbers import DASH, day, moment, number
from dashboards.periods import Period
from dashboards.view import Filter, View
from dashboards.viewer import Viewer
from texts import Language, text

EXPORTS = ("xlsx", "csv", "pdf", "docx", "freeze")
SECONDARY: Any = {"data-variant": "secondary"}


def title(page: DashboardPage, viewer: Viewer | None, language: Language) -> str:
    """The page's heading; a school's own leaders read of their own school."""
    own = f"dashboard.{page.name}.title.own"
    if viewer is not None and viewer.scope.schools is not None and page.path == "":
        return text(own, language)
    return text(f"dashboard.{page.name}.title", language)


def lead(page: DashboardPage, viewer: Viewer, schools: Sequence[School]) -> str:
    """What the page is about; a school's own leaders read the name of their own school. ``schools``: the reader's, if known."""
    language = viewer.language
    if viewer.scope.schools is None or page.path:
        return text(f"dashboard.{page.name}.lead", language)
    names = ", ".join(school.name for school in schools) or text("dashboard.school.title", language)
    return text(f"dashboard.{page.name}.lead.own", language, school=names)


def head(
    page: DashboardPage, pages: Sequence[DashboardPage], asking: Asking, schools: Sequence[School], open_data: str
) -> list[Component]:
    """Menu, heading and the buttons that take the page home. ``open_data``: where that page is, if anywhere."""
    viewer, view, language = asking.viewer, asking.view, asking.language
    return [
        _menu(page, pages, view, language, open_data) if len(pages) > 1 else html.Div(),
        html.Div(
            [html.H1(title(page, viewer, language)), *([_exports(page, view, language)] if page.needs_warehouse else [])],
            className="title-row",
        ),
        html.P(lead(page, viewer, schools), className="lead dashboard-lead"),
    ]


def _menu(page: DashboardPage, pages: Sequence[DashboardPage], view: View, language: Language, open_data: str) -> Component:
    entries = []
    for one in pages:
        search = view.limited(one.filters, keep_chosen=False).search()
        current: Any = {"data-current": "page"} if one.name == page.name else {}
        leads = dcc.Link(text(f"dashboard.{one.name}.menu", language), href=page_address(one.path, search))
        entries.append(html.Li(leads, **current))
    if open_data:
        entries.append(html.Li(html.A(text("dashboard.open_data", language), href=open_data)))
    return html.Nav(html.Ul(entries), className="dashboard-menu", **{"aria-label": text("dashboard.menu", language)})  # type: ignore[arg-type]


def _exports(page: DashboardPage, view: View, language: Language) -> Component:
    search = view.limited(page.filters).search()
    below = f"{page.path}/" if page.path else ""
    names = {"xlsx": "tall.xlsx", "csv": "tall.csv", "pdf": "side.pdf", "docx": "side.docx", "freeze": "frys.json"}
    files = [
        html.A(
            text(f"dashboard.export.{kind}", language),
            href=page_address(f"{below}{names[kind]}", search),
            className="ds-button",
            download="",
            **SECONDARY,
        )
        for kind in EXPORTS
    ]
    printer = html.Button(text("dashboard.export.print", language), type="button", className="ds-button print-page", **SECONDARY)
    return html.Div([*files, printer], className="exports", role="group", **{"aria-label": text("dashboard.exports", language)})  # type: ignore[arg-type]


def what_is_shown(page: DashboardPage, asking: Asking) -> str:
    """In words: which schools, which days, as of when."""
    language, view = asking.language, asking.view
    parts = []
    if view.school is not None:
        parts.append(asking.school_name(view.school))
    elif (Filter.SCHOOL in page.filters or not page.path) and asking.schools:
        one = len(asking.schools) == 1
        count = number(len(asking.schools), language)
        parts.append(asking.schools[0].name if one else text("dashboard.schools", language, count=count))
    if Filter.PERIOD in page.filters:
        parts.append(days(asking.period, language))
    return " · ".join([*parts, *narrowed(view, language)])


def narrowed(view: View, language: Language) -> list[str]:
    """The grade and the moments of a view, in words."""
    parts = []
    if view.grade is not None:
        parts.append(text("dashboard.grade", language, grade=view.grade))
    if view.as_of is not None:
        parts.append(text("dashboard.as_of", language, day=day(view.as_of, language)))
    if view.recorded_by is not None:
        parts.append(text("dashboard.recorded_by", language, day=day(view.recorded_by, language)))
    return parts


def where_from(asking: Asking) -> str:
    """The place in the log that the numbers count up to."""
    position = asking.position
    written = number(position.number, asking.language)
    if position.at is None:
        return text("dashboard.position", asking.language, position=written)
    return text("dashboard.updated", asking.language, position=written, moment=moment(position.at, asking.language))


def days(period: Period, language: Language) -> str:
    """A period in words."""
    match period:
        case Period(None, None):
            return text("dashboard.days.all", language)
        case Period(None, last) if last is not None:
            return text("dashboard.days.until", language, last=day(last, language))
        case Period(first, None) if first is not None:
            return text("dashboard.days.from", language, first=day(first, language))
        case Period(first, last) if first is not None and last is not None:
            return f"{day(first, language)}{DASH}{day(last, language)}"
    raise AssertionError(period)
