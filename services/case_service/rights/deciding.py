"""Whether somebody may: a denial first, then the table, then training and second factor."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from events.lists.access import Purpose
from events.lists.people import Role, Suspected
from events.local_time import OSLO
from services.case_service.rights.action import ORDER, SECOND_FACTOR, STEP_UP, UNTRAINED, Action, Share
from services.case_service.rights.decision import Decision, Reason
from services.case_service.rights.matrix import STAFF, TABLE, Ground
from services.case_service.rights.person import Kind, Person
from services.case_service.rights.subject import Access, Subject

STEP_UP_LASTS: Final = timedelta(minutes=15)
"""How long a second factor that was confirmed anew counts for export, disclosure and destruction."""

IN_EMERGENCY: Final = frozenset({Action.SEE_STATUS, Action.SEE_CONTENT, Action.SEE_PLAN})
"""What access in an emergency opens: reading, never changing."""


STILL_LET_IN: Final = frozenset({Role.SCHOOL_OWNER})
"""Who keeps what her role gives while it cannot be read who is shut out: whoever answers for the school, and is not of it."""


def may(person: Person, action: Action, subject: Subject, access: Access, at: datetime) -> Decision:
    """Whether ``person`` may do ``action`` with the matter ``subject`` at a moment, and why."""
    if (against := _shut_out(person, subject, access, at)) is not None:
        return Decision(allowed=False, why=against)
    found = _best(person, action, subject, access, at)
    if found is None:
        return Decision(allowed=False, why=Reason.NO_RIGHT)
    if (lacking := _lacking(person, action, at)) is not None:
        return Decision(allowed=False, why=lacking)
    return found


def _shut_out(person: Person, subject: Subject, access: Access, at: datetime) -> Reason | None:
    """Why the person is shut out, whatever her roles: suspected, herself a party, denied by somebody, or nobody can tell."""
    if person.id in subject.suspected_persons:
        return Reason.SUSPECTED
    if access.ground_against(person.id) is not None:
        return Reason.SHUT_OUT
    if person.kind is Kind.STAFF and (person.id in subject.guardians or person.id == subject.pupil):
        return Reason.PARTY
    if subject.may_hide_somebody and not STILL_LET_IN & person.roles_at(None, at.astimezone(OSLO).date()):
        return Reason.CANNOT_BE_READ
    return None


def _lacking(person: Person, action: Action, at: datetime) -> Reason | None:
    if person.kind is Kind.STAFF and not person.trained and action not in UNTRAINED:
        return Reason.NOT_TRAINED
    if action in SECOND_FACTOR and not person.second_factor:
        return Reason.SECOND_FACTOR_MISSING
    if action in STEP_UP and (person.stepped_up_at is None or at - person.stepped_up_at > STEP_UP_LASTS):
        return Reason.STEP_UP_MISSING
    return None


def _best(person: Person, action: Action, subject: Subject, access: Access, at: datetime) -> Decision | None:
    """The decision with the widest share among the lines of the table that hold; the first of them in the table."""
    grounds = _grounds(person, subject, access, at)
    found = [
        Decision(allowed=True, why=line.why, purpose=line.purpose, role=_weightiest(roles), share=line.share, topics=line.topics)
        for line in TABLE
        if action in line.actions and subject.stream in line.streams and (roles := grounds[line.ground] & line.roles)
    ]
    staff = person.roles_at(subject.school, at.astimezone(OSLO).date()) & STAFF
    if action in IN_EMERGENCY and staff and access.emergency_of(person.id, at):
        role = _weightiest(staff)
        found.append(Decision(allowed=True, why=Reason.EMERGENCY, purpose=Purpose.EMERGENCY, role=role, share=Share.WHOLE))
    return max(found, key=lambda decision: ORDER.index(decision.share), default=None)


def _grounds(person: Person, subject: Subject, access: Access, at: datetime) -> dict[Ground, frozenset[Role]]:
    """For each ground, the roles in which it holds for the person; empty where it does not.

    What depends on the person alone (a report, a task, a grant) holds as long as she works at the school or in the municipality:
    whoever left or changed school has lost it the same day.
    """
    day = at.astimezone(OSLO).date()
    held = person.roles_on(day)
    staff = person.roles_at(subject.school, day) & STAFF
    school = frozenset(one.role for one in held if one.at_school is not None and one.at_school == subject.school)
    municipality = frozenset(one.role for one in held if one.at_school is None)
    leader = subject.suspected is Suspected.LEADER
    granted = frozenset(grant.role for grant in access.grants_of(person.id, at))
    guardian = _if(person.kind is Kind.GUARDIAN and subject.pupil in person.children, frozenset({Role.GUARDIAN}))
    return {
        Ground.REPORTED_IT: _if(person.id in subject.reported_by, staff),
        Ground.HAS_A_TASK_IN_IT: _if(person.id in subject.assigned, staff),
        Ground.HANDLES_IT: _if(person.id == subject.case_handler, staff),
        Ground.WAS_GRANTED_IT: _if(bool(staff), granted),
        Ground.AT_THE_SCHOOL_NO_LEADER_SUSPECTED: _if(not leader, school),
        Ground.OWNER_WAS_TOLD: _if(subject.owner_notified, municipality),
        Ground.LEADER_SUSPECTED_OR_OWNER_TOLD: _if(leader or subject.owner_notified, municipality),
        Ground.PERSONNEL_FILE_REFERENCED: _if(subject.personnel_reference, municipality),
        Ground.IN_THE_MUNICIPALITY: municipality,
        Ground.OWN_CHILD: guardian,
        Ground.OWN_CHILD_RELEASED: _if(not subject.pupil_is_fifteen or Role.GUARDIAN in granted, guardian),
        Ground.ABOUT_HERSELF: _if(person.kind is Kind.PUPIL and subject.pupil == person.id, frozenset({Role.PUPIL})),
    }


def _if(holds: bool, roles: frozenset[Role]) -> frozenset[Role]:  # noqa: FBT001 - reads as a sentence where it is called
    return roles if holds else frozenset()


def _weightiest(roles: frozenset[Role]) -> Role:
    """The role that says most about why she acts: later in the list of roles."""
    order = tuple(Role)
    return max(roles, key=order.index)
