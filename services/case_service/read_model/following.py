"""Following the log: each touched stream is read whole and its rows are made anew, so an increment is a rebuild of a few."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

import msgspec
import polars as pl

from events import Recorded
from events.base import Stream
from events.municipality import LocalRulebookAdopted
from events.organisation import RulebookChosen
from services.case_service.domain.school.state import Running
from services.case_service.read_model.changes import take_changes
from services.case_service.read_model.damage import damage_rows, damaged_streams, is_of_reading, put_damage
from services.case_service.read_model.matters import MATTERS, avvik_row, matter_row, state_of
from services.case_service.read_model.micros import EPOCH, micros
from services.case_service.read_model.people import access_rows, kept_pupil, kept_school, staff_row
from services.case_service.read_model.retained import take_retained
from services.case_service.read_model.rows import MatterRow
from services.case_service.read_model.schema import OBLIGATION_COLUMNS, TIMES
from services.case_service.read_model.watching import watch_rows
from services.case_service.store import EventStore, Readable
from services.compliance.adopted import Adoption, rules_in_force
from services.compliance.calendar import Calendar
from services.compliance.choices import CHOICES, followed
from services.compliance.frame import history
from services.compliance.loading import Rules
from services.compliance.obligations import Obligations, obligations

BATCH: Final = 20_000
"""Positions taken in by one transaction."""

MOST_EVENTS_JUDGED: Final = 30_000
_encode: Final = msgspec.msgpack.Encoder().encode


def fingerprint(rules: Rules) -> str:
    """Changes when any rule that comes with Varde does; those that the municipality adopts stand in the log."""
    return sha256(msgspec.json.encode([msgspec.to_builtins(book) for book in rules.books])).hexdigest()


class Following:
    """Takes batches of the log into the file. Used within one transaction, which the caller opens and ends."""

    def __init__(self, store: EventStore, rules: Rules, calendar: Calendar) -> None:
        self._store = store
        self._rules = rules
        self._calendar = calendar

    def take(self, db: sqlite3.Connection, position: int) -> int:
        """Take in what stands after ``position``, at most a batch. Returns the position reached."""
        places = self._store.places_after(position, BATCH)
        if not places:
            return position
        cases: set[str] = set()
        for stream_id in dict.fromkeys(stream for _, stream in places):
            cases |= self._take_stream(db, stream_id, self._store.readable(stream_id))
        if cases:  # who reads a matter changes none, and every page that shows one logs a reading
            self.judge(db, cases)
        return places[-1][0]

    def changed_damage(self, db: sqlite3.Connection) -> tuple[UUID, ...]:
        """The streams in which something could not be read, and it is not the same any more: most often it was restored."""
        return tuple(
            stream_id for stream_id, rows in damaged_streams(db).items() if damage_rows(self._store.readable(stream_id)) != rows
        )

    def retake(self, db: sqlite3.Connection, streams: Iterable[UUID]) -> None:
        """Take some streams in again, as they can be read now."""
        cases: set[str] = set()
        for stream_id in streams:
            cases |= self._take_stream(db, stream_id, self._store.readable(stream_id))
        self.judge(db, cases)

    def judge(self, db: sqlite3.Connection, cases: Iterable[str]) -> None:
        """Make the obligations of some cases anew, by the rules that are in force."""
        waiting: list[Recorded] = []
        of: list[str] = []
        choices, rules = choices_in(db), rules_in_force(self._rules, adoptions_in(db))
        for case in sorted(cases):
            of.append(case)
            waiting += history_of(db, self._store, case)
            if len(waiting) > MOST_EVENTS_JUDGED:
                self._judge(db, of, history(waiting), choices, rules)
                of, waiting = [], []
        self._judge(db, of, history(waiting), choices, rules)

    def _judge(
        self, db: sqlite3.Connection, cases: Sequence[str], events: pl.DataFrame, choices: pl.DataFrame, rules: Rules
    ) -> None:
        db.executemany("DELETE FROM obligations WHERE case_id = ?", [(case,) for case in cases])
        if events.is_empty():
            return
        found = obligations(events, rules, self._calendar, choices)
        names = ", ".join(OBLIGATION_COLUMNS)
        marks = ", ".join("?" * len(OBLIGATION_COLUMNS))
        db.executemany(f"INSERT INTO obligations ({names}) VALUES ({marks})", _rows(found))  # noqa: S608 - the schema's names

    def _take_stream(self, db: sqlite3.Connection, stream_id: UUID, found: Readable) -> set[str]:
        """Make a stream's rows anew, of what can be read. Returns the cases whose obligations may have changed."""
        put_damage(db, stream_id, found)
        if not found.envelopes or is_of_reading(found):
            return set()  # who read a matter stands in streams of its own, and no list asks for it
        first = found.envelopes[0]
        stream, case = first.stream, str(first.case_id or stream_id)
        db.execute("INSERT OR REPLACE INTO case_streams VALUES (?, ?, ?)", (str(stream_id), case, stream.value))
        if stream in MATTERS:
            _put_matter(db, matter_row(found))
        db.executemany(
            "INSERT OR IGNORE INTO case_schools VALUES (?, ?)",
            [(case, school) for school in {one.school for one in found.envelopes} if school is not None],
        )
        if not found.events:
            return {case}
        take_changes(db, found.events)
        if (take := _TAKE.get(stream)) is not None:
            take(db, found)
        return {case} | _judged_anew(db, found.events)


