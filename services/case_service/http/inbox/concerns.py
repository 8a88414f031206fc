"""The concerns that wait at the schools that somebody leads, the serious first and then the longest known."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from events.lists.concern import Concern
from services.case_service.http.case_access import decision_on
from services.case_service.http.languages import current_language, t
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow
from services.case_service.rights import Action
from services.compliance.calendar import local_day
from services.compliance.explain import moment_text, span_text
from texts import label
from texts.case_number import case_number

HOUR: Final = timedelta(hours=1)
TWO_DAYS: Final = timedelta(days=2)


class Waits(msgspec.Struct, frozen=True, kw_only=True):
    """A concern that waits. ``clock`` says how long it has been since the first employee knew, and who that was."""

    stream_id: UUID
    number: str
    pupil: str
    what: str
    clock: str
    known: str
    school: str
    serious: bool
    danger: bool
    acknowledged: bool
    today: bool
    unanswered: int


def new_concerns(schools: Collection[str], now: datetime) -> tuple[Waits, ...]:
    """What nobody has confirmed yet: for the sum on top of my day."""
    return tuple(one for one in waiting_concerns(schools, now) if not one.acknowledged)


def waiting_concerns(schools: Collection[str], now: datetime) -> tuple[Waits, ...]:
    """All concerns at the schools that no case has been opened for, as far as the reader may read them.

    What suspects a leader of the school goes to the owner, and is no concern of this inbox.
    """
    model = the_desk().read_model
    names = {one.orgnr: one.name for one in model.schools()} if len(schools) > 1 else {}
    rows = (row for school in sorted(schools) for row in model.inbox(school))
    shown = [row for row in rows if decision_on(row, Action.HANDLE).allowed]
    shown.sort(key=lambda row: (row.acknowledged_at is not None, not (row.serious or row.danger), row.first_known_at))
    return tuple(_waits(row, now, names.get(row.school or "", "")) for row in shown)


def clock_text(row: MatterRow, now: datetime) -> str:
    """How long somebody at the school has known: ``4 t 12 min siden Kari Lie fikk vite det``."""
    span, who = _span(row.first_known_at, now), _first_to_know(row)
    return t("inbox.clock", span=span, who=who) if who else t("inbox.clock.nobody", span=span)


def _span(since: datetime, now: datetime) -> str:
    span = max(now - since, timedelta(0))
    if span >= TWO_DAYS or span < HOUR:
        return span_text(since, now, current_language())
    return t("inbox.span", hours=span // HOUR, minutes=span % HOUR // timedelta(minutes=1))


def _first_to_know(row: MatterRow) -> str:
    """The name of the member of staff who reported; empty where it came from a pupil or a guardian."""
    desk = the_desk()
    staff = next((one for one in row.reported_by if desk.read_model.staff(one) is not None), None)
    return "" if staff is None else desk.names.staff(staff)


def _waits(row: MatterRow, now: datetime, school: str) -> Waits:
    language = current_language()
    return Waits(
        stream_id=row.stream_id,
        number=case_number(row.stream_id),
        pupil="" if row.pupil is None else the_desk().names.pupil(row.pupil),
        what=label(Concern(row.concern), language) if row.concern is not None else "",
        clock=clock_text(row, now),
        known=moment_text(row.first_known_at, language),
        school=school,
        serious=bool(row.serious),
        danger=row.danger,
        acknowledged=row.acknowledged_at is not None,
        today=local_day(row.first_known_at) == local_day(now),
        unanswered=row.unanswered_messages,
    )
