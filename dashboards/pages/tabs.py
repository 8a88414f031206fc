"""The parts of a list, of which one is shown: the others are links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboards.kit.links import link

CURRENT: Final[Any] = {"aria-current": "true"}


def tabs(parts: Sequence[tuple[str, str, bool]]) -> Component:
    """The parts: each with its title, its address, and whether it is the one that is shown."""
    return html.Ul([html.Li(_tab(*part)) for part in parts], className="tabs")


def _tab(title: str, href: str, is_shown: bool) -> Any:  # noqa: FBT001  (a part of a tuple)
    return html.Strong(title, **CURRENT) if is_shown else link(title, href)
