"""Drafts over the network: saved while somebody writes, thrown away when asked; and whether the matter has moved meanwhile."""

from __future__ import annotations

from datetime import UTC
from http import HTTPStatus
from uuid import UUID

from flask import Response, flash, jsonify, redirect
from flask.typing import ResponseReturnValue

from services.case_service.drafts import DraftPlace, DraftTooLargeError
from services.case_service.forms import form_of
from services.case_service.forms.posted import names_of
from services.case_service.http.case_access import Matter, open_matter
from services.case_service.http.languages import t
from services.case_service.http.record.asking import BESIDE, Posted, posted_form, require_recordable, require_topic, written
from services.case_service.http.record.blueprint import record_pages
from services.case_service.http.record.places import form_page as address_of_form
from services.case_service.http.record.places import page_of
from services.case_service.http.record.plan_form import PLAN, PLANS, ROWS, plan_topic
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.rights import Action


@record_pages.post("/kladd/<uuid:matter>/<topic>")
@needs(Right.SIGNED_IN)
def save_draft(matter: UUID, topic: str) -> ResponseReturnValue:
    """Keep what is written so far. Answers when it was kept; nothing of it is checked but that it belongs to the form."""
    opened = _opened(matter, topic)
    try:
        saved_at = the_desk().drafts.save(_place(opened, topic), _of_the_form(topic, posted_form()), the_web().clock())
    except DraftTooLargeError:
        return jsonify(gone=True), HTTPStatus.GONE
    return jsonify(saved_at=saved_at.astimezone(UTC).isoformat())


@record_pages.post("/kladd/<uuid:matter>/<topic>/forkast")
@needs(Right.SIGNED_IN)
def drop_draft(matter: UUID, topic: str) -> ResponseReturnValue:
    """Throw the person's own draft away."""
    opened = _opened(matter, topic)
    the_desk().drafts.drop(_place(opened, topic))
    flash(t("record.draft.dropped"), "info")
    back = f"{page_of(opened.row)}/planbygger" if topic == PLAN else address_of_form(opened.row, topic)
    return redirect(back, code=303)


@record_pages.get("/versjon/<uuid:matter>")
@needs(Right.SIGNED_IN)
def version(matter: UUID) -> Response:
    """The version of the matter, and by whom and when it got it: an open form asks for this now and then."""
    opened = open_matter(matter, Action.RECORD)
    last = opened.recorded[-1].envelope if opened.recorded else None
    if last is None:
        return jsonify(version=opened.version)
    return jsonify(version=opened.version, by=the_desk().names.staff(last.actor.ref), at=last.recorded_at.isoformat())


def _opened(matter: UUID, topic: str) -> Matter:
    if topic == PLAN:
        opened = open_matter(matter, Action.RECORD)
        require_recordable(opened, plan_topic(opened))
        return opened
    require_topic(topic)
    opened = open_matter(matter, Action.RECORD)
    require_recordable(opened, topic)
    return opened


def _place(matter: Matter, topic: str) -> DraftPlace:
    return DraftPlace(writer=matter.person.id, matter=matter.row.stream_id, form=topic)


def _of_the_form(topic: str, posted: Posted) -> Posted:
    """What belongs to the form; other names are left out, so that the draft can be recorded as it comes back."""
    if topic == PLAN:
        known = frozenset(name for each in PLANS for name in names_of(form_of(each), posted)) | BESIDE
        return {name: values for name, values in written(posted).items() if name in known or name.partition(".")[0] in ROWS}
    known = names_of(form_of(topic), posted) | BESIDE
    return {name: values for name, values in written(posted).items() if name in known}
