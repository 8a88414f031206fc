"""The draft of a letter over the network: saved while somebody writes, thrown away when asked."""

from __future__ import annotations

from datetime import UTC
from http import HTTPStatus
from uuid import UUID

from flask import abort, flash, jsonify, redirect
from flask.typing import ResponseReturnValue

from services.case_service.drafts import DraftPlace, DraftTooLargeError
from services.case_service.http.case_access import Matter, open_matter
from services.case_service.http.languages import t
from services.case_service.http.letters.addresses import Place, place_asked
from services.case_service.http.letters.blueprint import letter_pages
from services.case_service.http.letters.form import LetterForm
from services.case_service.http.letters.opening import letters_she_sends
from services.case_service.http.record.asking import posted_form
from services.case_service.http.record.places import MATTER
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.rights import Action


@letter_pages.post(f"{MATTER}/brev/<kind>/kladd")
@needs(Right.SIGNED_IN)
def save_draft(matter: UUID, kind: str) -> ResponseReturnValue:
    """Keep what is written so far. Answers when it was kept; nothing of it is checked."""
    _, _, kept = _place(matter, kind)
    try:
        saved_at = the_desk().drafts.save(kept, LetterForm.of(posted_form()).as_posted(), the_web().clock())
    except DraftTooLargeError:
        return jsonify(gone=True), HTTPStatus.GONE
    return jsonify(saved_at=saved_at.astimezone(UTC).isoformat())


@letter_pages.post(f"{MATTER}/brev/<kind>/kladd/forkast")
@needs(Right.SIGNED_IN)
def drop_draft(matter: UUID, kind: str) -> ResponseReturnValue:
    """Throw the person's own draft away."""
    opened, place, kept = _place(matter, kind)
    the_desk().drafts.drop(kept)
    flash(t("record.draft.dropped"), "info")
    return redirect(place.address(opened.row), code=303)


def _place(matter: UUID, kind: str) -> tuple[Matter, Place, DraftPlace]:
    """Where the draft is kept. Nothing of the matter is shown, so nothing is logged as read."""
    opened = open_matter(matter, Action.RECORD)
    place = place_asked(opened, kind)
    if place.letter not in letters_she_sends(opened):
        abort(404)
    return opened, place, DraftPlace(writer=opened.person.id, matter=opened.row.stream_id, form=place.name)
