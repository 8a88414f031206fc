"""Planning and importing in the tests' town."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from bundles import Bundle
from town import Town, person

from events.envelope import Actor
from events.lists.people import Role
from services.case_service.refs import Refs
from services.case_service.roster.carrying_out import Outcome, carry_out
from services.case_service.roster.gathering import plan_of
from services.case_service.roster.steps import Plan
from services.case_service.streams import staff_stream


def planned(town: Town, bundle: Bundle, *, acting: UUID | None = None) -> Plan:
    return plan_of(bundle.packed(), town.server.desk, acting=acting)


def imports(town: Town, bundle: Bundle) -> Outcome:
    """What the plan says is done, and nobody is left out."""
    outcome = carry_out(planned(town, bundle), town.server.desk, Actor(ref=person("skoleeier"), role=Role.SCHOOL_OWNER))
    assert outcome.left_out == ()
    return outcome


def ref(town: Town, name: str) -> UUID:
    """The id of a person of the register."""
    desk = town.server.desk
    return Refs(desk.store.tenant, desk.marking_key).person(name)


def of_staff(town: Town, name: str, kind: type[Any]) -> list[Any]:
    return [one.event for one in town.events(staff_stream(ref(town, name))) if isinstance(one.event, kind)]


def of_pupil(town: Town, name: str, kind: type[Any]) -> list[Any]:
    return [one.event for one in town.events(ref(town, name)) if isinstance(one.event, kind)]
