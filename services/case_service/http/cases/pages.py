"""The list of cases: filters, what is overdue, one page at a time."""

from __future__ import annotations

from datetime import datetime

import msgspec
from flask import Blueprint, render_template, request

from services.case_service.http.case_access import decision_on
from services.case_service.http.cases.asked import KINDS, STAGES, Asked, Open
from services.case_service.http.cases.finding import rows_of
from services.case_service.http.cases.reach import Reach, current_reach
from services.case_service.http.languages import current_language, t
from services.case_service.http.matters.blueprint import address
from services.case_service.http.matters.dossier import stage_text
from services.case_service.http.matters.shown_task import doing, when_text
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow
from services.case_service.rights import Action
from services.case_service.tasks import Group, Task, judged_row, tasks_of
from services.compliance.explain import day_text
from texts.case_number import case_number

cases = Blueprint("cases", __name__)


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A matter as the list shows it. ``pupil`` and what is due are for those who may see its content."""

    url: str
    number: str
    kind: str
    pupil: str
    stage: str
    open: bool
    serious: bool
    heightened: bool
    school: str
    handler: str
    touched: str
    next: str
    late: int


@cases.get("/saker")
@needs(Right.SEE_CASES)
def listed() -> str:
    """The list."""
    reach = current_reach()
    schools = {row.orgnr: row.name for row in the_desk().read_model.schools()} if _several_schools(reach) else {}
    asked = Asked.of(request.args, schools)
    rows, following = rows_of(asked, reach)
    return render_template(
        "cases/list.html",
        asked=asked,
        listed=_listed(rows),
        handler=_handler(asked, rows),
        schools=sorted(schools.items(), key=lambda one: one[1]),
        stages=STAGES,
        kinds=tuple(KINDS),
        opens=tuple(Open),
        next_url=asked.url(etter=following) if following else "",
        first_url=asked.url() if asked.after else "",
        several=bool(schools),
    )


def _several_schools(reach: Reach) -> bool:
    return reach.everywhere or len(reach.schools) > 1


def _handler(asked: Asked, rows: list[MatterRow]) -> str:
    """The name of the one whose cases were asked for: told beside a case that the reader may know of, and never for an id alone."""
    return the_desk().names.staff(asked.handler) if asked.handler is not None and not asked.mine and rows else ""


def _listed(rows: list[MatterRow]) -> list[Listed]:
    desk, now = the_desk(), the_desk().clock()
    readable = {row.stream_id for row in rows if decision_on(row, Action.SEE_CONTENT).allowed}
    due = desk.read_model.obligations(streams=readable, limit=2000) if readable else ()
    tasks = tasks_of([judged_row(one, now) for one in due], desk.rules)
    names = {one.orgnr: one.name for one in desk.read_model.schools()}
    return [
        _one(row, readable=row.stream_id in readable, tasks=tasks, now=now, school=names.get(row.school or "", "")) for row in rows
    ]


def _one(row: MatterRow, *, readable: bool, tasks: tuple[Task, ...], now: datetime, school: str) -> Listed:
    desk = the_desk()
    own = [task for task in tasks if task.stream_id == row.stream_id and row.is_open]
    ahead = [task for task in own if task.group(now) is not Group.OVERDUE and task.firm]
    return Listed(
        url=address(row) if readable or row.stream_id else "",
        number=case_number(row.stream_id),
        kind=t(f"list.Stream.{row.stream.value}"),
        pupil=(desk.names.pupil(row.pupil) or "") if readable and row.pupil is not None else "",
        stage=stage_text(row),
        open=row.is_open,
        serious=bool(row.serious),
        heightened=row.heightened,
        school=school,
        handler=desk.names.staff(row.case_handler) if row.case_handler is not None else "",
        touched=day_text(row.last_event_at, current_language()),
        next=f"{doing(ahead[0].topics[0])}. {when_text(ahead[0], now, current_language())}" if ahead else "",
        late=sum(task.group(now) is Group.OVERDUE for task in own),
    )
