"""What is said where released figures would stand and a whole release was withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.kit import box
from dashboards.pages.published_names import release_name
from texts import Language


def withheld(names: Sequence[str], language: Language) -> list[Component]:
    """Which releases were withheld, and why; nothing where none was."""
    return [box("withheld", language, html.Ul([html.Li(name) for name in names]))] if names else []


def withheld_of(releases: Iterable[Mapping[str, Any]], language: Language) -> list[Component]:
    """The same of ``releases``, rows of the ledger."""
    return withheld([release_name(release, language) for release in releases if release["withheld"]], language)
