"""/foresatt/saker/<id>/brev/<event>.pdf: a letter that the family got, as it was sent."""

from __future__ import annotations

import logging
from uuid import UUID

from flask import Response, abort

from events.concern import ReceiptLetterSent
from events.documents import LetterSent
from services.case_service.attachments.vault import AttachmentChangedError, AttachmentLostError
from services.case_service.http.case_access import open_matter
from services.case_service.http.letters.blueprint import letter_pages
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.rights import Action
from services.case_service.store.errors import TamperedError
from texts.case_number import case_number

log = logging.getLogger(__name__)


@letter_pages.get("/foresatt/saker/<uuid:matter>/brev/<uuid:event>.pdf")
@needs(Right.FAMILY)
def family_letter(matter: UUID, event: UUID) -> Response:
    """The letter's PDF, for those of the family to whom it went."""
    opened = open_matter(matter, Action.SEE_PLAN, events=[event])
    found = next((one for one in opened.recorded if one.envelope.event_id == event), None)
    if not opened.for_family or found is None or not isinstance(found.event, ReceiptLetterSent | LetterSent):
        abort(404)
    attachment = next((one for one in found.envelope.attachments if one.media_type == "application/pdf"), None)
    if attachment is None:
        abort(404)
    try:
        content = the_desk().vault.open(attachment, subject=opened.row.case_id)
    except (AttachmentLostError, AttachmentChangedError, TamperedError) as error:
        log.exception("the letter %s of %s cannot be handed out: %s", event, matter, type(error).__name__)
        abort(500)
    if content is None:
        abort(404)
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{case_number(matter)}-brev.pdf"'
    return answer
