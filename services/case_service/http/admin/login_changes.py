"""/admin/innlogginger/…: giving a login and helping with one.

Each act stands in the log before it takes effect, and the person is told.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from events.access import LoginAdministered
from events.base import Stream
from events.lists.access import LoginAct
from events.organisation import StaffMemberRegistered, StaffRoleAssigned
from services.case_service.domain.access.commands import AdministerLogin
from services.case_service.domain.staff.commands import AssignStaffRole, RegisterStaffMember
from services.case_service.http.accounts import LOGIN_NAME
from services.case_service.http.admin.blueprint import admin
from services.case_service.http.admin.history import name_of
from services.case_service.http.admin.limits import may_change
from services.case_service.http.admin.login_acts import ACTS, offered
from services.case_service.http.admin.logins import login_page
from services.case_service.http.admin.office import decide, for_staff, today
from services.case_service.http.invitations import Invitations
from services.case_service.http.languages import t
from services.case_service.http.problems import NotRecorded
from services.case_service.http.recording import Entry, key_of
from services.case_service.http.rights import Right, needs
from services.case_service.http.signing_in.demanding import require_step_up
from services.case_service.http.signing_in.page import the_signing_in
from services.case_service.http.web import the_desk, the_web
from services.case_service.rights import Kind
from services.case_service.streams import access_stream

LONGEST_IDENTITY: Final = 300


@admin.post("/admin/innlogginger/<uuid:person>/ny")
@needs(Right.ADMINISTER)
def give_login(person: UUID) -> ResponseReturnValue:
    """Give a member of staff a login, with a one-time link or through a login provider."""
    _allowed(person)
    row, form, accounts = the_desk().read_model.staff(person), request.form, the_web().accounts
    if row is None or accounts.of_person(person) is not None:
        abort(404)
    name, provider, identity = form.get("login", "").strip().lower(), form.get("provider", ""), form.get("identity", "").strip()
    problems = tuple(_problems(name, provider, identity))
    if not problems:
        try:
            _record(person, LoginAct.GIVEN)
            accounts.add(login=name, name=name_of(person), person=person)
        except NotRecorded as refused:
            problems = tuple((one.field or "login", one.message) for one in refused.problems)
        except ValueError:
            problems = (("login", t("admin.login.problem.taken")),)
    if problems:
        return login_page(person, problems=problems, written={"login": name}), HTTPStatus.UNPROCESSABLE_ENTITY
    if provider:
        server = the_signing_in().servers[provider]
        try:
            accounts.identify(name, provider, the_signing_in().keys.mark(provider, server.provider.written(identity)))
        except ValueError:
            flash(t("admin.login.problem.identity_taken"), "danger")
        else:
            flash(t("admin.login.given"), "success")
        return redirect(url_for("admin.login", person=person), code=303)
    return login_page(person, link=_link(name))


@admin.post("/admin/innlogginger/<uuid:person>/<act>")
@needs(Right.ADMINISTER)
def act_on_login(person: UUID, act: str) -> ResponseReturnValue:
    """Do it."""
    _allowed(person)
    chosen, account = ACTS.get(act), the_web().accounts.of_person(person)
    if chosen is None or account is None or not offered(chosen, account):
        abort(404)
    try:
        _record(person, chosen.fact)
    except NotRecorded as refused:
        flash(refused.problems[0].message, "danger")
        return redirect(url_for("admin.login", person=person), code=303)
    chosen.do(account)
    if chosen.fact is LoginAct.PASSWORD_RESET:
        return login_page(person, link=_link(account.login))
    flash(t(f"{chosen.text}.done"), "success")
    return redirect(url_for("admin.login", person=person), code=303)


@admin.post("/admin/innlogginger/<uuid:person>/ansatt")
@needs(Right.ADMINISTER)
def register_whom_it_is(person: UUID) -> ResponseReturnValue:
    """Register as a member of staff whom no event knows yet.

    She gets the roles that her login has and no others, so she may do it herself.
    """
    account = the_web().accounts.of_person(person)
    if account is None or account.kind is not Kind.STAFF or the_desk().read_model.staff(person) is not None:
        abort(404)
    places: tuple[str | None, ...] = account.schools or (None,)
    roles = [StaffRoleAssigned(role=role, at_school=place, from_date=today()) for role in account.roles for place in places]
    try:
        decide(
            for_staff(person, RegisterStaffMember(fact=StaffMemberRegistered(person=person, name=account.name))),
            *(for_staff(person, AssignStaffRole(fact=fact), school=fact.at_school) for fact in roles),
            key=key_of(request.form),
        )
    except NotRecorded as refused:
        flash(refused.problems[0].message, "danger")
        return redirect(url_for("admin.login", person=person), code=303)
    flash(t("admin.login.registered"), "success")
    return redirect(url_for("admin.member", person=person), code=303)


def _allowed(person: UUID) -> None:
    if not may_change(person):
        abort(403)
    require_step_up()


def _record(person: UUID, act: LoginAct) -> None:
    command = AdministerLogin(fact=LoginAdministered(person=person, act=act))
    decide(Entry(stream=Stream.ACCESS, stream_id=access_stream(person), command=command), key=key_of(request.form))


def _link(login: str) -> str:
    token = Invitations(the_web().settings.accounts_file).make(login, the_desk().clock())
    return url_for("new_password.show", token=token, _external=True)


def _problems(login: str, provider: str, identity: str) -> list[tuple[str, str]]:
    found = []
    if not re.fullmatch(LOGIN_NAME, login):
        found.append(("login", t("admin.login.problem.form")))
    elif the_web().accounts.get(login) is not None:
        found.append(("login", t("admin.login.problem.taken")))
    if provider and provider not in the_signing_in().servers:
        found.append(("provider", t("admin.login.problem.provider")))
    if provider and not 0 < len(identity) <= LONGEST_IDENTITY:
        found.append(("identity", t("admin.login.problem.identity")))
    return found
