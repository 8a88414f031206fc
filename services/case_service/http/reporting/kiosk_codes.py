"""The principal's page for the school's kiosk codes: give one out, take one back. A code is shown once, when it is made."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from uuid import UUID

import msgspec
from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.base import Stream
from events.organisation import KioskCodeIssued, KioskCodeRevoked
from services.case_service.domain.school.commands import IssueKioskCode, RevokeKioskCode
from services.case_service.http.persons import current_person
from services.case_service.http.problems import NotRecorded
from services.case_service.http.recording import Entry, key_of, new_key, record
from services.case_service.http.reporting.blueprint import reporting
from services.case_service.http.reporting.choose import GIVES_CODES
from services.case_service.http.reporting.codes import CodeKind, code_of, mark_of
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.reporting.schools import chosen_school, own_schools, today
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.read_model import SchoolRow
from services.case_service.streams import school_stream


class KnownCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code that was given out: nobody can read it any more, so it is known by when and where it was."""

    mark: str
    issued_on: date
    place: str | None
    valid_to: date | None


@reporting.get("/meld/kiosk")
@needs(Right.SIGNED_IN)
def kiosk_codes() -> ResponseReturnValue:
    """The codes that are valid, and a form for a new one."""
    return _shown(_schools())


@reporting.post("/meld/kiosk")
@needs(Right.SIGNED_IN)
def issue_kiosk_code() -> ResponseReturnValue:
    """Make a code and show it, this once."""
    schools = _schools()
    school = chosen_school(request.form, schools)
    if school is None:
        abort(HTTPStatus.BAD_REQUEST)
    key, reading = key_of(request.form), Reading(request.form)
    secret = the_web().settings.marking_key
    code = code_of(key, CodeKind.KIOSK, secret)
    fact = KioskCodeIssued(code_hash=mark_of(code, CodeKind.KIOSK, secret), place=reading.line("place"))
    if reading.problems:
        return _shown(schools, problems=reading), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        record(_entry(school, IssueKioskCode(fact=fact)), idempotency_key=key)
    except NotRecorded as problem:
        reading.problems.extend(problem.problems)
        return _shown(schools, problems=reading), problem.status
    link = url_for("reporting.kiosk", code=code, _external=True)
    return _shown(schools, code=code, link=link, school=school)


@reporting.post("/meld/kiosk/trekk-tilbake")
@needs(Right.SIGNED_IN)
def revoke_kiosk_code() -> ResponseReturnValue:
    """Take a code back: from the next request on it opens nothing."""
    school = chosen_school(request.form, _schools())
    if school is None:
        abort(HTTPStatus.BAD_REQUEST)
    mark = request.form.get("mark", "")
    if mark not in {known.mark for known in _codes(school)}:
        abort(HTTPStatus.NOT_FOUND)
    try:
        record(_entry(school, RevokeKioskCode(fact=KioskCodeRevoked(code_hash=mark))), idempotency_key=key_of(request.form))
    except NotRecorded:
        abort(HTTPStatus.CONFLICT)
    return redirect(url_for("reporting.kiosk_codes"), code=303)


def _schools() -> tuple[SchoolRow, ...]:
    """The schools whose codes she gives out; 403 when there is none."""
    person, day = current_person(), today()
    leads = {held.at_school for held in person.roles_on(day) if held.role in GIVES_CODES}
    schools = tuple(one for one in own_schools() if one.orgnr in leads)
    if not schools:
        abort(HTTPStatus.FORBIDDEN)
    return schools


def _stream(school: SchoolRow) -> UUID:
    return school_stream(the_desk().store.tenant, school.orgnr)


def _entry(school: SchoolRow, command: IssueKioskCode | RevokeKioskCode) -> Entry:
    return Entry(stream=Stream.SCHOOL, stream_id=_stream(school), school=school.orgnr, command=command)


def _codes(school: SchoolRow) -> tuple[KnownCode, ...]:
    """The codes that open the school's kiosk today, the newest first."""
    known: dict[str, KnownCode] = {}
    for one in the_desk().store.read(_stream(school)):
        match one.event:
            case KioskCodeIssued(code_hash=mark, place=place, valid_to=last):
                known[mark] = KnownCode(mark=mark, issued_on=one.envelope.occurred_at.date(), place=place, valid_to=last)
            case KioskCodeRevoked(code_hash=mark):
                known.pop(mark, None)
            case _:
                pass
    day = today()
    return tuple(code for code in reversed(known.values()) if code.valid_to is None or day <= code.valid_to)


def _shown(
    schools: tuple[SchoolRow, ...],
    *,
    code: str | None = None,
    link: str | None = None,
    school: SchoolRow | None = None,
    problems: Reading | None = None,
) -> str:
    return render_template(
        "reporting/kiosk_codes.html",
        key=new_key(),
        schools=[(one, _codes(one)) for one in schools],
        new_code=code,
        link=link,
        new_at=school,
        problems=[(one.field, one.message) for one in problems.problems] if problems else [],
    )
