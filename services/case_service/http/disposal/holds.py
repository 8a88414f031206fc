"""/admin/kassasjon/sperre: keeping content whatever its retention says, and letting the retention decide again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.archive import LegalHoldLifted, LegalHoldPlaced
from events.lists.access import HoldGround
from services.case_service.domain.access.commands import LiftLegalHold, PlaceLegalHold
from services.case_service.domain.access.state import Hold
from services.case_service.http.cases.by_number import case_of_number
from services.case_service.http.disposal.blueprint import LONGEST, acting, disposal_pages, entry_for, standing_or_404
from services.case_service.http.disposal.written import Written
from services.case_service.http.languages import current_language, t
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import id_from, key_of, new_key, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from texts import label
from texts.case_number import case_number


@disposal_pages.get("/admin/kassasjon/sperre")
@needs(Right.DISPOSE)
def new_hold() -> str:
    """The form for a new one."""
    return _new_page({}, new_key(), ())


@disposal_pages.post("/admin/kassasjon/sperre")
@needs(Right.DISPOSE)
def place_hold() -> ResponseReturnValue:
    """Place it."""
    key, form = key_of(request.form), Written(request.form)
    ground = form.one_of("ground", HoldGround)
    reason = form.words("reason", "disposal.problem.reason", most=LONGEST)
    found = case_of_number(request.form.get("number", ""))
    if isinstance(found, FormProblem):
        form.problems.insert(0, found)
    if form.problems or isinstance(found, FormProblem) or ground is None:
        return _new_page(request.form, key, form.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    fact = LegalHoldPlaced(hold=id_from(key, "hold"), of_subject=found, ground=ground, reason=reason)
    try:
        record(entry_for(standing_or_404(found), PlaceLegalHold(fact=fact)), idempotency_key=key, actor=acting())
    except NotRecorded as refused:
        return _new_page(request.form, key, refused.problems), refused.status
    flash(t("disposal.hold.placed"), "success")
    return redirect(url_for("disposal.listed"), code=303)


@disposal_pages.get("/admin/kassasjon/sperre/<uuid:hold>")
@needs(Right.DISPOSE)
def hold(hold: UUID) -> str:
    """A hold, and the form that lifts it."""
    return _page(hold, _held(hold), new_key(), ())


@disposal_pages.post("/admin/kassasjon/sperre/<uuid:hold>")
@needs(Right.DISPOSE)
def lift_hold(hold: UUID) -> ResponseReturnValue:
    """Lift it, with a reason."""
    held, key, form = _held(hold), key_of(request.form), Written(request.form)
    reason = form.words("reason", "disposal.problem.reason", most=LONGEST)
    if form.problems:
        return _page(hold, held, key, form.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    fact = LegalHoldLifted(hold=hold, of_subject=held.of_subject, reason=reason)
    try:
        record(entry_for(standing_or_404(held.of_subject), LiftLegalHold(fact=fact)), idempotency_key=key, actor=acting())
    except NotRecorded as refused:
        return _page(hold, held, key, refused.problems), refused.status
    flash(t("disposal.hold.lifted"), "success")
    return redirect(url_for("disposal.listed"), code=303)


def _held(hold: UUID) -> Hold:
    found = next((row.holds[hold] for row in the_desk().read_model.retained() if hold in row.holds), None)
    if found is None or found.lifted:
        abort(404)
    standing_or_404(found.of_subject)
    return found


def _new_page(written: Mapping[str, str], key: str, problems: Sequence[FormProblem]) -> str:
    language = current_language()
    return render_template(
        "disposal/hold_new.html",
        written=written,
        key=key,
        problems=[(one.field or "number", one.message) for one in problems],
        errors={one.field: one.message for one in problems},
        grounds=[(one.value, label(one, language).capitalize()) for one in HoldGround],
        longest=LONGEST,
    )


def _page(hold_id: UUID, held: Hold, key: str, problems: Sequence[FormProblem]) -> str:
    return render_template(
        "disposal/hold.html",
        hold=hold_id,
        case=case_number(held.of_subject),
        ground=label(held.ground, current_language()).capitalize(),
        key=key,
        written=request.form,
        problems=[(one.field or "reason", one.message) for one in problems],
        errors={one.field: one.message for one in problems},
        longest=LONGEST,
    )
