"""A figure of the pages of the municipality and of a school: in a section, with what a chosen grade does to it."""

from __future__ import annotations

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboards.asking import Asking
from dashboards.kit import panel
from texts import text

ALL_GRADES: Final = frozenset({"avvik_kinds", "enforcement", "fines", "heightened", "silent", "wheel"})
"""Figures that a grade does not narrow: what they count belongs to no grade."""

PARTLY: Final = frozenset({"schools", "recorded"})
"""Figures with a column that it does not narrow."""


def panel_of(asking: Asking, name: str, *body: Component, **more: Any) -> Component:
    """The panel ``name`` of the kit; ``more`` as there."""
    return panel(name, asking.language, *body, in_section=True, remark=_remark(asking, name), **more)


def grade_note(asking: Asking) -> list[Component]:
    """What the chosen grade narrows and what it does not; nothing where none is chosen."""
    if asking.view.grade is None:
        return []
    return [html.P(text("dashboard.responses.grade.note", asking.language, grade=asking.view.grade), className="note")]


def _remark(asking: Asking, name: str) -> str:
    if asking.view.grade is None or name not in ALL_GRADES | PARTLY:
        return ""
    return text("dashboard.responses.grade.all" if name in ALL_GRADES else f"dashboard.responses.grade.{name}", asking.language)
