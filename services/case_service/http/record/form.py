"""Recording one fact in a matter: the form, its draft, and what happens when somebody else was faster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from services.case_service.forms import ADD_ROW, Kind, empty_form, form_of
from services.case_service.http.attachments.kept import KEPT, carried_along
from services.case_service.http.case_access import Matter, open_matter
from services.case_service.http.languages import t
from services.case_service.http.record.asking import (
    SAVE_DRAFT,
    TIMES,
    Asking,
    require_recordable,
    require_topic,
    written,
)
from services.case_service.http.record.blueprint import record_pages
from services.case_service.http.record.context import shows_content
from services.case_service.http.record.next_duty import told_what_is_next
from services.case_service.http.record.places import MATTER, next_page
from services.case_service.http.record.showing import form_page
from services.case_service.http.recording import NotRecorded, key_of, new_key, record, seen_version_of
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.rights import Action

CONTINUE: Final = "fortsett"
"""The name in the address that says that the draft shall be gone on with."""


@record_pages.get(f"{MATTER}/skjema/<topic>")
@needs(Right.SIGNED_IN)
def form(matter: UUID, topic: str) -> ResponseReturnValue:
    """The empty form, or the draft that the person goes on with."""
    require_topic(topic)
    opened = open_matter(matter, Action.SEE_CONTENT if shows_content(form_of(topic)) else Action.RECORD)
    require_recordable(opened, topic)
    return show_empty(opened, topic)


@record_pages.post(f"{MATTER}/skjema/<topic>")
@needs(Right.SIGNED_IN)
def record_form(matter: UUID, topic: str) -> ResponseReturnValue:
    """Record what the form tells, or show it again with what is wrong."""
    require_topic(topic)
    opened = open_matter(matter, Action.RECORD)
    require_recordable(opened, topic)
    return take_in(opened, topic)


def show_empty(matter: Matter, topic: str, given: Mapping[str, Any] | None = None) -> ResponseReturnValue:
    """A form that nobody has written in yet, with what the matter and the address tell; or the draft."""
    key = new_key()
    asking = Asking.of(matter, topic, key, {}, given)
    draft = the_desk().drafts.find(asking.draft, the_web().clock())
    going_on = draft is not None and CONTINUE in request.args
    begun: Mapping[str, Sequence[str]] = empty_form(asking.spec, asking.context) | _asked(topic)
    if draft is not None and going_on:
        begun = draft.posted
    files = carried_along(matter.row.case_id, begun.get(KEPT, ()))
    filled_in = Asking.of(matter, topic, key, begun, given, files=files)
    return form_page(filled_in, key=key, seen_version=matter.version, draft=None if going_on else draft)


def take_in(
    matter: Matter, topic: str, given: Mapping[str, Any] | None = None, corrects: UUID | None = None
) -> ResponseReturnValue:
    """Record what was posted. Nothing that was written is lost, whatever is wrong."""
    key, seen = key_of(request.form), seen_version_of(request.form) or 0
    asking = Asking.sent(matter, topic, key, given, seen=seen)
    if SAVE_DRAFT in request.form:
        the_desk().drafts.save(asking.draft, written(asking.posted), the_web().clock())
        flash(t("record.draft.saved"), "success")
        return redirect(f"{request.path}?{CONTINUE}=1", code=303)
    if ADD_ROW in request.form:
        return form_page(asking, key=key, seen_version=seen)
    told, problems, others = asking.told()
    if told is None:
        return form_page(asking, key=key, seen_version=seen, problems=problems, others=others, status=422)
    try:
        record(asking.entry(told, seen, corrects=corrects), idempotency_key=key, matter=matter)
    except NotRecorded as refused:
        return form_page(
            Asking.of(matter, topic, key, asking.posted, given, files=asking.files),
            key=key,
            seen_version=seen,
            others=refused.problems,
            changed=refused.changed,
            status=refused.status,
        )
    the_desk().drafts.drop(asking.draft)
    flash(told_what_is_next(matter, topic), "success")
    return redirect(next_page(matter.row), code=303)


def _asked(topic: str) -> dict[str, tuple[str, ...]]:
    """What the address fills in: a link on a measure opens its form with the measure chosen. Only plain fields of the form."""
    plain = {field.name for field in form_of(topic).asked if field.kind not in {Kind.GROUP, Kind.ROWS}} | set(TIMES)
    return {name: tuple(request.args.getlist(name)) for name in request.args if name in plain}
