"""Carries a plan out through the same commands as the pages: some people at a time, each person whole or not at all.

Killed midway it has done some and not the others; planned anew, it does the rest. Whoever changed meanwhile is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

import msgspec

from events.envelope import Actor
from events.lists.concern import Channel
from services.case_service.application import Application, BatchRefusedError, Request
from services.case_service.desk import Desk
from services.case_service.domain.command import Refused
from services.case_service.roster.steps import Plan, Step
from services.case_service.store import StreamMovedError
from texts import Language, text

AT_A_TIME: Final = 50
"""People in one transaction: a commit each would take a minute for a middle-sized municipality."""


class LeftOut(msgspec.Struct, frozen=True):
    """Somebody whose changes were not made; ``code`` is that of the refusal, or ``moved``."""

    name: str
    code: str
    values: dict[str, object] = {}

    def sentence(self, language: Language) -> str:
        """Why, in words."""
        return text("roster.moved", language) if self.code == "moved" else text(f"refusal.{self.code}", language, **self.values)


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did: how many people, how many events, and who was left out."""

    people: int
    events: int
    left_out: tuple[LeftOut, ...] = ()


def carry_out(plan: Plan, desk: Desk, actor: Actor, *, progress: Callable[[int, int], None] | None = None) -> Outcome:
    """Do what the plan says, in somebody's name. ``progress`` is told how many are done, of how many."""
    desk.store.ensure_keys(step.stream_id for step in plan.steps)
    people = events = done = 0
    left_out: list[LeftOut] = []
    for some in _some(plan.steps):
        for made, missed in _all_or_each(some, desk, actor):
            people += missed is None
            events += made
            if missed is not None:
                left_out.append(missed)
        done += len(some)
        if progress is not None:
            progress(done, len(plan.steps))
    desk.names.forget()
    return Outcome(people=people, events=events, left_out=tuple(left_out))


def _all_or_each(some: Sequence[Step], desk: Desk, actor: Actor) -> list[tuple[int, LeftOut | None]]:
    try:
        _carry_out(some, desk, actor)
    except (BatchRefusedError, Refused, StreamMovedError):
        return [_one(step, desk, actor) for step in some]
    return [(len(step.orders), None) for step in some]


def _one(step: Step, desk: Desk, actor: Actor) -> tuple[int, LeftOut | None]:
    name = step.told[0].name if step.told else ""
    try:
        _carry_out([step], desk, actor)
    except StreamMovedError:
        return 0, LeftOut(name, "moved")
    except BatchRefusedError as refused:
        return 0, LeftOut(name, refused.refusal.code, refused.refusal.values)
    except Refused as refusal:
        return 0, LeftOut(name, refusal.code, refusal.values)
    return len(step.orders), None


def _carry_out(steps: Sequence[Step], desk: Desk, actor: Actor) -> None:
    application: Application = desk.application
    now = desk.clock()
    application.handle_all(
        [
            Request(
                stream=step.stream,
                stream_id=step.stream_id,
                command=order.command,
                actor=actor,
                occurred_at=now,
                known_at=now,
                channel=Channel.IMPORT,
                school=order.school,
                seen_version=step.version,
            )
            for step in steps
            for order in step.orders
        ]
    )


def _some(steps: Sequence[Step]) -> Iterator[Sequence[Step]]:
    left = iter(steps)
    while some := tuple(islice(left, AT_A_TIME)):
        yield some
