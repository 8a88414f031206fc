"""The schools themselves: registered before anything happens, with a principal, a municipal plan and a count every autumn."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from random import Random
from typing import TYPE_CHECKING, Final
from uuid import UUID

from events.base import Event, Stream
from events.envelope import Actor, Envelope, Recorded
from events.lists.people import Role
from events.local_time import OSLO
from events.organisation import PrincipalAppointed, PupilCountReported, RulebookChosen, SchoolRegistered
from events.stored import encode, topic_of
from varde.simulate.casting import as_uuid, person
from varde.simulate.mould import Opaque
from varde.simulate.units import school_years

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from varde.simulate.casting import Row
    from varde.simulate.nation import Municipality, School

COUNTED: Final = (10, 1)
"""Pupils are counted on the first of October."""


def registrations(
    municipalities: Sequence[Municipality], first: date, last: date, *, tenant: str, seed: int
) -> list[tuple[int, Row]]:
    """The rows, each with the second in which it is written down, in that order."""
    found = [
        row
        for municipality in municipalities
        for school in municipality.schools
        for row in _of(municipality, school, _facts(municipality, school, first, last, seed), tenant=tenant, seed=seed)
    ]
    return sorted(found, key=lambda row: row[0])


def _of(
    municipality: Municipality, school: School, facts: Iterator[tuple[date, Event]], *, tenant: str, seed: int
) -> Iterator[tuple[int, Row]]:
    digits = blake2b(f"{seed} school {school.orgnr}".encode(), digest_size=16).hexdigest()
    stream_id = UUID(as_uuid(digits).decode())
    owner = UUID(person(seed, "owner", municipality.number, 0).decode())
    for version, (day, event) in enumerate(facts, start=1):
        moment = datetime.combine(day, time(7, 0), OSLO).astimezone(UTC) + timedelta(seconds=version + school.number % 3000)
        envelope = Envelope(
            event_id=UUID(as_uuid(blake2b(f"{digits} {version}".encode(), digest_size=16).hexdigest()).decode()),
            tenant=tenant,
            stream=Stream.SCHOOL,
            actor=Actor(ref=owner, role=Role.SCHOOL_OWNER),
            occurred_at=moment,
            known_at=moment,
            recorded_at=moment,
            correlation_id=stream_id,
            school=school.orgnr,
        )
        recorded = Recorded(stream_id=stream_id, version=version, topic=topic_of(event), envelope=envelope, event=event)
        yield int(moment.timestamp()), (stream_id.hex, version, recorded.topic, encode(recorded, Opaque()))


def _facts(municipality: Municipality, school: School, first: date, last: date, seed: int) -> Iterator[tuple[date, Event]]:
    before = first - timedelta(days=1)
    yield (
        before,
        SchoolRegistered(
            orgnr=school.orgnr,
            name=school.name,
            lowest_grade=school.grades[0],
            highest_grade=school.grades[1],
            pupils=school.pupils,
            ownership=school.ownership,
            municipality=municipality.number,
        ),
    )
    if municipality.plan is not None:
        yield before, RulebookChosen(rulebook=municipality.plan, from_date=before)
    principal = UUID(person(seed, "principal", school.orgnr, 0).decode())
    yield before, PrincipalAppointed(principal=principal, from_date=before)
    random = Random(f"{seed} pupils {school.orgnr}")  # noqa: S311  (an invented nation, no secret)
    for year in school_years(first, last):
        day = date(year, *COUNTED)
        if first <= day <= last:
            yield day, PupilCountReported(counted_on=day, pupils=max(1, round(school.pupils * random.uniform(0.94, 1.06))))
