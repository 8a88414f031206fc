"""The questions that pages, rights and reactions ask. Each sees everything that stood in the log when it was asked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec

from events.base import Stream
from events.lists.people import Role
from events.local_time import OSLO
from services.case_service.domain.staff.held_role import HeldRole
from services.case_service.read_model.closed_days import ClosedDays
from services.case_service.read_model.damage import DamageRow
from services.case_service.read_model.file import File
from services.case_service.read_model.micros import EPOCH, micros
from services.case_service.read_model.oversight import Oversight
from services.case_service.read_model.people import KeptPupil, KeptSchool, school_on
from services.case_service.read_model.retained import Retained
from services.case_service.read_model.rows import (
    AccessRow,
    AvvikRow,
    GuardianRow,
    MatterRow,
    ObligationRow,
    Page,
    PupilRow,
    SchoolRow,
    StaffRow,
)
from services.case_service.read_model.rulebooks import Rulebooks
from services.case_service.read_model.schema import TIMES
from services.case_service.read_model.watching import WatchRow
from services.case_service.store import EventStore
from services.case_service.streams import access_stream
from services.compliance.calendar import Calendar
from services.compliance.loading import Rules
from services.compliance.verdicts import VERDICT_SQL

PAGE: Final = 50
CASES: Final = (Stream.CASE, Stream.HEIGHTENED_CASE)
NO_ACCESS: Final = AccessRow()
UNDONE: Final = frozenset({"open", "overdue", "not_documented"})


def place_after(row: MatterRow) -> str:
    """The mark of what follows a matter in a list."""
    return f"{micros(row.last_event_at)}~{row.stream_id}"


class ReadModel(Oversight, Retained, Rulebooks):
    """The read model of one tenant. Safe to share between threads, not across a fork."""

    def __init__(self, file: Path, store: EventStore, *, rules: Rules, calendar: Calendar, clock: Callable[[], datetime]) -> None:
        self._file = File(file, store, rules, calendar, clock)
        self._store, self._known = store, rules
        self._clock = clock
        self.closed_days = ClosedDays(self._file)

    def catch_up(self) -> int:
        """Take in all that stands in the log. Returns the position reached."""
        return self._file.catch_up()

    def close(self) -> None:
        """Close this thread's connection to the file."""
        self._file.close()

    # People and schools

    def school(self, orgnr: str) -> SchoolRow | None:
        """A school as it is today."""
        found = self._all("SELECT row FROM schools WHERE orgnr = ?", (orgnr,))
        return school_on(found[0][0], self._today()) if found else None

    def schools(self) -> tuple[SchoolRow, ...]:
        """All schools as they are today, in the order of their numbers."""
        kept, day = self._all("SELECT row FROM schools ORDER BY orgnr", ()), self._today()
        return tuple(school_on(row[0], day) for row in kept)

    def staff(self, person: UUID) -> StaffRow | None:
        """Somebody who works, or has worked, at a school or for the municipality."""
        found = self._blobs("SELECT row FROM staff WHERE person = ?", (str(person),), StaffRow)
        return self._with_posts(found)[0] if found else None

    def staff_at(self, orgnr: str, on: date) -> tuple[StaffRow, ...]:
        """Those who have a role at a school on a day."""
        return self._staff_with_role("at_school = ?", (orgnr,), orgnr, on)

    def staff_of_municipality(self, on: date) -> tuple[StaffRow, ...]:
        """Those who have a role in the municipality itself on a day."""
        return self._staff_with_role("at_school IS NULL", (), None, on)

    def pupil(self, pupil: UUID) -> PupilRow | None:
        """A pupil as she is today."""
        found = self._blobs("SELECT row FROM pupils WHERE pupil = ?", (str(pupil),), KeptPupil)
        return found[0].on(self._today()) if found else None

    def pupils_at(self, orgnr: str, grade: int | None = None) -> tuple[PupilRow, ...]:
        """Those who go to a school today, in all grades or one."""
        query = "SELECT row FROM pupils WHERE pupil IN (SELECT pupil FROM enrolments WHERE orgnr = ?) ORDER BY pupil"
        rows = (kept.on(self._today()) for kept in self._blobs(query, (orgnr,), KeptPupil))
        return tuple(row for row in rows if row.orgnr == orgnr and grade in {None, row.grade})

    def guardians_of(self, pupil: UUID) -> tuple[GuardianRow, ...]:
        """The adults who act for a pupil today, verified or not."""
        row = self.pupil(pupil)
        return () if row is None else row.guardians

    def children_of(self, guardian: UUID) -> tuple[UUID, ...]:
        """The pupils that an adult acts for today."""
        rows = self._all("SELECT pupil FROM guardians WHERE guardian = ? ORDER BY pupil", (str(guardian),))
        pupils = [UUID(row[0]) for row in rows]
        return tuple(pupil for pupil in pupils if any(one.guardian == guardian for one in self.guardians_of(pupil)))

    def school_of_kiosk(self, code_hash: str) -> str | None:
        """The school that gave out a kiosk code (by its keyed hash) that is valid today."""
        rows = self._all(
            "SELECT orgnr FROM kiosks WHERE code_hash = ? AND (valid_to IS NULL OR valid_to >= ?)",
            (code_hash, self._today().isoformat()),
        )
        return str(rows[0][0]) if rows else None

    # Matters

    def matter(self, stream_id: UUID) -> MatterRow | None:
        """A matter by its stream."""
        found = self._blobs("SELECT row FROM matters WHERE stream_id = ?", (str(stream_id),), MatterRow)
        return found[0] if found else None

    def matter_of_code(self, code_hash: str) -> UUID | None:
        """The matter whose reporter got a code, by the code's keyed hash."""
        rows = self._all("SELECT stream_id FROM matters WHERE reporter_code = ?", (code_hash,))
        return UUID(rows[0][0]) if rows else None

    def matters(
        self,
        *,
        schools: Collection[str] | None = None,
        streams: Collection[Stream] = CASES,
        stages: Collection[str] | None = None,
        handler: UUID | None = None,
        pupil: UUID | None = None,
        among: Collection[UUID] | None = None,
        open_only: bool = False,
        serious_only: bool = False,
        after: str | None = None,
        limit: int = PAGE,
    ) -> Page[MatterRow]:
        """Matters, the last touched first.

        ``schools`` None means all; ``among`` restricts to some streams; ``after`` goes on from a page.
        """
        where, values = _either("stream", [stream.value for stream in streams])
        for column, wanted in (("school", schools), ("stage", stages), ("stream_id", among)):
            if wanted is not None:
                part, more = _either(column, [str(one) for one in wanted])
                where, values = f"{where} AND {part}", [*values, *more]
        for column, person in (("handler", handler), ("pupil", pupil)):
            if person is not None:
                where, values = f"{where} AND {column} = ?", [*values, str(person)]
        where += " AND is_open = 1" * open_only + " AND serious = 1" * serious_only
        if after is not None:
            touched, _, stream_id = after.partition("~")
            where += " AND (last_event_at, stream_id) < (?, ?)"
            values += [int(touched) if touched.isdigit() else 0, stream_id]
        rows = self._blobs(
            f"SELECT row FROM matters WHERE {where} ORDER BY last_event_at DESC, stream_id DESC LIMIT ?",  # noqa: S608 - own names
            (*values, limit + 1),
            MatterRow,
        )
        shown = rows[:limit]
        return Page(rows=shown, next=place_after(shown[-1]) if len(rows) > limit else None)

    def inbox(self, orgnr: str) -> tuple[MatterRow, ...]:
        """A school's concerns that nobody has acknowledged, or for which no case is opened yet; the longest known first."""
        return self._blobs(
            """SELECT row FROM matters WHERE school = ? AND stream = 'case' AND is_open = 1 AND opened = 0
               ORDER BY serious DESC, acknowledged, first_known_at""",
            (orgnr,),
            MatterRow,
        )

    def owners_inbox(self, limit: int = 200) -> tuple[MatterRow, ...]:
        """What the school owner was told of, or leads, and that is open, the newest first."""
        return self._blobs(
            """SELECT row FROM matters WHERE is_open = 1 AND stream IN ('case', 'heightened_case', 'physical_intervention')
               AND (owner_led = 1 OR owner_notified = 1) ORDER BY last_event_at DESC LIMIT ?""",
            (limit,),
            MatterRow,
        )

    def reported_by(self, person: UUID, limit: int = 200) -> tuple[MatterRow, ...]:
        """What somebody has reported, the newest first."""
        return self._with_part(person, "reported", limit)

    def works_with(self, person: UUID, limit: int = 200) -> tuple[MatterRow, ...]:
        """The matters in which somebody carries a measure, a talk or another task, the last touched first."""
        return self._with_part(person, "works", limit)

    def granted_to(self, person: UUID) -> tuple[UUID, ...]:
        """The matters to which somebody was given access, or took it, whether it still holds or not."""
        rows = self._all("SELECT DISTINCT about FROM granted WHERE person = ? ORDER BY about", (str(person),))
        return tuple(UUID(row[0]) for row in rows)

    def streams_of(self, case_id: UUID, stream: Stream | None = None) -> tuple[UUID, ...]:
        """The streams that belong to a case, its own included; of one kind if that is asked for."""
        query = "SELECT stream_id FROM case_streams WHERE case_id = ? AND (? IS NULL OR stream = ?) ORDER BY stream_id"
        kind = None if stream is None else stream.value
        return tuple(UUID(row[0]) for row in self._all(query, (str(case_id), kind, kind)))

    def access(self, stream_id: UUID) -> AccessRow:
        """What was given, denied and taken for a matter."""
        rows = self._blobs("SELECT row FROM access WHERE about = ?", (str(stream_id),), AccessRow)
        if len(rows) < 2:  # noqa: PLR2004 - nothing to put together
            return rows[0] if rows else NO_ACCESS
        return AccessRow(
            grants=tuple(grant for row in rows for grant in row.grants),
            denials=tuple(denial for row in rows for denial in row.denials),
            emergencies=tuple(taken for row in rows for taken in row.emergencies),
        )

    def denied_to(self, person: UUID) -> frozenset[UUID]:
        """The matters that somebody is shut out of. Reads all that was decided about access; few matters have any."""
        rows = self._all("SELECT about, row FROM access", ())
        return frozenset(
            UUID(about)
            for about, row in rows
            if any(denial.person == person for denial in msgspec.msgpack.decode(row, type=AccessRow).denials)
        )

    # What cannot be read

    def damaged(self, streams: Collection[UUID] | None = None) -> tuple[DamageRow, ...]:
        """The events that cannot be read and so count for nothing, in some streams (None: all), in the order of the log."""
        where, values = ("1", []) if streams is None else _either("stream_id", [str(one) for one in streams])
        return self._blobs(f"SELECT row FROM damaged WHERE {where} ORDER BY position", tuple(values), DamageRow)  # noqa: S608 - own names

    def notice_damage(self, stream_id: UUID) -> None:
        """Take a stream in again, of which somebody has met an event that cannot be read: else it would count here all the same."""
        if not self.damaged((stream_id,)):
            self._file.retake(stream_id)

    def may_hide_somebody(self, matter: MatterRow | None) -> bool:
        """Whether something that cannot be read may say that somebody is shut out of a matter: then what is left lets nobody in.

        It may stand in the matter or its case, in what was decided about access to them, in the pupil's own stream, or in an open
        case about an adult that concerns the same pupil.
        """
        damaged = self._hiding()
        if not damaged or matter is None:
            return False
        case = self.matter(matter.case_id)
        pupils = {one.pupil for one in (matter, case) if one is not None and one.pupil is not None}
        of = {matter.stream_id, matter.case_id, *pupils}
        for pupil in pupils:
            of |= {row.stream_id for row in self.matters(pupil=pupil, streams=(Stream.HEIGHTENED_CASE,), open_only=True).rows}
        of |= {access_stream(one) for one in of}
        return any(row.stream_id in of for row in damaged)

    def hiding_somebody(self) -> frozenset[UUID]:
        """The cases of which what cannot be read may say that somebody is shut out, as far as it is known whose it was."""
        return frozenset(case for row in self._hiding() for case in (row.case_id, row.stream_id) if case is not None)

    def _hiding(self) -> tuple[DamageRow, ...]:
        return self._blobs("SELECT row FROM damaged WHERE hides_somebody = 1", (), DamageRow)

    def watched(self, limit: int = 200) -> tuple[WatchRow, ...]:
        """Access taken in an emergency, and unusually much reading; the newest first."""
        return self._blobs("SELECT row FROM watched ORDER BY at DESC LIMIT ?", (limit,), WatchRow)

    # Duties and avvik

    def obligations(
        self,
        *,
        schools: Collection[str] | None = None,
        case_ids: Collection[UUID] | None = None,
        streams: Collection[UUID] | None = None,
        undone_only: bool = True,
        due_before: datetime | None = None,
        at: datetime | None = None,
        limit: int = 500,
    ) -> tuple[ObligationRow, ...]:
        """Obligations with their verdict now (or ``at`` a moment), the first due first.

        ``undone_only``: those that wait for somebody.
        """
        now = micros(at or self._clock())
        where, values = "opened_at <= ?", [now]
        for column, wanted in (("school", schools), ("case_id", case_ids), ("stream_id", streams)):
            if wanted is not None:
                part, more = _either(column, [str(one) for one in wanted])
                where, values = f"{where} AND {part}", [*values, *more]
        if undone_only:
            where += " AND discharged_at IS NULL AND released_at IS NULL"
        if due_before is not None:
            where, values = f"{where} AND COALESCE(due_at, silence_at) < ?", [*values, micros(due_before)]
        query = f"""SELECT *, {VERDICT_SQL} AS verdict FROM (SELECT *, ? AS judged_at FROM obligations WHERE {where})
            ORDER BY COALESCE(due_at, silence_at), obligation_id LIMIT ?"""  # noqa: S608 - own names
        found = self._obligations(query, (now, *values, limit))
        return tuple(one for one in found if not undone_only or one.verdict in UNDONE)

    def missed_without_avvik(self, *, since: datetime, at: datetime, limit: int = 500) -> tuple[ObligationRow, ...]:
        """Obligations whose limit passed after ``since``, that were not kept in time, and for which no avvik was raised.

        For "as soon as possible" the limit is when silence begins to count.
        """
        now = micros(at)
        query = f"""SELECT *, {VERDICT_SQL} AS verdict FROM (
                SELECT o.*, ? AS judged_at FROM obligations AS o LEFT JOIN avvik AS a ON a.obligation = o.obligation_id
                WHERE a.obligation IS NULL AND COALESCE(o.due_at, o.silence_at) BETWEEN ? AND ? AND o.opened_at <= ?)
            WHERE verdict IN ('overdue', 'late', 'not_documented') ORDER BY COALESCE(due_at, silence_at), obligation_id LIMIT ?"""  # noqa: S608 - own names
        return self._obligations(query, (now, micros(since), now, now, limit))

    def avvik(
        self,
        *,
        schools: Collection[str] | None = None,
        open_only: bool = True,
        kind: str | None = None,
        not_of: Collection[UUID] = (),
        limit: int = 500,
    ) -> tuple[AvvikRow, ...]:
        """Avvik, the newest first, but none that belongs to a case in ``not_of``."""
        where, values = ("1", []) if schools is None else _either("school", list(schools))
        where += " AND is_open = 1" * open_only
        if kind is not None:
            where, values = f"{where} AND kind = ?", [*values, kind]
        if not_of:
            part, more = _either("case_id", [str(one) for one in not_of])
            where, values = f"{where} AND stream_id NOT IN (SELECT stream_id FROM matters WHERE {part})", [*values, *more]  # noqa: S608 - own names
        return self._blobs(
            f"SELECT row FROM avvik WHERE {where} ORDER BY raised_at DESC, stream_id LIMIT ?",  # noqa: S608 - own names
            (*values, limit),
            AvvikRow,
        )

    def avvik_row(self, stream_id: UUID) -> AvvikRow | None:
        """An avvik by its stream."""
        found = self._blobs("SELECT row FROM avvik WHERE stream_id = ?", (str(stream_id),), AvvikRow)
        return found[0] if found else None

    def avvik_of(self, obligation_id: str) -> AvvikRow | None:
        """The avvik that was raised because of an obligation."""
        found = self._blobs("SELECT row FROM avvik WHERE obligation = ?", (obligation_id,), AvvikRow)
        return found[0] if found else None

    def streams(self, stream: Stream) -> tuple[UUID, ...]:
        """All streams of a kind: for kinds that are few and read whole, such as wheels."""
        rows = self._all("SELECT stream_id FROM case_streams WHERE stream = ? ORDER BY stream_id", (stream.value,))
        return tuple(UUID(row[0]) for row in rows)

    def _obligations(self, query: str, values: tuple[object, ...]) -> tuple[ObligationRow, ...]:
        with self._file.reading() as db:
            cursor = db.execute(query, values)
            names = [column[0] for column in cursor.description]
            return tuple(_obligation(dict(zip(names, row, strict=True))) for row in cursor)

    def _with_part(self, person: UUID, how: str, limit: int) -> tuple[MatterRow, ...]:
        return self._blobs(
            """SELECT row FROM matters JOIN takes_part USING (stream_id) WHERE person = ? AND how = ?
               ORDER BY last_event_at DESC LIMIT ?""",
            (str(person), how, limit),
            MatterRow,
        )

    def _staff_with_role(self, where: str, values: tuple[object, ...], orgnr: str | None, on: date) -> tuple[StaffRow, ...]:
        query = f"SELECT row FROM staff WHERE person IN (SELECT person FROM staff_roles WHERE {where}) ORDER BY person"  # noqa: S608
        rows = self._with_posts(self._blobs(query, values, StaffRow))
        return tuple(row for row in rows if any(held.at_school == orgnr and held.holds_on(on) for held in row.roles))

    def _with_posts(self, rows: tuple[StaffRow, ...]) -> tuple[StaffRow, ...]:
        """The rows with what the school's own events say: whoever is appointed deputy does the principal's work in that time."""
        schools = {held.at_school for row in rows for held in row.roles if held.at_school is not None}
        where, values = _either("orgnr", sorted(schools))
        kept = self._blobs(f"SELECT row FROM schools WHERE {where}", tuple(values), KeptSchool)  # noqa: S608 - own names
        posts = [
            (
                deputy.person,
                HeldRole(role=Role.PRINCIPAL, at_school=one.school.orgnr, from_date=deputy.from_date, to_date=deputy.to_date),
            )
            for one in kept
            for deputy in one.school.deputies
        ]
        if not posts:
            return rows
        return tuple(
            msgspec.structs.replace(
                row, roles=(*row.roles, *(post for person, post in posts if person == row.person and row.whole))
            )
            for row in rows
        )

    def _all(self, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with self._file.reading() as db:
            return db.execute(query, values).fetchall()

    def _blobs(self, query: str, values: tuple[object, ...], kind: type[Any]) -> tuple[Any, ...]:
        return tuple(msgspec.msgpack.decode(row[0], type=kind) for row in self._all(query, values))

    def _today(self) -> date:
        return self._clock().astimezone(OSLO).date()


def _either(column: str, values: list[str]) -> tuple[str, list[Any]]:
    return f"{column} IN ({', '.join('?' * len(values))})", list(values)


def _obligation(row: dict[str, Any]) -> ObligationRow:
    moments = {name: None if row[name] is None else EPOCH + timedelta(microseconds=row[name]) for name in TIMES}
    given = {**row, **moments}
    return msgspec.convert({name: given[name] for name in ObligationRow.__struct_fields__}, ObligationRow)
