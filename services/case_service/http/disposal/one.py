"""One disposal: who approved, what stands against it, the second approval, stopping it, and its certificate."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

import msgspec
from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.archive import DisposalApproved, DisposalStopped
from services.case_service.disposal import Obstacle, Standing
from services.case_service.disposal.certificate import certificate, told_of
from services.case_service.domain.access.commands import ApproveDisposal, StopDisposal
from services.case_service.domain.access.state import Disposal
from services.case_service.http.admin.history import name_of, place_name
from services.case_service.http.disposal.blueprint import LONGEST, acting, disposal_pages, disposals, entry_for, standing_or_404
from services.case_service.http.disposal.overview import against_text
from services.case_service.http.disposal.written import Written
from services.case_service.http.languages import current_language, t
from services.case_service.http.letters.previewing import saved_pdf
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import key_of, new_key, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.signing_in.demanding import require_step_up
from services.case_service.http.web import the_desk, the_web
from services.case_service.store import KeyNotScrubbedError
from services.compliance.explain import day_text
from texts import label
from texts.case_number import case_number


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A disposal, the stream that it stands in, and how it stands with what it is about."""

    id: UUID
    stream_id: UUID
    disposal: Disposal
    is_done: bool
    standing: Standing


@disposal_pages.get("/admin/kassasjon/<uuid:disposal>")
@needs(Right.DISPOSE)
def show(disposal: UUID) -> str:
    """How far it has come, and what may be done."""
    return _page(_found(disposal), new_key(), ())


@disposal_pages.post("/admin/kassasjon/<uuid:disposal>/godkjenn")
@needs(Right.DISPOSE)
def approve(disposal: UUID) -> ResponseReturnValue:
    """Approve as the second, which decides; then it is carried out."""
    found, key, form, actor = _found(disposal), key_of(request.form), Written(request.form), acting()
    require_step_up()
    form.ticked("confirm", "disposal.problem.confirm")
    decided = found.disposal
    against = () if found.is_done else disposals().against(found.standing, decided.retention, decided.basis)
    if disposals().waits_for_archive(disposal, found.stream_id, actor.role):
        against = (*against, Obstacle.ADMINISTRATORS_ALONE)
    if against:
        form.problems.append(FormProblem(field=None, message=f"{t('disposal.against')}: {against_text(against)}."))
    if form.problems:
        return _page(found, key, form.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    fact = DisposalApproved(
        disposal=disposal,
        of_subject=decided.of_subject,
        retention=decided.retention,
        basis=decided.basis,
        provision=decided.provision,
        lapsed_on=decided.lapsed_on,
        approved_by=actor.ref,
    )
    try:
        record(entry_for(found.standing, ApproveDisposal(fact=fact)), idempotency_key=key, actor=actor)
    except NotRecorded as refused:
        return _page(found, key, refused.problems), refused.status
    _carry_out(found)
    return redirect(url_for("disposal.show", disposal=disposal), code=303)


@disposal_pages.post("/admin/kassasjon/<uuid:disposal>/stans")
@needs(Right.DISPOSE)
def stop(disposal: UUID) -> ResponseReturnValue:
    """Stop it, with a reason. What is destroyed stays so."""
    found, key, form = _found(disposal), key_of(request.form), Written(request.form)
    reason = form.words("reason", "disposal.problem.reason", most=LONGEST)
    if form.problems:
        return _page(found, key, form.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    fact = DisposalStopped(disposal=disposal, of_subject=found.disposal.of_subject, reason=reason)
    try:
        record(entry_for(found.standing, StopDisposal(fact=fact)), idempotency_key=key, actor=acting())
    except NotRecorded as refused:
        return _page(found, key, refused.problems), refused.status
    flash(t("disposal.stopped"), "success")
    return redirect(url_for("disposal.listed"), code=303)


@disposal_pages.get("/admin/kassasjon/<uuid:disposal>/attest.pdf")
@needs(Right.DISPOSE)
def attest(disposal: UUID) -> Response:
    """The certificate of what was carried out."""
    found = _found(disposal)
    told = told_of(the_desk(), found.id) or abort(404)
    return saved_pdf(certificate(told, the_web().settings.municipality, current_language()), told.number)


def _carry_out(found: Found) -> None:
    """Carry it out at once. What cannot be now, the process that reacts carries out later."""
    try:
        done = disposals().carry_out(found.id, found.stream_id)
    except KeyNotScrubbedError:
        flash(t("disposal.decided_waits"), "warning")
        return
    if done.destroyed:
        flash(t("disposal.carried_out"), "success")
    else:
        flash(t("disposal.decided_waits"), "warning")


def _found(disposal: UUID) -> Found:
    row = next((row for row in the_desk().read_model.retained() if disposal in row.disposals), None)
    if row is None:
        abort(404)
    one = row.disposals[disposal]
    return Found(
        id=disposal,
        stream_id=row.stream_id,
        disposal=one,
        is_done=(one.of_subject, one.retention) in row.disposed,
        standing=standing_or_404(one.of_subject),
    )


def _page(found: Found, key: str, problems: Sequence[FormProblem]) -> str:
    one, language = found.disposal, current_language()
    against = () if found.is_done else disposals().against(found.standing, one.retention, one.basis)
    return render_template(
        "disposal/one.html",
        found=found,
        case=case_number(one.of_subject),
        facts=[
            (t("disposal.column.content"), t(f"disposal.content.{one.retention}")),
            (t("disposal.column.basis"), label(one.basis, language).capitalize()),
            (t("field.DisposalApproved.provision"), one.provision),
            *([(t("disposal.column.lapsed"), day_text(one.lapsed_on, language))] if one.lapsed_on is not None else []),
            (t("disposal.column.school"), place_name(found.standing.school)),
            (t("disposal.approvals"), ", ".join(name_of(person) for person in one.approvers)),
        ],
        against=against_text(against),
        hers=acting().ref in one.approvers,
        key=key,
        written=request.form,
        problems=[(problem.field or "confirm", problem.message) for problem in problems],
        errors={problem.field: problem.message for problem in problems},
        longest=LONGEST,
    )
