"""/admin/foresatte/<elev>/<voksen>: verifying that somebody acts for a pupil, ending it, shutting her out, letting her in again.

Verifying opens a child's plan to somebody, so it takes a school owner, and nobody does it for herself. Ending and shutting out
close something: whoever administrates may do that at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events import Recorded
from events.access import PersonBlocked, PersonUnblocked
from events.base import Stream
from events.lists.access import BlockKind
from events.lists.people import GuardianKind
from events.pupil import GuardianRegistered, GuardianRemoved
from services.case_service.domain.access.commands import BlockPerson, UnblockPerson
from services.case_service.domain.pupil.commands import RegisterGuardian, RemoveGuardian
from services.case_service.http.admin.history import name_of, place_name, told_changes
from services.case_service.http.admin.office import acting, decide, is_owner, today
from services.case_service.http.languages import current_language, t
from services.case_service.http.moments import OCCURRED_ON, MomentProblem, When, read_day, read_when
from services.case_service.http.persons import current_person
from services.case_service.http.problems import FormProblem, NotRecorded, moment_problem
from services.case_service.http.recording import Entry, key_of, new_key
from services.case_service.http.rights import Right, needs
from services.case_service.http.roster.blueprint import roster
from services.case_service.http.roster.guardians import Tie, ended_of, tie_of
from services.case_service.http.web import the_desk, the_web
from services.case_service.streams import access_stream
from services.compliance.calendar import local_day
from services.compliance.explain import day_text
from texts import label

LONGEST_REASON: Final = 2000


class Wrong(Exception):  # noqa: N818 - an answer to the person, not a fault of the program
    """What was filled in does not do."""

    def __init__(self, field: str, key: str) -> None:
        super().__init__(key)
        self.problem = FormProblem(field=field, message=t(key))


@roster.get("/admin/foresatte/<uuid:pupil>/<uuid:guardian>")
@needs(Right.ADMINISTER)
def guardian(pupil: UUID, guardian: UUID) -> str:
    """One adult and one pupil: where it stands, what can be done, and what was done, by whom."""
    return _page(_tie(pupil, guardian))


@roster.post("/admin/foresatte/<uuid:pupil>/<uuid:guardian>/<act>")
@needs(Right.ADMINISTER)
def act_on_guardian(pupil: UUID, guardian: UUID, act: str) -> ResponseReturnValue:
    """Do one of the acts, or show the page again with what is wrong."""
    tie = _tie(pupil, guardian)
    entry_of = ACTS.get(act) or abort(404)
    if act in OPENING and not may_open_for(guardian):
        abort(403)
    try:
        decide(entry_of(tie, request.form), key=key_of(request.form))
    except Wrong as wrong:
        return _page(tie, act, (wrong.problem,)), 422
    except MomentProblem as problem:
        return _page(tie, act, (moment_problem(problem),)), 422
    except NotRecorded as refused:
        return _page(tie, act, refused.problems), refused.status
    the_desk().names.forget()
    flash(t(f"roster.guardian.{act}.done", adult=tie.adult, child=tie.child), "success")
    return redirect(url_for("roster.listed", skole=tie.pupil.orgnr), code=303)


def may_open_for(guardian: UUID) -> bool:
    """Whether the one who administrates may give this adult access to a child's matters."""
    return is_owner() and current_person().id != guardian


def _verify(tie: Tie, form: Mapping[str, str]) -> Entry:
    kind = next((one for one in GuardianKind if one.value == form.get("kind")), None)
    if kind is None:
        raise Wrong("kind", "roster.problem.kind")
    if not form.get(OCCURRED_ON, "").strip():
        raise Wrong(OCCURRED_ON, "roster.problem.day")
    fact = GuardianRegistered(
        guardian=tie.row.guardian, kind=kind, verified=True, name=tie.adult, contact=_contact(tie.pupil.pupil, tie.row.guardian)
    )
    return _of_pupil(tie, RegisterGuardian(fact=fact), read_when(form, the_web().clock()))


def _end(tie: Tie, form: Mapping[str, str]) -> Entry:
    written = form.get("on", "").strip()
    if not written:
        raise Wrong("on", "roster.problem.day")
    return _of_pupil(tie, RemoveGuardian(fact=GuardianRemoved(guardian=tie.row.guardian, on=read_day("on", written))))


def _block(tie: Tie, form: Mapping[str, str]) -> Entry:
    kind = next((one for one in BlockKind if one.value == form.get("block")), None)
    if kind is None:
        raise Wrong("block", "roster.problem.block")
    reason = _reason(form, "block_reason", required=False)
    fact = PersonBlocked(person=tie.row.guardian, pupil=tie.pupil.pupil, kind=kind, reason=reason)
    return _of_access(tie, BlockPerson(fact=fact))


