"""Links: within the dashboards they change the page without loading it anew, elsewhere they lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from dash import dcc, html
from dash.development.base_component import Component

if TYPE_CHECKING:
    from dashboards.view import View

PREFIX = "/eier/"
"""Where the dashboards lie on their server."""


def page_address(path: str, search: str = "") -> str:
    """The address of a page of the dashboards. ``search``: its view, with the question mark."""
    return f"{PREFIX}{path}{search}"


def view_address(path: str, view: View, **changed: Any) -> str:
    """The address of a page with a view, in which some of what was chosen is changed."""
    return page_address(path, msgspec.structs.replace(view, **changed).search())


def link(children: Any, href: str, **props: Any) -> Component:
    """A link to ``href``."""
    if href.startswith(PREFIX) and "." not in href.partition("?")[0]:
        return dcc.Link(children, href=href, **props)
    return html.A(children, href=href, **props)


def case_address(case_id: object) -> str:
    """The page of a case."""
    return f"/saker/{case_id}"
