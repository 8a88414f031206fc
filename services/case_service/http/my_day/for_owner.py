"""What waits for the school owner: notices to confirm, limits of the Statsforvalter, and avvik to treat."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec
from flask import url_for

from events.base import Stream
from services.case_service.http.case_access import decision_on, visible
from services.case_service.http.languages import current_language, t
from services.case_service.http.matters.blueprint import address
from services.case_service.http.matters.shown_task import ShownTask, shown_task
from services.case_service.http.record.places import form_page
from services.case_service.http.shut_out import cases_closed_to_her
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow
from services.case_service.rights import Action
from services.case_service.tasks import judged_row, tasks_of
from services.compliance.explain import day_text
from texts.case_number import case_number

AHEAD: Final = timedelta(days=60)
MOST: Final = 200
AVVIK_SHOWN: Final = 10


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice to the owner that nobody has confirmed."""

    title: str
    where: str
    url: str
    confirm: str


class OwnersDay(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of the owner's page."""

    notices: tuple[Notice, ...]
    limits: tuple[tuple[ShownTask, str, str], ...]
    avvik: tuple[tuple[str, str, str], ...]
    more_avvik: bool


def owners_day(now: datetime) -> OwnersDay:
    """What waits for the owner or her adviser."""
    model = the_desk().read_model
    schools = {one.orgnr: one.name for one in model.schools()}
    notified = [row for row in model.owners_inbox() if row.owner_notified and not row.owner_acknowledged]
    open_avvik = model.avvik(not_of=cases_closed_to_her(None), limit=AVVIK_SHOWN + 1)
    return OwnersDay(
        notices=tuple(_notice(row, schools) for row in visible(notified)),
        limits=_limits(now, schools),
        avvik=tuple(
            (
                t(
                    "my_day.avvik.one",
                    kind=t(f"list.AvvikKind.{one.kind.value}") if one.kind else "",
                    number=case_number(one.stream_id),
                ),
                " · ".join(
                    part for part in (schools.get(one.school or "", ""), day_text(one.raised_at, current_language())) if part
                ),
                f"/avvik/{one.stream_id}",
            )
            for one in open_avvik[:AVVIK_SHOWN]
        ),
        more_avvik=len(open_avvik) > AVVIK_SHOWN,
    )


def _notice(row: MatterRow, schools: dict[str, str]) -> Notice:
    may = decision_on(row, Action.RECORD).may_record("case.OwnerAcknowledged")
    return Notice(
        title=t(f"matter.title.{row.stream.value}", number=case_number(row.stream_id)),
        where=schools.get(row.school or "", ""),
        url=address(row),
        confirm=form_page(row, "case.OwnerAcknowledged") if may else "",
    )


def _limits(now: datetime, schools: dict[str, str]) -> tuple[tuple[ShownTask, str, str], ...]:
    model, desk = the_desk().read_model, the_desk()
    rows = {row.stream_id: row for row in model.matters(streams=[Stream.ENFORCEMENT], open_only=True, limit=MOST).rows}
    seen = {id_ for id_, row in rows.items() if decision_on(row, Action.SEE_CONTENT).allowed}
    if not seen:
        return ()
    due = model.obligations(streams=sorted(seen, key=str), due_before=now + AHEAD, limit=MOST)
    return tuple(
        (
            shown_task(task, now, topic=task.topics[0]),
            schools.get(task.school or "", ""),
            url_for("enforcement.show", place="tilsyn", matter=task.stream_id),
        )
        for task in tasks_of([judged_row(one, now) for one in due], desk.rules)
    )
