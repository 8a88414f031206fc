"""Answering a request with no: on which provision, and why."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from events.disclosure import DisclosureAnswered
from events.lists.access import DisclosureBasis, DisclosureOutcome
from events.lists.documents import Recipient
from services.case_service.http.languages import t
from services.case_service.http.packages.blueprint import REQUEST, package_pages, packages_address
from services.case_service.http.packages.entries import answer_entries
from services.case_service.http.packages.opening import Opened, opened_for_packages
from services.case_service.http.problems import FormProblem
from services.case_service.http.record.places import page_of
from services.case_service.http.recording import NotRecorded, key_of, new_key, record
from services.case_service.http.rights import Right, needs
from services.case_service.packages.asked import Asked
from services.case_service.rights import Action
from texts.case_number import case_number

PROVISION, REASON = 300, 4000
PROPOSED = {DisclosureBasis.PUBLIC_ACCESS: "offentleglova § 13, forvaltningslova § 13"}


@package_pages.get(f"{REQUEST}/avslag")
@needs(Right.SIGNED_IN)
def refuse(matter: UUID, asked: UUID) -> str:
    """The form."""
    opened = opened_for_packages(matter, Action.DISCLOSE)
    return _page(opened, opened.request(asked), {})


@package_pages.post(f"{REQUEST}/avslag")
@needs(Right.SIGNED_IN)
def write_refusal(matter: UUID, asked: UUID) -> ResponseReturnValue:
    """Write the refusal down."""
    opened = opened_for_packages(matter, Action.DISCLOSE)
    found, form = opened.request(asked), request.form
    problems = tuple(
        FormProblem(field=field, message=t(f"packages.problem.{field}"))
        for field, longest in (("provision", PROVISION), ("reason", REASON))
        if not 0 < len(form.get(field, "").strip()) <= longest
    )
    if problems:
        return _page(opened, found, form, problems), 422
    answer = DisclosureAnswered(
        request=asked,
        outcome=DisclosureOutcome.REFUSED,
        redacted=False,
        recipient=Recipient.STATSFORVALTER if found.basis is DisclosureBasis.STATSFORVALTER else Recipient.OTHER,
        provision=form["provision"].strip(),
        reason=form["reason"].strip(),
    )
    try:
        record(*answer_entries(opened, found, answer), idempotency_key=key_of(form), matter=opened.matter)
    except NotRecorded as refused:
        return _page(opened, found, form, refused.problems), refused.status
    flash(t("packages.refused"), "success")
    return redirect(packages_address(opened.row), code=303)


def _page(opened: Opened, asked: Asked, form: dict[str, str], problems: tuple[FormProblem, ...] = ()) -> str:
    return render_template(
        "packages/refuse.html",
        asked=asked,
        number=case_number(opened.row.stream_id),
        home=page_of(opened.row),
        front=packages_address(opened.row),
        action=packages_address(opened.row, "refuse", asked=asked.request),
        form={"provision": PROPOSED.get(asked.basis, ""), **form},
        key=form.get("idempotency_key") or new_key(),
        problems=[(one.field, one.message) for one in problems],
        wrong={one.field: one.message for one in problems if one.field},
        longest={"provision": PROVISION, "reason": REASON},
    )
