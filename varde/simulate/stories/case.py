"""Ordinary cases under § 12-4: from the first concern to a pupil who is safe, in several lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from varde.simulate.stories.planned import close, few_measures, follow_up, plan_measures, reopen
from varde.simulate.stories.reported import investigate, open_case, report
from varde.simulate.stories.told import CaseTelling, Shape

if TYPE_CHECKING:
    from varde.simulate.mould import Telling


def tell_case(tell: Telling, shape: Shape, grade: int) -> CaseTelling:
    """The whole case. What is asked of Statsforvalteren is told in :mod:`varde.simulate.stories.authority`."""
    told = CaseTelling(tell, shape, grade)
    report(told)
    if shape is Shape.CONCERN_ALONE:
        return told
    open_case(told)
    investigate(told)
    if shape is Shape.LIGHT:
        few_measures(told)
        close(told)
        return told
    plan_measures(told)
    rounds = 3 if shape in {Shape.SERIOUS, Shape.STATSFORVALTER} else 2
    for number in range(rounds):
        follow_up(told, is_last=number == rounds - 1)
    close(told)
    if shape is Shape.REOPENED:
        reopen(told)
    return told
