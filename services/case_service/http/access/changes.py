"""Giving and ending access to a matter, shutting somebody out, and letting her in again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from http import HTTPStatus
from typing import Any, TypeVar
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from events.access import AccessDenialLifted, AccessDenied, AccessGranted, AccessRemoved
from events.base import Stream
from events.lists.access import DenialGround, RemovalGround
from events.lists.people import Role
from services.case_service.domain.access.commands import DenyAccess, GrantAccess, LiftDenial, RemoveAccess
from services.case_service.domain.command import Command
from services.case_service.http.access.blueprint import access
from services.case_service.http.access.levels import LEVELS, Level, role_for
from services.case_service.http.access.matter_page import page, verified_guardians
from services.case_service.http.access.openers import colleagues, today_in_norway
from services.case_service.http.access.told import told
from services.case_service.http.case_access import Matter, current_person, open_matter
from services.case_service.http.languages import t
from services.case_service.http.moments import MomentProblem, read_day
from services.case_service.http.persons import standing_on
from services.case_service.http.problems import moment_problem
from services.case_service.http.recording import Entry, FormProblem, NotRecorded, id_from, key_of, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.rights import Action, Person
from services.case_service.streams import access_stream

L = TypeVar("L", bound=StrEnum)
Answer = Response | tuple[str, int]


class Unfit(Exception):  # noqa: N818 - an answer to the person, not a fault of the program
    """What was sent does not make a change; ``problem`` says why."""

    def __init__(self, field: str, key: str) -> None:
        super().__init__(key)
        self.problem = FormProblem(field=field, message=t(key))


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


def _carry_out(stream_id: UUID, form: str, command_of: Callable[[Matter, Mapping[str, str]], Command[Any]]) -> Answer:
    matter = open_matter(stream_id, Action.GRANT)
    try:
        record(_entry(matter, command_of(matter, request.form)), idempotency_key=key_of(request.form))
    except Unfit as unfit:
        problems: tuple[FormProblem, ...] = (unfit.problem,)
    except MomentProblem as slip:
        problems = (moment_problem(slip),)
    except NotRecorded as refused:
        problems = refused.problems
    else:
        flash(t(f"access.done.{form}"), "success")
        return redirect(url_for("access.show", matter=stream_id), code=303)
    return page(matter, form=form, written=request.form, problems=problems), HTTPStatus.UNPROCESSABLE_ENTITY


def _entry(matter: Matter, command: Command[Any]) -> Entry:
    row = matter.row
    return Entry(
        stream=Stream.ACCESS, stream_id=access_stream(row.stream_id), command=command, school=row.school, case_id=row.case_id
    )


def _grant(matter: Matter, form: Mapping[str, str]) -> GrantAccess:
    level = _one_of(Level, form, "level")
    person = _guardian(matter, form) if level is Level.RELEASE else _colleague(matter, form)
    role = Role.GUARDIAN if level is Level.RELEASE else role_for(level, _roles(matter, person))
    if role is None:
        raise Unfit("level", "access.problem.level_not_for_her")
    return GrantAccess(
        fact=AccessGranted(
            grant=id_from(key_of(form), "grant"),
            person=person,
            role=role,
            to_stream=matter.row.stream_id,
            purpose=LEVELS[level].purpose,
            until=_until(form),
            reason=_reason(form),
        )
    )


def _removal(matter: Matter, form: Mapping[str, str]) -> RemoveAccess:
    grant = _id(form, "grant")
    given = {one.grant: one.person for one in told(the_desk().store.read(access_stream(matter.row.stream_id))).given}
    if grant not in given:
        raise Unfit("grant", "access.problem.unknown_grant")
    ground = _one_of(RemovalGround, form, "ground")
    return RemoveAccess(fact=AccessRemoved(grant=grant, person=given[grant], ground=ground))


def _denial(matter: Matter, form: Mapping[str, str]) -> DenyAccess:
    person, ground = _somebody(matter, form), _one_of(DenialGround, form, "ground")
    return DenyAccess(fact=AccessDenied(person=person, to_stream=matter.row.stream_id, ground=ground))


def _lifting(matter: Matter, form: Mapping[str, str]) -> LiftDenial:
    person, ground = _id(form, "person"), _one_of(DenialGround, form, "ground")
    if person == current_person().id:
        raise Unfit("person", "access.problem.not_oneself")
    return LiftDenial(fact=AccessDenialLifted(person=person, to_stream=matter.row.stream_id, ground=ground, reason=_reason(form)))


def _colleague(matter: Matter, form: Mapping[str, str]) -> UUID:
    person = _id(form, "person")
    if person not in {one.person for one in colleagues(matter.row)}:
        raise Unfit("person", "access.problem.choose_person")
    return person


def _guardian(matter: Matter, form: Mapping[str, str]) -> UUID:
    person = _id(form, "person")
    if person not in verified_guardians(matter):
        raise Unfit("person", "access.problem.choose_person")
    return person


def _somebody(matter: Matter, form: Mapping[str, str]) -> UUID:
    person = _id(form, "person")
    if person not in {one.person for one in colleagues(matter.row)} | verified_guardians(matter):
        raise Unfit("person", "access.problem.choose_person")
    return person


def _roles(matter: Matter, person: UUID) -> frozenset[Role]:
    today = today_in_norway()
    row = next(one for one in colleagues(matter.row) if one.person == person)
    roles, _ = standing_on(row, today)
    return Person(id=person, login="", name="", roles=roles).roles_at(matter.row.school, today)


def _until(form: Mapping[str, str]) -> date:
    """Every grant ends: nobody remembers to take away what has no end."""
    written = form.get("until", "").strip()
    if not written:
        raise Unfit("until", "access.problem.until")
    return read_day("until", written)


def _reason(form: Mapping[str, str]) -> str:
    written = form.get("reason", "").strip()
    if not written:
        raise Unfit("reason", "access.problem.reason")
    return written


def _id(form: Mapping[str, str], field: str) -> UUID:
    try:
        return UUID(form.get(field, ""))
    except ValueError as error:
        raise Unfit(field, f"access.problem.choose_{field}" if field == "person" else "access.problem.unknown_grant") from error


def _one_of(values: type[L], form: Mapping[str, str], field: str) -> L:
    try:
        return values(form.get(field, ""))
    except ValueError as error:
        raise Unfit(field, f"access.problem.choose_{field}") from error
