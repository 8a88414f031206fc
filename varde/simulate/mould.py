"""Moulds: a story is told once through the events' own classes and encoding, and then cast as often as needed.

Encoding an event costs some fifty microseconds, and a nation has tens of millions. So everything that differs from one casting
to the next (ids, times, days, the school) is told as a mark of the same length, and only the marks are changed in the bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Final
from uuid import UUID

from events.commitments import SALT_BYTES
from events.envelope import Actor, Envelope, Recorded
from events.lists.concern import Channel
from events.lists.people import Role
from events.stored import Place, encode, topic_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from events.base import Event, Stream

SCHOOL: Final = "999999999"
SCHOOL_YEAR: Final = 8888
_FIRST_DAY: Final = date(9000, 1, 1)
_FIRST_TIME: Final = 0xF0000000
_MARK: Final = re.compile(
    rb"ffffffff-(?P<id>[0-9a-f]{4})-4fff-8fff-ffffffffffff"
    rb"|(?P<day>9[0-9]{3}-[0-9]{2}-[0-9]{2})"
    rb"|(?P<school>999999999)"
    rb'|(?<=":)(?P<year>8888)'
    rb"|(?<=\xa5)(?P<tenant>qqqqq)"
    rb"|(?<=\xd6\xff)\xf0\x00\x00(?P<time>[\x00-\x01])",
    re.DOTALL,
)
_TIMES_PER_EVENT: Final = 3
_SEALING_COSTS: Final = 28

OCCURRED, RECORDED, SCHOOL_SLOT, YEAR_SLOT, TENANT_SLOT = range(5)
FIXED_SLOTS: Final = 5
"""The first places of a casting's values: the two times of the event at hand, the school, the school year and the tenant."""

TENANT: Final = "qqqqq"
"""Every tenant's name has as many letters."""

NAMED: Final = ("principal", "handler", "teacher", "assistant", "owner", "pupil", "other_pupil", "friend")
"""Persons who are the school's own: they turn up in many stories. Their slots follow the fixed ones."""

UNSAID: Final = "Oppdiktet tekst som ingen kan lese."
"""What stands where an event has sealed text."""


class Opaque:
    """A sealer whose ciphertext nobody can open: there are no keys, and the warehouse needs none."""

    def salt(self) -> bytes:
        """No salt: nothing is told by a commitment to a text that everybody knows."""
        return bytes(SALT_BYTES)

    def seal(self, plaintext: bytes, place: Place) -> bytes:  # noqa: ARG002  (the protocol's signature)
        """Bytes of the size that a real ciphertext has."""
        return bytes(len(plaintext) + _SEALING_COSTS)

    def open(self, ciphertext: bytes, place: Place) -> bytes | None:  # noqa: ARG002
        """Nothing."""
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class MouldEvent:
    """One event: where it stands, when (school hours after the story's start), and its bytes with places for the marks.

    ``recorded`` is in school hours too. ``stream`` is the slot of the stream's id, ``ids`` picks the values in order.
    """

    topic: str
    stream: int
    occurred: float
    recorded: float
    pattern: bytes
    values: Callable[[list[bytes]], tuple[bytes, ...]]


@dataclass(frozen=True, kw_only=True)
class Mould:
    """A story: its events in the order in which they happened, how many ids of its own it needs, and the days that it names.

    ``days`` are (school hours after the start, days after that). Among a casting's values stand first the fixed slots, then
    the school's persons, then the ids, and at the end, in reverse, the days.
    """

    events: tuple[MouldEvent, ...]
    fresh_ids: int
    days: tuple[tuple[float, int], ...]
    recorded: tuple[float, ...]
    """When its events are written down, in order."""


