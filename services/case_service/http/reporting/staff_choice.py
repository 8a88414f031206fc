"""Choosing somebody who works at the school."""

from __future__ import annotations

from uuid import UUID

from services.case_service.http.languages import current_language
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.reporting.schools import today
from services.case_service.http.web import the_desk
from texts import label


def staff_options(orgnr: str, *, besides: UUID | None = None) -> list[tuple[str, str]]:
    """Everybody who works at the school today, by name, with what they do; ``besides`` leaves one out."""
    desk, language = the_desk(), current_language()
    people = []
    for row in desk.read_model.staff_at(orgnr, today()):
        if row.person == besides:
            continue
        does = ", ".join(dict.fromkeys(label(one.role, language) for one in row.roles if one.at_school == orgnr))
        name = desk.names.staff(row.person)
        people.append((str(row.person), f"{name} ({does})" if does else name))
    return sorted(people, key=lambda one: one[1])


def staff_person(reading: Reading, orgnr: str, field: str) -> UUID | None:
    """The one whom a form names, when she works at the school; else None, with a problem if something else stood there."""
    written = reading.form.get(field, "")
    if not written:
        return None
    working = {str(row.person): row.person for row in the_desk().read_model.staff_at(orgnr, today())}
    if written not in working:
        reading.wrong(field, "report.problem.choose")
        return None
    return working[written]
