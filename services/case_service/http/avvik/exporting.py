"""/avvik/eksport: a file without names for the municipality's own avvik system. What went out is noted on each avvik."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from http import HTTPStatus
from typing import Final

from flask import abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from events.avvik import AvvikExported
from events.lists.concern import OwnerChannel
from services.case_service.domain.avvik.commands import ExportAvvik
from services.case_service.feeds.avvik_export import SYSTEMS, ExportedAvvik, as_csv, as_json
from services.case_service.http.avvik.blueprint import avvik
from services.case_service.http.avvik.listing import rule_text
from services.case_service.http.avvik.reach import AvvikReach, current_avvik_reach
from services.case_service.http.avvik.systems import chosen_system, new_to
from services.case_service.http.case_access import open_matter
from services.case_service.http.languages import current_language, t
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import Entry, id_from, key_of, new_key, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.read_model import AvvikRow
from services.case_service.rights import Action
from services.compliance.calendar import local_day
from texts import label
from texts.case_number import case_number

MOST_IN_A_FILE: Final = 500


class Which(StrEnum):
    """Which avvik go into the file."""

    NEW = "nye"
    OPEN = "aapne"


class Format(StrEnum):
    """How the file is written."""

    CSV = "csv"
    JSON = "json"


@avvik.get("/avvik/eksport")
@needs(Right.TREAT_AVVIK)
def export() -> str:
    """Choose what goes out; and where the numbers come back in."""
    return export_page(current_avvik_reach())


@avvik.post("/avvik/eksport")
@needs(Right.TREAT_AVVIK)
def export_file() -> ResponseReturnValue:
    """The file. That it went out stands on each avvik before it goes."""
    reach, key = current_avvik_reach(), key_of(request.form)
    try:
        system = OwnerChannel(request.form.get("system", ""))
        which, written = Which(request.form.get("which", "")), Format(request.form.get("format", ""))
    except ValueError:
        abort(HTTPStatus.BAD_REQUEST)
    if system not in SYSTEMS:
        abort(HTTPStatus.BAD_REQUEST)
    rows = _chosen(reach, system, which, key)
    if not rows:
        return export_page(reach, problems=[FormProblem(field="which", message=t("avvik.export.nothing"))]), 422
    matters = [open_matter(row.stream_id, Action.RECORD) for row in rows]
    command = ExportAvvik(fact=AvvikExported(system=system, batch=id_from(key, "batch")))
    try:
        record(*(Entry.of(one, command) for one in matters), idempotency_key=key, matter=matters)
    except NotRecorded as refused:
        return export_page(reach, problems=refused.problems), refused.status
    found = [_exported(row, reach) for row in rows]
    answer = make_response(as_csv(found, current_language()) if written is Format.CSV else as_json(found))
    answer.mimetype = "text/csv" if written is Format.CSV else "application/json"
    name = f"avvik-{system.value}-{local_day(the_desk().clock()).isoformat()}.{written.value}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def export_page(reach: AvvikReach, *, problems: Sequence[FormProblem] = (), returned_problems: Sequence[str] = ()) -> str:
    """The page, with what was wrong with the last try."""
    language, system = current_language(), chosen_system()
    rows = reach.rows(open_only=True)
    return render_template(
        "avvik/export.html",
        key=new_key(),
        problems=[(one.field, one.message) for one in problems],
        returned_problems=returned_problems,
        system=system.value,
        systems=[(one.value, label(one, language)) for one in SYSTEMS],
        counts={Which.NEW: len(new_to(system, rows)), Which.OPEN: len(rows)},
        formats=tuple(Format),
        most=MOST_IN_A_FILE,
    )


def _chosen(reach: AvvikReach, system: OwnerChannel, which: Which, key: str) -> list[AvvikRow]:
    rows = [row for row in reach.rows(open_only=True) if row.kind is not None and row.grade is not None]
    wanted = new_to(system, rows, id_from(key, "batch")) if which is Which.NEW else rows
    return sorted(wanted, key=lambda row: (row.raised_at, str(row.stream_id)))[:MOST_IN_A_FILE]


def _exported(row: AvvikRow, reach: AvvikReach) -> ExportedAvvik:
    desk = the_desk()
    bound = desk.rules.by_id.get(row.rule) if row.rule is not None else None
    assert row.kind is not None  # noqa: S101 - such rows were left out
    assert row.grade is not None  # noqa: S101 - as above
    names = {one.orgnr: one.name for one in reach.of_schools()}
    return ExportedAvvik(
        avvik=row.stream_id,
        number=case_number(row.stream_id),
        school=row.school,
        school_name=names.get(row.school or ""),
        kind=row.kind,
        grade=row.grade,
        raised_at=row.raised_at,
        rule=rule_text(row.rule) if row.rule is not None else None,
        provision=f"{bound.document}, {bound.rule.section}" if bound is not None else None,
        case_number=case_number(row.about_stream) if row.about_stream is not None else None,
        due_on=row.due_on,
        closed_on=local_day(row.closed_at) if row.closed_at is not None else None,
    )
