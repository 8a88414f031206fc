"""The page of those who watch over the use of information: the data protection officer, the auditor and the owner."""

from __future__ import annotations

from http import HTTPStatus

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.case_service.http.access.blueprint import access
from services.case_service.http.access.review import REVIEWERS
from services.case_service.http.cases.by_number import case_of_number
from services.case_service.http.identity import current_rights
from services.case_service.http.persons import current_person
from services.case_service.http.problems import FormProblem
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.read_model.watching import Watched, WatchRow
from services.compliance.calendar import local_day


@access.get("/innsynslogg")
@needs(Right.SEE_LOGS)
def watch() -> str:
    """Unusual reading and access in an emergency, the newest first. No content of any matter."""
    return _page()


@access.get("/innsynslogg/sak")
@needs(Right.SEE_LOGS)
def readings_of_case() -> ResponseReturnValue:
    """The way to who has read a case, for those who are asked about it by its number."""
    written = request.args.get("number", "").strip()
    if not written:
        return redirect(url_for("access.watch"), code=303)
    found = case_of_number(written)
    if isinstance(found, FormProblem):
        return _page(found), HTTPStatus.UNPROCESSABLE_ENTITY
    matter = next(one for one in (found, *the_desk().read_model.streams_of(found)) if the_desk().read_model.matter(one) is not None)
    return redirect(url_for("access.log", matter=matter), code=303)


def _page(problem: FormProblem | None = None) -> str:
    desk = the_desk()
    rows = desk.read_model.watched()
    return render_template(
        "access/watch.html",
        problem=problem,
        written=request.args.get("number", ""),
        integrity_url=url_for("admin.integrity") if "admin.integrity" in current_app.view_functions else "",
        unusual=[(desk.names.staff(one.person), one) for one in rows if one.kind is Watched.UNUSUAL_READING],
        emergencies=[
            (desk.names.staff(one.person), _school(one.school), one, _may_review(one))
            for one in rows
            if one.kind is Watched.EMERGENCY
        ],
    )


def _school(orgnr: str | None) -> str:
    row = the_desk().read_model.school(orgnr) if orgnr is not None else None
    return row.name if row is not None else ""


def waiting_reviews() -> int:
    """How many emergency accesses wait for the one who is logged in to look at them."""
    if Right.SEE_LOGS not in current_rights():
        return 0
    return sum(one.kind is Watched.EMERGENCY and _may_review(one) for one in the_desk().read_model.watched())


def _may_review(one: WatchRow) -> bool:
    me = current_person()
    waits = one.justified is None and one.person != me.id
    return waits and not REVIEWERS.isdisjoint(me.roles_at(None, local_day(the_desk().clock())))
