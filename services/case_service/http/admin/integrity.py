"""/admin/integritet: how far the log is signed and witnessed, what is unprotected, and which alarms stand."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec
from flask import render_template, url_for

from services.case_service.http.admin.blueprint import admin
from services.case_service.http.identity import current_rights
from services.case_service.http.languages import current_language, t
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.integrity.kept import Integrity
from services.case_service.integrity.thorough import THOROUGH
from services.case_service.read_model.damage import KNOWN, DamageRow
from services.case_service.read_model.matters import MATTERS
from services.compliance.explain import moment_text
from services.integrity.keeping.alarms import Alarm
from services.integrity.notes.errors import NoteError
from texts import label
from texts.case_number import case_number

MOST_ALARMS: Final = 50


class ToldAlarm(msgspec.Struct, frozen=True, kw_only=True):
    """An alarm in words. ``ended`` is empty while it stands."""

    what: str
    detail: str
    since: str
    ended: str
    by: str
    reason: str


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """What nobody outside has seen yet: how many events, and how many whole minutes ago the oldest was signed (None: not yet)."""

    events: int
    minutes: int | None


@admin.get("/admin/integritet")
@needs(Right.SEE_INTEGRITY)
def integrity() -> str:
    """The state of the log."""
    kept, now = the_desk().integrity, the_desk().clock()
    last, witnessed, checked = kept.book.last(), kept.book.last_witnessed(), kept.book.checked(THOROUGH)
    alarms = [_told(one) for one in kept.book.alarms(limit=MOST_ALARMS)]
    return render_template(
        "admin/integrity.html",
        above=_above(),
        origin=_origin(kept),
        events=kept.store.tree_size(),
        last=last,
        last_at=_when(None if last is None else last.made_at),
        witnessed=witnessed,
        witnessed_at=_when(None if witnessed is None else witnessed.witnessed_at),
        window=_window(kept, now),
        witnesses=_witnesses(kept),
        checked_at=_when(None if checked is None else checked.at),
        standing=[one for one in alarms if not one.ended],
        damaged=[_damaged(one) for one in the_desk().read_model.damaged()],
        ended=[(one.what, one.since, one.ended, f"{one.by}: {one.reason}" if one.by else "") for one in alarms if one.ended],
    )


def _above() -> tuple[str, str]:
    """The page that leads here: those who set Varde up come from its front page, those who look on from theirs."""
    if Right.ADMINISTER in current_rights():
        return t("admin.title"), url_for("admin.front_page")
    return t("access.watch.title"), url_for("access.watch")


def _window(kept: Integrity, now: datetime) -> Window:
    witnessed = kept.book.last_witnessed()
    seen = 0 if witnessed is None else witnessed.checkpoint.size
    waiting = kept.book.covering(seen + 1)
    return Window(
        events=max(kept.store.tree_size() - seen, 0),
        minutes=None if waiting is None else max(int((now - waiting.made_at).total_seconds() // 60), 0),
    )


def _witnesses(kept: Integrity) -> list[str]:
    try:
        return [one.key.name for one in kept.witnesses()]
    except NoteError:
        return []


def _origin(kept: Integrity) -> str:
    try:
        return kept.files.origin()
    except NoteError:
        return ""


def _damaged(one: DamageRow) -> tuple[str, str, str, int]:
    """What cannot be read: its kind, what it is of (a matter by its number), the school, and where it lies in the log."""
    school = None if one.school is None else the_desk().read_model.school(one.school)
    unknown = t("admin.integrity.damaged.unknown")
    of = unknown if one.stream is None else label(one.stream, current_language())
    number = f" {case_number(one.stream_id)}" if one.stream in MATTERS else ""
    return (
        t(f"event.{one.topic}") if one.topic in KNOWN else unknown,
        f"{of}{number}",
        "" if school is None else school.name,
        one.position,
    )


def _told(one: Alarm) -> ToldAlarm:
    return ToldAlarm(
        what=t(f"cli.integrity.alarm.{one.kind.value}").capitalize(),
        detail=one.detail,
        since=_when(one.raised_at),
        ended=_when(one.ended_at),
        by=one.ended_by or "",
        reason=one.reason or "",
    )


def _when(at: datetime | None) -> str:
    return "" if at is None else moment_text(at, current_language())
