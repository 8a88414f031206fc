"""The group of pages, and where each kind of matter has its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar
from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from events.base import Stream
from services.case_service.http.matter import Matter
from services.case_service.http.record.places import FOLDERS, page_of
from services.case_service.http.rights import Right, needs
from services.case_service.read_model import MatterRow
from texts.case_number import case_number

View = TypeVar("View", bound=Callable[..., Any])

matter_pages = Blueprint("matter", __name__)
matter_pages.add_app_template_filter(case_number)

PLACES: Final = {
    stream: FOLDERS[stream] for stream in (Stream.CASE, Stream.HEIGHTENED_CASE, Stream.PHYSICAL_INTERVENTION, Stream.ENFORCEMENT)
}
"""The first part of the address of each kind of matter that has its pages here."""

_ANY: Final = ",".join(PLACES.values())


def page(path: str = "") -> Callable[[View], View]:
    """Serve a view under the address of a matter, whatever its kind. Who may see the matter is decided when it is opened."""

    def serve(view: View) -> View:
        rule = f"/<any({_ANY}):place>/<uuid:matter>{path}"
        matter_pages.add_url_rule(rule, endpoint=view.__name__, view_func=needs(Right.SIGNED_IN)(view))
        return view

    return serve


def address(row: MatterRow, endpoint: str = "show", **values: Any) -> str:
    """The address of a page of a matter. An avvik or a survey has its one page elsewhere."""
    if row.stream not in PLACES:
        return page_of(row)
    return url_for(f"matter.{endpoint}", place=PLACES[row.stream], matter=row.stream_id, **values)


def event_address(row: MatterRow, event: UUID) -> str:
    """The address of one event of a matter."""
    return address(row, "event", event=event)


def at_home(opened: Matter, place: str) -> Response | None:
    """Where to go instead, when a matter is asked for under the address of another kind; None when it is at home."""
    right = PLACES.get(opened.row.stream)
    if right is None:
        abort(404)
    if right == place:
        return None
    return redirect(url_for(str(request.endpoint), **{**(request.view_args or {}), "place": right}), code=303)
