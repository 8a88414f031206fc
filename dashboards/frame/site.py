"""What the dashboards are mounted with, and what every request does with it first: who is it, which page, what view.

Whatever the browser says is read strictly here, and refused as what it is: 403, 404 or 400.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from flask import abort

from dashboards.asking import Asking, School
from dashboards.dashboard import DashboardPage
from dashboards.frame import head
from dashboards.frame.controls import controls
from dashboards.frame.showing import shown
from dashboards.kit.links import PREFIX
from dashboards.numbers import OSLO
from dashboards.view import ChoiceError, Filter, View
from dashboards.viewer import Viewer
from services.reporting.queries import Queries, ScopeError, WarehouseUnavailableError
from texts import Language


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """The pages, and how a request finds its viewer, its language and the day."""

    pages: tuple[DashboardPage, ...]
    queries: Queries
    viewer: Callable[[], Viewer | None]
    language: Callable[[], Language]
    clock: Callable[[], datetime]
    key: bytes
    """The secret that hides what a frozen page leaves out."""

    open_data: str = ""
    """Where the page of open data is; empty when there is none."""

    def allowed(self) -> Viewer:
        """Who looks. Answers 403 when nobody may."""
        found = self.viewer()
        if found is None:
            abort(403)
        return found

    def today(self) -> date:
        """The day in Norway."""
        return self.clock().astimezone(OSLO).date()

    def title(self, path: str) -> str:
        """The title of the page at a path of the server, whoever looks."""
        page = next((page for page in self.pages if f"{PREFIX}{page.path}" == path), self.pages[0])
        return head.title(page, self.viewer(), self.language())

    def page_at(self, path: object) -> DashboardPage:
        """The page at a path of the server. Answers 404 when the viewer has none there."""
        found = None
        if isinstance(path, str) and path.startswith(PREFIX):
            name = path.removeprefix(PREFIX)
            found = next((page for page in self._pages_of(self.allowed()) if page.path == name), None)
        if found is None:
            abort(404)
        return found

    def asking(self, page: DashboardPage, view: Callable[[], View]) -> Asking:
        """The request for a page. Answers 400 for what no control could have written, 403 for a school that is not the viewer's."""
        if not _may_see(page, self.allowed()):
            abort(404)
        try:
            filters = filters_of(page, self.allowed())
            return Asking(self.queries, self.allowed(), _offered(page, view()).limited(filters), self.today())
        except ChoiceError:
            abort(400)
        except ScopeError:
            abort(403)

    def answer(self, page: DashboardPage, asking: Asking) -> tuple[Any, ...]:
        """Head, controls, content, whether it is final, and the title."""
        who = asking.viewer
        try:
            found = shown(page, asking, self.open_data)
        except ChoiceError:  # what the page itself offers to choose among
            abort(400)
        except ScopeError:
            abort(403)
        schools = self._schools(page, asking, whole=not found.ask_again)
        return (
            head.head(page, self._pages_of(who), asking, schools, self.open_data),
            controls(asking, filters_of(page, who), schools),
            found.content,
            not found.ask_again,
            head.title(page, who, who.language),
        )

    def _schools(self, page: DashboardPage, asking: Asking, *, whole: bool) -> Sequence[School]:
        """The reader's schools; none while the warehouse is away."""
        try:
            return asking.schools if whole and page.needs_warehouse else ()
        except WarehouseUnavailableError:
            return ()

    def _pages_of(self, who: Viewer) -> tuple[DashboardPage, ...]:
        return tuple(page for page in self.pages if _may_see(page, who))


def filters_of(page: DashboardPage, who: Viewer) -> frozenset[Filter]:
    """The controls of the page for this viewer: protected figures are released for whole periods, and cut in no other way."""
    return page.filters if who.scope.exact else page.filters & {Filter.PERIOD}


def _offered(page: DashboardPage, view: View) -> View:
    if page.choices is not None and view.chosen is not None and view.chosen not in page.choices:
        raise ChoiceError("chosen")
    return view


def _may_see(page: DashboardPage, who: Viewer) -> bool:
    return who.scope.exact or not page.needs_exact
