"""The deadlines that somebody answers for: of matters she handles, and of the whole school where she is principal."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Final
from uuid import UUID

from services.case_service.reactions.recipients import LEADERS, Recipients
from services.case_service.read_model import MatterRow, ObligationRow, ReadModel
from services.compliance.calendar import local_day

AHEAD: Final = timedelta(days=120)
BACK: Final = timedelta(days=30)
MOST: Final = 2000


def deadlines_of(person: UUID, model: ReadModel, now: datetime) -> tuple[ObligationRow, ...]:
    """What is due, the first first: nothing of a matter in which she is suspected or shut out, or that the owner leads."""
    today, recipients = local_day(now), Recipients(model)
    staff = model.staff(person)
    if staff is None or (staff.left_on is not None and staff.left_on < today):
        return ()
    schools = {one.at_school for one in staff.roles if one.role in LEADERS and one.holds_on(today) and one.at_school is not None}
    handled = [row.stream_id for row in model.matters(handler=person, open_only=True, limit=MOST).rows]
    found: dict[str, ObligationRow] = {}
    if schools:
        due = model.obligations(schools=schools, due_before=now + AHEAD, at=now, limit=MOST)
        found |= {one.obligation_id: one for one in due}
    if handled:
        due = model.obligations(streams=handled, due_before=now + AHEAD, at=now, limit=MOST)
        found |= {one.obligation_id: one for one in due}

    @cache
    def hers(stream_id: UUID) -> bool:
        row = model.matter(stream_id)
        return row is None or (_leads(row, schools, person) and recipients.allowed(row, [person]) == (person,))

    near = (one for one in found.values() if one.limit is not None and one.limit > now - BACK)
    mine = [one for one in near if _is_open(model.matter(one.stream_id)) and hers(one.stream_id) and hers(one.case_id)]
    return tuple(sorted(mine, key=lambda one: (one.limit or now, one.obligation_id)))


def _leads(row: MatterRow, schools: set[str], person: UUID) -> bool:
    return not row.led_by_owner and (row.school in schools or row.case_handler == person)


def _is_open(row: MatterRow | None) -> bool:
    """A year of a school is no matter, and open as long as something in it is due."""
    return row is None or row.is_open