def _judged_anew(db: sqlite3.Connection, recorded: Sequence[Recorded]) -> set[str]:
    """The cases of every school that chose a plan, or follows one whose text was adopted."""
    if recorded[0].envelope.stream not in (Stream.SCHOOL, Stream.MUNICIPALITY):
        return set()
    schools = {one.envelope.school for one in recorded if isinstance(one.event, RulebookChosen)}
    for book in {one.event.rulebook for one in recorded if isinstance(one.event, LocalRulebookAdopted)}:
        schools |= {row[0] for row in db.execute("SELECT DISTINCT school FROM choices WHERE rulebook = ?", (book,))}
    of_school = "SELECT case_id FROM case_schools WHERE school = ?"
    return {row[0] for school in schools if school is not None for row in db.execute(of_school, (school,))}


def history_of(db: sqlite3.Connection, store: EventStore, case: str) -> list[Recorded]:
    """Everything that was recorded of a case and can be read, in all its streams, in the order of recording."""
    streams = [row[0] for row in db.execute("SELECT stream_id FROM case_streams WHERE case_id = ?", (case,))]
    found = [one for stream in streams for one in store.readable(UUID(stream)).events]
    return sorted(found, key=lambda one: (one.envelope.recorded_at, str(one.stream_id), one.version))


def choices_in(db: sqlite3.Connection) -> pl.DataFrame:
    """Which plan each school follows, on which days."""
    rows = db.execute("SELECT school, rulebook, from_date FROM choices ORDER BY school, place").fetchall()
    frame = pl.DataFrame(rows, schema={**CHOICES, "from_date": pl.String}, orient="row")
    return followed(frame.with_columns(pl.col("from_date").str.to_date()))


def adoptions_in(db: sqlite3.Connection) -> tuple[Adoption, ...]:
    """The versions of local rulebooks, in the order of adoption."""
    rows = db.execute("SELECT rulebook, version, source, at FROM adoptions ORDER BY place").fetchall()
    return tuple(
        Adoption(rulebook=book, version=version, source=source, at=EPOCH + timedelta(microseconds=at))
        for book, version, source, at in rows
    )


def _rows(found: Obligations) -> list[tuple[object, ...]]:
    closing = (
        found.effects.filter((pl.col("effect") == "closing") & pl.col("superseded_at").is_null())
        .select("obligation_id", closed_by="event_id", closed_at="happened_at", closed_documented_at="documented_at")
        .unique("obligation_id", keep="first", maintain_order=True)
    )
    frame = (
        found.obligations.filter(pl.col("opened_superseded_at").is_null())
        .join(closing, on="obligation_id", how="left")
        .select(pl.col(name).dt.timestamp("us") if name in TIMES else pl.col(name) for name in OBLIGATION_COLUMNS)
    )
    return frame.rows()


def _put_matter(db: sqlite3.Connection, row: MatterRow) -> None:
    db.execute(
        "INSERT OR REPLACE INTO matters VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            str(row.stream_id),
            row.stream.value,
            str(row.case_id),
            row.school,
            None if row.pupil is None else str(row.pupil),
            row.stage,
            None if row.case_handler is None else str(row.case_handler),
            row.is_open,
            row.acknowledged_at is not None,
            row.opened_at is not None,
            row.led_by_owner,
            bool(row.serious),
            row.owner_notified,
            micros(row.first_known_at),
            micros(row.last_event_at),
            row.reporter_code,
            _encode(row),
        ),
    )
    db.execute("DELETE FROM takes_part WHERE stream_id = ?", (str(row.stream_id),))
    people = dict.fromkeys((*row.responsible, *((row.case_handler,) if row.case_handler else ())))
    db.executemany("INSERT INTO takes_part VALUES (?, ?, 'works')", [(str(person), str(row.stream_id)) for person in people])
    db.executemany(
        "INSERT INTO takes_part VALUES (?, ?, 'reported')", [(str(person), str(row.stream_id)) for person in row.reported_by]
    )


def _take_avvik(db: sqlite3.Connection, found: Readable) -> None:
    row = avvik_row(found.events)
    db.execute(
        "INSERT OR REPLACE INTO avvik VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            str(row.stream_id),
            row.school,
            row.closed_at is None,
            None if row.kind is None else row.kind.value,
            row.rule,
            micros(row.raised_at),
            None if row.about_stream is None else str(row.about_stream),
            row.obligation,
            _encode(row),
        ),
    )


