"""What the page asks the warehouse, and which measures the reader chose to see one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from dashboards.dashboard import Asking, ChoiceError, Formed, View
from dashboards.kit.links import view_address
from dashboards.pages.lists import MANY
from services.reporting.questions import MeasureCounts, MeasureFigure, MeasuresListed, MeasureWay

Answered = Mapping[str, Any]
"""One row of an answer."""

PATH: Final = "tiltak"
ALL: Final = "alle"
TEMPLATE: Final = MeasureWay.TEMPLATE
WAYS: Final = {
    "slag": MeasureWay.TEMPLATE,
    "nivaa": MeasureWay.LEVEL,
    "maal": MeasureWay.TARGET,
    "skole": MeasureWay.SCHOOL,
}
FIGURES_LISTED: Final = {
    "gjennomfort": MeasureFigure.CARRIED_OUT,
    "i-bruk": MeasureFigure.RUNNING,
    "evalueringer": MeasureFigure.EVALUATIONS_DUE,
    "i-tide": MeasureFigure.ON_TIME,
    "evaluert": MeasureFigure.EVALUATED,
    "virker": MeasureFigure.WORKS,
    "delvis": MeasureFigure.PARTLY,
    "virker-ikke": MeasureFigure.DOES_NOT_WORK,
    "virket-og-avsluttet": MeasureFigure.WORKED_AND_ENDED,
    "spurt-to-ganger": MeasureFigure.ASKED_TWICE,
    "bedre": MeasureFigure.BETTER,
    "likt": MeasureFigure.SAME,
    "verre": MeasureFigure.WORSE,
}
CHOICES: Final = Formed(rf"{ALL}|({'|'.join(FIGURES_LISTED)})|(({'|'.join(FIGURES_LISTED)})\.)?({'|'.join(WAYS)})\..*")
"""What a list can be narrowed to: ``slag.close-follow-up``, ``virker``, ``virker.nivaa.``: of one row, of one figure, or both."""

EVALUATIONS: Final = frozenset({MeasureFigure.EVALUATIONS_DUE, MeasureFigure.ON_TIME})
"""Figures that count evaluations: of a measure there may be several."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A list narrowed to what a figure counts, to one row of a way of counting, or to both. An empty value: nobody said."""

    figure: MeasureFigure | None = None
    per: MeasureWay | None = None
    value: str = ""

    @property
    def word(self) -> str:
        """The choice as the address has it."""
        figure = [word for word, figure in FIGURES_LISTED.items() if figure is self.figure]
        row = [f"{word}.{self.value}" for word, per in WAYS.items() if per is self.per]
        return ".".join(figure + row) or ALL


def measures_address(view: View, choice: Choice) -> str:
    """The list of the measures of a choice, one by one."""
    return f"{view_address(PATH, view, chosen=choice.word)}#panel-measures-list"


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
    word = asking.view.chosen
    if word is None:
        return None
    if word == ALL:
        return Choice()
    if word not in CHOICES:
        raise ChoiceError("measures")
    figure, point, rest = word.partition(".")
    if figure not in FIGURES_LISTED:
        return Choice(per=WAYS[figure], value=rest)
    way, _, value = rest.partition(".")
    return Choice(figure=FIGURES_LISTED[figure], per=WAYS[way] if point else None, value=value)


def answers(asking: Asking, limit: int = MANY + 1) -> Answers:
    """Ask. Raises ChoiceError, WarehouseUnavailableError."""
    chosen = choice(asking)
    narrowed = chosen or Choice()
    first, last, grade = asking.period.first, asking.period.last, asking.view.grade
    counts, found = asking.ask_all(
        MeasureCounts(period_from=first, period_to=last, grade=grade),
        MeasuresListed(
            figure=narrowed.figure,
            per=narrowed.per,
            value=narrowed.value,
            period_from=first,
            period_to=last,
            grade=grade,
            limit=limit,
        ),
    )
    return Answers(counts=counts.to_dicts(), listed=found.to_dicts(), choice=chosen)
