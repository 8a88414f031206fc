"""What can be recorded in a matter now, in the order in which a school works; what is due stands on top."""

from __future__ import annotations

from collections import Counter
from typing import Final
from uuid import UUID

from flask import abort, render_template

from events.base import Stream
from services.case_service.http.case_access import Matter, open_matter
from services.case_service.http.record.asking import is_recordable
from services.case_service.http.record.blueprint import record_pages
from services.case_service.http.record.next_duty import next_duties
from services.case_service.http.record.places import FOLDERS, MATTER, form_page, page_of
from services.case_service.http.record.steps import Step, order
from services.case_service.http.rights import Right, needs
from services.case_service.rights import Action
from texts.case_number import case_number

PLANNING: Final = frozenset({"case.PlanAdopted", "case.MeasureAdded"})
"""Where these can be recorded, the plan builder does both in one."""


BEGINS: Final = tuple(FOLDERS[stream] for stream in (Stream.ENFORCEMENT, Stream.SURVEY, Stream.AVVIK))
"""What can begin from a case (see beginning.py)."""


@record_pages.get(f"{MATTER}/skjema")
@needs(Right.SIGNED_IN)
def menu(matter: UUID) -> str:
    """All forms that the person can fill in here."""
    opened = open_matter(matter, Action.RECORD)
    steps = _steps(opened)
    if not steps:
        abort(404)  # a family has its own pages
    recordable = {topic for step in steps for topic in step.topics}
    return render_template(
        "record/menu.html",
        matter=opened,
        number=case_number(opened.row.stream_id),
        home=page_of(opened.row),
        duties=next_duties(opened),
        steps=steps,
        plans=recordable >= PLANNING,
        times=Counter(one.topic for one in opened.recorded),
        form_page=form_page,
        begins=BEGINS if _may_begin(opened) else (),
    )


def _may_begin(matter: Matter) -> bool:
    return matter.row.stream in {Stream.CASE, Stream.HEIGHTENED_CASE} and matter.may(Action.HANDLE)


def _steps(matter: Matter) -> tuple[Step, ...]:
    found = (
        Step(step.key, tuple(topic for topic in step.topics if is_recordable(matter, topic)))
        for step in order().get(matter.row.stream, ())
    )
    return tuple(step for step in found if step.topics)
