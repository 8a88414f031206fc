"""The parts of a long page: each folds, and a list on top leads to them.

They are open where there is room and folded on a phone, all but the first (assets/sections.js).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from dash import html
from dash.development.base_component import Component

from texts import Language, text


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One part: ``name`` is its place in the address (``#name``), ``title`` is in the reader's language."""

    name: str
    title: str
    body: Sequence[Component]


def sectioned(sections: Sequence[Section], language: Language) -> list[Component]:
    """The list of the sections, and the sections."""
    return [_on_this_page(sections, language), *(_folding(section) for section in sections)]


def _on_this_page(sections: Sequence[Section], language: Language) -> Component:
    named: Any = {"aria-label": text("dashboard.on_this_page", language)}
    return html.Nav(
        [
            html.Span(text("dashboard.on_this_page", language), className="on-this-page-title", **{"aria-hidden": "true"}),  # type: ignore[arg-type]
            html.Ul([html.Li(html.A(section.title, href=f"#{section.name}")) for section in sections]),
        ],
        className="on-this-page",
        **named,
    )


def _folding(section: Section) -> Component:
    # The place is the summary: it takes the focus, so that whoever uses the keyboard goes on from there.
    summary = html.Summary(html.H2(section.title), id=section.name)
    return html.Details([summary, html.Div(list(section.body), className="section-body")], open=True, className="section")
