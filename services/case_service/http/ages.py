"""Whether a pupil is fifteen: from then on she has a say in what her guardians are shown."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from uuid import UUID

from events.pupil import PupilIdentityCorrected, PupilRegistered
from services.case_service.http.web import the_desk

FIFTEEN: Final = 15
GRADE_OF_FIFTEEN: Final = 9
"""The first grade in which a pupil may turn fifteen, for when no date of birth is known."""

_BIRTH_NUMBER: Final = re.compile(r"(\d{2})(\d{2})(\d{2})\d{5}")


def is_fifteen(pupil: UUID, on: date) -> bool:
    """Whether the pupil is fifteen on a day; without a date of birth, whether the grade says that she may be."""
    desk = the_desk()
    born: date | None = None
    for one in desk.store.readable(pupil, texts=True).events:
        if isinstance(one.event, PupilRegistered | PupilIdentityCorrected):
            born = _day(one.event.born_on) or _day_in(one.event.birth_number) or born
    if born is not None:
        return (on.year - born.year) - ((on.month, on.day) < (born.month, born.day)) >= FIFTEEN
    row = desk.read_model.pupil(pupil)
    return row is not None and row.grade is not None and row.grade >= GRADE_OF_FIFTEEN


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None


def _day_in(birth_number: str | None) -> date | None:
    """The date of birth in a birth number. Whoever goes to school was born in this century; 40 or 80 may be added in a D number."""
    match = _BIRTH_NUMBER.fullmatch(birth_number or "")
    if match is None:
        return None
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(2000 + year, month % 40, day % 40)
    except ValueError:
        return None
