"""/admin/ansatte: who works where, in which role, and who has been trained."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from flask import abort, current_app, render_template, request, url_for

from services.case_service.domain.staff.held_role import HeldRole
from services.case_service.http.admin.blueprint import admin
from services.case_service.http.admin.history import name_of, told_changes
from services.case_service.http.admin.limits import may_attest, may_change, may_end
from services.case_service.http.admin.office import today
from services.case_service.http.admin.people import held_now, in_service, is_trained, role_text, school_choices
from services.case_service.http.languages import current_language
from services.case_service.http.recording import new_key
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.http.whole_numbers import page_number
from services.case_service.looking_up import is_called
from services.case_service.read_model import StaffRow
from services.case_service.streams import staff_stream
from services.compliance.explain import day_text

ON_A_PAGE: Final = 50


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff as the list shows her."""

    row: StaffRow
    name: str
    roles: tuple[str, ...]
    trained: bool
    login: bool

    def is_called(self, words: str) -> bool:
        """Whether all words are parts of her name."""
        return is_called(self.name, words)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the list is asked for."""

    words: str = ""
    place: str = ""
    which: str = ""
    page: int = 1

    def url(self, page: int) -> str:
        """The address of a page of the list with these filters."""
        named = {"sok": self.words, "skole": self.place, "vis": self.which, "side": str(page) if page > 1 else ""}
        query = urlencode({name: value for name, value in named.items() if value})
        return url_for("admin.staff") + (f"?{query}" if query else "")


@admin.get("/admin/ansatte")
@needs(Right.ADMINISTER)
def staff() -> str:
    """Everybody in service, or those asked for."""
    asked = _asked()
    logins = {one.person for one in the_web().accounts.everyone() if not one.disabled}
    fitting = [row for row in the_desk().read_model.everyone() if _fits(row, asked, logins)]  # names are dear: facts come first
    found = [one for one in (_listed(row, logins) for row in fitting) if one.is_called(asked.words)]
    found.sort(key=lambda one: one.name.casefold())
    first = (asked.page - 1) * ON_A_PAGE
    return render_template(
        "admin/staff.html",
        asked=asked,
        total=len(found),
        rows=found[first : first + ON_A_PAGE],
        places=[(one.value, one.text) for one in school_choices()],
        previous=asked.url(asked.page - 1) if asked.page > 1 and first <= len(found) else "",
        following=asked.url(asked.page + 1) if first + ON_A_PAGE < len(found) else "",
    )


@admin.get("/admin/ansatte/<uuid:person>")
@needs(Right.ADMINISTER)
def member(person: UUID) -> str:
    """One member of staff: roles, training, login, and what has been changed."""
    desk, language = the_desk(), current_language()
    row = desk.read_model.staff(person) or abort(404)
    return render_template(
        "admin/member.html",
        row=row,
        name=name_of(person),
        roles=[(one, role_text(one), _period(one)) for one in held_now(row)],
        earlier=[(role_text(one), _period(one)) for one in row.roles if one.to_date is not None and one.to_date < today()],
        trained=is_trained(row),
        trained_to=[day_text(one, language) if one is not None else "" for one in row.trained_to],
        left=day_text(row.left_on, language) if row.left_on is not None else "",
        account=the_web().accounts.of_person(person),
        may_change=may_change(person),
        may_attest=may_attest(person),
        may_end=may_end,
        key=new_key(),
        login_url=url_for("admin.login", person=person) if "admin.login" in current_app.view_functions else "",
        history=told_changes(desk.store.readable(staff_stream(person), texts=True).events),
    )


def _asked() -> Asked:
    return Asked(
        words=request.args.get("sok", "").strip()[:100],
        place=request.args.get("skole", ""),
        which=request.args.get("vis", ""),
        page=page_number(),
    )


def _listed(row: StaffRow, logins: Collection[UUID]) -> Listed:
    return Listed(
        row=row,
        name=name_of(row.person),
        roles=tuple(role_text(one) for one in held_now(row)),
        trained=is_trained(row),
        login=row.person in logins,
    )


def _fits(row: StaffRow, asked: Asked, logins: Collection[UUID]) -> bool:
    return (
        (not asked.place or any(held.at_school == asked.place for held in held_now(row)))
        and bool(in_service([row])) is (asked.which != "sluttet")
        and (asked.which != "uten-opplaering" or not is_trained(row))
        and (asked.which != "uten-innlogging" or row.person not in logins)
    )


def _period(held: HeldRole) -> tuple[str, str]:
    language = current_language()
    return day_text(held.from_date, language), day_text(held.to_date, language) if held.to_date is not None else ""
