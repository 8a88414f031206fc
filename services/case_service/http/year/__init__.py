"""The year of a school: the wheel of its tasks, supervision in the breaks, talks twice a year (kommunelova § 25-1)."""

from services.case_service.http.year import (
    adding,
    covering,
    files,
    front,
    opening,
    supervision,
    supervision_editing,
    talks,
    tasks,
)
from services.case_service.http.year.blueprint import year_pages

__all__ = [
    "adding",
    "covering",
    "files",
    "front",
    "opening",
    "supervision",
    "supervision_editing",
    "talks",
    "tasks",
    "year_pages",
]
