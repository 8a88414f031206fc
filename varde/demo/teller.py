"""Tells one case, beat by beat; what would happen after the demo's last day is left untold."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from events import Event, Stream
from events.concern import ConcernReceived
from events.lists.people import Role
from events.local_time import OSLO
from varde.demo.beats import Beat, at, school_days_after, weekday_before
from varde.demo.people import pupil_of

if TYPE_CHECKING:
    from events.lists.concern import Channel
    from varde.demo.municipality import DemoSchool


class Teller:
    """Keeps the place in one case's story: the time so far, who is who, and the beats."""

    def __init__(self, school: DemoSchool, name: str, start: datetime, until: datetime, rng: Random) -> None:
        self.school = school
        self.rng = rng
        self.until = until
        self.now = start
        self.case_id = uuid5(school.stream_id, f"case:{name}")
        self.pupil = pupil_of(school, name)
        self.other_pupil = pupil_of(school, name, "offending")
        if self.other_pupil == self.pupil:
            self.other_pupil = pupil_of(school, name, "another")
        self.guardian = uuid5(self.pupil, "guardian:1")
        self.teacher = school.person(f"teacher-{rng.randrange(4)}")
        self.handler = school.person("case-handler")
        self.beats: list[Beat] = []
        self._measures = 0
        self.plans = 0
        self._told: dict[type[Event], UUID] = {}

    def goes(self, extra: float = 0.0) -> bool:
        """Whether the school does a step that it might leave out; good care makes it likely."""
        return self.rng.random() < min(0.99, self.school.care + extra)

    def pause(self, best: float, worst: float) -> float:
        """A number of school days between ``best`` and ``worst``, nearer to ``best`` where care is good."""
        return best + (worst - best) * self.rng.random() * (1.35 - self.school.care)

    @property
    def today(self) -> date:
        """The local date that the story has come to."""
        return self.now.astimezone(OSLO).date()

    def measure(self) -> UUID:
        """The id of the next measure."""
        self._measures += 1
        return uuid5(self.case_id, f"measure:{self._measures}")

    def next_plan(self) -> int:
        """The version of the next plan."""
        self.plans += 1
        return self.plans

    def go_to(self, days_ago: int) -> None:
        """Let the story rest until the morning of so many days before the demo's end; from a weekend, the Friday before."""
        day = weekday_before(self.until.astimezone(OSLO).date() - timedelta(days=days_ago))
        self.now = max(self.now, at(day, 9, self.rng.randrange(60)))

    def rest(self, days: float) -> None:
        """Let some school days pass."""
        self.now = school_days_after(self.now, days, self.rng)

    def shown_by(self, *kinds: type[Event]) -> tuple[UUID, ...]:
        """The events of these kinds that the story told last: what somebody points to as evidence."""
        return tuple(self._told[kind] for kind in kinds if kind in self._told)

    def stream(self, stream: Stream, matter: str = "1") -> UUID:
        """The id of a stream beside the case."""
        return uuid5(self.case_id, f"{stream.value}:{matter}")

    def tell(
        self,
        fact: Event,
        *,
        after: float = 0,
        by: UUID | None = None,
        role: Role = Role.CASE_HANDLER,
        stream: Stream = Stream.CASE,
        stream_id: UUID | None = None,
        known_after_days: float = 0,
        written_after_days: float = 0,
        channel: Channel | None = None,
    ) -> None:
        """Let ``fact`` happen ``after`` school days; it is known, and written down, at once or some school days later."""
        self.now = school_days_after(self.now, after, self.rng)
        written = self.now + timedelta(minutes=self.rng.randint(1, 3))
        if written_after_days:
            written = school_days_after(self.now, written_after_days, self.rng)
        known = school_days_after(self.now, known_after_days, self.rng) if known_after_days else self.now
        if written > self.until:
            return
        event_id = uuid5(self.case_id, f"event:{len(self.beats)}")
        self._told[type(fact)] = event_id
        self.beats.append(
            Beat(
                stream=stream,
                stream_id=stream_id or (self.case_id if stream is Stream.CASE else self.stream(stream)),
                fact=fact,
                occurred_at=self.now,
                known_at=known,
                recorded_at=written,
                actor=by or self.handler,
                role=role,
                school=self.school.orgnr,
                case_id=None if stream is Stream.HEIGHTENED_CASE else self.case_id,
                channel=channel,
                persons=(self.pupil,) if isinstance(fact, ConcernReceived) else (),
                event_id=event_id,
            )
        )
