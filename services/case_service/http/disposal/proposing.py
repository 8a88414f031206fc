"""/admin/kassasjon/foresla: the first of two approvals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.archive import DisposalApproved
from events.lists.access import DisposalBasis
from events.sealing import RetentionClass
from services.case_service.disposal import Standing, lapses_on
from services.case_service.domain.access.commands import ApproveDisposal
from services.case_service.http.cases.by_number import case_of_number
from services.case_service.http.disposal.blueprint import acting, disposal_pages, disposals, entry_for, standing_or_404
from services.case_service.http.disposal.overview import against_text
from services.case_service.http.disposal.written import Written
from services.case_service.http.languages import current_language, t
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import id_from, key_of, new_key, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.signing_in.demanding import require_step_up
from texts import label
from texts.case_number import case_number

LONGEST_PROVISION = 200


@disposal_pages.get("/admin/kassasjon/foresla")
@needs(Right.DISPOSE)
def propose() -> str:
    """The form, filled in for a case that the list named."""
    named = _case(request.args.get("case", ""))
    rule = disposals().rules().get(RetentionClass.WORKING_NOTE)
    written = {
        "number": "" if named is None else case_number(named),
        "retention": "" if named is None else RetentionClass.WORKING_NOTE.value,
        "basis": "" if named is None else DisposalBasis.RETENTION_LAPSED.value,
        "provision": "" if named is None or rule is None else rule.basis,
    }
    return _page(written, new_key(), ())


@disposal_pages.post("/admin/kassasjon/foresla")
@needs(Right.DISPOSE)
def record_proposal() -> ResponseReturnValue:
    """Approve as the first. Nothing is destroyed."""
    key, form, actor = key_of(request.form), Written(request.form), acting()
    require_step_up()
    retention, basis = form.one_of("retention", RetentionClass), form.one_of("basis", DisposalBasis)
    provision = form.words("provision", "disposal.problem.provision", most=LONGEST_PROVISION)
    found = case_of_number(request.form.get("number", ""))
    if isinstance(found, FormProblem):
        form.problems.insert(0, found)
    if form.problems or isinstance(found, FormProblem) or retention is None or basis is None:
        return _page(request.form, key, form.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    standing, disposal = standing_or_404(found), id_from(key, "disposal")
    against = disposals().against(standing, retention, basis)
    if against:
        problem = FormProblem(field=None, message=f"{t('disposal.against')}: {against_text(against)}.")
        return _page(request.form, key, [problem]), HTTPStatus.UNPROCESSABLE_ENTITY
    fact = DisposalApproved(
        disposal=disposal,
        of_subject=found,
        retention=retention,
        basis=basis,
        provision=provision,
        lapsed_on=_lapsed_on(standing, retention, basis),
        approved_by=actor.ref,
    )
    try:
        record(entry_for(standing, ApproveDisposal(fact=fact)), idempotency_key=key, actor=actor)
    except NotRecorded as refused:
        return _page(request.form, key, refused.problems), refused.status
    flash(t("disposal.proposed"), "success")
    return redirect(url_for("disposal.show", disposal=disposal), code=303)


def _lapsed_on(standing: Standing, retention: RetentionClass, basis: DisposalBasis) -> date | None:
    if basis is not DisposalBasis.RETENTION_LAPSED:
        return None
    return lapses_on(standing.ended_on, disposals().rules().get(retention))


def _case(written: str) -> UUID | None:
    try:
        subject = UUID(written)
    except ValueError:
        return None
    return standing_or_404(subject).subject


def _page(written: Mapping[str, str], key: str, problems: Sequence[FormProblem]) -> str:
    language = current_language()
    return render_template(
        "disposal/propose.html",
        written=written,
        key=key,
        problems=[(one.field or "number", one.message) for one in problems],
        errors={one.field: one.message for one in problems},
        classes=[(one.value, t(f"disposal.content.{one}")) for one in reversed(RetentionClass)],
        bases=[(one.value, label(one, language).capitalize()) for one in DisposalBasis],
        longest=LONGEST_PROVISION,
    )
