"""/varsler: what waits for the one who is logged in, and what she has seen. No name and no content, only where it leads."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.case_service.http.languages import t
from services.case_service.http.notices.blueprint import notices
from services.case_service.http.notices.shown import Showing
from services.case_service.http.persons import current_person
from services.case_service.http.recording import new_key
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.notices.book import ByMail
from services.case_service.rights import Kind

SHOWN: Final = 300
SEEN_SHOWN: Final = 30
HOURS: Final = range(5, 22)
"""The hours at which a digest can come."""


@notices.get("/varsler")
@needs(Right.SIGNED_IN)
def listed() -> ResponseReturnValue:
    """The notices, and the choices."""
    if current_person().kind is not Kind.STAFF:
        return redirect("/foresatt", code=303)
    return listed_page()


def listed_page(*, calendar: str = "") -> str:
    """The page; with the ``calendar``'s new address, this once."""
    person, book = current_person(), the_desk().notices
    lines = book.of(person.id, limit=SHOWN)
    showing = Showing()
    unseen = [line for line in lines if line.seen_at is None]
    choice = book.choice(person.id)
    return render_template(
        "notices/list.html",
        new=showing.grouped(unseen),
        seen=showing.grouped([line for line in lines if line.seen_at is not None])[:SEEN_SHOWN],
        ids=[line.id for line in unseen],
        more=book.unseen(person.id) - len(unseen),
        choice=choice,
        hours=[(str(hour), t("notices.mail.clock", hour=f"{hour:02}")) for hour in HOURS],
        has_calendar=book.has_calendar(person.id),
        calendar=calendar,
        key=new_key(),
    )


@notices.get("/varsler/<uuid:notice>")
@needs(Right.SIGNED_IN)
def follow(notice: UUID) -> ResponseReturnValue:
    """Go where a notice leads. It, and those like it, have been seen then, as what somebody opens has been read."""
    person, book = current_person(), the_desk().notices
    lines = book.like(person.id, notice)
    if not lines:
        abort(404)
    book.see(person.id, [line.id for line in lines], the_web().clock())
    return redirect(Showing().url(lines[0]) or url_for("notices.listed"), code=303)


@notices.post("/varsler/sett")
@needs(Right.SIGNED_IN)
def mark_seen() -> ResponseReturnValue:
    """Mark the notices that a form names as seen: one line of the page, or all that stood on it."""
    try:
        chosen = [UUID(one) for one in request.form.get("notices", "").split()]
    except ValueError:
        abort(HTTPStatus.BAD_REQUEST)
    the_desk().notices.see(current_person().id, chosen, the_web().clock())
    return redirect(url_for("notices.listed"), code=303)


@notices.post("/varsler/valg")
@needs(Right.SIGNED_IN)
def choose() -> ResponseReturnValue:
    """Keep what somebody wants by e-mail."""
    hour = request.form.get("hour", "")
    if hour not in {str(one) for one in HOURS}:
        abort(HTTPStatus.BAD_REQUEST)
    choice = ByMail(urgent="urgent" in request.form, digest="digest" in request.form, digest_hour=int(hour))
    the_desk().notices.choose(current_person().id, choice)
    flash(t("notices.mail.saved"), "success")
    return redirect(url_for("notices.listed"), code=303)
