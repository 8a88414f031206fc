"""A notice as the page shows it: what kind, about which matter by its number, and where it leads for whoever may open that."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final
from uuid import UUID

import msgspec
from flask import url_for

from events.base import Stream
from services.case_service.http.case_access import decision_on, may_open
from services.case_service.http.languages import current_language, t
from services.case_service.http.matters.blueprint import address
from services.case_service.http.web import the_desk
from services.case_service.notices.book import NoticeLine
from services.case_service.notices.notice import AT_ONCE, NoticeKind
from services.case_service.read_model import MatterRow
from services.case_service.rights import Action
from services.compliance.explain import day_text, moment_text
from texts.case_number import case_number

LIMITS: Final = frozenset({NoticeKind.DUE_SOON, NoticeKind.DUE_TODAY, NoticeKind.OVERDUE, NoticeKind.ESCALATED})
PRESSING: Final = AT_ONCE | {NoticeKind.OVERDUE, NoticeKind.DUE_TODAY}
OWN_PAGES: Final = {
    NoticeKind.REPORT_ACKNOWLEDGED: "reporting.mine",
    NoticeKind.UNUSUAL_READING: "access.watch",
    NoticeKind.EMERGENCY_ACCESS: "access.watch",
    NoticeKind.READING_REQUIRED: "routines.mine",
    NoticeKind.YEAR_TASK_ASSIGNED: "year.choose",
    NoticeKind.RETENTION_LAPSED: "disposal.listed",
    NoticeKind.LOG_ALARM: "admin.integrity",
}
"""Where a notice leads when its matter does not open for the one who was told."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One or several notices of a kind about one matter. ``url`` is empty when there is nothing that she may open.

    ``duties`` are what limits are about, in the words of the rules: they name nobody.
    """

    ids: tuple[UUID, ...]
    text: str
    pressing: bool
    where: str
    duties: tuple[str, ...]
    when: str
    due: str
    url: str


class Showing:
    """Shows notices during one request: each matter is looked up and decided on once."""

    def __init__(self) -> None:
        self._schools = {one.orgnr: one.name for one in the_desk().read_model.schools()}
        self._place = cache(_place)

    def grouped(self, lines: Iterable[NoticeLine]) -> list[Listed]:
        """The notices, the newest first; those of a kind about the same matter as one."""
        groups: dict[tuple[NoticeKind, UUID], list[NoticeLine]] = {}
        for line in lines:
            groups.setdefault((line.kind, line.about or line.id), []).append(line)
        return [self._listed(group) for group in groups.values()]

    def url(self, line: NoticeLine) -> str:
        """Where a notice leads."""
        row, opens = self._place(line.about)
        if row is None or not opens:
            return url_for(OWN_PAGES[line.kind]) if line.kind in OWN_PAGES else ""
        waits = row.stream is Stream.CASE and row.acknowledged_at is None and row.opened_at is None
        if waits and decision_on(row, Action.HANDLE).allowed:
            return url_for("inbox.handle", concern=row.stream_id)
        return address(row)

    def _listed(self, group: list[NoticeLine]) -> Listed:
        first, language = group[0], current_language()
        row, opens = self._place(first.about)
        days = sorted({line.due_at for line in group if line.due_at is not None})
        return Listed(
            ids=tuple(line.id for line in group),
            text=_text(first.kind, len(group)),
            pressing=first.kind in PRESSING,
            where=self._where(row) if row is not None and (opens or may_open(row, Action.SEE_STATUS)) else "",
            duties=_duties(group) if opens and first.kind in LIMITS else (),
            when=moment_text(first.made_at, language),
            due=day_text(days[0], language) if days else "",
            url=self.url(first),
        )

    def _where(self, row: MatterRow) -> str:
        what = t("notices.matter", kind=t(f"list.Stream.{row.stream.value}").capitalize(), number=case_number(row.stream_id))
        return " · ".join(part for part in (what, self._schools.get(row.school or "", "")) if part)


def _place(about: UUID | None) -> tuple[MatterRow | None, bool]:
    row = None if about is None else the_desk().read_model.matter(about)
    return row, row is not None and may_open(row)


def _text(kind: NoticeKind, many: int) -> str:
    if many == 1 or kind not in LIMITS:
        return t(f"notice.{kind.value}")
    return t(f"notice.{kind.value}.many", n=many)


def _duties(group: list[NoticeLine]) -> tuple[str, ...]:
    """What the limits were for; the cause of such a notice begins with the rule (``rule/event:day``)."""
    rules, language = the_desk().rules.by_id, current_language()
    found = (rules.get(line.cause.split("/", 1)[0]) for line in group)
    return tuple(dict.fromkeys(bound.rule.text.in_(language) for bound in found if bound is not None))
