"""The part of a form that says who is to read, by when."""

from __future__ import annotations

from datetime import date
from typing import Final

from events.lists.people import Role
from services.case_service.http.languages import t
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.rights import SEES_ALL_SCHOOLS, WORKS_AT_A_SCHOOL
from services.case_service.http.routines.written_day import day_of
from services.case_service.http.school_reach import today
from texts import Language, label

ALL: Final = "all"
"""What the form calls everybody who works at a school (opplæringslova § 12-4)."""


def role_choices(language: Language, *, municipal: bool) -> list[tuple[str, str]]:
    """Whom one can ask to read: everybody at the school, or those in some roles."""
    roles = [one for one in Role if one in WORKS_AT_A_SCHOOL or (municipal and one in SEES_ALL_SCHOOLS)]
    return [(ALL, t("routines.roles.all")), *((one.value, label(one, language).capitalize()) for one in roles)]


def read_asked(reading: Reading, *, required: bool = False) -> tuple[tuple[Role, ...], date] | None:
    """Who is to read by when; None when nobody is asked, or when something is wrong, which is noted."""
    given = reading.form.getlist("roles")
    allowed = {one.value for one in WORKS_AT_A_SCHOOL | SEES_ALL_SCHOOLS} | {ALL}
    due_on = day_of(reading, "due_on")
    if not set(given) <= allowed:
        reading.wrong("roles", "report.problem.choose")
        return None
    if not given:
        if required or due_on is not None:
            reading.wrong("roles", "routines.problem.roles")
        return None
    if due_on is None:
        if not any(one.field == "due_on" for one in reading.problems):
            reading.wrong("due_on", "routines.problem.due")
        return None
    if due_on < today():
        reading.wrong("due_on", "routines.problem.due_past")
        return None
    wanted = {Role(one) for one in given if one != ALL} | (WORKS_AT_A_SCHOOL if ALL in given else frozenset())
    return tuple(one for one in Role if one in wanted), due_on