def _take_school(db: sqlite3.Connection, found: Readable) -> None:
    recorded = found.events
    kept = kept_school(recorded)
    if kept is None:
        db.executemany("DELETE FROM schools WHERE orgnr = ?", {(one.envelope.school,) for one in recorded})
        return
    running: Running = kept.school
    db.execute("INSERT OR REPLACE INTO schools VALUES (?, ?)", (running.orgnr, _encode(kept)))
    db.execute("DELETE FROM choices WHERE school = ?", (running.orgnr,))
    chosen = [one.event for one in recorded if isinstance(one.event, RulebookChosen)]
    db.executemany(
        "INSERT INTO choices VALUES (?, ?, ?, ?)",
        [(running.orgnr, one.rulebook, one.from_date.isoformat(), place) for place, one in enumerate(chosen)],
    )
    codes: dict[str, str | None] = {}
    for one in recorded:
        if type(one.event).__name__ == "KioskCodeIssued":
            last = getattr(one.event, "valid_to", None)
            codes[one.event.code_hash] = None if last is None else last.isoformat()  # type: ignore[attr-defined]
        elif type(one.event).__name__ == "KioskCodeRevoked":
            codes.pop(one.event.code_hash, None)  # type: ignore[attr-defined]
    db.execute("DELETE FROM kiosks WHERE orgnr = ?", (running.orgnr,))
    db.executemany("INSERT INTO kiosks VALUES (?, ?, ?)", [(code, running.orgnr, last) for code, last in codes.items()])


def _take_municipality(db: sqlite3.Connection, found: Readable) -> None:
    db.execute("DELETE FROM adoptions")
    db.executemany(
        "INSERT INTO adoptions VALUES (?, ?, ?, ?, ?)",
        [
            (one.version, one.event.rulebook, one.event.rulebook_version, one.event.source_toml, micros(one.envelope.recorded_at))
            for one in found.events
            if isinstance(one.event, LocalRulebookAdopted)
        ],
    )


def _take_staff(db: sqlite3.Connection, found: Readable) -> None:
    recorded = found.events
    row = staff_row(recorded, whole=not found.damaged)
    if row is None:
        known = (str(found.stream_id),)
        db.execute("DELETE FROM staff_roles WHERE person IN (SELECT person FROM staff WHERE stream_id = ?)", known)
        db.execute("DELETE FROM staff WHERE stream_id = ?", known)
        return
    person = str(row.person)
    db.execute("INSERT OR REPLACE INTO staff VALUES (?, ?, ?)", (person, str(recorded[0].stream_id), _encode(row)))
    db.execute("DELETE FROM staff_roles WHERE person = ?", (person,))
    places = dict.fromkeys(held.at_school for held in row.roles)
    db.executemany("INSERT INTO staff_roles VALUES (?, ?)", [(place, person) for place in places])


FORGET_PUPIL: Final = (
    "DELETE FROM pupils WHERE pupil = ?",
    "DELETE FROM enrolments WHERE pupil = ?",
    "DELETE FROM guardians WHERE pupil = ?",
)


def _take_pupil(db: sqlite3.Connection, found: Readable) -> None:
    recorded = found.events
    pupil = str(found.stream_id)
    for forget in FORGET_PUPIL:
        db.execute(forget, (pupil,))
    kept = kept_pupil(recorded, whole=not found.damaged)
    if kept is None:
        return
    db.execute("INSERT INTO pupils VALUES (?, ?)", (pupil, _encode(kept)))
    schools = dict.fromkeys(one.orgnr for one in kept.known.enrolments)
    db.executemany("INSERT INTO enrolments VALUES (?, ?)", [(school, pupil) for school in schools])
    db.executemany("INSERT INTO guardians VALUES (?, ?)", [(str(guardian), pupil) for guardian in kept.known.guardians])


def _take_access(db: sqlite3.Connection, found: Readable) -> None:
    recorded = found.events
    stream_id = str(recorded[0].stream_id)
    db.execute("DELETE FROM access WHERE stream_id = ?", (stream_id,))
    db.execute("DELETE FROM granted WHERE stream_id = ?", (stream_id,))
    db.execute("DELETE FROM watched WHERE stream_id = ?", (stream_id,))
    db.executemany(
        "INSERT INTO watched VALUES (?, ?, ?)", [(stream_id, micros(row.at), _encode(row)) for row in watch_rows(recorded)]
    )
    take_retained(db, recorded[0].stream_id, state_of(recorded))
    for about, row in access_rows(recorded).items():
        db.execute("INSERT INTO access VALUES (?, ?, ?)", (str(about), stream_id, _encode(row)))
        people = dict.fromkeys([*(one.person for one in row.grants), *(one.person for one in row.emergencies)])
        db.executemany("INSERT INTO granted VALUES (?, ?, ?)", [(str(person), str(about), stream_id) for person in people])


_TAKE: Final[dict[Stream, Callable[[sqlite3.Connection, Readable], None]]] = {
    Stream.AVVIK: _take_avvik,
    Stream.SCHOOL: _take_school,
    Stream.MUNICIPALITY: _take_municipality,
    Stream.STAFF_MEMBER: _take_staff,
    Stream.PUPIL: _take_pupil,
    Stream.ACCESS: _take_access,
}
