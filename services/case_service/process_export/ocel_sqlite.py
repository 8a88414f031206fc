"""OCEL 2.0 as a SQLite file: a table for each type of event and object, and tables of who concerns whom."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from services.case_service.process_export.log import ProcessLog, Value, time_text

COLUMN_TYPES: Final = {"boolean": "BOOLEAN", "integer": "INTEGER", "time": "TIMESTAMP", "string": "TEXT"}
TABLES: Final = (
    "CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL)",
    "CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL)",
    "CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT NOT NULL REFERENCES event_map_type)",
    "CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT NOT NULL REFERENCES object_map_type)",
    """CREATE TABLE event_object (ocel_event_id TEXT NOT NULL REFERENCES event, ocel_object_id TEXT NOT NULL REFERENCES object,
        ocel_qualifier TEXT NOT NULL, PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier))""",
    """CREATE TABLE object_object (ocel_source_id TEXT NOT NULL REFERENCES object, ocel_target_id TEXT NOT NULL REFERENCES object,
        ocel_qualifier TEXT NOT NULL, PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier))""",
)


def write_ocel_sqlite(log: ProcessLog, file: Path) -> None:
    """Write the file, which must not be there. All names come from closed lists of ASCII codes, so they can stand in SQL."""
    with closing(sqlite3.connect(file)) as db, db:
        for statement in TABLES:
            db.execute(statement)
        types = log.attributes_of()
        for kind, attributes in types.items():
            columns = "".join(f', "{name}" {COLUMN_TYPES[type_]}' for name, type_ in attributes.items())
            db.execute(f'CREATE TABLE "event_{kind}" (ocel_id TEXT PRIMARY KEY REFERENCES event, ocel_time TIMESTAMP{columns})')
        for each in log.object_types():
            db.execute(
                f'CREATE TABLE "object_{each.value}" (ocel_id TEXT REFERENCES object, ocel_time TIMESTAMP, ocel_changed_field TEXT)'
            )
        db.executemany("INSERT INTO event_map_type VALUES (?, ?)", [(kind, kind) for kind in types])
        db.executemany("INSERT INTO object_map_type VALUES (?, ?)", [(each.value, each.value) for each in log.object_types()])
        db.executemany("INSERT INTO object VALUES (?, ?)", [(one.id, one.type.value) for one in log.objects])
        db.executemany("INSERT INTO event VALUES (?, ?)", [(one.id, one.type) for one in log.events])
        db.executemany("INSERT INTO object_object VALUES (?, ?, ?)", _between_objects(log))
        db.executemany("INSERT INTO event_object VALUES (?, ?, ?)", _of_events(log))
        for one in log.objects:
            db.execute(f'INSERT INTO "object_{one.type.value}" VALUES (?, ?, NULL)', (one.id, BEGINNING))  # noqa: S608 - a closed list
        for event in log.events:
            names = types[event.type]
            marks = ", ?" * len(names)
            values = [_value(event.attributes[name]) if name in event.attributes else None for name in names]
            db.execute(f'INSERT INTO "event_{event.type}" VALUES (?, ?{marks})', (event.id, time_text(event.at), *values))  # noqa: S608 - a closed list


BEGINNING: Final = "1970-01-01T00:00:00.000Z"
"""The time from which an object's values hold, where they never change."""


def _between_objects(log: ProcessLog) -> Iterator[tuple[str, str, str]]:
    return ((one.id, relation.object_id, relation.qualifier) for one in log.objects for relation in one.relations)


def _of_events(log: ProcessLog) -> Iterator[tuple[str, str, str]]:
    return ((one.id, relation.object_id, relation.qualifier) for one in log.events for relation in one.relations)


def _value(value: Value) -> str | int | bool:
    return value if isinstance(value, bool | int | str) else time_text(value)
