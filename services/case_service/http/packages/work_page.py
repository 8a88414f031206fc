"""/saker/<id>/pakke/<request>: to whom, on what basis, which parts; the account, and an answer to each question."""

from __future__ import annotations

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from msgspec.structs import replace

from services.case_service.drafts import DraftTooLargeError
from services.case_service.http.languages import current_language, t
from services.case_service.http.packages.blueprint import REQUEST, package_pages, packages_address
from services.case_service.http.packages.opening import opened_for_packages
from services.case_service.http.packages.order_of import SAVED, Work, changed, save, work_on
from services.case_service.http.problems import FormProblem
from services.case_service.http.record.asking import posted_form
from services.case_service.http.record.places import page_of
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.packages.parts import OF_THE_SCHOOLS_ACCOUNT, Part
from services.case_service.packages.receiving import Receiving, receivings_of
from services.case_service.rights import Share
from services.compliance.calendar import local_day
from texts import Language, label
from texts.case_number import case_number


@package_pages.get(REQUEST)
@needs(Right.SIGNED_IN)
def work(matter: UUID, asked: UUID) -> ResponseReturnValue:
    """The order as it stands."""
    return _page(_work(matter, asked))


@package_pages.post(REQUEST)
@needs(Right.SIGNED_IN)
def write(matter: UUID, asked: UUID) -> ResponseReturnValue:
    """Keep what was written, propose the account anew, or go on to the preview. Nothing that was written is lost."""
    before = _work(matter, asked)
    now = changed(before, posted_form())
    if (problem := stale(before)) is not None:
        return _page(now, problem, status=409)
    if "propose" in request.form:
        return _page(_proposed_anew(now))
    try:
        save(now)
    except DraftTooLargeError:
        return _page(now, FormProblem(field="statement", message=t("packages.problem.too_large")), status=413)
    if "preview" in request.form:
        return redirect(packages_address(now.opened.row, "preview", asked=asked), code=303)
    flash(t("record.draft.saved"), "success")
    return redirect(packages_address(now.opened.row, "work", asked=asked), code=303)


def stale(before: Work) -> FormProblem | None:
    """That somebody else saved the order since the form was shown; what she wrote is not overwritten unseen."""
    if request.form.get(SAVED, "") == before.saved_at:
        return None
    return FormProblem(field=None, message=t("packages.problem.saved_meanwhile"))


def described(one: Receiving) -> str:
    """A way of getting a copy, in words."""
    if one.share is Share.ASSIGNED and one.role is not None:
        who = t(f"packages.receiving.{one.role.value}")
    else:
        who = label(one.recipient, current_language())
    return f"{who[:1].upper()}{who[1:]}, {one.provision}"


def _work(matter: UUID, asked: UUID) -> Work:
    return work_on(opened_for_packages(matter), asked)


def _proposed_anew(now: Work) -> Work:
    fresh = replace(now.order, statement="")
    return replace(now, order=replace(fresh, statement=replace(now, order=fresh).content.proposed_statement()))


def _page(work: Work, *problems: FormProblem, status: int = 200) -> ResponseReturnValue:
    opened, order = work.opened, work.order
    content = work.content
    names = the_desk().names
    page = render_template(
        "packages/work.html",
        work=work,
        order=order,
        content=content,
        asked=work.asked,
        number=case_number(opened.row.stream_id),
        home=page_of(opened.row),
        front=packages_address(opened.row),
        action=packages_address(opened.row, "work", asked=work.asked.request),
        receivings=[(one.key, described(one)) for one in receivings_of(work.asked.basis)],
        parties=[(str(one), names.pupil(one)) for one in content.known.other_pupils],
        has_parties=any(one.share is Share.ASSIGNED for one in receivings_of(work.asked.basis)),
        may_name=any(one.named for one in receivings_of(work.asked.basis)),
        parts=[
            (part.value, t(f"package.part.{part.value}"))
            for part in Part
            if part is not Part.STATEMENT and (order.receiving.whole or part not in OF_THE_SCHOOLS_ACCOUNT)
        ],
        beside=[
            (str(id_), t(f"packages.beside.{one.row.stream.value}", number=case_number(id_))) for id_, one in opened.beside.items()
        ],
        written_in=[(one.value, t(f"page.language.{one.value}")) for one in Language],
        today=local_day(the_web().clock()),
        problems=[(one.field, one.message) for one in problems],
        wrong={one.field: one.message for one in problems if one.field},
    )
    return make_response(page, status)
