"""The case as the domain makes it of the events that are seen, laid out as lines that can be compared and shown.

The events are folded in the order of the log, as they always are, whichever axis chose them: so the end of every axis is the case
as it stands. On an axis where later recordings lie in the past, a line tells what the domain makes of those events alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, reduce
from typing import Any, TypeAlias
from uuid import UUID

import msgspec

from events.envelope import Recorded
from services.case_service.domain import STREAMS
from services.case_service.domain.enforcement.state import CompletedItem, LapsedItem, OpenItem
from services.case_service.read_model.matters import closed_at, first_moment, stage_of
from services.case_service.replay.differences import Change

LANDMARKS = {"opened": "CaseOpened", "acknowledged": "PrincipalAcknowledged"}
"""When these first happened stands among the lines."""

AT_MOST = 1000
"""More rates than this no fine has."""


class StateLine(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is known of a case.

    ``path`` says what (its text is ``replay.state.<path>``), ``about`` whom, or which of several.
    """

    path: str
    value: Any
    about: UUID | None = None

    @property
    def key(self) -> LineKey:
        """What stays the same when the value changes."""
        return self.path, self.about


LineKey: TypeAlias = tuple[str, UUID | None]
LineChange: TypeAlias = Change[LineKey, StateLine]
"""One line that differs between two states."""


def then(seen: Sequence[Recorded]) -> Any:
    """What the domain makes of the events of one stream that are seen, in whatever order they are given; None of no event."""
    if not seen:
        return None
    rules = STREAMS[seen[0].envelope.stream]
    return reduce(rules.evolve, (one.event for one in in_log_order(seen)), rules.initial)


def then_and_before(seen: Sequence[Recorded], last: UUID) -> tuple[Any, Any]:
    """The state of ``seen``, and of the same events without ``last``; what both have in common is folded once."""
    ordered = in_log_order(seen)
    rules = STREAMS[ordered[0].envelope.stream]
    place = next(number for number, one in enumerate(ordered) if one.envelope.event_id == last)
    common = reduce(rules.evolve, (one.event for one in ordered[:place]), rules.initial)
    without = reduce(rules.evolve, (one.event for one in ordered[place + 1 :]), common)
    return reduce(rules.evolve, (one.event for one in ordered[place:]), common), without


def in_log_order(seen: Sequence[Recorded]) -> Sequence[Recorded]:
    """The events of one stream as they stand in it."""
    return sorted(seen, key=lambda one: one.version)


def state_lines(state: Any, seen: Sequence[Recorded]) -> dict[LineKey, StateLine]:
    """The lines of a state that ``seen`` gave, by their keys. What nobody has said yet has no line."""
    if state is None:
        return {}
    ordered = in_log_order(seen)
    moments = {
        "first_known": min(one.envelope.known_at for one in ordered),
        **{name: first_moment(ordered, cls) for name, cls in LANDMARKS.items()},
        "closed": closed_at(ordered),
    }
    found = [
        StateLine(path="stage", value=stage_of(state)),
        *(StateLine(path=f"since.{name}", value=at) for name, at in moments.items() if at is not None),
        *_struct(state, ""),
    ]
    # What is said of the matter stands before what is said of each of its measures.
    found.sort(key=lambda line: line.path.startswith("measures."))
    return {line.key: line for line in found}


def _struct(value: msgspec.Struct, path: str, about: UUID | None = None) -> Iterator[StateLine]:
    for name, default in _fields(type(value)):
        found = getattr(value, name)
        if found != default:
            # "record" and "work" are how the domain is built, and no part of what is known.
            yield from _line(found, path if name in {"record", "work"} else f"{path}.{name}".lstrip("."), about)


@cache
def _fields(cls: type[msgspec.Struct]) -> tuple[tuple[str, Any], ...]:
    """The fields of a struct with what they are when nothing is said: asked of msgspec, they took most of a replay's time."""
    return tuple(
        (one.name, one.default if one.default_factory is msgspec.NODEFAULT else one.default_factory())
        for one in msgspec.structs.fields(cls)
    )


def _line(value: Any, path: str, about: UUID | None) -> Iterator[StateLine]:
    if isinstance(value, msgspec.Struct):
        if isinstance(value, OpenItem | CompletedItem | LapsedItem):
            yield StateLine(path=f"{path}.stands", value=type(value).__name__, about=about)
        yield from _struct(value, path, about)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _line(each, path, key)
    elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
        # Several of a kind without ids (fines, and the rates of each): told apart by their number.
        within = 0 if about is None else about.int * AT_MOST
        for number, each in enumerate(value, start=1):
            yield from _struct(each, path, UUID(int=within + number))
    elif isinstance(value, frozenset):
        yield StateLine(path=path, value=tuple(sorted(value, key=str)), about=about)
    else:
        yield StateLine(path=path, value=value, about=about)