def _lift(tie: Tie, form: Mapping[str, str]) -> Entry:
    kind = next((one for one in tie.blocks if one.value == form.get("lifted")), None)
    if kind is None:
        raise Wrong("lifted", "roster.problem.block")
    reason = _reason(form, "lift_reason", required=True) or ""
    fact = PersonUnblocked(person=tie.row.guardian, pupil=tie.pupil.pupil, kind=kind, reason=reason)
    return _of_access(tie, UnblockPerson(fact=fact))


ACTS: Final[Mapping[str, Callable[[Tie, Mapping[str, str]], Entry]]] = {
    "bekreft": _verify,
    "avslutt": _end,
    "sperr": _block,
    "opphev": _lift,
}
OPENING: Final = frozenset({"bekreft", "opphev"})
"""Acts that let somebody in."""


def _of_pupil(tie: Tie, command: RegisterGuardian | RemoveGuardian, when: When | None = None) -> Entry:
    return Entry(stream=Stream.PUPIL, stream_id=tie.pupil.pupil, school=tie.pupil.orgnr, command=command, when=when)


def _of_access(tie: Tie, command: BlockPerson | UnblockPerson) -> Entry:
    return Entry(stream=Stream.ACCESS, stream_id=access_stream(tie.pupil.pupil), school=tie.pupil.orgnr, command=command)


def _reason(form: Mapping[str, str], field: str, *, required: bool) -> str | None:
    reason = form.get(field, "").strip()
    if len(reason) > LONGEST_REASON or "\0" in reason:
        raise Wrong(field, "roster.problem.reason_too_long")
    if required and not reason:
        raise Wrong(field, "roster.problem.reason")
    return reason or None


def _contact(pupil: UUID, guardian: UUID) -> str | None:
    registered = [one.event for one in the_desk().store.read(pupil) if isinstance(one.event, GuardianRegistered)]
    return next((one.contact for one in reversed(registered) if one.guardian == guardian), None)


def _tie(pupil: UUID, guardian: UUID) -> Tie:
    acting()
    row = the_desk().read_model.pupil(pupil) or abort(404)
    found = next((tie_of(row, one) for one in row.guardians if one.guardian == guardian), None)
    return found or next((one for one in ended_of(row) if one.row.guardian == guardian), None) or abort(404)


def _page(tie: Tie, act: str = "", problems: tuple[FormProblem, ...] = ()) -> str:
    language = current_language()
    return render_template(
        "roster/guardian.html",
        tie=tie,
        school=place_name(tie.pupil.orgnr) if tie.pupil.orgnr else "",
        today=today().isoformat(),
        kinds=[(one.value, label(one, language).capitalize()) for one in GuardianKind],
        block_kinds=[(one.value, label(one, language).capitalize()) for one in BlockKind if one not in tie.blocks],
        blocks=[(one.value, label(one, language).capitalize()) for one in sorted(tie.blocks)],
        may_open=may_open_for(tie.row.guardian),
        key=new_key(),
        acts_now=any(one.guardian == tie.row.guardian for one in tie.pupil.guardians),
        verified=_verified(tie),
        problems=[(one.field, one.message) for one in problems],
        wrong={one.field: one.message for one in problems if one.field},
        form=request.form if act else {},
        history=told_changes(_about(tie)),
    )


def _verified(tie: Tie) -> str:
    """On which day and by whom it was verified, where it is."""
    if not tie.row.verified:
        return ""
    told = [one for one in _about(tie) if isinstance(one.event, GuardianRegistered) and one.event.verified]
    if not told:
        return ""
    envelope = told[-1].envelope
    day = day_text(local_day(envelope.occurred_at), current_language())
    return t("roster.guardian.verified", day=day, who=name_of(envelope.actor.ref))


def _about(tie: Tie) -> list[Recorded]:
    """What was recorded of this adult and this child, in order."""
    desk = the_desk()
    of_pupil = (one for one in desk.store.facts(tie.pupil.pupil) if getattr(one.event, "guardian", None) == tie.row.guardian)
    blocks = (
        one
        for one in desk.store.facts(access_stream(tie.pupil.pupil))
        if isinstance(one.event, PersonBlocked | PersonUnblocked) and one.event.person == tie.row.guardian
    )
    return sorted((*of_pupil, *blocks), key=lambda one: (one.envelope.recorded_at, one.version))
