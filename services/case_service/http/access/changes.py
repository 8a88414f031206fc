"""Giving and ending access to a matter, shutting somebody out, and letting her in again."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from events.access import AccessDenialLifted, AccessDenied, AccessGranted, AccessRemoved
from events.base import Stream
from events.lists.access import DenialGround, RemovalGround
from events.lists.people import Role
from services.case_service.domain.access.commands import DenyAccess, GrantAccess, LiftDenial, RemoveAccess
from services.case_service.domain.command import Command
from services.case_service.http.access.answers import Answers, Unfit
from services.case_service.http.access.blueprint import access
from services.case_service.http.access.levels import LEVELS, Level, role_for
from services.case_service.http.access.matter_page import page, verified_guardians
from services.case_service.http.access.openers import (
    colleagues,
    may_change_what_the_owner_decided,
    those_to_shut_out,
    today_in_norway,
)
from services.case_service.http.access.told import Told, told
from services.case_service.http.case_access import Matter, current_person, open_matter
from services.case_service.http.languages import t
from services.case_service.http.persons import standing_on
from services.case_service.http.recording import Entry, NotRecorded, id_from, key_of, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.rights import Action, Person
from services.case_service.streams import access_stream

Answer = Response | tuple[str, int]


@access.post("/saker/<uuid:matter>/tilgang/gi")
@needs(Right.SIGNED_IN)
def give(matter: UUID) -> Answer:
    """Give somebody access, for a purpose and to a date."""
    return _carry_out(matter, "give", _grant)


@access.post("/saker/<uuid:matter>/tilgang/avslutt")
@needs(Right.SIGNED_IN)
def end(matter: UUID) -> Answer:
    """End what was given."""
    return _carry_out(matter, "end", _removal)


@access.post("/saker/<uuid:matter>/tilgang/steng")
@needs(Right.SIGNED_IN)
def shut(matter: UUID) -> Answer:
    """Shut somebody out, whatever her role."""
    return _carry_out(matter, "shut", _denial)


@access.post("/saker/<uuid:matter>/tilgang/apne")
@needs(Right.SIGNED_IN)
def lift(matter: UUID) -> Answer:
    """Let in again who was shut out."""
    return _carry_out(matter, "lift", _lifting)


def _carry_out(stream_id: UUID, form: str, command_of: Callable[[Matter, Answers], Command[Any]]) -> Answer:
    matter = open_matter(stream_id, Action.GRANT)
    try:
        record(_entry(matter, command_of(matter, Answers(request.form))), idempotency_key=key_of(request.form))
    except Unfit as unfit:
        problems = unfit.problems
    except NotRecorded as refused:
        problems = refused.problems
    else:
        flash(t(f"access.done.{form}"), "success")
        return redirect(url_for("access.show", matter=stream_id), code=303)
    shown = "release" if request.form.get("level") == Level.RELEASE else form
    return page(matter, form=shown, written=request.form, problems=problems), HTTPStatus.UNPROCESSABLE_ENTITY


def _entry(matter: Matter, command: Command[Any]) -> Entry:
    row = matter.row
    return Entry(
        stream=Stream.ACCESS, stream_id=access_stream(row.stream_id), command=command, school=row.school, case_id=row.case_id
    )


def _grant(matter: Matter, answers: Answers) -> GrantAccess:
    level = answers.one_of(Level, "level")
    person = answers.person(verified_guardians(matter) if level is Level.RELEASE else _colleagues(matter))
    until, reason = answers.until(), answers.reason()
    if any(one.person == person and one.by_owner for one in _told(matter).shut) and not may_change_what_the_owner_decided():
        answers.wrong("person", "access.problem.owner_shut_out")
    answers.complete()
    assert level is not None  # noqa: S101 - the form is complete
    role = Role.GUARDIAN if level is Level.RELEASE else role_for(level, _roles(matter, person))
    if role is None:
        answers.wrong("level", "access.problem.level_not_for_her")
        answers.complete()
    assert role is not None  # noqa: S101 - else it was unfit
    return GrantAccess(
        fact=AccessGranted(
            grant=id_from(key_of(answers.form), "grant"),
            person=person,
            role=role,
            to_stream=matter.row.stream_id,
            purpose=LEVELS[level].purpose,
            until=until,
            reason=reason,
        )
    )


def _removal(matter: Matter, answers: Answers) -> RemoveAccess:
    grant, ground = answers.grant(), answers.one_of(RemovalGround, "ground")
    given = {one.grant: one for one in _told(matter).given}
    if grant not in given:
        answers.wrong("grant", "access.problem.unknown_grant")
    elif given[grant].by_owner and not may_change_what_the_owner_decided():
        answers.wrong(None, "access.problem.owner_gave")
    answers.complete()
    assert ground is not None  # noqa: S101 - the form is complete
    return RemoveAccess(fact=AccessRemoved(grant=grant, person=given[grant].person, ground=ground))


def _denial(matter: Matter, answers: Answers) -> DenyAccess:
    staff = {one.person for one in those_to_shut_out(matter)}
    person, ground = answers.person(staff | verified_guardians(matter)), answers.one_of(DenialGround, "ground")
    answers.complete()
    assert ground is not None  # noqa: S101 - the form is complete
    return DenyAccess(fact=AccessDenied(person=person, to_stream=matter.row.stream_id, ground=ground))


def _lifting(matter: Matter, answers: Answers) -> LiftDenial:
    shut = _told(matter).shut
    person, ground = answers.person({one.person for one in shut}), answers.one_of(DenialGround, "ground")
    reason = answers.reason()
    by_owner = any(one.by_owner for one in shut if (one.person, one.ground) == (person, ground))
    if person == current_person().id:
        answers.wrong("person", "access.problem.not_oneself")
    elif by_owner and not may_change_what_the_owner_decided():
        answers.wrong(None, "access.problem.owner_shut_out")
    answers.complete()
    assert ground is not None  # noqa: S101 - the form is complete
    return LiftDenial(fact=AccessDenialLifted(person=person, to_stream=matter.row.stream_id, ground=ground, reason=reason))


def _told(matter: Matter) -> Told:
    return told(the_desk().store.read(access_stream(matter.row.stream_id)))


def _colleagues(matter: Matter) -> frozenset[UUID]:
    return frozenset(one.person for one in colleagues(matter.row))


def _roles(matter: Matter, person: UUID) -> frozenset[Role]:
    today = today_in_norway()
    row = next(one for one in colleagues(matter.row) if one.person == person)
    roles, _ = standing_on(row, today)
    return Person(id=person, login="", name="", roles=roles).roles_at(matter.row.school, today)
