"""Stream ids that follow from what a stream is about, so that nobody has to look them up.

A pupil's stream has the pupil's pseudonym as its id, and a case's stream is the case.
"""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID, uuid5

_SPACE: Final = UUID("0b0c1f0e-6d2a-5f57-9a44-0f4a5e1d7c10")


def school_stream(tenant: str, orgnr: str) -> UUID:
    """The stream of a school, by its organisation number."""
    return uuid5(_SPACE, f"{tenant}:school:{orgnr}")


def municipality_stream(tenant: str) -> UUID:
    """The stream of what the municipality decides for all its schools."""
    return uuid5(_SPACE, f"{tenant}:municipality")


def staff_stream(person: UUID) -> UUID:
    """The stream of a member of staff, by the person."""
    return uuid5(person, "staff")


def access_stream(about: UUID) -> UUID:
    """The stream of access to something: a case or another matter, by its stream; or a child, by the pupil."""
    return uuid5(about, "access")


def readings_stream(about: UUID, day: date) -> UUID:
    """The stream of who read a matter in the month of a day. By itself, so that no other question has to read through it."""
    return uuid5(about, f"readings:{day.year}-{day.month:02}")


def survey_results_stream(tenant: str, orgnr: str, starts_in: int) -> UUID:
    """The stream of a school's published survey results of a school year; the year is that of August."""
    return uuid5(school_stream(tenant, orgnr), f"survey results:{starts_in}")


def routines_stream(tenant: str, orgnr: str | None) -> UUID:
    """The stream of the plans and routines under document control, of a school or (None) of the municipality.

    It is a wheel's stream of its own: a routine and its versions outlive the school years. Those at a school who have read a
    routine of the municipality say so in the school's.
    """
    owner = municipality_stream(tenant) if orgnr is None else school_stream(tenant, orgnr)
    return uuid5(owner, "routines")


def wheel_stream(tenant: str, orgnr: str | None, starts_in: int) -> UUID:
    """The stream of a school year's wheel, of a school or (None) of the municipality; the year is that of August."""
    owner = municipality_stream(tenant) if orgnr is None else school_stream(tenant, orgnr)
    return uuid5(owner, f"wheel:{starts_in}")
