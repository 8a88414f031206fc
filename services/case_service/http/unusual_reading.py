"""Notices when somebody opens very many matters in a short time, and tells it once.

It counts over all processes of the tenant, in the small file that they share; what it finds becomes an event.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from flask import current_app

from events.access import UnusualReadingDetected
from events.base import Stream
from events.envelope import Actor
from events.lists.people import Role
from services.case_service.application import Request
from services.case_service.domain.access.commands import DetectUnusualReading
from services.case_service.http.session_file import SessionFile, hashed
from services.case_service.http.web import the_desk, the_web
from services.case_service.rights import Person
from services.case_service.store import KeyReusedError
from services.case_service.streams import access_stream

log = logging.getLogger(__name__)

MATTERS: Final = 200
WITHIN: Final = timedelta(minutes=5)
QUIET: Final = timedelta(hours=1)
"""How long nothing more is told of somebody after an alarm."""

EXTENSION: Final = "varde.unusual_reading"
READS: Final = """
CREATE TABLE IF NOT EXISTS recent_readings (person BLOB NOT NULL, matter BLOB NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (person, matter)) WITHOUT ROWID
"""
ALARMS: Final = "CREATE TABLE IF NOT EXISTS reading_alarms (person BLOB PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID"


def watch_reading(person: Person, matter: UUID) -> None:
    """Count a reading, and record the alarm when it is one too many."""
    now, file = the_web().clock(), _file()
    read = _count(file, person.id, matter, now)
    if read is None:
        return
    hour = int(now.timestamp() // QUIET.total_seconds())  # two alarms about one person are never of the same
    try:
        the_desk().application.handle(_alarm(person, read, now), idempotency_key=f"reading by {person.id} in hour {hour}")
    except KeyReusedError:
        log.info("another process has told of the reading by %s", person.id)
    _note(file, person.id, now)  # only what is stored counts as told: else the next reading tells it


def _count(file: SessionFile, person: UUID, matter: UUID, now: datetime) -> int | None:
    """How many matters the person has read of late, when that is to be told; else None."""
    who, at = hashed(str(person)), now.timestamp()
    since = at - WITHIN.total_seconds()
    with file.connection() as db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT OR REPLACE INTO recent_readings VALUES (?, ?, ?)", (who, hashed(str(matter)), at))
        db.execute("DELETE FROM recent_readings WHERE person = ? AND at <= ?", (who, since))
        (read,) = db.execute("SELECT count(*) FROM recent_readings WHERE person = ?", (who,)).fetchone()
        told = db.execute("SELECT at FROM reading_alarms WHERE person = ?", (who,)).fetchone()
        if read < MATTERS or (told is not None and at - told[0] < QUIET.total_seconds()):
            return None
    return int(read)


def _note(file: SessionFile, person: UUID, now: datetime) -> None:
    with file.connection() as db:
        db.execute("INSERT OR REPLACE INTO reading_alarms VALUES (?, ?)", (hashed(str(person)), now.timestamp()))


def _alarm(person: Person, read: int, now: datetime) -> Request:
    moment = now.astimezone(UTC)
    fact = UnusualReadingDetected(person=person.id, matters_read=read, within_minutes=int(WITHIN.total_seconds() // 60))
    return Request(
        stream=Stream.ACCESS,
        stream_id=access_stream(person.id),
        command=DetectUnusualReading(fact=fact),
        actor=Actor(ref=person.id, role=Role.SYSTEM),
        occurred_at=moment,
        known_at=moment,
    )


def _file() -> SessionFile:
    """The file, prepared once for each process."""
    found: SessionFile | None = current_app.extensions.get(EXTENSION)
    if found is None:
        found = SessionFile(the_web().settings.sessions_file)
        found.prepare(READS)
        found.prepare(ALARMS)
        current_app.extensions[EXTENSION] = found
    return found
