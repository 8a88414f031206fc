"""What the page asks the warehouse, and the list that the reader chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

import msgspec

from dashboards.dashboard import Asking, ChoiceError
from dashboards.pages.lists import MANY, Only, Parts
from dashboards.periods import in_month, month_named
from services.reporting.questions import AvvikCounts, AvvikListed, AvvikPerMonth, AvvikState, AvvikWay

Answered = Mapping[str, Any]
"""One row of an answer."""


class Which(StrEnum):
    """The lists, as the address names them."""

    OPEN = "aapne"
    OVERDUE = "forfalte"
    RAISED = "meldte"
    CLOSED = "lukkede"


PATH: Final = "avvik"
MONTH: Final = "month"
LISTS: Final = Parts(
    path=PATH,
    name="avvik",
    parts=Which,
    ways={
        "skole": AvvikWay.SCHOOL,
        "type": AvvikWay.KIND,
        "alvor": AvvikWay.GRADE,
        "regel": AvvikWay.RULE,
        "status": AvvikWay.STAGE,
        "alder": AvvikWay.AGE,
        "maaned": MONTH,
    },
)
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
    only: Only | None

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


def answers(asking: Asking, limit: int = MANY + 1) -> Answers:
    """Ask. Raises ChoiceError, WarehouseUnavailableError."""
    chosen, only = LISTS.chosen(asking) or Which.OPEN, LISTS.only(asking)
    first, last = asking.period.first, asking.period.last
    counts, months, found = asking.ask_all(
        AvvikCounts(period_from=first, period_to=last),
        AvvikPerMonth(period_from=first, period_to=last),
        _listed(asking, chosen, only, limit),
    )
    return Answers(counts=counts.to_dicts(), months=months.to_dicts(), listed=found.to_dicts(), which=chosen, only=only)


def _listed(asking: Asking, chosen: Which, only: Only | None, limit: int) -> AvvikListed:
    state, period = STATES[chosen], asking.period
    if only is None:
        return AvvikListed(state=state, period_from=period.first, period_to=period.last, limit=limit)
    if only.per != MONTH:
        way = AvvikWay(only.per)
        return AvvikListed(state=state, per=way, value=only.value, period_from=period.first, period_to=period.last, limit=limit)
    if state is AvvikState.OVERDUE:  # of a month nobody counts them
        raise ChoiceError("avvik")
    try:
        days = in_month(period, month_named(only.value))
    except ValueError:
        raise ChoiceError("avvik") from None
    then = AvvikState.OPEN_AT_END if state is AvvikState.OPEN else state
    return AvvikListed(state=then, period_from=days.first, period_to=days.last, limit=limit)
