"""/prosessdata: what happened in the cases, as a file for process analysis. Every line is about a child, so it is a disclosure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final
from uuid import UUID

import msgspec
from flask import Blueprint, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from events.base import Stream
from events.lists.people import Role
from services.case_service.http.asked_days import DAYS, AskedDays
from services.case_service.http.languages import t
from services.case_service.http.persons import current_person
from services.case_service.http.problems import FormProblem, NotRecorded, in_summary
from services.case_service.http.recording import Entry, id_from, key_of, new_key, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.school_reach import answers_for_all, today
from services.case_service.http.shut_out import cases_closed_to_her
from services.case_service.http.signing_in.demanding import require_step_up
from services.case_service.http.web import the_desk
from services.case_service.process_export import Format, Pseudonyms, Wanted, build_log, written_as
from services.case_service.process_export.disclosure import disclosure
from services.case_service.process_export.formats import ENDINGS, MEDIA_TYPES
from services.case_service.streams import access_stream, municipality_stream, school_stream

process_export = Blueprint("process_export", __name__)

ALL: Final = ""
LONGEST: Final = 500


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A school that can be exported, or (``orgnr`` empty) all of them."""

    orgnr: str
    name: str


@process_export.get("/prosessdata")
@needs(Right.EXPORT_PROCESSES)
def show() -> str:
    """Choose school, days and format, and say for whom and what for."""
    return _page(_places())


@process_export.post("/prosessdata")
@needs(Right.EXPORT_PROCESSES)
def export() -> ResponseReturnValue:
    """The file. That it went out is in the log before it goes."""
    require_step_up()
    places, form, key = _places(), request.form, key_of(request.form)
    days = AskedDays.of(form)
    problems = [*days.problems, *_missing(form)]
    if form.get("school", ALL) not in {one.orgnr for one in places}:
        problems.append(FormProblem(field="school", message=t("process.problem.school")))
    try:
        form_of_file = Format(form.get("format", ""))
    except ValueError:
        abort(HTTPStatus.BAD_REQUEST)
    if problems:
        return _page(places, problems), HTTPStatus.UNPROCESSABLE_ENTITY
    orgnr = form.get("school", ALL)
    schools = frozenset({orgnr}) if orgnr else None
    wanted = Wanted(schools=schools, since=days.since, until=days.until, hidden=cases_closed_to_her(schools))
    log = build_log(the_desk().store, wanted, Pseudonyms(the_desk().marking_key))
    if not log.events:
        return _page(places, [_nothing(days)]), HTTPStatus.UNPROCESSABLE_ENTITY
    content = written_as(log, form_of_file)
    commands = disclosure(
        id_from(key, "request"),
        log,
        sha256=hashlib.sha256(content).hexdigest(),
        recipient=form["recipient"].strip(),
        purpose=form["purpose"].strip(),
    )
    stream = access_stream(_about(orgnr))
    try:
        record(
            *(Entry(stream=Stream.ACCESS, stream_id=stream, command=one, school=orgnr or None) for one in commands),
            idempotency_key=key,
        )
    except NotRecorded as refused:
        return _page(places, refused.problems), refused.status
    answer = make_response(content)
    answer.mimetype = MEDIA_TYPES[form_of_file]
    name = f"varde-prosess-{today().isoformat()}.{ENDINGS[form_of_file]}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _about(orgnr: str) -> UUID:
    tenant = the_desk().store.tenant
    return school_stream(tenant, orgnr) if orgnr else municipality_stream(tenant)


def _places() -> tuple[Place, ...]:
    """The schools that she leads; for the school owner each of them, and all. 403 for whoever leads none."""
    model, person = the_desk().read_model, current_person()
    rows = sorted(model.schools(), key=lambda row: row.name)
    if answers_for_all():
        return (Place(orgnr=ALL, name=t("process.all_schools")), *(Place(orgnr=row.orgnr, name=row.name) for row in rows))
    leads = [row for row in rows if Role.PRINCIPAL in person.roles_at(row.orgnr, today())]
    return tuple(Place(orgnr=row.orgnr, name=row.name) for row in leads) or abort(HTTPStatus.FORBIDDEN)


def _missing(form: Mapping[str, str]) -> list[FormProblem]:
    found = []
    for field in ("recipient", "purpose"):
        written = form.get(field, "").strip()
        if not 0 < len(written) <= LONGEST:
            found.append(FormProblem(field=field, message=t(f"process.problem.{field}", most=LONGEST)))
    return found


def _nothing(days: AskedDays) -> FormProblem:
    """That nothing happened: on the days that were asked for, else at the school at all."""
    if days.since is None and days.until is None:
        return FormProblem(field="school", message=t("process.problem.nothing_at_all"))
    return FormProblem(field="until" if days.since is None else "since", message=t("process.problem.nothing"))


def _page(places: Sequence[Place], problems: Sequence[FormProblem] = ()) -> str:
    return render_template(
        "process_export/show.html",
        places=[(one.orgnr, one.name) for one in places],
        formats=[(one.value, t(f"process.format.{one.value}")) for one in Format],
        problems=[in_summary(one, {field: t(f"process.{field}") for field in DAYS}) for one in problems],
        errors={one.field: one.message for one in problems},
        written=request.form,
        longest=LONGEST,
        key=new_key(),
    )
