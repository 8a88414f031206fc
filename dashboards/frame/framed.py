"""Dash whose page stands in the server's own frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from dash import Dash


class Page(Protocol):
    """Puts a page's head and body (markup) into the frame of the server that it is shown on."""

    def __call__(self, *, title: str, head: str, body: str) -> str:
        """The whole page."""


class FramedDash(Dash):
    """Dash with the page around it given from outside. ``title`` and ``loading`` are asked for at every showing."""

    def __init__(self, *, page: Page, page_title: Callable[[], str], loading: Callable[[], str], **options: Any) -> None:
        self._page = page
        self._page_title = page_title
        self._loading_text = loading
        super().__init__(**options)

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]  # Dash calls it with names alone
        """The page: Dash's own wish for a title, an icon and meta tags gives way to the frame's."""
        entry = f'<div id="react-entry-point"><p class="lead">{self._loading_text()}</p></div>'
        return self._page(
            title=self._page_title(),
            head=parts["css"],
            body="\n".join([entry, *(parts[name] for name in ("config", "scripts", "renderer"))]),
        )
