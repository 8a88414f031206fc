"""What every command has in common: a proposed fact, the circumstances, and what a refusal is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar, get_args
from uuid import UUID

import msgspec

from events.base import Event, Stream
from events.envelope import Precision

E = TypeVar("E", bound=Event)


class Command(msgspec.Struct, Generic[E], frozen=True, kw_only=True):
    """An intention, named in the imperative. It proposes one fact; ``decide`` says what really becomes of it.

    Every concrete command is a one-line subclass that names its event:
    ``class ReceiveConcern(Command[ConcernReceived], frozen=True)``.
    """

    fact: E


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """When the proposed fact happened and was known, and the server's clock. All times are UTC.

    ``precision`` says how exactly ``occurred_at`` is known; a rough time is the last instant at which it can have been.
    ``history`` is True for what an earlier system already recorded: reality is never blocked, so the limits on
    decisions that are *made* in Varde do not stop decisions that *were* made.
    """

    stream_id: UUID
    occurred_at: datetime
    known_at: datetime
    now: datetime
    precision: Precision = Precision.EXACT
    history: bool = False


class Refused(Exception):
    """A command that cannot be true or is not allowed. Nothing was stored.

    Subclasses have a permanent ``code`` (never reused); its sentence in three languages is the text
    ``refusal.<code>``. ``field`` names the field of the fact that is at fault, ``values`` fill the sentence.
    """

    code: ClassVar[str]

    def __init__(self, field: str | None = None, **values: object) -> None:
        super().__init__(self.code)
        self.field = field
        self.values = values


def proposed(command: type[Command[Any]]) -> type[Event]:
    """The class of event that a command proposes, read from how the command is declared."""
    (base,) = vars(command)["__orig_bases__"]
    event: type[Event] = get_args(base)[0]
    return event


class StreamRules(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of stream decides and folds. ``initial`` is the state before the first event.

    ``state_holds_text`` says that the state is made of sealed text too, which must then be opened before a command is decided on.
    Else the facts alone give the same state, and what a text says as long as it says something makes no difference.
    """

    stream: Stream
    initial: Any
    decide: Callable[[Any, Any, Circumstances], tuple[Event, ...]]
    evolve: Callable[[Any, Any], Any]
    commands: tuple[type[Command[Any]], ...]
    state_holds_text: bool = False
