"""Who administrates, in which role, and how what she decides is recorded."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import abort

from events.base import Stream
from events.envelope import Actor
from events.lists.people import Role
from services.case_service.application import Receipt
from services.case_service.domain.command import Command
from services.case_service.http.persons import current_person
from services.case_service.http.recording import Entry, record
from services.case_service.http.rights import OF_ROLES, Right
from services.case_service.http.web import the_desk
from services.case_service.streams import municipality_stream, school_stream, staff_stream
from services.compliance.calendar import local_day


def today() -> date:
    """Today on Norwegian calendars."""
    return local_day(the_desk().clock())


def acting() -> Actor:
    """The one who administrates. A role at a single school does not reach over the municipality: 403."""
    held = roles_over_all_schools(Right.ADMINISTER)
    return Actor(ref=current_person().id, role=Role.SCHOOL_OWNER if Role.SCHOOL_OWNER in held else Role.ADMINISTRATOR)


def roles_over_all_schools(right: Right) -> frozenset[Role]:
    """The roles over the municipality by which she has a right; 403 when she has it by none."""
    held = {one.role for one in current_person().roles_on(today()) if one.at_school is None} & OF_ROLES[right]
    if not held:
        abort(403)
    return frozenset(held)


def is_owner() -> bool:
    """Whether she administrates as school owner."""
    return acting().role is Role.SCHOOL_OWNER


def decide(*entries: Entry, key: str) -> tuple[Receipt, ...]:
    """Record what she decides, all or none. Raises NotRecorded."""
    return record(*entries, idempotency_key=key, actor=acting())


def for_school(orgnr: str, command: Command[Any]) -> Entry:
    """Something decided for a school."""
    stream_id = school_stream(the_desk().store.tenant, orgnr)
    return Entry(stream=Stream.SCHOOL, stream_id=stream_id, school=orgnr, command=command)


def for_staff(person: UUID, command: Command[Any], *, school: str | None = None) -> Entry:
    """Something decided for a member of staff."""
    return Entry(stream=Stream.STAFF_MEMBER, stream_id=staff_stream(person), school=school, command=command)


def for_municipality(command: Command[Any]) -> Entry:
    """Something decided for all schools."""
    return Entry(stream=Stream.MUNICIPALITY, stream_id=municipality_stream(the_desk().store.tenant), command=command)
