"""A case of the town that goes on for some days, and in which something is written down long afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from builders import example
from town import CANARY, NOW, STAFF, A, Town, matter, person

from events.base import Stream
from events.concern import SeverityAssessed
from events.envelope import Actor
from events.investigation import InvestigationPlanned
from events.plan import MeasureExecuted, PlanRevised
from services.case_service.application import Request

CASE = matter("sak")
ADDRESS = f"/saker/{CASE}/avspilling"
LATE_TALK = "Sent skrevet"


def happens(town: Town, fact: Any, *, days_ago: float, case: UUID = CASE) -> None:
    """A fact is recorded now that happened and was known some days ago."""
    at = town.server.clock.now - timedelta(days=days_ago)
    request = Request(
        stream=Stream.CASE,
        stream_id=case,
        command=town.commands[Stream.CASE, type(fact)](fact=fact),
        actor=Actor(ref=person("rektor"), role=STAFF["rektor"][0]),
        occurred_at=at,
        known_at=at,
        school=A,
        history=True,
    )
    town.server.desk.application.handle(request)


def goes_on(town: Town) -> None:
    """Days pass: the case is called serious, investigated and its plan revised; and a measure of the first day is told of last."""
    for fact in (
        SeverityAssessed(serious=True, reason=CANARY),
        example(InvestigationPlanned),
        example(PlanRevised, plan_version=2, measures=()),
    ):
        town.server.clock.now += timedelta(days=4)
        happens(town, fact, days_ago=0)
    (measure,) = [one.event.measure for one in town.events(CASE) if one.topic == "case.MeasureAdded"]
    town.server.clock.now += timedelta(days=1)
    done = example(MeasureExecuted, measure=measure)
    happens(town, done, days_ago=(town.server.clock.now - NOW).total_seconds() / 86400 - 1)
