"""The file as it comes back: each avvik gets the number that the other system gave it. All lines are taken, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from events.avvik import AvvikRegisteredExternally
from events.lists.concern import OwnerChannel
from services.case_service.domain.avvik.commands import RegisterAvvikExternally
from services.case_service.feeds.avvik_export import SYSTEMS, Returned, UnreadableTableError, returned
from services.case_service.http.avvik.blueprint import avvik
from services.case_service.http.avvik.exporting import export_page
from services.case_service.http.avvik.reach import current_avvik_reach
from services.case_service.http.case_access import open_matter
from services.case_service.http.languages import t
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import Entry, key_of, record
from services.case_service.http.rights import Right, needs
from services.case_service.read_model import AvvikRow
from services.case_service.rights import Action
from texts.case_number import case_number

LONGEST: Final = 100
MOST_LINES: Final = 2000
MOST_SHOWN: Final = 50


@avvik.post("/avvik/eksport/svar")
@needs(Right.TREAT_AVVIK)
def register_returned() -> ResponseReturnValue:
    """Register the numbers of a file that came back, or tell by line what is wrong with it."""
    reach, key = current_avvik_reach(), key_of(request.form)
    try:
        system = OwnerChannel(request.form.get("system", ""))
    except ValueError:
        abort(HTTPStatus.BAD_REQUEST)
    if system not in SYSTEMS:
        abort(HTTPStatus.BAD_REQUEST)
    file = request.files.get("table")
    content = b"" if file is None else file.read()
    if not content:
        problem = FormProblem(field="table", message=t("avvik.return.no_file"))
        return export_page(reach, problems=[problem]), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        lines = returned(content)
    except UnreadableTableError as error:
        problem = FormProblem(field="table", message=t(f"feed.fault.{error.fault.value}"))
        return export_page(reach, problems=[problem]), HTTPStatus.UNPROCESSABLE_ENTITY
    known = {case_number(row.stream_id): row for row in reach.rows(open_only=False)}
    wrong = _problems(lines, known, system)
    fresh = {line.number: line for line in lines if line.number in known and known[line.number].external_reference is None}
    if wrong or not fresh:
        problems = [] if wrong else [FormProblem(field="table", message=t("avvik.return.nothing"))]
        return export_page(reach, problems=problems, returned_problems=wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    matters = {number: open_matter(known[number].stream_id, Action.RECORD) for number in fresh}
    entries = [
        Entry.of(
            matters[number],
            RegisterAvvikExternally(fact=AvvikRegisteredExternally(system=system, reference=line.reference)),
        )
        for number, line in fresh.items()
    ]
    try:
        record(*entries, idempotency_key=key, matter=list(matters.values()))
    except NotRecorded as refused:
        return export_page(reach, problems=refused.problems), refused.status
    flash(t("avvik.return.done.one") if len(fresh) == 1 else t("avvik.return.done.many", n=len(fresh)), "success")
    return redirect(url_for("avvik.export"), code=303)


def _problems(lines: Sequence[Returned], known: Mapping[str, AvvikRow], system: OwnerChannel) -> list[str]:
    """What is wrong, by line; an unknown number and one of another school read alike."""
    found, given = [], dict[str, str]()
    if len(lines) > MOST_LINES:
        return [t("avvik.return.too_many", most=MOST_LINES)]
    for line in lines:
        row, before = known.get(line.number), given.setdefault(line.number, line.reference)
        if row is None:
            key = "unknown"
        elif len(line.reference) > LONGEST or not line.reference.isprintable():
            key = "bad_reference"
        elif before != line.reference:
            key = "twice"
        elif row.external_reference is not None and (row.external_system, row.external_reference) != (system.value, line.reference):
            key = "another"
        else:
            continue
        found.append(t(f"avvik.return.fault.{key}", line=line.line, number=line.number[:LONGEST]))
    return found[:MOST_SHOWN]
