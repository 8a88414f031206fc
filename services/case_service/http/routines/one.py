"""/rutiner/<place>/<id>: what holds, the versions before it, and for those who answer for it who has read it."""

from __future__ import annotations

import logging
from uuid import UUID

from flask import Response, abort, render_template

from services.case_service.attachments.kinds import kind_named
from services.case_service.attachments.vault import AttachmentChangedError, AttachmentLostError
from services.case_service.http.persons import current_person
from services.case_service.http.recording import new_key
from services.case_service.http.rights import Right, needs
from services.case_service.http.routines.blueprint import routine_pages
from services.case_service.http.routines.shelf import must_read, open_shelf, readers_of, title_of, version_title
from services.case_service.http.school_reach import today
from services.case_service.http.web import the_desk
from services.case_service.store.errors import TamperedError

log = logging.getLogger(__name__)


@routine_pages.get("/rutiner/<address>/<uuid:routine>")
@needs(Right.READ_ROUTINES)
def show(address: str, routine: UUID) -> str:
    """The routine."""
    shelf = open_shelf(address)
    found, desk = shelf.routine(routine), the_desk()
    asked = found.asked_now
    versions = [
        (
            one,
            version_title(one),
            desk.names.staff(one.approved_by),
            shelf.url("file", routine=routine, number=one.number) if one.file is not None else "",
        )
        for one in reversed(found.versions)
    ]
    readers = readers_of(shelf, found) if shelf.place.oversees else ()
    return render_template(
        "routines/show.html",
        shelf=shelf,
        routine=found,
        title=title_of(found),
        versions=versions,
        asked=asked,
        hers=asked is not None and must_read(shelf.place, asked),
        read_on=found.read_by(current_person().id),
        readers=readers,
        read=sum(one.read_on is not None for one in readers),
        overdue=found.revision_overdue(today()),
        day=today(),
        key=new_key(),
    )


@routine_pages.get("/rutiner/<address>/<uuid:routine>/<int:number>/fil")
@needs(Right.READ_ROUTINES)
def file(address: str, routine: UUID, number: int) -> Response:
    """The document of a version, as it was approved: another content than the event tells of is not handed out."""
    shelf = open_shelf(address)
    version = shelf.routine(routine).version(number)
    if version is None or version.file is None:
        abort(404)
    try:
        content = the_desk().vault.open(version.file, subject=shelf.stream_id)
    except (AttachmentLostError, AttachmentChangedError, TamperedError) as error:
        log.exception("the document %s of routine %s cannot be handed out: %s", version.file.id, routine, type(error).__name__)
        abort(500)
    if content is None:
        abort(404)
    kind = kind_named(version.file.media_type)
    ending = "bin" if kind is None else kind.ending
    answer = Response(content, mimetype=version.file.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="rutine-{routine.hex[:6]}-v{number}.{ending}"'
    return answer
