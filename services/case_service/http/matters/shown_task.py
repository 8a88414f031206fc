"""A task as pages show it: what, when, why, and where it is recorded."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from flask import url_for

from events.base import Stream
from services.case_service.http.languages import current_language, t
from services.case_service.http.record.places import FOLDERS
from services.case_service.http.web import the_desk
from services.case_service.tasks import Group, Task, Why
from services.compliance.calendar import local_day
from services.compliance.explain import day_text, moment_text, span_text
from services.compliance.rulebook import AtOnce, Hours
from services.compliance.verdicts import Verdict
from texts import Language, catalogue


class ShownTask(msgspec.Struct, frozen=True, kw_only=True):
    """A task in words. ``record`` is where the fact that discharges it is recorded; empty where the reader may not."""

    title: str
    when: str
    group: Group
    whys: tuple[Why, ...]
    about: str
    record: str
    obligations: tuple[str, ...]

    @property
    def pressing(self) -> bool:
        """Whether its time has come."""
        return self.group in {Group.OVERDUE, Group.TODAY}


def shown_task(task: Task, now: datetime, *, about: str = "", topic: str | None = None) -> ShownTask:
    """The task for the reader. ``topic`` is the fact that she may record for it (None: none)."""
    desk, language = the_desk(), current_language()
    return ShownTask(
        title=doing(topic or task.topics[0]),
        when=when_text(task, now, language),
        group=task.group(now),
        whys=task.whys(desk.rules, desk.calendar, language),
        about=about,
        record=form_address(task.stream, task.stream_id, topic, key=task.key) if topic is not None else "",
        obligations=task.obligation_ids,
    )


def doing(topic: str) -> str:
    """What is to be done, so that the fact of this topic can be recorded."""
    words = f"task.do.{topic}"
    return t(words if words in catalogue() else f"event.{topic}")


def when_text(task: Task, now: datetime, language: Language) -> str:
    """By when, or since when it is too late."""
    if not task.firm:
        if task.verdict is Verdict.OPEN:
            return t("task.asap")
        return t("task.silent", span=span_text(task.rows[0]["opened_at"], now, language))
    due = the_desk().rules.of(task.rows[0]).rule.due
    by_the_clock = isinstance(due, AtOnce | Hours) or local_day(task.limit) == local_day(now)
    limit = (moment_text if by_the_clock else day_text)(task.limit, language)
    if task.limit < now:
        return t("task.overdue", when=limit, span=span_text(task.limit, now, language))
    return t("task.due", when=limit)


def form_address(stream: Stream, matter: UUID, topic: str, *, key: str | None = None) -> str:
    """Where a fact is recorded; what is known of it stands in the form already."""
    measure = key if topic.startswith("case.Measure") else None
    return url_for("record.form", folder=FOLDERS[stream], matter=matter, topic=topic, measure=measure)
