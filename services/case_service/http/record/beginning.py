"""Beginning a matter that belongs to a case: with Statsforvalteren, a survey that is not anonymous, an avvik raised by hand."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from events.base import Stream
from services.case_service.forms import ADD_ROW
from services.case_service.http.case_access import Matter, open_matter
from services.case_service.http.languages import current_language, t
from services.case_service.http.record.asking import SAVE_DRAFT, Asking, written
from services.case_service.http.record.blueprint import record_pages
from services.case_service.http.record.form import CONTINUE, show_empty
from services.case_service.http.record.places import FOLDERS, MATTER
from services.case_service.http.record.showing import form_page
from services.case_service.http.recording import Entry, NotRecorded, id_from, key_of, record, seen_version_of
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.rights import Action
from texts import text

FIRST_FACT: Final = {
    FOLDERS[Stream.ENFORCEMENT]: (Stream.ENFORCEMENT, "enforcement.ReportedToStatsforvalter"),
    FOLDERS[Stream.SURVEY]: (Stream.SURVEY, "survey.NonAnonymousSurveyAssessed"),
    FOLDERS[Stream.AVVIK]: (Stream.AVVIK, "avvik.AvvikRaised"),
}
"""What each kind of matter begins with, by its folder."""


@record_pages.get(f"{MATTER}/ny/<kind>")
@needs(Right.SIGNED_IN)
def begin(matter: UUID, kind: str) -> ResponseReturnValue:
    """The form of the first fact."""
    _, topic = _first_fact(kind)
    return show_empty(_opened(matter), topic)


@record_pages.post(f"{MATTER}/ny/<kind>")
@needs(Right.SIGNED_IN)
def record_beginning(matter: UUID, kind: str) -> ResponseReturnValue:
    """Record the first fact; it makes the new matter, which belongs to the case."""
    stream, topic = _first_fact(kind)
    opened = _opened(matter)
    key, seen = key_of(request.form), seen_version_of(request.form) or 0
    asking = Asking.sent(opened, topic, key)
    if SAVE_DRAFT in request.form:
        the_desk().drafts.save(asking.draft, written(asking.posted), the_web().clock())
        flash(t("record.draft.saved"), "success")
        return redirect(f"{request.path}?{CONTINUE}=1", code=303)
    if ADD_ROW in request.form:
        return form_page(asking, key=key, seen_version=seen)
    told, problems, others = asking.told()
    if told is None:
        return form_page(asking, key=key, seen_version=seen, problems=problems, others=others, status=422)
    new = id_from(key, "stream")
    row = opened.row
    entry = Entry(
        stream=stream,
        stream_id=new,
        command=told.command,
        when=told.when,
        channel=told.channel,
        school=row.school,
        case_id=row.case_id,
        attachments=asking.files.attachments,
    )
    try:
        record(entry, idempotency_key=key, matter=opened)
    except NotRecorded as refused:
        return form_page(asking, key=key, seen_version=seen, others=refused.problems, status=refused.status)
    the_desk().drafts.drop(asking.draft)
    flash(t("record.done", what=text(f"event.{topic}", current_language())), "success")
    return redirect(f"/{kind}/{new}/skjema", code=303)


def _first_fact(kind: str) -> tuple[Stream, str]:
    if kind not in FIRST_FACT:
        abort(404)
    return FIRST_FACT[kind]


def _opened(matter: UUID) -> Matter:
    """The case; 404 when it is none, or when she does not handle it."""
    opened = open_matter(matter, Action.HANDLE)
    if opened.row.stream not in {Stream.CASE, Stream.HEIGHTENED_CASE}:
        abort(404)
    return opened
