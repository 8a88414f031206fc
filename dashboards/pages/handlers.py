"""How a case handler is told from another without a name: by the beginning of the pseudonym.

The warehouse knows nobody's name, and this page shows none (docs/decisions): it tells how much somebody has to do, and leads to
the list of cases, where whoever may see them reads the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from texts import Language, text

SHORTEST: Final = 4


def marks(handlers: Iterable[str | None]) -> Mapping[str, str]:
    """A mark for each pseudonym (a UUID as text), as short as it can be while no two are the same."""
    every = {one: one.replace("-", "").upper() for one in handlers if one is not None}
    length = SHORTEST
    while len({digits[:length] for digits in every.values()}) < len(set(every.values())):
        length += 1
    return {one: digits[:length] for one, digits in every.items()}


def cases_address(handler: str) -> str:
    """The list of the open cases that somebody handles, in the case service."""
    return f"/saker?ansvar={handler}"


def handler_name(handler: str | None, handlers: Mapping[str, str], language: Language) -> str:
    """How a case handler is called here: by a mark, never by name."""
    if handler is None:
        return text("dashboard.deadlines.nobody", language)
    return text("dashboard.deadlines.handler", language, mark=handlers.get(handler, ""))
