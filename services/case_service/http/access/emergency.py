"""Access in an emergency: with a reason, for some hours, and with a notice to those who lead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from events.access import BreakGlassUsed
from events.base import Stream
from services.case_service.domain.access.commands import BreakGlass
from services.case_service.http.access.blueprint import access
from services.case_service.http.case_access import Matter, open_matter
from services.case_service.http.languages import t
from services.case_service.http.own_paths import own_path
from services.case_service.http.recording import Entry, FormProblem, NotRecorded, key_of, new_key, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_web
from services.case_service.rights import Action
from services.case_service.streams import access_stream

HOURS: Final = (1, 4, 24)
"""For how long access can be taken; who needs longer asks for a grant."""

SHORTEST_REASON: Final = 20
"""Characters. A reason that says nothing protects nobody."""

Answer = str | Response | tuple[str, int]


@access.get("/saker/<uuid:matter>/nodtilgang")
@needs(Right.SIGNED_IN)
def break_glass(matter: UUID) -> Answer:
    """Ask why, and tell what follows."""
    return _page(open_matter(matter, Action.BREAK_GLASS))


@access.post("/saker/<uuid:matter>/nodtilgang")
@needs(Right.SIGNED_IN)
def take(matter: UUID) -> Answer:
    """Take access and go on to where it was missed."""
    opened = open_matter(matter, Action.BREAK_GLASS)
    form = request.form
    problems = _problems(form)
    if not problems:
        try:
            record(_entry(opened, form), idempotency_key=key_of(form))
        except NotRecorded as refused:
            problems = refused.problems
        else:
            flash(t("access.emergency.taken"), "warning")
            return redirect(own_path(form.get("next")) or f"/saker/{matter}", code=303)
    return _page(opened, written=form, problems=problems), HTTPStatus.UNPROCESSABLE_ENTITY


def _problems(form: Mapping[str, str]) -> tuple[FormProblem, ...]:
    found = []
    if len(form.get("reason", "").strip()) < SHORTEST_REASON:
        found.append(FormProblem(field="reason", message=t("access.problem.emergency_reason", least=SHORTEST_REASON)))
    if form.get("hours") not in {str(hours) for hours in HOURS}:
        found.append(FormProblem(field="hours", message=t("access.problem.hours")))
    return tuple(found)


def _entry(matter: Matter, form: Mapping[str, str]) -> Entry:
    row = matter.row
    fact = BreakGlassUsed(
        person=matter.person.id,
        to_stream=row.stream_id,
        until=the_web().clock() + timedelta(hours=int(form["hours"])),
        reason=form["reason"].strip(),
    )
    return Entry(
        stream=Stream.ACCESS,
        stream_id=access_stream(row.stream_id),
        command=BreakGlass(fact=fact),
        school=row.school,
        case_id=row.case_id,
    )


def _page(matter: Matter, written: Mapping[str, str] | None = None, problems: tuple[FormProblem, ...] = ()) -> str:
    return render_template(
        "access/emergency.html",
        matter=matter,
        action=url_for("access.take", matter=matter.row.stream_id),
        hours=HOURS,
        next=own_path(request.values.get("next")) or "",
        written=written or {},
        problems=problems,
        key=new_key(),
    )
