"""The read model's tables. The file is a cache: with another version, or other rules, it is made anew."""

from __future__ import annotations

from typing import Final

from services.compliance.frame import MOMENT, OBLIGATIONS

VERSION: Final = 7

EXTRA: Final = ("closed_by", "closed_at", "closed_documented_at")
"""Of a case's closing, as far as it counts for an obligation."""

OBLIGATION_COLUMNS: Final = (*OBLIGATIONS, *EXTRA)
TIMES: Final = frozenset(name for name in OBLIGATION_COLUMNS if name.endswith("_at"))
"""Kept as microseconds since 1970, UTC."""

_OBLIGATIONS: Final = ",\n    ".join(f"{name} {'INTEGER' if name in TIMES else 'TEXT'}" for name in OBLIGATION_COLUMNS)

assert all(OBLIGATIONS[name] == MOMENT for name in TIMES if name in OBLIGATIONS)  # noqa: S101 - the two must tell the same

STATEMENTS: Final = (
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE matters (
    stream_id TEXT PRIMARY KEY, stream TEXT NOT NULL, case_id TEXT NOT NULL, school TEXT, pupil TEXT, stage TEXT NOT NULL,
    handler TEXT, is_open INTEGER NOT NULL, acknowledged INTEGER NOT NULL, opened INTEGER NOT NULL, owner_led INTEGER NOT NULL,
    serious INTEGER NOT NULL, owner_notified INTEGER NOT NULL, first_known_at INTEGER NOT NULL, last_event_at INTEGER NOT NULL,
    reporter_code TEXT, row BLOB NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX matters_by_school ON matters (school, stream, is_open, last_event_at DESC)",
    "CREATE INDEX matters_newest ON matters (stream, is_open, last_event_at DESC)",
    "CREATE INDEX matters_by_case ON matters (case_id)",
    "CREATE INDEX matters_by_pupil ON matters (pupil)",
    "CREATE INDEX matters_by_handler ON matters (handler, is_open)",
    "CREATE INDEX matters_by_code ON matters (reporter_code) WHERE reporter_code IS NOT NULL",
    """CREATE TABLE takes_part (
    person TEXT NOT NULL, stream_id TEXT NOT NULL, how TEXT NOT NULL, PRIMARY KEY (person, how, stream_id)) WITHOUT ROWID""",
    "CREATE INDEX takes_part_by_stream ON takes_part (stream_id)",
    """CREATE TABLE avvik (
    stream_id TEXT PRIMARY KEY, school TEXT, is_open INTEGER NOT NULL, kind TEXT, rule TEXT, raised_at INTEGER NOT NULL,
    about_stream TEXT, obligation TEXT, row BLOB NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX avvik_by_school ON avvik (school, is_open, raised_at DESC)",
    "CREATE INDEX avvik_by_obligation ON avvik (obligation)",
    "CREATE TABLE schools (orgnr TEXT PRIMARY KEY, row BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE choices (school TEXT NOT NULL, rulebook TEXT NOT NULL, from_date TEXT NOT NULL, place INTEGER NOT NULL)",
    """CREATE TABLE adoptions (
    place INTEGER PRIMARY KEY, rulebook TEXT NOT NULL, version INTEGER NOT NULL, source TEXT NOT NULL, at INTEGER NOT NULL)""",
    "CREATE TABLE staff (person TEXT PRIMARY KEY, stream_id TEXT NOT NULL, row BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE staff_roles (at_school TEXT, person TEXT NOT NULL)",
    "CREATE INDEX staff_roles_by_school ON staff_roles (at_school)",
    "CREATE INDEX staff_roles_by_person ON staff_roles (person)",
    "CREATE TABLE pupils (pupil TEXT PRIMARY KEY, row BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE enrolments (orgnr TEXT NOT NULL, pupil TEXT NOT NULL)",
    "CREATE INDEX enrolments_by_school ON enrolments (orgnr)",
    "CREATE INDEX enrolments_by_pupil ON enrolments (pupil)",
    "CREATE TABLE guardians (guardian TEXT NOT NULL, pupil TEXT NOT NULL, PRIMARY KEY (guardian, pupil)) WITHOUT ROWID",
    "CREATE INDEX guardians_by_pupil ON guardians (pupil)",
    """CREATE TABLE access (
    about TEXT NOT NULL, stream_id TEXT NOT NULL, row BLOB NOT NULL, PRIMARY KEY (about, stream_id)) WITHOUT ROWID""",
    "CREATE INDEX access_by_stream ON access (stream_id)",
    "CREATE TABLE granted (person TEXT NOT NULL, about TEXT NOT NULL, stream_id TEXT NOT NULL)",
    "CREATE INDEX granted_by_person ON granted (person)",
    "CREATE INDEX granted_by_stream ON granted (stream_id)",
    "CREATE TABLE retained (stream_id TEXT PRIMARY KEY, row BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE watched (stream_id TEXT NOT NULL, at INTEGER NOT NULL, row BLOB NOT NULL)",
    "CREATE INDEX watched_by_stream ON watched (stream_id)",
    "CREATE INDEX watched_newest ON watched (at)",
    """CREATE TABLE changes (
    stream_id TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, stream TEXT NOT NULL, topic TEXT NOT NULL,
    actor TEXT NOT NULL, school TEXT, row BLOB NOT NULL, PRIMARY KEY (stream_id, version)) WITHOUT ROWID""",
    "CREATE INDEX changes_newest ON changes (at DESC)",
    f"CREATE TABLE obligations (\n    {_OBLIGATIONS})",
    "CREATE INDEX obligations_by_case ON obligations (case_id)",
    "CREATE INDEX obligations_by_stream ON obligations (stream_id)",
    "CREATE INDEX obligations_undone ON obligations (school, due_at) WHERE discharged_at IS NULL AND released_at IS NULL",
    """CREATE TABLE case_streams (
    stream_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, stream TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE TABLE case_schools (case_id TEXT NOT NULL, school TEXT NOT NULL, PRIMARY KEY (school, case_id)) WITHOUT ROWID",
    "CREATE INDEX case_streams_by_case ON case_streams (case_id)",
    "CREATE INDEX case_streams_by_kind ON case_streams (stream)",
    """CREATE TABLE damaged (
    position INTEGER PRIMARY KEY, stream_id TEXT NOT NULL, hides_somebody INTEGER NOT NULL, row BLOB NOT NULL)""",
    "CREATE INDEX damaged_by_stream ON damaged (stream_id)",
    "CREATE TABLE kiosks (code_hash TEXT PRIMARY KEY, orgnr TEXT NOT NULL, valid_to TEXT) WITHOUT ROWID",
)
"""``case_streams`` lists every stream with the case it belongs to, also those that have no table of their own; ``case_schools``
every school that an event of the case names."""
