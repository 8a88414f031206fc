"""/admin/import: a bundle is looked at first, and what was shown is what is imported."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.case_service.http.admin.office import acting
from services.case_service.http.languages import current_language, t
from services.case_service.http.rights import Right, needs
from services.case_service.http.roster.blueprint import roster
from services.case_service.http.roster.showing import shown_faults, shown_plan
from services.case_service.http.web import the_desk, the_web
from services.case_service.roster.carrying_out import carry_out
from services.case_service.roster.faults import BundleError
from services.case_service.roster.gathering import plan_of
from services.case_service.roster.register import read_register
from services.case_service.roster.steps import Plan
from services.case_service.roster.waiting import Waiting
from services.case_service.store import StoreUnavailableError

FILE: Final = "bundle"
MARK: Final = "plan"
SURE: Final = "sure"


@roster.get("/admin/import")
@needs(Right.ADMINISTER)
def import_page() -> str:
    """Where a bundle is handed in, and what becomes of it."""
    acting()
    return render_template("roster/upload.html", faults=(), problem="")


@roster.post("/admin/import")
@needs(Right.ADMINISTER)
def upload() -> ResponseReturnValue:
    """Look at a bundle. When nothing is wrong with it, it waits, sealed, for somebody to say yes."""
    acting()
    given = request.files.get(FILE)
    content = given.read() if given is not None and given.filename else b""
    if not content:
        return render_template("roster/upload.html", faults=(), problem=t("roster.problem.no_file")), 422
    try:
        read_register(content)
    except BundleError as error:
        faults = shown_faults(error.found, current_language())
        return render_template("roster/upload.html", faults=faults, problem=t("roster.problem.faults", n=len(faults))), 422
    desk = the_desk()
    bundle = desk.new_id()
    Waiting(desk.home, desk.store).keep(bundle, content, the_web().clock())
    return redirect(url_for("roster.plan", bundle=bundle), code=303)


@roster.get("/admin/import/<uuid:bundle>")
@needs(Right.ADMINISTER)
def plan(bundle: UUID) -> ResponseReturnValue:
    """What the import would do now."""
    found = _planned(bundle)
    if found is None:
        abort(404)
    return _page(bundle, found)


@roster.post("/admin/import/<uuid:bundle>")
@needs(Right.ADMINISTER)
def carry_out_plan(bundle: UUID) -> ResponseReturnValue:
    """Import exactly what was shown. When something changed since, the plan is shown anew and nothing is done."""
    actor, desk = acting(), the_desk()
    found = _planned(bundle)
    if found is None:
        return _gone()
    if request.form.get(MARK) != found.mark(desk.marking_key):
        return _page(bundle, found, moved=True), 412
    if found.large_ends and request.form.get(SURE) != "1":
        return _page(bundle, found, unsure=True), 422
    try:
        outcome = carry_out(found, desk, actor)
    except StoreUnavailableError:
        abort(503)
    Waiting(desk.home, desk.store).discard(bundle)
    if outcome.left_out:
        left_out = [(one.name, one.sentence(current_language())) for one in outcome.left_out]
        return render_template("roster/done.html", outcome=outcome, left_out=left_out)
    flash(t("roster.done", people=outcome.people, events=outcome.events), "success")
    return redirect(url_for("roster.import_page"), code=303)


@roster.post("/admin/import/<uuid:bundle>/forkast")
@needs(Right.ADMINISTER)
def discard(bundle: UUID) -> ResponseReturnValue:
    """Throw the bundle away; nothing is imported."""
    acting()
    Waiting(the_desk().home, the_desk().store).discard(bundle)
    flash(t("roster.discarded"), "success")
    return redirect(url_for("roster.import_page"), code=303)


def _planned(bundle: UUID) -> Plan | None:
    """The plan as of now; None when the bundle does not wait any longer."""
    actor, desk = acting(), the_desk()
    content = Waiting(desk.home, desk.store).open(bundle)
    return None if content is None else plan_of(content, desk, acting=actor.ref)


def _gone() -> ResponseReturnValue:
    flash(t("roster.gone"), "warning")
    return redirect(url_for("roster.import_page"), code=303)


def _page(bundle: UUID, found: Plan, *, moved: bool = False, unsure: bool = False) -> str:
    desk = the_desk()
    return render_template(
        "roster/plan.html",
        bundle=bundle,
        plan=shown_plan(found, desk.read_model.schools(), current_language()),
        mark=found.mark(desk.marking_key),
        moved=moved,
        unsure=unsure,
    )
