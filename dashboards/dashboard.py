"""What a page of the dashboards is: an answer to a view, the controls that it understands, and its numbers as tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence

import msgspec
from dash.development.base_component import Component

from dashboards.asking import Asking
from dashboards.cells import Cell, Missing, Write, whole
from dashboards.view import ChoiceError, Filter, NotOfferedError, View


class ReportPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a report: its heading, and the paragraph that it begins with."""

    title: str
    text: str


class ExportTable(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers behind a figure, for the file and for whoever cannot see the figure.

    ``name`` is a short name (a sheet of the workbook); ``title`` and ``columns`` are in the reader's language. ``writes`` says how
    each column's numbers are written (whole numbers when left out); ``define`` names the definition that goes with it; ``begins``
    is the part of a report whose first table it is; ``hrefs`` where each cell leads on the page, row by row, empty where nowhere.
    """

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    writes: Sequence[Write] = ()
    define: str = ""
    begins: ReportPart | None = None
    hrefs: Sequence[Sequence[str]] = ()

    def write(self, column: int) -> Write:
        """How the numbers of a column are written."""
        return self.writes[column] if column < len(self.writes) else whole


class Formed(msgspec.Struct, frozen=True):
    """The words of a form: choices of which the page knows the rest when it has asked."""

    form: str

    def __contains__(self, word: object) -> bool:
        """Whether a word has the form."""
        return isinstance(word, str) and re.fullmatch(self.form, word) is not None


class DashboardPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page. Its texts are ``dashboard.<name>.title``, ``.menu`` (short, for the menu) and ``.lead``."""

    name: str
    path: str
    filters: frozenset[Filter]
    answer: Callable[[Asking], list[Component]]
    tables: Callable[[Asking], tuple[ExportTable, ...]]
    needs_exact: bool = True
    needs_warehouse: bool = True
    """Whether the page has numbers at all, which can be away, and are exported."""
    choices: Container[str] | None = None
    """What ``View.chosen`` can be at all; None where the page looks itself."""


__all__ = [
    "Asking",
    "Cell",
    "ChoiceError",
    "DashboardPage",
    "ExportTable",
    "Filter",
    "Formed",
    "Missing",
    "NotOfferedError",
    "ReportPart",
    "View",
]
