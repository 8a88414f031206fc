"""An avvik about a case, on a history of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events import avvik
from events.base import Stream
from events.lists.decisions import AvvikEffect, AvvikGrade, AvvikKind
from varde.simulate.mould import UNSAID

if TYPE_CHECKING:
    from events.base import Event
    from varde.simulate.stories.told import CaseTelling


def avvik_of(told: CaseTelling, kind: AvvikKind, grade: AvvikGrade, treated: float, rule: str | None = None) -> None:
    """An avvik about the case, which may be treated to its end. The case goes on meanwhile."""
    tell, avvik_id, now = told.tell, told.tell.new(), told.tell.hours

    def then(event: Event, after: float) -> None:
        told.beside(Stream.AVVIK, avvik_id, event, after)

    then(avvik.AvvikRaised(kind=kind, grade=grade, rule=rule, about_stream=told.case_id, description=UNSAID), 1)
    if tell.chance(treated):
        measure = tell.new()
        then(avvik.AvvikCauseFound(found_by=tell.person("owner"), cause=UNSAID), 20)
        due = tell.day(30)
        then(avvik.AvvikMeasureDecided(measure=measure, responsible=tell.person("principal"), due_on=due, description=UNSAID), 16)
        if tell.chance(treated):
            then(avvik.AvvikMeasureDone(measure=measure), 120)
            effect = AvvikEffect.EFFECTIVE if tell.chance(0.8) else AvvikEffect.NOT_EFFECTIVE
            then(avvik.AvvikEffectChecked(effect=effect), 80)
            then(avvik.AvvikClosed(closed_by=tell.person("owner")), 4)
    tell.hours = now
