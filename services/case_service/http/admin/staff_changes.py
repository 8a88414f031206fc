"""/admin/ansatte/…: registering somebody, giving and ending roles, attesting training, and that somebody left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import replace

from events.organisation import PrivacyTrainingAttested, StaffMemberLeft, StaffMemberRegistered, StaffRoleAssigned, StaffRoleEnded
from services.case_service.domain.staff.commands import (
    AssignStaffRole,
    AttestPrivacyTraining,
    EndStaffRole,
    RecordStaffMemberLeft,
    RegisterStaffMember,
)
from services.case_service.forms import Choice
from services.case_service.http.admin.blueprint import admin
from services.case_service.http.admin.history import name_of
from services.case_service.http.admin.limits import belongs, may_attest, may_change, may_end, roles_to_give
from services.case_service.http.admin.office import decide, for_staff, today
from services.case_service.http.admin.people import school_choices
from services.case_service.http.admin.sheets import Sheet, Unfit, empty_sheet, take_sheet
from services.case_service.http.languages import t
from services.case_service.http.problems import NotRecorded
from services.case_service.http.recording import Entry, id_from, key_of
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.read_model import StaffRow

EVERYWHERE: Final = "kommunen"
"""What the form calls the municipality as a whole: a role for all schools must be chosen, never forgotten to be narrowed."""


@admin.get("/admin/ansatte/ny")
@needs(Right.ADMINISTER)
def new_member() -> ResponseReturnValue:
    """An empty form for somebody whom Varde does not know."""
    return empty_sheet(_registration(""))


@admin.post("/admin/ansatte/ny")
@needs(Right.ADMINISTER)
def register_member() -> ResponseReturnValue:
    """Register somebody."""
    person = id_from(key_of(request.form), "person")

    def entries(fact: StaffMemberRegistered) -> Iterable[Entry]:
        return (for_staff(person, RegisterStaffMember(fact=fact)),)

    return take_sheet(_registration(str(person)), entries, to=url_for("admin.member", person=person))


@admin.get("/admin/ansatte/<uuid:person>/rolle")
@needs(Right.ADMINISTER)
def new_role(person: UUID) -> ResponseReturnValue:
    """The form for a role."""
    return empty_sheet(_role(_changeable(person)))


@admin.post("/admin/ansatte/<uuid:person>/rolle")
@needs(Right.ADMINISTER)
def give_role(person: UUID) -> ResponseReturnValue:
    """Give a role."""

    def entries(fact: StaffRoleAssigned) -> Iterable[Entry]:
        place = None if fact.at_school == EVERYWHERE else fact.at_school
        if not belongs(fact.role, place):
            raise Unfit("at_school", "admin.problem.role_not_there" if place else "admin.problem.role_at_a_school")
        return (for_staff(person, AssignStaffRole(fact=replace(fact, at_school=place)), school=place),)

    return take_sheet(_role(_changeable(person)), entries)


@admin.post("/admin/ansatte/<uuid:person>/rolle/avslutt")
@needs(Right.ADMINISTER)
def end_role(person: UUID) -> ResponseReturnValue:
    """End a role: today is its last day."""
    row, form = _changeable(person), request.form
    place = form.get("at_school") or None
    held = next((one for one in row.roles if one.role == form.get("role") and one.at_school == place), None) or abort(400)
    if not may_end(held.role):
        abort(403)
    fact = StaffRoleEnded(role=held.role, at_school=place, on=max(today(), held.from_date))
    try:
        decide(for_staff(person, EndStaffRole(fact=fact), school=place), key=key_of(form))
    except NotRecorded as refused:
        flash(refused.problems[0].message, "danger")
    else:
        flash(t("admin.member.do.end_role.done"), "success")
    return redirect(url_for("admin.member", person=person), code=303)


@admin.get("/admin/ansatte/<uuid:person>/opplaering")
@needs(Right.ADMINISTER)
def new_training(person: UUID) -> ResponseReturnValue:
    """The form that attests training."""
    return empty_sheet(_training(_attestable(person)))


@admin.post("/admin/ansatte/<uuid:person>/opplaering")
@needs(Right.ADMINISTER)
def attest(person: UUID) -> ResponseReturnValue:
    """Attest that somebody knows privacy and security."""

    def entries(fact: PrivacyTrainingAttested) -> Iterable[Entry]:
        if fact.valid_to is not None and fact.valid_to < today():
            raise Unfit("valid_to", "admin.problem.past")
        return (for_staff(person, AttestPrivacyTraining(fact=fact)),)

    return take_sheet(_training(_attestable(person)), entries)


@admin.get("/admin/ansatte/<uuid:person>/sluttet")
@needs(Right.ADMINISTER)
def new_leaving(person: UUID) -> ResponseReturnValue:
    """The form for somebody who leaves."""
    return empty_sheet(_leaving(_changeable(person)))


@admin.post("/admin/ansatte/<uuid:person>/sluttet")
@needs(Right.ADMINISTER)
def left(person: UUID) -> ResponseReturnValue:
    """Record that somebody leaves: after the day every right is gone."""

    def entries(fact: StaffMemberLeft) -> Iterable[Entry]:
        return (for_staff(person, RecordStaffMemberLeft(fact=fact)),)

    return take_sheet(_leaving(_changeable(person)), entries)


def _changeable(person: UUID) -> StaffRow:
    row = the_desk().read_model.staff(person) or abort(404)
    if not may_change(person):
        abort(403)
    return row


def _attestable(person: UUID) -> StaffRow:
    row = the_desk().read_model.staff(person) or abort(404)
    if not may_attest(person):
        abort(403)
    return row


def _of(row: StaffRow, title: str, topic: str, **more: Any) -> Sheet:
    back = (name_of(row.person), url_for("admin.member", person=row.person))
    return Sheet(title=title, topic=topic, back=back, trail=((t("admin.staff"), url_for("admin.staff")),), **more)


def _registration(person: str) -> Sheet:
    return Sheet(
        title="admin.member.do.register",
        topic="staff.StaffMemberRegistered",
        back=(t("admin.staff"), url_for("admin.staff")),
        given={"person": person},
    )


def _role(row: StaffRow) -> Sheet:
    everywhere = Choice(value=EVERYWHERE, text=t("admin.whole_municipality"))
    return _of(
        row,
        "admin.member.do.role",
        "staff.StaffRoleAssigned",
        pickers={"at_school": (*school_choices(), everywhere)},
        options={"role": tuple(role.value for role in roles_to_give())},
        suggested={"from_date": today().isoformat()},
    )


def _training(row: StaffRow) -> Sheet:
    return _of(
        row,
        "admin.member.do.training",
        "staff.PrivacyTrainingAttested",
        suggested={"valid_to": (today() + timedelta(days=365)).isoformat()},
    )


def _leaving(row: StaffRow) -> Sheet:
    return _of(row, "admin.member.do.leave", "staff.StaffMemberLeft", suggested={"on": today().isoformat()})
