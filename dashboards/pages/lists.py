"""The list of a page in parts, of which the reader sees one, and what is said where the page shows its beginning alone."""

from __future__ import annotations

from enum import StrEnum
from typing import Generic, TypeVar

import msgspec
from dash import html
from dash.development.base_component import Component

from dashboards.dashboard import Asking, ChoiceError
from dashboards.kit import panel
from dashboards.kit.links import view_address
from dashboards.numbers import number
from dashboards.pages.tabs import tabs
from texts import Language, text

Which = TypeVar("Which", bound=StrEnum)


class Parts(msgspec.Struct, Generic[Which], frozen=True, kw_only=True):
    """The parts of the list of the page at ``path``, under the texts ``dashboard.<name>.list.<part>``.

    The address names the part that is shown, but for the one that everybody meets ``first``.
    """

    path: str
    name: str
    first: Which

    def chosen(self, asking: Asking) -> Which:
        """The part that the reader chose. Raises ChoiceError."""
        word, parts = asking.view.chosen, type(self.first)
        if word is None:
            return self.first
        if word not in set(parts):
            raise ChoiceError(self.name)
        return parts(word)

    def address(self, asking: Asking, part: Which) -> str:
        """Where a part is shown."""
        return view_address(self.path, asking.view, chosen=None if part is self.first else part.value)

    def panel(self, asking: Asking, shown: Which, *body: Component) -> Component:
        """The panel of the list: links to its parts, and the one that is shown."""
        titles = [
            (text(f"dashboard.{self.name}.list.{part}", asking.language), self.address(asking, part), part is shown)
            for part in type(self.first)
        ]
        return panel(f"{self.name}.list", asking.language, tabs(titles), *body, wide=True)


def the_rest(most: int, language: Language) -> Component:
    """What stands below the first ``most`` lines: the files have all of them."""
    return html.P(text("dashboard.work.first", language, count=number(most, language)), className="note")
