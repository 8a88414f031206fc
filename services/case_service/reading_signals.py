"""Signals that somebody read what she had no task with. Pure: what was read, and what Varde knows of reader and matter.

A signal is a reason to ask, never a finding: each of them has good explanations, and a person hears the one who read first.
Varde knows no addresses, so nobody is compared by where she lives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from events.access import ContentRead
from events.envelope import Recorded
from events.lists.access import Purpose, ReadingSignal
from events.lists.people import FAMILY, Role

LONG: Final = timedelta(days=90)
"""After a case was closed. Follow-up after closing is over by then in every plan that Varde knows."""

NOT_STAFF: Final = FAMILY | {Role.SYSTEM}
LOOKS_BACK: Final = frozenset({Purpose.AUDIT, Purpose.ARCHIVE, Purpose.DISCLOSURE, Purpose.EMERGENCY})
"""For these somebody reads what is closed; an emergency is reviewed by itself."""


class ReadMatter(msgspec.Struct, frozen=True, kw_only=True):
    """How one person read one matter in one role and for one purpose: how often, and when first and last."""

    person: UUID
    matter: UUID
    role: Role
    purpose: Purpose
    times: int
    first: datetime
    last: datetime


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What Varde knows of a reader and a matter.

    ``has_part``: handles it, carries or carried a task, was given access, reported it, or wrote something in it.
    ``guardian_names`` are those of the adults who act for the pupil, ``colleague_is_guardian`` whether one of them works where
    the reader does.
    """

    has_part: bool
    closed_at: datetime | None
    reader_name: str
    pupil_name: str
    guardian_names: tuple[str, ...]
    reader_is_guardian: bool
    colleague_is_guardian: bool


def read_matters(readings: Iterable[Recorded]) -> tuple[ReadMatter, ...]:
    """What staff read, one for each person, matter, role and purpose, the last read first."""
    found: dict[tuple[object, ...], ReadMatter] = {}
    for one in readings:
        fact, role, at = one.event, one.envelope.actor.role, one.envelope.recorded_at
        if not isinstance(fact, ContentRead) or role in NOT_STAFF:
            continue
        key = (fact.person, fact.of_stream, role, fact.purpose)
        before = found.get(key)
        found[key] = ReadMatter(
            person=fact.person,
            matter=fact.of_stream,
            role=role,
            purpose=fact.purpose,
            times=1 if before is None else before.times + 1,
            first=at if before is None else before.first,
            last=at,
        )
    return tuple(sorted(found.values(), key=lambda one: one.last, reverse=True))


def signals_of(read: ReadMatter, known: Known) -> tuple[ReadingSignal, ...]:
    """Why a reading is worth a look; mostly nothing."""
    return tuple(_signals(read, known))


def _signals(read: ReadMatter, known: Known) -> Iterator[ReadingSignal]:
    # To lead the school is a task in every case of it; and an emergency has its own review.
    if not known.has_part and read.role is not Role.PRINCIPAL and read.purpose is not Purpose.EMERGENCY:
        yield ReadingSignal.NO_TASK
    if known.closed_at is not None and read.last - known.closed_at > LONG and read.purpose not in LOOKS_BACK:
        yield ReadingSignal.LONG_CLOSED
    if known.reader_is_guardian or _same(known.reader_name, known.guardian_names):
        yield ReadingSignal.OWN_CHILD
    elif _surname(known.reader_name) in {_surname(name) for name in (known.pupil_name, *known.guardian_names)} - {""}:
        yield ReadingSignal.SAME_SURNAME
    if known.colleague_is_guardian:
        yield ReadingSignal.CHILD_OF_COLLEAGUE


def _same(name: str, others: Iterable[str]) -> bool:
    return bool(name) and name.casefold() in {one.casefold() for one in others}


def _surname(name: str) -> str:
    *_, last = ("", *name.split())
    return last.casefold()
