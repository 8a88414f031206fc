"""The tasks of a school's earlier years that nobody recorded as done: one line per year, for that year's page settles them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec
from flask import url_for

from events.envelope import school_year
from services.case_service.http.languages import t
from services.case_service.http.my_day.waiting import Waiting
from services.case_service.http.web import the_desk
from services.case_service.http.year.place import current_year, year_of
from services.case_service.tasks import Task
from services.compliance.calendar import local_day


class EarlierYear(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a year: in words, at which school, and where it is settled."""

    text: str
    where: str
    url: str


def is_of_an_earlier_year(one: Waiting) -> bool:
    """Whether a task belongs to a year of the school that is over."""
    return one.row is None and starts_in(one.task) < current_year()


def starts_in(task: Task) -> int:
    """The August in which the school year of a task of the wheel began."""
    return year_of(local_day(task.limit))


def year_address(task: Task) -> str:
    """The page of the year that a task of the wheel belongs to."""
    if task.school is None:
        return url_for("year.choose")
    return url_for("year.show", orgnr=task.school, year=starts_in(task))


def earlier_years(left: Iterable[Waiting]) -> tuple[EarlierYear, ...]:
    """One line per school and year, the newest year first."""
    counted = Counter((school_year(local_day(one.task.limit)), one.task.school or "", year_address(one.task)) for one in left)
    return tuple(
        EarlierYear(text=_text(year, count), where=_name(school), url=url)
        for (year, school, url), count in sorted(counted.items(), reverse=True)
    )


def _text(year: str, count: int) -> str:
    return t("my_day.earlier.one", year=year) if count == 1 else t("my_day.earlier.many", n=count, year=year)


def _name(orgnr: str) -> str:
    school = the_desk().read_model.school(orgnr)
    return orgnr if school is None else school.name
