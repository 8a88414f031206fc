"""A day as a form of these pages gives it."""

from __future__ import annotations

from datetime import date

from services.case_service.http.moments import MomentProblem, read_day
from services.case_service.http.reporting.form_reading import Reading


def day_of(reading: Reading, field: str) -> date | None:
    """The day that was written in a field; None when nothing was, or when it is no day, which is noted as a problem."""
    written = reading.form.get(field, "").strip()
    if not written:
        return None
    try:
        return read_day(field, written)
    except MomentProblem as problem:
        reading.wrong_moment(problem)
        return None
