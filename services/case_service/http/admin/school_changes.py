"""/admin/skoler/…: registering a school, and each kind of change of one, with a page of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from events.base import event_type
from events.lists.people import Role
from events.organisation import PrincipalAppointed, SchoolRegistered, StaffRoleAssigned, StaffRoleEnded
from services.case_service.domain import COMMAND_FOR, fold
from services.case_service.domain.staff import RULES as STAFF
from services.case_service.domain.staff.commands import AssignStaffRole, EndStaffRole
from services.case_service.domain.staff.state import had_role
from services.case_service.forms import Choice
from services.case_service.http.admin.blueprint import admin
from services.case_service.http.admin.office import for_school, for_staff, today
from services.case_service.http.admin.people import in_service, staff_choices
from services.case_service.http.admin.sheets import Sheet, Unfit, empty_sheet, take_sheet
from services.case_service.http.languages import current_language, t
from services.case_service.http.persons import current_person
from services.case_service.http.recording import Entry
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.read_model import SchoolRow
from services.case_service.streams import staff_stream
from services.compliance.rulebook import RuleKind


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of change: the key of its words, the fact it records, its fields that hold a person, a plan, and today at first."""

    title: str
    topic: str
    person: str = ""
    plan: str = ""
    day: str = ""


CHANGES: Final[Mapping[str, Change]] = {
    "rektor": Change(title="admin.school.do.principal", topic="school.PrincipalAppointed", person="principal", day="from_date"),
    "stedfortreder": Change(title="admin.school.do.deputy", topic="school.DeputyAppointed", person="deputy", day="from_date"),
    "plan": Change(title="admin.school.do.plan", topic="school.RulebookChosen", plan="rulebook", day="from_date"),
    "elevtall": Change(title="admin.school.do.pupils", topic="school.PupilCountReported", day="counted_on"),
    "navn": Change(title="admin.school.do.rename", topic="school.SchoolRenamed"),
    "nedlagt": Change(title="admin.school.do.discontinue", topic="school.SchoolDiscontinued"),
}
"""By the last part of the address, in the order in which the school's page offers them."""


@admin.get("/admin/skoler/ny")
@needs(Right.ADMINISTER)
def new_school() -> ResponseReturnValue:
    """An empty form for a school that Varde does not know."""
    return empty_sheet(_registration())


@admin.post("/admin/skoler/ny")
@needs(Right.ADMINISTER)
def register_school() -> ResponseReturnValue:
    """Register a school."""

    def entries(fact: SchoolRegistered) -> Iterable[Entry]:
        return (for_school(fact.orgnr, COMMAND_FOR["school.SchoolRegistered"](fact=fact)),)

    orgnr = request.form.get("orgnr", "").strip()
    to = url_for("admin.school", orgnr=orgnr) if orgnr.isascii() and orgnr.isdigit() else None
    return take_sheet(_registration(), entries, to=to)


@admin.get("/admin/skoler/<orgnr>/<change>")
@needs(Right.ADMINISTER)
def change_school(orgnr: str, change: str) -> ResponseReturnValue:
    """The form for one kind of change."""
    return empty_sheet(_sheet(_row(orgnr), change))


@admin.post("/admin/skoler/<orgnr>/<change>")
@needs(Right.ADMINISTER)
def record_school_change(orgnr: str, change: str) -> ResponseReturnValue:
    """Record the change."""
    row = _row(orgnr)
    return take_sheet(_sheet(row, change), lambda fact: _entries(row, fact))


def _row(orgnr: str) -> SchoolRow:
    return the_desk().read_model.school(orgnr) or abort(404)


def _trail() -> tuple[str, str]:
    return t("admin.schools"), url_for("admin.schools")


def _registration() -> Sheet:
    known = {one.municipality for one in the_desk().read_model.schools()}
    return Sheet(
        title="admin.school.do.register",
        topic="school.SchoolRegistered",
        back=_trail(),
        suggested={"municipality": next(iter(known)) if len(known) == 1 else "", "ownership": "municipal"},
    )


def _sheet(row: SchoolRow, change: str) -> Sheet:
    kind = CHANGES.get(change) or abort(404)
    pickers: dict[str, tuple[Choice, ...]] = {}
    if kind.person:
        pickers[kind.person] = staff_choices(row.orgnr)
    if kind.plan:
        pickers[kind.plan] = plan_choices()
    return Sheet(
        title=kind.title,
        topic=kind.topic,
        back=(row.name, url_for("admin.school", orgnr=row.orgnr)),
        trail=(_trail(),),
        pickers=pickers,
        suggested={kind.day: today().isoformat()} if kind.day else {},
    )


def plan_choices() -> tuple[Choice, ...]:
    """The municipal plans that a school can follow: those that have not ended."""
    plans = (book.head for book in the_desk().rules.latest if book.head.kind is RuleKind.LOCAL)
    going = (head for head in plans if head.valid_until is None or today() <= head.valid_until)
    return tuple(Choice(value=head.id, text=head.title.in_(current_language())) for head in going)


def _entries(row: SchoolRow, fact: Any) -> Iterator[Entry]:
    yield for_school(row.orgnr, COMMAND_FOR[event_type(fact).topic](fact=fact))
    if isinstance(fact, PrincipalAppointed):
        yield from _roles_of_principals(row, fact)


def _roles_of_principals(row: SchoolRow, fact: PrincipalAppointed) -> Iterator[Entry]:
    """The new principal gets the role from the day, and whoever has it keeps it to the day before: a post is not a right alone."""
    if fact.principal == current_person().id:
        raise Unfit("principal", "admin.problem.not_oneself")
    last = fact.from_date - timedelta(days=1)
    for one in in_service(the_desk().read_model.staff_at(row.orgnr, fact.from_date)):
        if one.person != fact.principal and _leads(one.person, row.orgnr, fact.from_date) and _leads(one.person, row.orgnr, last):
            ended = StaffRoleEnded(role=Role.PRINCIPAL, at_school=row.orgnr, on=last)
            yield for_staff(one.person, EndStaffRole(fact=ended), school=row.orgnr)
    if not _leads(fact.principal, row.orgnr, fact.from_date):
        given = StaffRoleAssigned(role=Role.PRINCIPAL, at_school=row.orgnr, from_date=fact.from_date)
        yield for_staff(fact.principal, AssignStaffRole(fact=given), school=row.orgnr)


def _leads(person: UUID, orgnr: str, day: date) -> bool:
    """Whether somebody has the role of principal herself on a day; whoever does the work as deputy has it not."""
    recorded = the_desk().store.facts(staff_stream(person))
    return had_role(fold(STAFF, (one.event for one in recorded)), Role.PRINCIPAL, orgnr, day)
