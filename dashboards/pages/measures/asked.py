"""What the page asks the warehouse, and which measures the reader chose to see one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from dashboards.dashboard import Asking, ChoiceError
from services.reporting.questions import MeasureCounts, MeasuresListed

Answered = Mapping[str, Any]
"""One row of an answer."""

SHOWN: Final = 25
"""Measures that the page lists; the file holds more."""

TEMPLATE, LEVEL = "template", "level"
NARROWED_BY: Final = {"slag": TEMPLATE, "nivaa": LEVEL}
"""What a list can be narrowed by, as the address names it: ``slag.close-follow-up``, and ``slag.`` for what nobody said."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A list narrowed to one kind or one level."""

    per: str
    value: str

    @property
    def word(self) -> str:
        """The choice as the address has it."""
        return f"{next(word for word, per in NARROWED_BY.items() if per == self.per)}.{self.value}"


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """The answers behind the page. ``per``: the rows of a way of counting, the most used first."""

    counts: Sequence[Answered]
    listed: Sequence[Answered]
    choice: Choice | None

    def per(self, what: str) -> list[Answered]:
        """The rows of one way of counting."""
        return [row for row in self.counts if row["per"] == what]

    @property
    def together(self) -> Answered:
        """Everything counted together."""
        return self.per("all")[0]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell of."""
        return not any(self.together[name] for name in ("measures", "at_once", "declined"))


def choice(asking: Asking) -> Choice | None:
    """What the list is narrowed to. Raises ChoiceError."""
    if asking.view.chosen is None:
        return None
    word, point, value = asking.view.chosen.partition(".")
    if not point or word not in NARROWED_BY:
        raise ChoiceError("measures")
    return Choice(per=NARROWED_BY[word], value=value)


def answers(asking: Asking, limit: int = SHOWN) -> Answers:
    """Ask. Raises ChoiceError, WarehouseUnavailableError."""
    chosen = choice(asking)
    first, last, grade = asking.period.first, asking.period.last, asking.view.grade
    every = MeasuresListed(period_from=first, period_to=last, grade=grade, limit=limit)
    counts, found = asking.ask_all(
        MeasureCounts(period_from=first, period_to=last, grade=grade),
        every if chosen is None else msgspec.structs.replace(every, **{chosen.per: chosen.value}),
    )
    return Answers(counts=counts.to_dicts(), listed=found.to_dicts(), choice=chosen)
