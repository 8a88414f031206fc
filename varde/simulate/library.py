"""The moulds of every kind of story, made when they are first needed. The same seed gives the same moulds."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

import msgspec

from varde.simulate.mould import Mould, Telling
from varde.simulate.stories.authority import tell_enforcement
from varde.simulate.stories.case import tell_case
from varde.simulate.stories.heightened import tell_heightened, tell_intervention
from varde.simulate.stories.school_year import tell_survey, tell_survey_results, tell_wheel
from varde.simulate.stories.told import Shape

if TYPE_CHECKING:
    from varde.simulate.load import Load

VARIANTS: Final = 3
"""How many times a case is told for every shape, manner and grade."""

VARIANTS_BESIDE: Final = 12
"""How many times everything else is told."""


class Kind(msgspec.Struct, frozen=True):
    """What a mould is of: a shape of case or another story, a school's manner, and what else it depends on."""

    story: str
    manner: str
    of: tuple[int, ...]
    variant: int


class Library:
    """The moulds of one simulation."""

    def __init__(self, load: Load, seed: int) -> None:
        self._load = load
        self._seed = seed
        self._numbers: dict[Kind, int] = {}
        self.moulds: Final[list[Mould]] = []

    def case(self, shape: Shape, manner: str, grade: int, random: Random) -> int:
        """The number of a mould for a case."""
        return self._number(Kind(shape.value, manner, (grade,), random.randrange(VARIANTS)))

    def beside(self, story: str, manner: str, random: Random, *of: int) -> int:
        """The number of a mould for another story."""
        return self._number(Kind(story, manner, of, random.randrange(VARIANTS_BESIDE)))

    def _number(self, kind: Kind) -> int:
        if (number := self._numbers.get(kind)) is None:
            number = self._numbers[kind] = len(self.moulds)
            self.moulds.append(self._made(kind))
        return number

    def _made(self, kind: Kind) -> Mould:
        manner = self._load.assumptions.manners[kind.manner]
        tell = Telling(
            random=Random(f"{self._seed} {kind}"),  # noqa: S311  (an invented nation, no secret)
            pace=manner.pace,
            left_out=manner.left_out,
            late=manner.late,
        )
        match kind.story:
            case "wheel":
                tell_wheel(tell)
            case "survey_results":
                low, high, year = kind.of
                tell_survey_results(tell, (low, high), self._load.bullied(year))
            case "survey":
                tell_survey(tell)
            case "intervention":
                tell_intervention(tell)
            case "heightened":
                tell_heightened(tell)
            case shape:
                told = tell_case(tell, Shape(shape), kind.of[0])
                if told.shape is Shape.STATSFORVALTER:
                    tell_enforcement(told, self._load)
        return tell.mould()
