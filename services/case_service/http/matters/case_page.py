"""The case page: who is responsible, what is due next and why, the timeline, and everything that happened."""

from __future__ import annotations

from uuid import UUID

from flask import Response, abort, jsonify, render_template, request

from services.case_service.http.case_access import open_matter
from services.case_service.http.matters.blueprint import page
from services.case_service.http.matters.dossier import Dossier, opened
from services.case_service.http.matters.frame import framed
from services.case_service.http.matters.next_steps import FIRST, next_steps
from services.case_service.http.matters.picture import picture_of
from services.case_service.http.web import the_desk
from services.case_service.rights import Action


@page()
def show(place: str, matter: UUID) -> str:
    """The case page."""
    return _page(opened(matter, place), "matters/case.html")


@page("/utskrift")
def printed(place: str, matter: UUID) -> str:
    """The whole matter on one page that prints well: every event with all its fields, oldest first."""
    return _page(opened(matter, place), "matters/printed.html")


@page("/versjon")
def version(place: str, matter: UUID) -> Response:  # noqa: ARG001 - the same for every kind
    """The version of the matter and who made it, for pages that stand open: nothing of its content, so it is no reading."""
    found = open_matter(matter, Action.SEE_STATUS)
    if not found.may(Action.SEE_CONTENT):
        abort(404)
    last = found.recorded[-1] if found.recorded else None
    answer: dict[str, object] = {"version": found.version}
    if last is not None and last.version == found.version:
        answer["by"] = the_desk().names.staff(last.envelope.actor.ref)
        answer["at"] = last.envelope.recorded_at.isoformat()
    return jsonify(answer)


def _page(dossier: Dossier, template: str) -> str:
    steps = next_steps(dossier)
    return render_template(
        template,
        **framed(dossier, "show"),
        steps=steps[:FIRST],
        more_steps=steps[FIRST:],
        picture=picture_of(dossier) if dossier.matter.recorded else None,
        oldest_first=request.args.get("rekkefolge") == "eldst",
    )
