"""The school's own map of its grounds, to mark places on. Without it, or without scripts, places are written by name."""

from __future__ import annotations

from uuid import UUID

from flask import Response, abort, url_for

from events.envelope import Attachment
from events.organisation import SchoolMapPublished
from services.case_service.attachments.preview import preview
from services.case_service.http.case_access import Matter, open_matter
from services.case_service.http.record.asking import require_recordable
from services.case_service.http.record.blueprint import record_pages
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.rights import Action
from services.case_service.streams import school_stream

TOPIC = "case.SchoolyardMapCollected"


@record_pages.get("/skolekart/<uuid:matter>")
@needs(Right.SIGNED_IN)
def school_map(matter: UUID) -> Response:
    """The newest map of the matter's school, as a picture that holds nothing but itself."""
    opened = open_matter(matter, Action.RECORD)
    require_recordable(opened, TOPIC)
    found = _newest(opened)
    if found is None or opened.row.school is None:
        abort(404)
    desk = the_desk()
    content = desk.vault.open(found, subject=school_stream(desk.store.tenant, opened.row.school))
    if content is None:
        abort(404)
    return Response(preview(content), mimetype="image/jpeg")


def map_address(matter: Matter, topic: str) -> str | None:
    """Where the map is, for the form that marks places; None for other forms, and for a school without a map."""
    if topic != TOPIC or _newest(matter) is None:
        return None
    return url_for("record.school_map", matter=matter.row.stream_id)


def _newest(matter: Matter) -> Attachment | None:
    """The picture of the latest map; its file is sealed with the key of the school's stream."""
    if matter.row.school is None:
        return None
    store = the_desk().store
    told = [one for one in store.facts(school_stream(store.tenant, matter.row.school)) if isinstance(one.event, SchoolMapPublished)]
    pictures = [file for one in told for file in one.envelope.attachments if file.media_type.startswith("image/")]
    return pictures[-1] if pictures else None
