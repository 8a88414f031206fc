"""What the page asks the warehouse, and the list that the reader chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

import msgspec

from dashboards.dashboard import Asking
from dashboards.pages.lists import Parts
from services.reporting.questions import AvvikCounts, AvvikListed, AvvikPerMonth, AvvikState

Answered = Mapping[str, Any]
"""One row of an answer."""

SHOWN: Final = 100
"""Avvik that the page lists; the file holds more."""


class Which(StrEnum):
    """The lists, as the address names them."""

    OPEN = "aapne"
    OVERDUE = "forfalte"
    RAISED = "meldte"
    CLOSED = "lukkede"


PATH: Final = "avvik"
LISTS: Final = Parts(path=PATH, name="avvik", first=Which.OPEN)
STATES: Final = {
    Which.OPEN: AvvikState.OPEN,
    Which.OVERDUE: AvvikState.OVERDUE,
    Which.RAISED: AvvikState.RAISED,
    Which.CLOSED: AvvikState.CLOSED,
}


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """The answers behind the page. ``per``: the rows of a way of counting, as the warehouse orders them."""

    counts: Sequence[Answered]
    months: Sequence[Answered]
    listed: Sequence[Answered]
    which: Which

    def per(self, what: str) -> list[Answered]:
        """The rows of one way of counting."""
        return [row for row in self.counts if row["per"] == what]

    @property
    def together(self) -> Answered:
        """Everything counted together."""
        return self.per("all")[0]

    @property
    def is_empty(self) -> bool:
        """Whether there is no avvik at all to tell of."""
        return not any(self.together[name] for name in ("raised", "closed", "open"))


def answers(asking: Asking, limit: int = SHOWN) -> Answers:
    """Ask. Raises ChoiceError, WarehouseUnavailableError."""
    chosen = LISTS.chosen(asking)
    first, last = asking.period.first, asking.period.last
    counts, months, found = asking.ask_all(
        AvvikCounts(period_from=first, period_to=last),
        AvvikPerMonth(period_from=first, period_to=last),
        AvvikListed(state=STATES[chosen], period_from=first, period_to=last, limit=limit),
    )
    return Answers(counts=counts.to_dicts(), months=months.to_dicts(), listed=found.to_dicts(), which=chosen)
