"""The list of a page in parts, of which the reader sees one, and what is said where the page shows its beginning alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, Generic, TypeVar

import msgspec
from dash import html
from dash.development.base_component import Component

from dashboards.dashboard import Asking, ChoiceError, Formed
from dashboards.kit import panel
from dashboards.kit.links import link, view_address
from dashboards.numbers import number
from dashboards.pages.tabs import tabs
from texts import Language, text

Which = TypeVar("Which", bound=StrEnum)


FEW: Final = 25
MANY: Final = 100


class Only(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is narrowed to: one row of a way of counting. ``value`` is empty for the row of those of which nobody said."""

    per: str
    value: str


class Parts(msgspec.Struct, Generic[Which], frozen=True, kw_only=True):
    """The parts of the list of the page at ``path``, under the texts ``dashboard.<name>.list.<part>``.

    ``ways`` are those of counting that a part can be narrowed by, by their words in the address: ``forfalte.skole.999000011``.
    """

    path: str
    name: str
    parts: type[Which]
    ways: Mapping[str, str]

    @property
    def choices(self) -> Formed:
        """What the address can ask for."""
        return Formed(rf"({'|'.join(self.parts)})(\.({'|'.join(self.ways)})\..*)?")

    def chosen(self, asking: Asking) -> Which | None:
        """The part that the reader chose; None where she chose none. Raises ChoiceError."""
        word = asking.view.chosen
        if word is None:
            return None
        if re.fullmatch(self.choices.form, word) is None:
            raise ChoiceError(self.name)
        return self.parts(word.partition(".")[0])

    def only(self, asking: Asking) -> Only | None:
        """What the reader narrowed it to."""
        way, _, value = (asking.view.chosen or "").partition(".")[2].partition(".")
        return Only(per=self.ways[way], value=value) if way else None

    def address(self, asking: Asking, part: Which, only: Only | None = None) -> str:
        """Where a part is shown."""
        chosen: str = part.value
        if only is not None:
            way = next(way for way, per in self.ways.items() if per == only.per)
            chosen = f"{chosen}.{way}.{only.value}"
        return f"{view_address(self.path, asking.view, chosen=chosen)}#panel-{self.name}-list"

    def panel(self, asking: Asking, shown: Which, counts: Mapping[Which, int], narrowed: str, *body: Component) -> Component:
        """The panel of the list: its parts with how much is in each, what it is ``narrowed`` to where it is, and its lines."""
        language = asking.language
        titles = [
            (f"{text(f'dashboard.{self.name}.list.{part}', language)} ({number(counts[part], language)})", part)
            for part in self.parts
        ]
        shown_parts = tabs([(title, self.address(asking, part), part is shown) for title, part in titles])
        told = [only_shown(narrowed, self.address(asking, shown), language)] if narrowed else []
        return panel(f"{self.name}.list", language, shown_parts, *told, *body, wide=True)


def only_shown(name: str, whole: str, language: Language) -> Component:
    """What a list is narrowed to, with the way to the ``whole`` of it."""
    said = html.Strong(text("dashboard.work.narrowed", language, name=name))
    return html.P([said, " ", link(text("dashboard.work.whole_list", language), whole)], role="status")


def most_shown(asking: Asking) -> int:
    """How many lines a list has: few on a page that somebody came to for its numbers, many for whoever chose to see them."""
    return FEW if asking.view.chosen is None else MANY


def the_rest(asking: Asking, whole: str) -> Component:
    """What stands below the first lines of a list: where the ``whole`` of it is, and where that is too long, the files have it."""
    language, most = asking.language, most_shown(asking)
    if most == MANY:
        return html.P(text("dashboard.work.first", language, count=number(most, language)), className="note")
    return html.P(link(text("dashboard.work.whole_list", language), whole), className="note")
