"""Avvik for the tests of their pages, made by the commands that people use."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from town import CANARY, A, Town, person

from events.avvik import AvvikCauseFound, AvvikEffectChecked, AvvikMeasureDecided, AvvikMeasureDone, AvvikRaised
from events.base import Stream
from events.lists.decisions import AvvikEffect, AvvikGrade, AvvikKind

RULE = "oyer.pupil-told-same-day"


def raised(town: Town, *, school: str | None = A, about: UUID | None = None, **given: Any) -> UUID:
    stream = uuid4()
    fact = AvvikRaised(
        **{
            "kind": AvvikKind.PROCESS_BREACH,
            "grade": AvvikGrade.INTERNAL_AVVIK,
            "rule": RULE,
            "about_stream": about,
            "responsible": person("rektor"),
            "description": f"Beskrivelse {CANARY}",
            **given,
        }
    )
    town.happens(Stream.AVVIK, stream, fact, school=school, case_id=about)
    return stream


def treated(town: Town, stream: UUID, *, to: str, due: date = date(2027, 3, 20)) -> None:
    """Bring an avvik forward until it waits for ``to``."""
    measure = uuid5(stream, "measure")
    steps = {
        "measure": AvvikCauseFound(found_by=person("rektor"), cause="Ingen visste hvem som skulle gjøre det"),
        "completion": AvvikMeasureDecided(
            measure=measure, responsible=person("rektor"), due_on=due, description="Fast punkt i møtet"
        ),
        "effect": AvvikMeasureDone(measure=measure),
        "closing": AvvikEffectChecked(effect=AvvikEffect.EFFECTIVE),
    }
    for name, fact in steps.items():
        town.happens(Stream.AVVIK, stream, fact)
        if name == to:
            return
