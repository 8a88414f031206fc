"""Who has read a matter: the log for those who watch over it, and the family's own report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from itertools import groupby
from typing import Final
from uuid import UUID

import msgspec
from flask import render_template, request, url_for

from events.lists.people import FAMILY, Role
from events.local_time import OSLO
from services.case_service.http.access.blueprint import access
from services.case_service.http.access.told import Read, read_of, told
from services.case_service.http.case_access import open_matter
from services.case_service.http.languages import current_language, t
from services.case_service.http.portal.home import SHOWN as SHOWN_TO_FAMILIES
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.read_model import MatterRow
from services.case_service.reading_log import readings
from services.case_service.rights import Action
from services.case_service.streams import access_stream
from services.compliance.explain import day_text
from texts.case_number import case_number

SHOWN: Final = 100
"""Readings on one page."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the report: who read, in which role and for what, and on which day how often."""

    name: str
    read: Read
    day: str
    times: int = 1


@access.get("/saker/<uuid:matter>/tilgang/logg")
@needs(Right.SIGNED_IN)
def log(matter: UUID) -> str:
    """Every reading of the matter, the newest first."""
    opened = open_matter(matter, Action.SEE_LOG)
    known = told(the_desk().store.read(access_stream(matter)))
    read = readings_of(opened.row)
    first = max(0, request.args.get("fra", 0, type=int))
    shown = read[first : first + SHOWN]
    name = names_of_readers(opened.row.pupil)
    return render_template(
        "access/log.html",
        matter=opened,
        number=case_number(matter),
        lines=[Line(name=name(one), read=one, day="") for one in shown],
        report_url=_report_url(opened.row),
        taken=[(the_desk().names.staff(one.person), one) for one in known.taken],
        total=len(read),
        first=first,
        newer=url_for("access.log", matter=matter, fra=max(0, first - SHOWN)) if first else "",
        older=url_for("access.log", matter=matter, fra=first + SHOWN) if first + SHOWN < len(read) else "",
    )


@access.get("/foresatt/saker/<uuid:matter>/lest")
@needs(Right.SIGNED_IN)
def readers(matter: UUID) -> str:
    """Who at the school and in the municipality has read the own case, day by day.

    What the rest of the family read is theirs alone: a pupil who looked up the own case need not tell a parent so.
    """
    opened = open_matter(matter, Action.SEE_READERS)
    name = names_of_readers(opened.row.pupil)
    staff = (one for one in readings_of(opened.row) if one.role not in FAMILY or one.person == opened.person.id)
    days = groupby(staff, key=lambda one: one.at.astimezone(OSLO).date())
    lines = [line for day, read in days for line in _of_day(day_text(day, current_language()), list(read), name)]
    return render_template("access/readers.html", matter=opened, lines=lines)


def _report_url(row: MatterRow) -> str:
    """Where the pupil's report is; empty for a matter that no report tells of."""
    return url_for("access.report", matter=row.stream_id) if row.pupil is not None and row.stream in SHOWN_TO_FAMILIES else ""


def readings_of(row: MatterRow) -> list[Read]:
    """Every reading of a matter, the newest first."""
    since, to = row.started_at.astimezone(UTC).date(), the_web().clock().astimezone(UTC).date()
    return [read_of(one) for one in readings(the_desk().store, row.stream_id, since=since, to=to)]


def _of_day(day: str, read: list[Read], name: Callable[[Read], str]) -> list[Line]:
    """One line for each person and purpose of a day."""
    counted: dict[tuple[UUID, str], Line] = {}
    for one in read:
        key = (one.person, one.purpose.value)
        times = counted[key].times + 1 if key in counted else 1
        counted[key] = Line(name=name(one), read=one, day=day, times=times)
    return list(counted.values())


def names_of_readers(pupil: UUID | None) -> Callable[[Read], str]:
    """What readers of a pupil's matter are called: a guardian by the name that the pupil's stream has."""
    names = the_desk().names

    def name(one: Read) -> str:
        if one.role is Role.GUARDIAN and pupil is not None:
            found = names.guardian(pupil, one.person)
        else:
            found = names.pupil(one.person) if one.role is Role.PUPIL else names.staff(one.person)
        return found or t("access.unknown_name")

    return name
