"""What the school owner sees: which schools have opened the year, and how each duty stands across them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec

from events.base import Stream
from events.lists.year import Term, WheelTask
from services.case_service.http.school_reach import today
from services.case_service.http.web import the_desk
from services.case_service.http.year.duties import MISSED
from services.case_service.http.year.kept import KeptYear, Standing, kept_year
from services.case_service.http.year.place import Place, open_place, readable_schools
from services.case_service.http.year.proposals import OPENED, task_of
from services.case_service.http.year.shown import title_of
from services.case_service.read_model import ObligationRow
from services.compliance.verdicts import Verdict

MOST: Final = 20_000
DONE: Final = frozenset({Verdict.MET, Verdict.LATE})


class SchoolsYear(msgspec.Struct, frozen=True, kw_only=True):
    """A school's row: whether the year is open, and its tasks by how they stand."""

    place: Place
    kept: KeptYear
    done: int
    overdue: int
    waiting: int
    missed_duties: int


class DutyAcross(msgspec.Struct, frozen=True, kw_only=True):
    """One task that law or plans ask for, and the schools by how it stands there."""

    title: str
    done: tuple[str, ...]
    missed: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def asked(self) -> int:
        """At how many schools it is asked for."""
        return len(self.done) + len(self.missed) + len(self.waiting)


class OwnersTable(msgspec.Struct, frozen=True, kw_only=True):
    """Both tables."""

    schools: tuple[SchoolsYear, ...]
    duties: tuple[DutyAcross, ...]

    @property
    def unopened(self) -> tuple[str, ...]:
        """The schools that have not opened the year."""
        return tuple(one.place.name for one in self.schools if one.kept.opened_on is None)


def owners_table(starts_in: int) -> OwnersTable:
    """All schools in a school year. Only wheels are read: no case has any part in it."""
    places = [open_place(one.orgnr, starts_in) for one in readable_schools()]
    by_stream = {place.stream_id: place for place in places}
    found = the_desk().read_model.obligations(streams=list(by_stream), undone_only=False, limit=MOST)
    rows = [one for one in found if one.stream is Stream.ANNUAL_WHEEL and Verdict(one.verdict) is not Verdict.NOT_APPLICABLE]
    return OwnersTable(schools=tuple(_school(place, rows) for place in places), duties=_duties(by_stream, rows))


def _school(place: Place, rows: Sequence[ObligationRow]) -> SchoolsYear:
    kept, day = kept_year(place.recorded()), today()
    standings = [one.standing(day) for one in kept.tasks]
    own = (one for one in rows if one.stream_id == place.stream_id and Verdict(one.verdict) in MISSED)
    return SchoolsYear(
        place=place,
        kept=kept,
        done=standings.count(Standing.DONE),
        overdue=standings.count(Standing.OVERDUE),
        waiting=standings.count(Standing.PLANNED) + standings.count(Standing.POSTPONED),
        missed_duties=len({_task(one) for one in own} - {None}),
    )


def _duties(by_stream: dict[UUID, Place], rows: Sequence[ObligationRow]) -> tuple[DutyAcross, ...]:
    """Rules that ask for the same task are one duty; the gravest of their verdicts at a school is the school's."""
    verdicts: dict[tuple[WheelTask, Term | None], dict[str, set[Verdict]]] = {}
    for row in rows:
        if (task := _task(row)) is not None:
            schools = verdicts.setdefault(task, {})
            schools.setdefault(by_stream[row.stream_id].name, set()).add(Verdict(row.verdict))
    return tuple(
        DutyAcross(
            title=title_of(kind, term),
            done=tuple(sorted(name for name, held in schools.items() if held <= DONE)),
            missed=tuple(sorted(name for name, held in schools.items() if held & MISSED)),
            waiting=tuple(sorted(name for name, held in schools.items() if not held & MISSED and not held <= DONE)),
        )
        for (kind, term), schools in sorted(verdicts.items(), key=lambda one: (one[0][0], one[0][1] or ""))
    )


def _task(row: ObligationRow) -> tuple[WheelTask, Term | None] | None:
    rules = the_desk().rules
    if row.rule_id not in rules.by_id:
        return None
    bound = rules.of({"rule_id": row.rule_id, "opened_at": row.opened_at})
    return task_of(bound) if OPENED in bound.rule.trigger.events else None
