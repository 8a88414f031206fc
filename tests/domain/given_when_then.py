"""How the domain's tests are told: given what had happened, when a command comes, then this becomes of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from builders import NOON, person

from events import Event, Stream
from events.envelope import Precision
from services.case_service.domain import STREAMS, Circumstances, Command, Refused, fold
from texts import Language, text

THIS = person("this stream")
"""The id of the stream that the tests tell of."""


def given(*events: Event, stream: Stream = Stream.CASE) -> Given:
    """A stream in which ``events`` have happened."""
    return Given(stream, events)


class Given:
    def __init__(self, stream: Stream, events: tuple[Event, ...]) -> None:
        self.rules = STREAMS[stream]
        self.events = events

    @property
    def state(self) -> Any:
        return fold(self.rules, self.events)

    def when(
        self,
        command: Command[Any],
        *,
        occurred_at: datetime = NOON,
        known_at: datetime | None = None,
        now: datetime = NOON,
        precision: Precision = Precision.EXACT,
        history: bool = False,
    ) -> Outcome:
        """A command comes; ``history`` says that an earlier system had recorded it."""
        circumstances = Circumstances(
            stream_id=THIS, occurred_at=occurred_at, known_at=known_at or occurred_at, now=now, precision=precision, history=history
        )
        try:
            return Outcome(self, self.rules.decide(command, self.state, circumstances), None)
        except Refused as refused:
            return Outcome(self, (), refused)


class Outcome:
    def __init__(self, before: Given, events: tuple[Event, ...], refused: Refused | None) -> None:
        self.before = before
        self.events = events
        self.refused = refused

    @property
    def state(self) -> Any:
        """The state with what was decided."""
        return fold(self.before.rules, self.events, self.before.state)

    def then(self, *events: Event) -> Outcome:
        """Exactly these facts were recorded."""
        assert self.refused is None, f"refused: {self.refused!r} at {self.refused and self.refused.field}"
        assert self.events == events
        return self

    def then_recorded(self) -> Outcome:
        """It was recorded as it was said."""
        assert self.refused is None, f"refused: {self.refused!r} at {self.refused and self.refused.field}"
        assert self.events
        return self

    def then_nothing(self) -> None:
        """Nothing was recorded, and nothing was refused."""
        assert self.refused is None
        assert self.events == ()

    def then_refused(self, refusal: type[Refused], field: str | None = None) -> None:
        """It was refused for that reason, naming that field, and can be said without gaps in all three languages."""
        assert type(self.refused) is refusal, f"not refused so, but {self.refused!r} with {self.events}"
        assert self.refused.field == field
        for language in Language:
            assert "{" not in text(f"refusal.{refusal.code}", language, **self.refused.values)
