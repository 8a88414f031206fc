"""What the reader herself is to do in the school's year: the tasks of the annual wheel that carry her name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import msgspec

from services.case_service.http.cases.reach import led_schools
from services.case_service.http.persons import current_person
from services.case_service.http.school_reach import MUNICIPALITY, answers_for_all
from services.case_service.http.year.kept import Standing, kept_year
from services.case_service.http.year.place import current_year, open_place, own_schools
from services.case_service.http.year.shown import title_of

AHEAD: Final = timedelta(days=28)
"""So far ahead the page looks, as for the matters."""


class OwnTask(msgspec.Struct, frozen=True, kw_only=True):
    """A task that is not done. ``where`` is the school, or the municipality."""

    due_on: date
    title: str
    where: str
    url: str
    standing: Standing


def own_tasks(on: date) -> tuple[OwnTask, ...]:
    """Hers, the first due first. Those of a school that she leads stand among its duties already."""
    led = led_schools()
    places = [one for one in own_schools() if one not in led]
    if answers_for_all():
        places.append(MUNICIPALITY)
    return tuple(sorted((task for one in places for task in _at(one, on)), key=lambda task: (task.due_on, task.title)))


def _at(address: str, on: date) -> Iterator[OwnTask]:
    place, her = open_place(address, current_year()), current_person().id
    for one in kept_year(place.recorded()).tasks:
        if one.task is None or one.due_on is None or one.done is not None or one.responsible != her or one.due_on > on + AHEAD:
            continue
        yield OwnTask(
            due_on=one.due_on,
            title=title_of(one.kind, one.term, one.title),
            where=place.name,
            url=place.url("show_task", task=one.task),
            standing=one.standing(on),
        )
