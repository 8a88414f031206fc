"""/saker/<id>/pakke: who asked for what, what was handed over, and where a request for access is written down."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from events.base import Stream
from events.disclosure import DisclosureRequested
from events.lists.access import DisclosureBasis
from services.case_service.domain.access.commands import RequestDisclosure
from services.case_service.http.languages import current_language, t
from services.case_service.http.moments import MomentProblem, read_day
from services.case_service.http.packages.blueprint import PACKAGES, package_pages, packages_address
from services.case_service.http.packages.entries import access_entry
from services.case_service.http.packages.opening import Opened, opened_for_packages
from services.case_service.http.problems import FormProblem, moment_problem
from services.case_service.http.record.places import form_page, page_of
from services.case_service.http.recording import NotRecorded, id_from, key_of, new_key, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.packages.receiving import receivings_of
from services.compliance.calendar import local_day
from texts import label
from texts.case_number import case_number

WRITTEN_HERE = (
    DisclosureBasis.PARTY_ACCESS,
    DisclosureBasis.DATA_SUBJECT,
    DisclosureBasis.PUBLIC_ACCESS,
    DisclosureBasis.POLICE,
    DisclosureBasis.COURT,
)
"""What Statsforvalteren asks for stands in her own case; the municipality's own copies are asked for by nobody."""

REQUESTER, ABOUT = 200, 2000


@package_pages.get(PACKAGES)
@needs(Right.SIGNED_IN)
def front(matter: UUID) -> str:
    """The requests and what was answered."""
    return _page(opened_for_packages(matter))


@package_pages.post(PACKAGES)
@needs(Right.SIGNED_IN)
def ask(matter: UUID) -> ResponseReturnValue:
    """Write down a request for access, and go on to what answers it."""
    opened = opened_for_packages(matter)
    problems, basis, answer_by = _read()
    if problems or basis is None:
        return _page(opened, problems), 422
    key = key_of(request.form)
    asked = id_from(key, "request")
    fact = DisclosureRequested(
        request=asked,
        basis=basis,
        of_stream=matter,
        answer_by=answer_by,
        requester=request.form["requester"].strip(),
        about=request.form.get("about", "").strip() or None,
    )
    try:
        record(access_entry(opened, RequestDisclosure(fact=fact)), idempotency_key=key)
    except NotRecorded as refused:
        return _page(opened, refused.problems), refused.status
    flash(t("packages.asked"), "success")
    return redirect(packages_address(opened.row, "work" if receivings_of(basis) else "front", **_of(asked, basis)), code=303)


def _of(asked: UUID, basis: DisclosureBasis) -> dict[str, UUID]:
    return {"asked": asked} if receivings_of(basis) else {}


def _read() -> tuple[tuple[FormProblem, ...], DisclosureBasis | None, date | None]:
    form, problems = request.form, []
    basis = DisclosureBasis(form["basis"]) if form.get("basis") in WRITTEN_HERE else None
    if basis is None:
        problems.append(FormProblem(field="basis", message=t("packages.problem.basis")))
    if not form.get("requester", "").strip():
        problems.append(FormProblem(field="requester", message=t("packages.problem.requester")))
    for field, longest in (("requester", REQUESTER), ("about", ABOUT)):
        if len(form.get(field, "")) > longest:
            question = t(f"packages.field.{field}")
            problems.append(FormProblem(field=field, message=t("packages.problem.too_long", question=question, n=longest)))
    day = None
    try:
        day = read_day("answer_by", written) if (written := form.get("answer_by", "").strip()) else None
    except MomentProblem as problem:
        problems.append(moment_problem(problem))
    return tuple(problems), basis, day


def _page(opened: Opened, problems: tuple[FormProblem, ...] = ()) -> str:
    row, language = opened.row, current_language()
    enforcement = [one.row for one in opened.beside.values() if one.row.stream is Stream.ENFORCEMENT]
    return render_template(
        "packages/front.html",
        opened=opened,
        row=row,
        number=case_number(row.stream_id),
        home=page_of(row),
        asked=tuple(reversed(opened.asked)),
        today=local_day(the_web().clock()),
        staff=the_desk().names.staff,
        receivings_of=receivings_of,
        address=packages_address,
        ask_statsforvalter=[form_page(one, "enforcement.StatsforvalterRequestedInformation") for one in enforcement],
        bases=[(one.value, label(one, language).capitalize()) for one in WRITTEN_HERE],
        form=request.form,
        key=new_key(),
        problems=[(one.field, one.message) for one in problems],
        wrong={one.field: one.message for one in problems if one.field},
        longest={"requester": REQUESTER, "about": ABOUT},
    )
