"""What the pages of the municipality and of a school have in common, in the order in which whoever answers for it reads."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.kit import Section, grid
from dashboards.pages.responses import panels
from dashboards.pages.responses.asked import Answers
from dashboards.pages.responses.authority import enforcement, fines
from dashboards.pages.responses.effect import worked
from texts import text


def sections(found: Answers, duties: Component, *own: Section) -> list[Section]:
    """The sections; ``duties`` is the page's own figure of how duties were kept, and ``own`` come after them."""
    language = found.asking.language
    formal = html.P(text("dashboard.formal.note", language), className="note")
    return [
        _section(found, "plikter", duties, formal, grid(panels.duty_months(found), panels.case_months(found))),
        *own,
        _section(found, "avvik", panels.avvik(found)),
        _section(found, "statsforvalteren", enforcement(found), fines(found)),
        _section(found, "tid", panels.response_times(found), grid(panels.waiting(found), panels.closing(found))),
        _section(found, "eleven", panels.recorded(found), worked(found)),
        _section(found, "forebygging", panels.silent(found), panels.wheel(found)),
    ]


def _section(found: Answers, name: str, *body: Component) -> Section:
    return Section(name=name, title=text(f"dashboard.section.{name}", found.asking.language), body=body)
