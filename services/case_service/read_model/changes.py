"""Who changed what in how Varde is set up, and when: schools, staff, access, and what the municipality decided. Facts alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from events import Recorded
from events.access import ContentRead
from events.base import Stream
from events.lists.people import Role
from services.case_service.read_model.micros import micros

SET_UP: Final = frozenset({Stream.SCHOOL, Stream.STAFF_MEMBER, Stream.MUNICIPALITY, Stream.ACCESS})
"""The streams in which a change is one of how Varde is set up, and none of a matter's content."""

_encode: Final = msgspec.msgpack.Encoder().encode


class ChangeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One change: by whom, in which role, when, of what kind (``topic``), and where it stands (``stream_id`` and ``version``).

    ``person`` is the member of staff it is about, where it is about one; ``about`` the matter, where it is about access to one.
    """

    at: datetime
    by: UUID
    role: Role
    stream: Stream
    stream_id: UUID
    version: int
    topic: str
    school: str | None = None
    person: UUID | None = None
    about: UUID | None = None


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which changes are asked for; what is left out is not restricted. ``until`` is not included itself."""

    streams: frozenset[Stream] = SET_UP
    topic: str | None = None
    by: UUID | None = None
    school: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def change_rows(recorded: Sequence[Recorded]) -> tuple[ChangeRow, ...]:
    """The changes that a stream holds, in order; none for streams of other kinds."""
    if recorded[0].envelope.stream not in SET_UP:
        return ()
    person = next((found for one in recorded if (found := getattr(one.event, "person", None)) is not None), None)
    of_staff = recorded[0].envelope.stream is Stream.STAFF_MEMBER
    return tuple(
        ChangeRow(
            at=one.envelope.recorded_at,
            by=one.envelope.actor.ref,
            role=one.envelope.actor.role,
            stream=one.envelope.stream,
            stream_id=one.stream_id,
            version=one.version,
            topic=one.topic,
            school=one.envelope.school,
            person=person if of_staff else getattr(one.event, "person", None),
            about=getattr(one.event, "to_stream", None),
        )
        for one in recorded
        if not isinstance(one.event, ContentRead)
    )


def take_changes(db: sqlite3.Connection, recorded: Sequence[Recorded]) -> None:
    """Make the rows of a stream anew."""
    rows = change_rows(recorded)
    if not rows:
        return
    db.execute("DELETE FROM changes WHERE stream_id = ?", (str(rows[0].stream_id),))
    db.executemany(
        "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (str(one.stream_id), one.version, micros(one.at), one.stream.value, one.topic, str(one.by), one.school, _encode(one))
            for one in rows
        ],
    )


def question(wanted: Wanted) -> tuple[str, list[object]]:
    """The condition on the table, and its values."""
    marks = ", ".join("?" * len(wanted.streams))
    where, values = f"stream IN ({marks})", [*sorted(one.value for one in wanted.streams)]
    found: list[object] = [*values]
    for condition, value in (
        ("topic = ?", wanted.topic),
        ("actor = ?", None if wanted.by is None else str(wanted.by)),
        ("school = ?", wanted.school),
        ("at >= ?", None if wanted.since is None else micros(wanted.since)),
        ("at < ?", None if wanted.until is None else micros(wanted.until)),
    ):
        if value is not None:
            where, found = f"{where} AND {condition}", [*found, value]
    return where, found