@dataclass(kw_only=True)
class Telling:
    """Tells one variant of a story. ``manner``: how many times longer things take, how often left out, how often late."""

    random: random.Random
    pace: float = 1.0
    left_out: float = 0.0
    late: float = 0.0
    hours: float = 0.0
    _told: list[tuple[Recorded, float, float]] = field(default_factory=list)
    _ids: int = FIXED_SLOTS + len(NAMED)
    _days: list[tuple[float, int]] = field(default_factory=list)

    def person(self, name: str) -> UUID:
        """One of the school's own persons, by a name in NAMED."""
        return _marked(FIXED_SLOTS + NAMED.index(name))

    def new(self) -> UUID:
        """Another id: a stream, a measure, a person of this story alone."""
        self._ids += 1
        return _marked(self._ids - 1)

    def day(self, plus: int = 0) -> date:
        """The local day of this moment of the story, and ``plus`` days."""
        self._days.append((self.hours, plus))
        return _FIRST_DAY + timedelta(days=len(self._days) - 1)

    def chance(self, probability: float) -> bool:
        """Whether it happens this time."""
        return self.random.random() < probability

    def kept(self) -> bool:
        """Whether this school does, this time, what it should."""
        return not self.chance(self.left_out)

    def wait(self, hours: float) -> None:
        """Let about so many school hours pass (eight to a day), at the school's pace."""
        self.hours += hours * self.pace * (0.5 + self.random.random())

    def then(
        self,
        stream: Stream,
        stream_id: UUID,
        event: Event,
        after: float = 0.1,
        *,
        case_id: UUID | None = None,
        by: str = "principal",
        role: Role = Role.PRINCIPAL,
        channel: Channel | None = None,
        in_time: bool = False,
    ) -> None:
        """``event`` happens about ``after`` school hours later. ``in_time``: it is written down at once."""
        self.wait(after)
        recorded = self.hours + 0.1 + self.random.random() * 0.5
        if not in_time and self.chance(self.late):
            recorded += 8 * (1 + self.random.random() * 14)
        envelope = Envelope(
            event_id=self.new(),
            tenant=TENANT,
            stream=stream,
            actor=Actor(ref=self.person(by), role=role),
            occurred_at=_time(OCCURRED),
            known_at=_time(OCCURRED),
            recorded_at=_time(RECORDED),
            correlation_id=stream_id,
            case_id=case_id,
            school=SCHOOL,
            channel=channel,
        )
        told = Recorded(stream_id=stream_id, version=1, topic=topic_of(event), envelope=envelope, event=event)
        self._told.append((told, self.hours, recorded))

    def mould(self) -> Mould:
        """What was told."""
        return Mould(
            events=tuple(_event(*told) for told in self._told),
            fresh_ids=self._ids - FIXED_SLOTS - len(NAMED),
            days=tuple(self._days),
            recorded=tuple(sorted(recorded for _, _, recorded in self._told)),
        )


def _marked(slot: int) -> UUID:
    return UUID(f"ffffffff-{slot:04x}-4fff-8fff-ffffffffffff")


def _time(slot: int) -> datetime:
    return datetime.fromtimestamp(_FIRST_TIME + slot, UTC)


def _slot_of(mark: re.Match[bytes]) -> int:
    if (found := mark["id"]) is not None:
        return int(found, 16)
    if (found := mark["day"]) is not None:
        return -1 - (date.fromisoformat(found.decode()) - _FIRST_DAY).days
    if mark["school"] is not None:
        return SCHOOL_SLOT
    if mark["year"] is not None:
        return YEAR_SLOT
    if mark["tenant"] is not None:
        return TENANT_SLOT
    return mark["time"][0]


def _event(told: Recorded, occurred: float, recorded: float) -> MouldEvent:
    state = encode(told, Opaque())
    slots: list[int] = []
    parts: list[bytes] = []
    at = 0
    for mark in _MARK.finditer(state):
        parts += (state[at : mark.start()].replace(b"%", b"%%"), b"%b")
        slots.append(_slot_of(mark))
        at = mark.end()
    parts.append(state[at:].replace(b"%", b"%%"))
    if sum(slot in {OCCURRED, RECORDED} for slot in slots) != _TIMES_PER_EVENT:
        raise AssertionError(told.topic)  # a mark stands in the bytes by chance, or msgpack writes a time otherwise
    stream = int(str(told.stream_id)[9:13], 16)
    return MouldEvent(
        topic=told.topic,
        stream=stream,
        occurred=occurred,
        recorded=recorded,
        pattern=b"".join(parts),
        values=itemgetter(*slots),
    )
