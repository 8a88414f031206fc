"""A package that was handed over can be fetched again, by those who may hand the matter over: the very bytes."""

from __future__ import annotations

import logging
from hmac import compare_digest
from uuid import UUID

from flask import Response, abort

from services.case_service.attachments.vault import AttachmentChangedError, AttachmentLostError
from services.case_service.http.packages.blueprint import PACKAGES, package_pages
from services.case_service.http.packages.opening import Opened, opened_for_packages
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.packages.asked import Given
from services.case_service.rights import Action
from services.case_service.store.errors import TamperedError
from texts.case_number import case_number

log = logging.getLogger(__name__)
ENDINGS = {"application/zip": "zip", "application/pdf": "pdf"}


@package_pages.get(f"{PACKAGES}/svar/<uuid:answer>/fil")
@needs(Right.SIGNED_IN)
def fetch(matter: UUID, answer: UUID) -> Response:
    """The file of one answer. 404 where there is none, or where its key was destroyed."""
    opened = opened_for_packages(matter, Action.DISCLOSE)
    given = given_of(opened, answer)
    if given.file is None:
        abort(404)
    content = content_of(opened, given)
    response = Response(content, mimetype=given.file.media_type)
    name = f"{case_number(matter)}-{given.file.sha256[:8]}.{ENDINGS.get(given.file.media_type, 'bin')}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def given_of(opened: Opened, answer: UUID) -> Given:
    """One answer by the id of its event; 404 when there is none."""
    found = (given for asked in opened.asked for given in asked.answers if given.event == answer)
    return next(found, None) or abort(404)


def content_of(opened: Opened, given: Given) -> bytes:
    """The bytes of an answer's file, which are those that the event tells of. Aborts 404 or 500."""
    if given.file is None:
        abort(404)
    try:
        content = the_desk().vault.open(given.file, subject=opened.row.case_id)
    except (AttachmentLostError, AttachmentChangedError, TamperedError) as error:
        log.exception("the file %s of %s cannot be handed out: %s", given.file.id, opened.row.stream_id, type(error).__name__)
        abort(500)
    if content is None:
        abort(404)
    if given.sha256 is not None and not compare_digest(given.sha256, given.file.sha256):
        log.error("the file %s of %s is not the one that was handed over", given.file.id, opened.row.stream_id)
        abort(500)
    return content
