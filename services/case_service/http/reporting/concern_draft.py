"""The draft of a concern: a teacher who is called away in the middle of a sentence finds it again, on whatever machine."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from services.case_service.drafts import Draft, DraftPlace, DraftTooLargeError
from services.case_service.http.attachments.kept import KEPT
from services.case_service.http.persons import current_person
from services.case_service.http.record.kept_here import browsers_key
from services.case_service.http.recording import KEY_FIELD
from services.case_service.http.reporting.blueprint import reporting
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web

NO_MATTER_YET: Final = UUID(int=0)
FORM: Final = "report.concern"
NOT_WRITTEN: Final = frozenset({"csrf_token", KEY_FIELD, "wanted", "search", KEPT})


@reporting.post("/kladd/bekymring")
@needs(Right.REPORT)
def save_concern_draft() -> ResponseReturnValue:
    """Keep what is written so far; nothing of it is checked."""
    written = {name: values for name, values in request.form.lists() if name not in NOT_WRITTEN and any(values)}
    try:
        saved_at = the_desk().drafts.save(_place(), written, the_web().clock())
    except DraftTooLargeError:
        return jsonify(gone=True), HTTPStatus.GONE
    return jsonify(saved_at=saved_at.isoformat())


@reporting.post("/kladd/bekymring/forkast")
@needs(Right.REPORT)
def drop_concern_draft() -> ResponseReturnValue:
    """Begin with an empty form."""
    drop_draft()
    return redirect(url_for("reporting.concern"), code=303)


def find_draft() -> Draft | None:
    """The person's own draft, if there is one in which she wrote something."""
    draft = the_desk().drafts.find(_place(), the_web().clock())
    return draft if draft is not None and (draft.posted.get("own_words") or draft.posted.get("pupil")) else None


def drop_draft() -> None:
    """Throw the draft away: it was recorded, or is not wanted."""
    the_desk().drafts.drop(_place())


def form_of_draft(draft: Draft) -> MultiDict[str, str]:
    """What was written, as the form shows it."""
    return MultiDict([(name, value) for name, values in draft.posted.items() for value in values])


def saved_by_the_browser() -> dict[str, str]:
    """The attributes by which the page's script saves drafts."""
    return {"data-draft-url": url_for("reporting.save_concern_draft"), "data-draft-key": browsers_key()}


def _place() -> DraftPlace:
    return DraftPlace(writer=current_person().id, matter=NO_MATTER_YET, form=FORM)
