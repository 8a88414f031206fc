"""A table as it is sent: the words of every cell, and what a whole column has in common once.

assets/table.js makes the elements of it. As components of Dash the same tables are many times the bytes, and the work at both ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from dash import html
from dash.development.base_component import Component

from texts import Language, text

SentCell: TypeAlias = str | dict[str, Any]
"""The words of a cell; where more is to be said, what assets/table.js reads by name:

``text``; ``by``, what the column is sorted by where that is not the words; ``href``, where it leads; ``names``, its classes;
``missing``, why there is nothing; in a heat table ``heat``, its colour, and ``title``.
"""

_NAMESPACE: Final = "varde"


def sent_table(language: Language, **props: Any) -> Component:
    """The table, of what assets/table.js takes by name (``caption`` is among it), in a frame that scrolls, with the keyboard too.

    The frame is no landmark, and its name is not the one that panel and table share.
    """
    named: Any = {"aria-label": text("dashboard.table.frame", language, caption=props["caption"])}
    # What a component of Dash is turned into before it is sent; Dash takes it as a child.
    table: Any = {"namespace": _NAMESPACE, "type": "Table", "props": props}
    return html.Div(table, className="table-frame", tabIndex=0, role="group", **named)


def sent_cell(words: str, *, by: Any = None, **more: Any) -> SentCell:
    """A cell. ``more``: the rest of what there is to say of it, left out where it is empty."""
    said = {name: value for name, value in more.items() if value}
    if by is not None and str(by) != words:
        said["by"] = by
    return {"text": words, **said} if said else words


def runs(groups: Sequence[str]) -> list[tuple[str, int]]:
    """Names that stand beside each other, each with how often."""
    found: list[tuple[str, int]] = []
    for group in groups:
        if found and found[-1][0] == group:
            found[-1] = (group, found[-1][1] + 1)
        else:
            found.append((group, 1))
    return found
