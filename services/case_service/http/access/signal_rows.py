"""What is known of those who read, gathered for the signals. Names are compared here and shown of staff alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from uuid import UUID

import msgspec

from events.access import ContentRead, ReadingReviewed
from events.base import event_type
from events.envelope import Recorded
from events.lists.access import Purpose, ReadingSignal
from events.lists.people import Role
from services.case_service.http.access.openers import today_in_norway
from services.case_service.http.access.told import told
from services.case_service.http.languages import t
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow
from services.case_service.read_model.watching import Watched
from services.case_service.reading_signals import Known, ReadMatter, read_matters, signals_of
from services.case_service.streams import access_stream
from texts.case_number import case_number

WINDOW: Final = timedelta(days=30)
AT_ONCE: Final = 2_000
MOST: Final = 200
"""Lines on the page: more than that is a pattern, and no list."""


class SignalRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's reading that is worth a look. No ``matter``: very many matters in a short time."""

    person: UUID
    name: str
    matter: UUID | None
    number: str
    role: Role | None
    purpose: Purpose | None
    times: int
    last: datetime
    signals: tuple[ReadingSignal, ...]
    reviewed: bool


def signal_rows() -> list[SignalRow]:
    """The readings of the last thirty days that are worth a look, the last first; what was reviewed since stands last."""
    now = the_desk().clock()
    found = [*_of_many(), *_of_matters(now - WINDOW)]
    return sorted(found, key=lambda row: (not row.reviewed, row.last), reverse=True)[:MOST]


def _of_many() -> Iterator[SignalRow]:
    desk = the_desk()
    for one in desk.read_model.watched():
        if one.kind is Watched.UNUSUAL_READING:
            yield SignalRow(
                person=one.person,
                name=desk.names.staff(one.person) or t("access.unknown_name"),
                matter=None,
                number="",
                role=None,
                purpose=None,
                times=one.matters_read,
                last=one.at,
                signals=(ReadingSignal.MANY_MATTERS,),
                reviewed=_reviewed(desk.store.facts(access_stream(one.person)), one.person, one.at),
            )


def _of_matters(since: datetime) -> Iterator[SignalRow]:
    desk = the_desk()
    staff_of = cache(_staff_of)
    facts_of = cache(desk.store.facts)
    for read in read_matters(_readings(since)):
        row = desk.read_model.matter(read.matter)
        if row is None:
            continue
        granted = facts_of(access_stream(read.matter))
        signals = signals_of(read, _known(read, row, granted, facts_of, staff_of))
        if signals:
            yield SignalRow(
                person=read.person,
                name=desk.names.staff(read.person) or t("access.unknown_name"),
                matter=read.matter,
                number=case_number(read.matter),
                role=read.role,
                purpose=read.purpose,
                times=read.times,
                last=read.last,
                signals=signals,
                reviewed=_reviewed(granted, read.person, read.last),
            )


def _readings(since: datetime) -> Iterator[Recorded]:
    """The readings since a moment, found by halving: positions follow the server's clock."""
    store = the_desk().store
    first, last = 0, store.last_position()
    while first < last:
        middle = (first + last) // 2
        (one,) = store.facts_after(middle, 1)
        if one.envelope.recorded_at < since:
            first = middle + 1
        else:
            last = middle
    topic = event_type(ContentRead).topic
    while found := store.facts_of(topic, first, AT_ONCE):
        yield from found
        first = found[-1].position or 0


def _known(
    read: ReadMatter,
    row: MatterRow,
    granted: Sequence[Recorded],
    facts_of: Callable[[UUID], Sequence[Recorded]],
    staff_of: Callable[[str], tuple[frozenset[UUID], frozenset[str]]],
) -> Known:
    desk = the_desk()
    guardians = {one.guardian for one in desk.read_model.guardians_of(row.pupil)} if row.pupil is not None else set[UUID]()
    names = tuple(desk.names.guardian(row.pupil, one) for one in guardians) if row.pupil is not None else ()
    people, called = staff_of(row.school) if row.school is not None else (frozenset[UUID](), frozenset[str]())
    own = desk.names.staff(read.person)
    part = {row.case_handler, *row.responsible, *row.reported_by, *(one.person for one in told(granted).given)}
    return Known(
        has_part=read.person in part or any(one.envelope.actor.ref == read.person for one in facts_of(row.stream_id)),
        closed_at=row.closed_at,
        reader_name=own,
        pupil_name=desk.names.pupil(row.pupil) if row.pupil is not None else "",
        guardian_names=names,
        reader_is_guardian=read.person in guardians,
        colleague_is_guardian=bool((guardians & people) - {read.person} or (set(names) & called) - {own, ""}),
    )


def _staff_of(orgnr: str) -> tuple[frozenset[UUID], frozenset[str]]:
    desk = the_desk()
    people = frozenset(one.person for one in desk.read_model.staff_at(orgnr, today_in_norway()))
    return people, frozenset(desk.names.staff(one) for one in people)


def _reviewed(recorded: Sequence[Recorded], person: UUID, last: datetime) -> bool:
    return any(
        isinstance(one.event, ReadingReviewed) and one.event.person == person and one.envelope.recorded_at >= last
        for one in recorded
    )
