"""The demo a hundred times over, in one tenant: every person, school and case of each copy is its own.

The demo is played once through commands; its copies are its events with other ids, appended through the store.
"""

from __future__ import annotations

import re
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

import msgspec

from events.envelope import Envelope, Recorded
from events.stored import by_topic
from services.case_service.store import EventStore, SQLiteFile, StoreSettings, migrate, open_store
from varde.demo.municipality import DEMO_TENANT
from varde.demo.play import play

ID = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
SCHOOL = re.compile(rb'"1000000(\d\d)"')
SPREAD = 0x9E3779B1
BATCH = 2000


def settings_in(folder: Path) -> StoreSettings:
    """The embedded store in a folder."""
    return StoreSettings(
        tenant=DEMO_TENANT,
        events=SQLiteFile(path=folder / "events.sqlite"),
        keys=SQLiteFile(path=folder / "keys.sqlite"),
        kek=bytes(32),
    )


def make(folder: Path, times: int, until: datetime) -> int:
    """Make the demo ``times`` over in a folder, where it is not there yet. Returns the events."""
    settings = settings_in(folder)
    migrate(settings)
    with open_store(settings) as store:
        if store.last_position() == 0:
            play(store, seed=12, until=until)
            first = list(store.after(0, 10**9))
            for copy in range(1, times):
                _append(store, first, copy)
        return store.last_position()


def school(orgnr: str, copy: int) -> str:
    """The number of a copy's school."""
    return orgnr if copy == 0 else f"1{copy:04d}{orgnr[5:]}"


def person(id_: UUID, copy: int) -> UUID:
    """The id of a copy's person, case or anything else."""
    return UUID(_moved(str(id_).encode(), copy).decode())


def _append(store: EventStore, first: list[Recorded], copy: int) -> None:
    subjects = {UUID(_moved(str(one.envelope.case_id or one.stream_id).encode(), copy).decode()) for one in first}
    store.ensure_keys(subjects)
    copies = (_copied(one, copy) for one in first)
    while batch := list(islice(copies, BATCH)):
        store.append(batch)


def _copied(one: Recorded, copy: int) -> Recorded:
    envelope = msgspec.json.decode(_changed(msgspec.json.encode(one.envelope), copy), type=Envelope)
    event = msgspec.json.decode(_changed(msgspec.json.encode(one.event), copy), type=by_topic(one.topic).cls)
    return Recorded(stream_id=person(one.stream_id, copy), version=one.version, topic=one.topic, envelope=envelope, event=event)


def _changed(json: bytes, copy: int) -> bytes:
    return SCHOOL.sub(lambda found: b'"1%04d00%s"' % (copy, found.group(1)), _moved(json, copy))


def _moved(json: bytes, copy: int) -> bytes:
    return ID.sub(lambda found: b"%08x" % (int(found.group(0)[:8], 16) ^ (copy * SPREAD & 0xFFFFFFFF)) + found.group(1), json)
