"""The files that show that a task was done."""

from __future__ import annotations

import logging
from uuid import UUID

from flask import Response, abort

from services.case_service.attachments.kinds import kind_named
from services.case_service.attachments.vault import AttachmentChangedError, AttachmentLostError
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.http.year.blueprint import year_pages
from services.case_service.http.year.kept import kept_year
from services.case_service.http.year.place import open_place
from services.case_service.store.errors import TamperedError

log = logging.getLogger(__name__)


@year_pages.get("/aret/<orgnr>/<int:year>/filer/<uuid:attachment>")
@needs(Right.READ_THE_YEAR)
def file(orgnr: str, year: int, attachment: UUID) -> Response:
    """A file of the year, to be saved. Its name is the year and a number: what somebody called it goes nowhere."""
    place = open_place(orgnr, year)
    told = (found for task in kept_year(place.recorded()).tasks if task.done for found in task.done.attachments)
    wanted = next((found for found in told if found.id == attachment), None)
    if wanted is None:
        abort(404)
    try:
        content = the_desk().vault.open(wanted, subject=place.stream_id)
    except (AttachmentLostError, AttachmentChangedError, TamperedError) as error:
        log.exception("the file %s of %s cannot be handed out: %s", wanted.id, place.stream_id, type(error).__name__)
        abort(500)
    if content is None:
        abort(404)
    kind = kind_named(wanted.media_type)
    answer = Response(content, mimetype=wanted.media_type)
    name = f"aret-{place.starts_in}-{wanted.id.hex[:6]}.{'bin' if kind is None else kind.ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
