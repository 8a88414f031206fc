"""A file is handed out to whoever may read the event that it belongs to; every time is logged as a reading."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from uuid import UUID

from flask import Response, abort, request

from events import Recorded
from events.envelope import Attachment
from services.case_service.attachments.kinds import HEIC, kind_named
from services.case_service.attachments.preview import preview
from services.case_service.attachments.vault import AttachmentChangedError, AttachmentLostError
from services.case_service.http.attachments.blueprint import attachment_pages
from services.case_service.http.case_access import Matter, open_matter
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.rights import Action
from services.case_service.store.errors import TamperedError
from texts.case_number import case_number

log = logging.getLogger(__name__)


@attachment_pages.get("/vedlegg/<uuid:matter>/<uuid:attachment>")
@needs(Right.SIGNED_IN)
def file(matter: UUID, attachment: UUID) -> Response:
    """The file itself, to be saved. Its name is the case's number: what somebody called it goes nowhere."""
    opened, found = _opened(matter, attachment)
    kind = kind_named(found.media_type)
    ending = "bin" if kind is None else kind.ending
    content = _content(opened, found)
    answer = Response(content, mimetype=found.media_type)
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{case_number(opened.row.stream_id)}-{found.id.hex[:6]}.{ending}"'
    )
    if is_played(found):
        # A player asks for a recording in parts, and some play nothing that is not given so.
        answer.make_conditional(request, accept_ranges=True, complete_length=len(content))
    return answer


@attachment_pages.get("/vedlegg/<uuid:matter>/<uuid:attachment>/bilde")
@needs(Right.SIGNED_IN)
def picture(matter: UUID, attachment: UUID) -> Response:
    """A photo as it is shown on a page: a small copy that was made anew. 404 for what is no photo."""
    opened, found = _opened(matter, attachment)
    if not is_shown(found):
        abort(404)
    return Response(preview(_content(opened, found)), mimetype="image/jpeg")


def is_shown(found: Attachment) -> bool:
    """Whether the file is a photo that can be shown on a page."""
    kind = kind_named(found.media_type)
    return kind is not None and kind.is_picture and kind is not HEIC


def is_played(found: Attachment) -> bool:
    """Whether the file is a recording that can be played on a page."""
    kind = kind_named(found.media_type)
    return kind is not None and kind.is_sound


def _opened(matter: UUID, attachment: UUID) -> tuple[Matter, Attachment]:
    """The matter and the file; the same 404 in the same time whether the matter, the file or the right is missing."""
    told: list[tuple[Recorded, Attachment]] = []

    def events(_: Matter) -> list[UUID]:
        told.extend(_told_of(matter, attachment))
        return [one.envelope.event_id for one, _ in told]

    opened = open_matter(matter, Action.SEE_CONTENT, events=events)
    if not told or not opened.shown(told[0][0]):
        abort(404)
    return opened, told[0][1]


def _told_of(matter: UUID, attachment: UUID) -> Iterator[tuple[Recorded, Attachment]]:
    """The event that a file belongs to, and what it says of it. Asked of a matter that was opened: it reads all its events."""
    for one in the_desk().store.readable(matter).events:
        for found in one.envelope.attachments:
            if found.id == attachment:
                yield one, found
                return


def _content(opened: Matter, found: Attachment) -> bytes:
    try:
        content = the_desk().vault.open(found, subject=opened.row.case_id)
    except (AttachmentLostError, AttachmentChangedError, TamperedError) as error:
        log.exception("the file %s of %s cannot be handed out: %s", found.id, opened.row.stream_id, type(error).__name__)
        abort(500)
    if content is None:
        abort(404)
    return content
