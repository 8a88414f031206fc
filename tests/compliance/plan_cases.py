"""Cases as a municipal plan prescribes them, told as labelled steps in local time, that can be told otherwise.

A story is whole and kept; each broken rule is told by one change to it: a step left out, moved, or with other facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec
import polars as pl

from events.base import Event, Stream, event_type
from events.envelope import Actor, Envelope, Recorded
from events.lists.people import Role
from events.lists.year import DocumentedBy, Term, WheelScope, WheelTask
from events.wheel import AnnualWheelOpened, WheelTaskDone
from services.compliance.calendar import OSLO, Calendar
from services.compliance.frame import history
from services.compliance.loading import Rules, load_rulebooks
from services.compliance.obligations import obligations
from services.compliance.verdicts import Verdict, verdicts
from tests.builders import bare

SPACE = UUID("0e0e0000-0000-4000-8000-000000000000")
LONG_AFTER = datetime(2030, 1, 1, tzinfo=UTC)
ALL_PARTS = ("a", "b", "c", "d", "e")
KEPT = {Verdict.MET, Verdict.NOT_APPLICABLE}


def name(text: str) -> UUID:
    """The id that stands for ``text``: a person, a measure, a case."""
    return uuid5(SPACE, text)


def local(text: str) -> datetime:
    """A moment in Oslo, as ``2025-09-01 10:15``, in UTC."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=OSLO).astimezone(UTC)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a story: its label, the local time, the matter (case, wheel, intervention) and the stream it stands in."""

    label: str
    at: str
    event: Event
    matter: str
    stream: Stream

    def recorded(self, version: int) -> Recorded:
        """The event as the store would give it back, written down as soon as it happened."""
        moment = local(self.at)
        topic = event_type(self.event).topic
        return Recorded(
            stream_id=name(f"{self.stream} {self.matter}"),
            version=version,
            topic=topic,
            envelope=Envelope(
                event_id=name(f"event {self.matter} {self.label}"),
                tenant="story",
                stream=self.stream,
                actor=Actor(ref=name("actor"), role=Role.PRINCIPAL),
                occurred_at=moment,
                known_at=moment,
                recorded_at=moment + timedelta(minutes=1),
                correlation_id=name("correlation"),
                case_id=name(self.matter),
            ),
            event=self.event,
        )


Change = Callable[["Story"], "Story"]


class Story:
    """Steps by label, in the order told."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self.steps = {step.label: step for step in steps}

    def __add__(self, other: Story) -> Story:
        """Both stories; a label stands once."""
        assert not self.steps.keys() & other.steps.keys()
        return Story([*self.steps.values(), *other.steps.values()])

    def frame(self) -> pl.DataFrame:
        """The history frame of the story, in the order of its log."""
        ordered = sorted(self.steps.values(), key=lambda step: local(step.at))
        return history(step.recorded(number) for number, step in enumerate(ordered, 1))

    def replaced(self, label: str, **fields: Any) -> Story:
        """The story with one step told otherwise."""
        return Story((self.steps | {label: msgspec.structs.replace(self.steps[label], **fields)}).values())

    def leaving_out(self, labels: Iterable[str]) -> Story:
        """The story in which the steps did not happen."""
        left_out = {label: self.steps[label] for label in labels}
        return Story(step for label, step in self.steps.items() if label not in left_out)


def matter(of: str, *told: tuple[Any, ...], stream: Stream | None = None) -> Story:
    """The story of one matter: each line is label, local time, event class and the facts that count."""
    steps = []
    for label, at, cls, facts in told:
        streams = event_type(cls).streams
        where = stream if stream in streams else streams[0]
        steps.append(Step(label=label, at=at, event=bare(cls, **facts), matter=of, stream=where))
    return Story(steps)


def without(*labels: str) -> Change:
    """The steps did not happen."""
    return lambda story: story.leaving_out(labels)


def moved(label: str, at: str) -> Change:
    """The step happened at another time."""
    return lambda story: story.replaced(label, at=at)


def changed(label: str, **facts: Any) -> Change:
    """The step happened with other facts."""
    return lambda story: story.replaced(label, event=msgspec.structs.replace(story.steps[label].event, **facts))


def both(*changes: Change) -> Change:
    """Several changes, one after the other."""

    def apply(story: Story) -> Story:
        for change in changes:
            story = change(story)
        return story

    return apply


class Task(msgspec.Struct, frozen=True):
    """A task of the year: the rule it fulfils, what it is, when it was done in time, and the first moment that is too late."""

    rule: str
    kind: WheelTask
    done: str
    too_late: str
    term: Term | None = None
    scope: WheelScope = WheelScope.SCHOOL


def year(*tasks: Task, opened: str = "2025-08-01 08:00", first_year: int = 2025) -> Story:
    """The wheels of school and municipality with the tasks done; each task's label is its rule."""
    wheels = [
        Step(
            label=f"{scope} year",
            at=opened,
            event=AnnualWheelOpened(scope=scope, school_year_from=first_year),
            matter=f"{scope} year",
            stream=Stream.ANNUAL_WHEEL,
        )
        for scope in WheelScope
    ]
    done = [
        Step(
            label=task.rule,
            at=task.done,
            event=WheelTaskDone(kind=task.kind, term=task.term, done_by=name("leader"), documentation=DocumentedBy.MINUTES),
            matter=f"{task.scope} year",
            stream=Stream.ANNUAL_WHEEL,
        )
        for task in tasks
    ]
    return Story([*wheels, *done])


def too_late(tasks: Iterable[Task]) -> dict[str, tuple[Verdict, Change]]:
    """For each task of the year, the story in which it was done too late."""
    return {task.rule: (Verdict.LATE, moved(task.rule, task.too_late)) for task in tasks}


def rulebook(id_: str) -> Rules:
    """One rulebook of the package."""
    return load_rulebooks([id_])


def judged(story: Story, rules: Rules, at: datetime = LONG_AFTER) -> dict[str, set[Verdict]]:
    """What each rule that the story sets off comes to."""
    found = verdicts(obligations(story.frame(), rules, Calendar()), at=at)
    return {
        rule: {Verdict(verdict) for verdict in found.filter(pl.col("rule_id") == rule)["verdict"]}
        for rule in found["rule_id"].unique()
    }


def not_kept(story: Story, rules: Rules, at: datetime = LONG_AFTER) -> dict[str, set[Verdict]]:
    """The rules that the story does not keep, with their verdicts."""
    return {rule: broken for rule, found in judged(story, rules, at).items() if (broken := found - KEPT)}
