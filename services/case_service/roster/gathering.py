"""Puts a plan together: the bundle, what Varde knows of the people in it, and the day."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from events.lists.people import Role
from services.case_service.desk import Desk
from services.case_service.refs import Refs
from services.case_service.roster.known import Known, known_pupils, known_staff
from services.case_service.roster.plan import covered_schools, make_plan
from services.case_service.roster.register import Register, attends, read_register
from services.case_service.roster.steps import Plan
from services.case_service.streams import staff_stream
from services.compliance.calendar import local_day

RUN_VARDE: Final = frozenset({Role.SCHOOL_OWNER, Role.ADMINISTRATOR})
"""Whoever holds one of these for the whole municipality is left alone: a file neither removes nor changes those who run Varde."""


def plan_of(content: bytes, desk: Desk, *, acting: UUID | None = None) -> Plan:
    """What the import of a bundle would do now. ``acting``: who imports; nobody changes her own roles. Raises BundleError."""
    register = read_register(content)
    refs = Refs(desk.store.tenant, desk.marking_key)
    on = local_day(desk.clock())
    known = _known(register, refs, desk)
    return make_plan(register, known, person=refs.person, on=on, protected=_protected(desk, on) | ({acting} if acting else set()))


def _known(register: Register, refs: Refs, desk: Desk) -> Known:
    schools = {row.orgnr: row for row in desk.read_model.schools()}
    known = Known(schools=schools, staff={}, pupils={})
    pupils = {refs.person(ref) for ref, one in register.people.items() if any(attends(held) for held in one.roles)}
    for orgnr in set(covered_schools(register, known).values()):
        pupils.update(row.pupil for row in desk.read_model.pupils_at(orgnr))
    return Known(
        schools=schools,
        staff=known_staff((row.person for row in desk.read_model.everyone()), desk.store.read, staff_stream),
        pupils=known_pupils(sorted(pupils), desk.store.read),
    )


def _protected(desk: Desk, on: date) -> set[UUID]:
    return {
        row.person
        for row in desk.read_model.everyone()
        if any(held.role in RUN_VARDE and held.at_school is None and held.holds_on(on) for held in row.roles)
    }
