"""What waits and what there is: tasks, inbox, avvik, schools."""

from __future__ import annotations

from typing import Literal

import msgspec

from services.case_service.http.api.answers import AvvikAnswer, AvvikList, Matters, School, Schools, TaskAnswer, Tasks
from services.case_service.http.api.bodies import read_query
from services.case_service.http.api.cursors import USUAL, Cursor, Limit, link, mark, place
from services.case_service.http.api.matters import facts_of
from services.case_service.http.api.operation import Reply, operation
from services.case_service.http.avvik.reach import current_avvik_reach
from services.case_service.http.case_access import decision_on
from services.case_service.http.cases.reach import led_schools
from services.case_service.http.my_day.waiting import Matters as OwnMatters
from services.case_service.http.my_day.waiting import waiting
from services.case_service.http.rights import Right
from services.case_service.http.web import the_desk
from services.case_service.read_model import AvvikRow
from services.case_service.rights import Action
from texts.case_number import case_number


class AvvikQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which avvik are wanted."""

    state: Literal["open", "all"] = "open"
    limit: Limit = USUAL
    cursor: Cursor | None = None


@operation("GET", "/tasks", right=Right.SEE_CASES, answer=Tasks)
def list_tasks() -> Tasks:
    """What waits for the reader in the weeks ahead, as on her own page."""
    found = waiting(OwnMatters(), the_desk().clock())
    return Tasks(
        items=tuple(
            TaskAnswer(
                matter=one.task.stream_id,
                number=case_number(one.task.stream_id),
                topics=one.task.topics,
                limit=one.task.limit,
                firm=one.task.firm,
                verdict=one.task.verdict.value,
                rules=tuple(dict.fromkeys(str(row["rule_id"]) for row in one.task.rows)),
            )
            for one in found
        )
    )


@operation("GET", "/inbox", right=Right.READ_INBOX, answer=Matters)
def read_inbox() -> Matters:
    """The reports at the reader's schools that no case has been opened for, the longest known first."""
    rows = (row for school in sorted(led_schools()) for row in the_desk().read_model.inbox(school))
    shown = sorted((row for row in rows if decision_on(row, Action.HANDLE).allowed), key=lambda row: row.first_known_at)
    return Matters(items=tuple(facts_of(row) for row in shown), next=None)


@operation("GET", "/avvik", right=Right.TREAT_AVVIK, answer=AvvikList, query=AvvikQuery)
def list_avvik() -> Reply:
    """The avvik of the reader's schools, the newest first."""
    asked = read_query(AvvikQuery)
    start = place(asked.cursor, "avvik") or 0
    rows = current_avvik_reach().rows(open_only=asked.state == "open")
    following = mark(start + asked.limit, "avvik") if len(rows) > start + asked.limit else None
    items = tuple(_avvik(row) for row in rows[start : start + asked.limit])
    headers = link("list_avvik", following, state=asked.state, limit=asked.limit)
    return Reply(body=AvvikList(items=items, next=following), headers=headers)


@operation("GET", "/schools", right=Right.SEE_CASES, answer=Schools)
def list_schools() -> Schools:
    """The municipality's schools."""
    return Schools(
        items=tuple(
            School(
                orgnr=row.orgnr,
                name=row.name,
                lowest_grade=row.lowest_grade,
                highest_grade=row.highest_grade,
                rulebook=row.rulebook,
                discontinued_on=row.discontinued_on,
            )
            for row in the_desk().read_model.schools()
        )
    )


def _avvik(row: AvvikRow) -> AvvikAnswer:
    return AvvikAnswer(
        id=row.stream_id,
        number=case_number(row.stream_id),
        school=row.school,
        stage=row.stage,
        raised_at=row.raised_at,
        kind=row.kind,
        grade=row.grade,
        rule=row.rule,
        responsible=row.responsible,
        due_on=row.due_on,
        external_system=row.external_system,
        external_reference=row.external_reference,
        closed_at=row.closed_at,
    )
