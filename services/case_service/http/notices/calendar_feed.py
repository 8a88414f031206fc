"""The calendar with somebody's deadlines, for programs that cannot log in: behind a secret address that she can renew or take away.

Varde keeps no address, only its keyed hash: a copy of the file opens no calendar.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from http import HTTPStatus
from typing import Final
from uuid import UUID, uuid5

from flask import Response, abort, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from services.case_service.feeds.calendar import Deadline, calendar
from services.case_service.http.languages import current_language, t
from services.case_service.http.matters.blueprint import address
from services.case_service.http.notices.blueprint import notices
from services.case_service.http.notices.listing import listed_page
from services.case_service.http.persons import current_person
from services.case_service.http.recording import key_of
from services.case_service.http.reporting.flooding import Counted, guesses
from services.case_service.http.reporting.too_many import count, let_in_or_ask_to_wait
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.reactions.deadlines import deadlines_of
from services.case_service.read_model import ObligationRow
from services.case_service.rights import Kind
from services.compliance.rulebook import AtOnce, Before, Hours
from texts.case_number import case_number

LONGEST: Final = 100
BY_THE_CLOCK: Final = AtOnce | Hours | Before


@notices.post("/varsler/kalender")
@needs(Right.SIGNED_IN)
def give_calendar() -> ResponseReturnValue:
    """Make the calendar a new address, and show it this once. A form that is sent twice makes one address."""
    person = current_person()
    if person.kind is not Kind.STAFF:
        abort(HTTPStatus.FORBIDDEN)
    secret = hmac.digest(the_web().settings.marking_key, f"calendar of {person.id}:{key_of(request.form)}".encode(), "sha256")
    token = base64.urlsafe_b64encode(secret).decode().rstrip("=")
    the_desk().notices.give_calendar(person.id, _mark(token))
    return listed_page(calendar=url_for("notices.calendar_of", token=token, _external=True))


@notices.post("/varsler/kalender/fjern")
@needs(Right.SIGNED_IN)
def take_calendar() -> ResponseReturnValue:
    """Let the calendar have no address any more."""
    the_desk().notices.take_calendar(current_person().id)
    flash(t("notices.calendar.taken"), "success")
    return redirect(url_for("notices.listed"), code=303)


@notices.get("/kalender/<token>.ics")
@needs(Right.ANYONE)
def calendar_of(token: str) -> Response:
    """The calendar behind an address: duties and case numbers. A wrong, an old and a disabled account's address are alike."""
    desk = the_desk()
    person = desk.notices.whose_calendar(_mark(token[:LONGEST]))
    if person is None or not _still_hers(person):
        # Only who is wrong waits: calendars of many people are fetched from one address.
        limits = guesses(Counted.CALENDAR_GUESS)
        let_in_or_ask_to_wait(limits)
        count(limits)
        abort(HTTPStatus.NOT_FOUND)
    now = the_web().clock()
    found = (_deadline(one) for one in deadlines_of(person, desk.read_model, now))
    answer = make_response(calendar(found, current_language(), now))
    answer.mimetype = "text/calendar"
    answer.headers["Content-Disposition"] = 'inline; filename="varde.ics"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _still_hers(person: UUID) -> bool:
    account = the_web().accounts.of_person(person)
    return account is not None and not account.disabled


def _deadline(one: ObligationRow) -> Deadline:
    desk = the_desk()
    row, rule = desk.read_model.matter(one.stream_id), desk.rules.by_id[one.rule_id].rule
    assert one.limit is not None  # noqa: S101 - deadlines_of gives none without
    return Deadline(
        id=uuid5(one.stream_id, one.obligation_id),
        what=rule.text.in_(current_language()).rstrip("."),
        number=case_number(one.stream_id) if row is not None else "",
        due=one.limit,
        whole_day=not isinstance(rule.due, BY_THE_CLOCK),
        url=_external(address(row) if row is not None else url_for("my_day.show")),
    )


def _external(path: str) -> str:
    return request.host_url.rstrip("/") + path


def _mark(token: str) -> bytes:
    return hmac.digest(the_web().settings.marking_key, f"calendar:{token}".encode(), hashlib.sha256)
