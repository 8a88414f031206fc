"""One concern, read and handled on one page: it takes minutes, and what is done already stands as done."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

import msgspec
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.base import Stream
from events.concern import ConcernReceived
from events.dialogue import ReporterCodeIssued
from events.lists.concern import OwnerChannel, SeverityCriterion
from events.lists.people import PupilRole
from services.case_service.http.case_access import Matter, decision_on, open_matter
from services.case_service.http.inbox.blueprint import inbox
from services.case_service.http.inbox.concerns import clock_text
from services.case_service.http.inbox.handling import DONE_BY, JOIN, NEW, Answers
from services.case_service.http.languages import current_language, t
from services.case_service.http.matters.blueprint import address
from services.case_service.http.matters.dossier import Dossier
from services.case_service.http.matters.told import ToldEvent
from services.case_service.http.problems import Changed, FormProblem, NotRecorded
from services.case_service.http.record.asking import TIMES
from services.case_service.http.record.people import staff_choices
from services.case_service.http.recording import key_of, new_key, record, seen_version_of
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow
from services.case_service.rights import Action
from texts import label
from texts.case_number import case_number

MOST_OPEN = 20
SHOWN_APART = (ConcernReceived, ReporterCodeIssued, *DONE_BY.values())
"""Events that the page shows in places of their own."""


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """A form that was sent and could not be recorded."""

    problems: tuple[FormProblem, ...]
    changed: Changed | None = None


@inbox.get("/innboks/<uuid:concern>")
@needs(Right.READ_INBOX)
def handle(concern: UUID) -> ResponseReturnValue:
    """The concern, and what to decide about it."""
    matter = _opened(concern)
    if matter.row.opened_at is not None or not matter.row.is_open:
        return redirect(address(matter.row), code=303)
    return _shown(matter, None)


@inbox.post("/innboks/<uuid:concern>")
@needs(Right.READ_INBOX)
def decide(concern: UUID) -> ResponseReturnValue:
    """Record what was decided: all of it, or nothing with the reason."""
    matter, key = _opened(concern), key_of(request.form)
    answers = Answers(request.form, matter, key, seen_version_of(request.form))
    wanted = request.form.get("to_case", "")
    chosen = request.form.get("carry_on", "") == JOIN
    joinable = [
        open_matter(row.stream_id, Action.HANDLE)
        for row in _of_the_same_pupil(matter.row)
        if chosen and str(row.stream_id) == wanted
    ]
    entries = answers.entries(joinable)
    if answers.problems:
        return _shown(matter, Tried(problems=tuple(answers.problems))), HTTPStatus.UNPROCESSABLE_ENTITY
    if not entries:
        return redirect(url_for("inbox.handle", concern=concern), code=303)
    try:
        record(*entries, idempotency_key=key, matter=[matter, *joinable])
    except NotRecorded as problem:
        return _shown(matter, Tried(problems=problem.problems, changed=problem.changed)), problem.status
    flash(t("inbox.recorded"), "success")
    carried = request.form.get("carry_on", "")
    if joinable:
        return redirect(address(joinable[0].row), code=303)
    return redirect(address(matter.row) if carried == NEW else url_for("inbox.handle", concern=concern), code=303)


def _opened(concern: UUID) -> Matter:
    """The concern, for whoever may read and handle it: 404 else."""
    matter = open_matter(concern, Action.SEE_CONTENT)
    if matter.row.stream is not Stream.CASE or not matter.may(Action.HANDLE):
        abort(404)
    return matter


def _of_the_same_pupil(row: MatterRow) -> list[MatterRow]:
    """The open cases of the same pupil that the reader may handle."""
    if row.pupil is None:
        return []
    found = the_desk().read_model.matters(streams=[Stream.CASE], pupil=row.pupil, open_only=True, limit=MOST_OPEN).rows
    return [
        one
        for one in found
        if one.stream_id != row.stream_id and one.opened_at is not None and decision_on(one, Action.HANDLE).allowed
    ]


def _shown(matter: Matter, tried: Tried | None) -> str:
    dossier, language = Dossier(matter), current_language()
    done: dict[str, ToldEvent] = {step: told[-1] for step, cls in DONE_BY.items() if (told := dossier.told.of(cls))}
    staff = [(one.value, one.text) for one in staff_choices(matter)]
    return render_template(
        "inbox/handle.html",
        dossier=dossier,
        matter=matter,
        row=matter.row,
        clock=clock_text(matter.row, dossier.now),
        words=[one for one in dossier.told.events if isinstance(one.recorded.event, ConcernReceived)],
        others=[one for one in dossier.told.events if not isinstance(one.recorded.event, SHOWN_APART)],
        done=done,
        staff=staff,
        pupils=_pupils(matter) if matter.row.pupil is None else [],
        criteria=[(one.value, label(one, language)) for one in SeverityCriterion],
        channels=[(one.value, label(one, language)) for one in OwnerChannel],
        roles=[(one.value, label(one, language)) for one in PupilRole],
        joinable=[
            (str(one.stream_id), t("inbox.join.case", number=case_number(one.stream_id))) for one in _of_the_same_pupil(matter.row)
        ],
        key=request.form.get("idempotency_key") if tried else new_key(),
        seen_version=request.form.get("seen_version") if tried and tried.changed is None else matter.version,
        form=request.form,
        times={name: request.form.get(name, "") for name in TIMES},
        times_wrong={problem.field: problem.message for problem in tried.problems if problem.field in TIMES} if tried else {},
        problems=tried.problems if tried else (),
        changed=tried.changed if tried else None,
    )


def _pupils(matter: Matter) -> list[tuple[str, str]]:
    desk = the_desk()
    found = [(str(one.pupil), desk.names.pupil(one.pupil)) for one in desk.read_model.pupils_at(matter.row.school or "")]
    return sorted(found, key=lambda one: one[1].casefold())
