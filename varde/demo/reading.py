"""Who read what in the demo's last weeks, who was let in, and four readings that are worth a look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import msgspec

from events import Event, Stream
from events.access import AccessGranted, ContentRead, ReadingReviewed
from events.closing import CaseClosed, CaseReopened
from events.concern import OwnerNotified
from events.lists.access import Purpose, ReadingSignal
from events.lists.people import Role
from events.local_time import OSLO
from services.case_service.streams import access_stream, readings_stream
from varde.demo.authority import ASKED_CASE
from varde.demo.beats import Beat, at, weekday_before
from varde.demo.municipality import DATA_PROTECTION_OFFICER, OWNER, SCHOOLS
from varde.demo.people import AUDITOR, HANDLER, NURSE, PRINCIPAL, SUSPECTED, TEACHER

FAMILYS_CASE = uuid5(SCHOOLS[0].stream_id, "case:today-3")
LONG = timedelta(days=150)


class Reader(msgspec.Struct, frozen=True):
    """Somebody who reads, in a role and for a purpose."""

    person: UUID
    role: Role
    purpose: Purpose


HANDLES = Reader(HANDLER, Role.CASE_HANDLER, Purpose.CASE_HANDLING)
LEADS = Reader(PRINCIPAL, Role.PRINCIPAL, Purpose.CASE_HANDLING)
TEACHES = Reader(TEACHER, Role.FORM_TEACHER, Purpose.CARRY_OUT_MEASURE)
NURSES = Reader(NURSE, Role.SCHOOL_NURSE, Purpose.CARRY_OUT_MEASURE)
NAMESAKE = Reader(SUSPECTED, Role.FORM_TEACHER, Purpose.CARRY_OUT_MEASURE)
"""Carries out measures for a pupil who has the same family name."""

OWNS = Reader(OWNER, Role.SCHOOL_OWNER, Purpose.SUPERVISION_BY_OWNER)

TASKS = (
    *((HANDLES, days_ago) for days_ago in (38, 36, 31, 27, 22, 20, 15, 9, 8, 2)),
    *((LEADS, days_ago) for days_ago in (37, 24, 9, 1)),
    *((TEACHES, days_ago) for days_ago in (26, 19, 12, 5)),
    (NURSES, 16),
)
"""Who with a task in the family's case read it, and how many days before the demo's end."""


def readings(told: Sequence[Beat], until: datetime) -> Iterator[Beat]:
    """The readings of what ``told`` holds, up to ``until``; what was read of each is all that was written down by then."""
    cases = _Cases(told)
    for reader, days_ago in TASKS:
        yield from cases.read(FAMILYS_CASE, reader, until, days_ago)
    yield from _nurse_is_let_in(cases, until)
    yield from _auditor_is_let_in(cases, until)
    for days_ago in (21, 6):
        yield from cases.read(ASKED_CASE, NAMESAKE, until, days_ago)
    closed, told_of = cases.long_closed(until), cases.owner_was_told(until)
    if closed is not None:
        yield from cases.read(closed, HANDLES, until, 4)
    if told_of is not None:
        yield from cases.read(told_of, OWNS, until, 17)
        yield from _is_reviewed(cases, told_of, until)


def _nurse_is_let_in(cases: _Cases, until: datetime) -> Iterator[Beat]:
    grant = AccessGranted(
        grant=uuid5(FAMILYS_CASE, "grant:nurse"),
        person=NURSE,
        role=Role.SCHOOL_NURSE,
        to_stream=FAMILYS_CASE,
        purpose=Purpose.CARRY_OUT_MEASURE,
        until=until.astimezone(OSLO).date() + timedelta(days=60),
        reason="Har samtaler med eleven hver uke.",
    )
    yield from cases.tell(FAMILYS_CASE, access_stream(FAMILYS_CASE), grant, LEADS, _moment(until, 18))


def _auditor_is_let_in(cases: _Cases, until: datetime) -> Iterator[Beat]:
    grant = AccessGranted(
        grant=uuid5(ASKED_CASE, "grant:auditor"),
        person=AUDITOR,
        role=Role.AUDITOR,
        to_stream=ASKED_CASE,
        purpose=Purpose.AUDIT,
        until=until.astimezone(OSLO).date() + timedelta(days=60),
        reason="Forvaltningsrevisjon av aktivitetsplikten, bestilt av kontrollutvalget.",
    )
    yield from cases.tell(ASKED_CASE, access_stream(ASKED_CASE), grant, LEADS, _moment(until, 3))


def _is_reviewed(cases: _Cases, case: UUID, until: datetime) -> Iterator[Beat]:
    reviewed = ReadingReviewed(
        person=OWNER,
        of_stream=case,
        signal=ReadingSignal.NO_TASK,
        justified=True,
        reason="Skoleeier er varslet om saken og leste den før møtet med rektor.",
    )
    officer = Reader(DATA_PROTECTION_OFFICER, Role.DATA_PROTECTION_OFFICER, Purpose.AUDIT)
    yield from cases.tell(case, access_stream(case), reviewed, officer, _moment(until, 14))


def _moment(until: datetime, days_ago: int, number: int = 0) -> datetime:
    """In working hours of a weekday; ``number`` spreads the readings over the day."""
    return at(weekday_before(until.astimezone(OSLO).date() - timedelta(days=days_ago)), 8 + number % 6, 7 * number % 60)


class _Cases:
    """The cases that are read, with what stood in them at any moment."""

    def __init__(self, told: Sequence[Beat]) -> None:
        self._beats: dict[UUID, list[Beat]] = {}
        for beat in told:
            if beat.stream is Stream.CASE:
                self._beats.setdefault(beat.stream_id, []).append(beat)

    def read(self, case: UUID, reader: Reader, until: datetime, days_ago: int) -> Iterator[Beat]:
        """Somebody reads all that stands in a case; nothing when nothing does."""
        moment = _moment(until, days_ago, reader.person.int % 11 + 5 * days_ago)
        version = sum(beat.recorded_at < moment for beat in self._beats.get(case, ()))
        fact = ContentRead(person=reader.person, of_stream=case, up_to_version=version, purpose=reader.purpose)
        if version:
            yield from self.tell(case, readings_stream(case, moment.date()), fact, reader, moment)

    def tell(self, case: UUID, stream_id: UUID, fact: Event, by: Reader, moment: datetime) -> Iterator[Beat]:
        """Something about access to a case, when the case is there by then."""
        beats = self._beats.get(case, [])
        if any(beat.recorded_at < moment for beat in beats):
            yield Beat(
                stream=Stream.ACCESS,
                stream_id=stream_id,
                fact=fact,
                occurred_at=moment,
                recorded_at=moment,
                actor=by.person,
                role=by.role,
                school=beats[0].school,
                case_id=case,
            )

    def long_closed(self, until: datetime) -> UUID | None:
        """The case of the first school that was closed last of those that were closed long ago."""
        return self._last(CaseClosed, until - LONG, without=CaseReopened)

    def owner_was_told(self, until: datetime) -> UUID | None:
        """The case of any school that the owner was told of last, some weeks ago, and that goes on."""
        return self._last(OwnerNotified, _moment(until, 20), without=CaseClosed, anywhere=True)

    def _last(
        self, kind: type[Event], before: datetime, *, without: type[Event] | None = None, anywhere: bool = False
    ) -> UUID | None:
        found = [
            (beat.recorded_at, case)
            for case, beats in self._beats.items()
            for beat in beats
            if isinstance(beat.fact, kind) and beat.recorded_at < before and (anywhere or beat.school == SCHOOLS[0].orgnr)
            if without is None or not any(isinstance(other.fact, without) for other in beats)
        ]
        return max(found)[1] if found else None
