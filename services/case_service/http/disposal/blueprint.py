"""The group of pages, and who acts in it: a role that holds for the whole municipality."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, abort

from events.base import Stream
from events.envelope import Actor
from events.lists.people import Role
from services.case_service.disposal import APPROVING, Disposals, Standing, disposal_stream
from services.case_service.domain.command import Command
from services.case_service.http.admin.office import today
from services.case_service.http.cases.by_number import is_shut_out_of
from services.case_service.http.persons import current_person
from services.case_service.http.recording import Entry
from services.case_service.http.web import the_desk

disposal_pages = Blueprint("disposal", __name__)

RANK: Final = (Role.ARCHIVIST, Role.SCHOOL_OWNER, Role.ADMINISTRATOR)
LONGEST: Final = 2000
"""Characters of a reason."""


@disposal_pages.before_request
def require_role_over_all_schools() -> None:
    """Abort 403 for whoever has the right by a role at a single school: it does not reach over the municipality."""
    acting()


def acting() -> Actor:
    """The one who disposes, in the role by which she does; 403 when she has none that reaches over all schools."""
    person = current_person()
    held = {one.role for one in person.roles_on(today()) if one.at_school is None} & APPROVING
    if not held:
        abort(403)
    return Actor(ref=person.id, role=next(role for role in RANK if role in held))


def disposals() -> Disposals:
    """The tenant's disposals."""
    return Disposals(the_desk())


def entry_for(standing: Standing, command: Command[Any], **more: Any) -> Entry:
    """Something decided about a subject's content."""
    return Entry(
        stream=Stream.ACCESS,
        stream_id=disposal_stream(standing.subject),
        command=command,
        school=standing.school,
        case_id=standing.subject if standing.is_case else None,
        **more,
    )


def standing_or_404(subject: UUID) -> Standing:
    """How it stands with a subject that she may decide on; 404 for what she is shut out of, as for what is not there."""
    found = disposals().standing(subject)
    if found is None or is_shut_out_of(subject):
        abort(404)
    return found
