"""/saker/<id>/brev/<kind>: the letter filled in, changed, looked at and sent."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from services.case_service.http.languages import t
from services.case_service.http.letters.addresses import place_asked
from services.case_service.http.letters.blueprint import letter_pages
from services.case_service.http.letters.checking import checked
from services.case_service.http.letters.choosing import title_of
from services.case_service.http.letters.draft_of import LetterDraft, gone_on_with, proposal
from services.case_service.http.letters.form import LetterForm
from services.case_service.http.letters.opening import letters_she_sends, opened_for_letters
from services.case_service.http.letters.sending import send
from services.case_service.http.letters.showing import letter_page
from services.case_service.http.record.asking import posted_form
from services.case_service.http.record.places import MATTER, page_of
from services.case_service.http.recording import NotRecorded, key_of, new_key, seen_version_of
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web

SEND: Final = "send"
SAVE_DRAFT: Final = "save_draft"
CONTINUE: Final = "fortsett"


@letter_pages.get(f"{MATTER}/brev/<kind>")
@needs(Right.SIGNED_IN)
def write(matter: UUID, kind: str) -> ResponseReturnValue:
    """The letter as the matter fills it in, or the draft that the person goes on with."""
    draft = _begun(matter, kind)
    kept = the_desk().drafts.find(draft.kept, the_web().clock())
    if kept is None or CONTINUE not in request.args:
        return letter_page(draft, waiting=kept)
    return letter_page(
        LetterDraft(matter=draft.matter, place=draft.place, form=LetterForm.of(kept.posted), key=draft.key, seen=draft.seen)
    )


@letter_pages.post(f"{MATTER}/brev/<kind>")
@needs(Right.SIGNED_IN)
def go_on(matter: UUID, kind: str) -> ResponseReturnValue:
    """Send the letter, keep it for later, or show what it looks like now. Nothing that was written is lost, whatever is wrong."""
    draft = posted_draft(matter, kind)
    if SAVE_DRAFT in request.form:
        the_desk().drafts.save(draft.kept, draft.form.as_posted(), the_web().clock())
        flash(t("record.draft.saved"), "success")
        return redirect(f"{draft.place.address(draft.matter.row)}&{CONTINUE}=1", code=303)
    if SEND not in request.form:
        return letter_page(draft)
    found = checked(draft)
    if found.problems:
        return letter_page(draft, problems=found.problems, status=422)
    try:
        send(draft)
    except NotRecorded as refused:
        return letter_page(draft, problems=refused.problems, changed=refused.changed, status=refused.status)
    flash(t("letters.sent", what=title_of(draft.place)), "success")
    return redirect(f"{page_of(draft.matter.row)}/dokumenter", code=303)


def posted_draft(matter: UUID, kind: str) -> LetterDraft:
    """The letter that this request posts."""
    opened = opened_for_letters(matter)
    place = place_asked(opened, kind)
    if place.letter not in letters_she_sends(opened):
        abort(404)
    form = gone_on_with(LetterForm.of(posted_form()), place)
    return LetterDraft(matter=opened, place=place, form=form, key=key_of(request.form), seen=seen_version_of(request.form) or 0)


def _begun(matter: UUID, kind: str) -> LetterDraft:
    opened = opened_for_letters(matter)
    place = place_asked(opened, kind)
    if place.letter not in letters_she_sends(opened):
        abort(404)
    return LetterDraft(matter=opened, place=place, form=proposal(opened, place), key=new_key(), seen=opened.version)
