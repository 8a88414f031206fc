"""The page on which a plan is made: measures on three levels with the library beside, what is declined and why, a-e checked."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.lists.measures import PlanPart
from services.case_service.domain import COMMAND_FOR
from services.case_service.drafts import Draft, DraftPlace
from services.case_service.forms import FieldProblem
from services.case_service.http.case_access import Matter, open_matter
from services.case_service.http.languages import current_language, t
from services.case_service.http.moments import MomentProblem, read_when
from services.case_service.http.problems import Changed, FormProblem, moment_problem
from services.case_service.http.record.asking import (
    CHANNEL,
    CHANNELS,
    SAVE_DRAFT,
    TIMES,
    Posted,
    posted_form,
    require_recordable,
    written,
)
from services.case_service.http.record.blueprint import record_pages
from services.case_service.http.record.context import next_plan_version
from services.case_service.http.record.form import CONTINUE
from services.case_service.http.record.guides import guide_points
from services.case_service.http.record.kept_here import browsers_key
from services.case_service.http.record.places import MATTER, draft_address, menu_of, page_of
from services.case_service.http.record.plan_form import MEASURE, PLAN, ROWS, PlanForm, begun, empty_row, plan_topic, row_numbers
from services.case_service.http.recording import Entry, NotRecorded, key_of, new_key, record, seen_version_of
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.rights import Action
from services.compliance.measure_library import MeasureTemplate, UnknownMeasureError, template, templates
from texts import label
from texts.case_number import case_number


@record_pages.get(f"{MATTER}/planbygger")
@needs(Right.SIGNED_IN)
def plan(matter: UUID) -> ResponseReturnValue:
    """The plan as it can be made now, or the draft of it."""
    opened = _opened(matter, Action.SEE_CONTENT)
    key = new_key()
    draft = the_desk().drafts.find(_draft(opened), the_web().clock())
    posted: Posted = dict(draft.posted) if draft is not None and CONTINUE in request.args else begun(opened, key)
    return _page(opened, key, opened.version, posted, draft=None if CONTINUE in request.args else draft)


@record_pages.post(f"{MATTER}/planbygger")
@needs(Right.SIGNED_IN)
def record_plan(matter: UUID) -> ResponseReturnValue:
    """Add a row, save a draft, check, or record measures and plan as one."""
    opened = _opened(matter, Action.RECORD)
    key, seen, posted = key_of(request.form), seen_version_of(request.form) or 0, posted_form()
    if SAVE_DRAFT in posted:
        the_desk().drafts.save(_draft(opened), written(posted), the_web().clock())
        flash(t("record.draft.saved"), "success")
        return redirect(f"{request.path}?{CONTINUE}=1", code=303)
    if {"add", "remove", "use"} & set(posted):
        return _page(opened, key, seen, _changed_rows(opened, key, posted))
    return _take_in(opened, key, seen, posted)


def _take_in(matter: Matter, key: str, seen: int, posted: Posted) -> ResponseReturnValue:
    form = PlanForm.of(matter, key, posted, seen)
    facts, problems = form.read()
    others: tuple[FormProblem, ...] = ()
    when = None
    try:
        when = read_when({name: posted[name][0] for name in TIMES if posted.get(name)}, the_web().clock())
    except MomentProblem as problem:
        others = (moment_problem(problem),)
    if problems or when is None:
        return _page(matter, key, seen, posted, problems=problems, others=others, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    lacking = form.lacking(facts)
    if "check" in posted or (lacking and "confirmed" not in posted):
        return _page(matter, key, seen, posted, lacking=lacking)
    entries = (
        Entry.of(matter, COMMAND_FOR[part.spec.topic](fact=fact), when=when, seen_version=seen)
        for part, fact in zip(form.parts, facts, strict=True)
    )
    try:
        record(*entries, idempotency_key=key, matter=matter)
    except NotRecorded as refused:
        placed = tuple(_placed(form, problem) for problem in refused.problems)
        return _page(matter, key, seen, posted, others=placed, changed=refused.changed, status=HTTPStatus(refused.status))
    the_desk().drafts.drop(_draft(matter))
    flash(t("record.plan.done", count=len(form.measures)), "success")
    return redirect(page_of(matter.row), code=303)


def _page(
    matter: Matter,
    key: str,
    seen: int,
    posted: Posted,
    *,
    problems: Sequence[FieldProblem] = (),
    others: Sequence[FormProblem] = (),
    changed: Changed | None = None,
    lacking: Sequence[PlanPart] | None = None,
    draft: Draft | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> ResponseReturnValue:
    made_on = changed.actual if changed is not None else seen
    form = PlanForm.of(matter, key, posted, made_on)
    messages = {problem.field or "": problem.message for problem in reversed(others)}
    single = {name: values[0] for name, values in posted.items() if values}
    page = render_template(
        "record/plan.html",
        plan=form.plan.shown(problems, messages),
        measures=[(part, part.shown(problems, messages)) for part in form.measures],
        declined=[(part, part.shown(problems, messages)) for part in form.declined],
        library=[(level, items) for level, items in _library().items()],
        plan_version=next_plan_version(matter, made_on),
        number=case_number(matter.row.stream_id),
        key=key,
        seen_version=made_on,
        changed=changed,
        lacking=lacking,
        letters=[(part, label(part, current_language())) for part in PlanPart],
        draft=draft,
        action=request.path,
        home=page_of(matter.row),
        forms_url=menu_of(matter.row),
        draft_url=draft_address(matter.row.stream_id, PLAN),
        browsers_key=browsers_key(),
        version_url=url_for("record.version", matter=matter.row.stream_id),
        guide=guide_points("plan", current_language()),
        times={name: single.get(name, "") for name in TIMES},
        times_wrong={problem.field: problem.message for problem in others},
        times_open=any(single.get(name, "").strip() for name in TIMES),
        channel=single.get(CHANNEL, ""),
        channels=[(each.value, label(each, current_language())) for each in CHANNELS],
        language=current_language(),
    )
    return make_response(page, status)


def _changed_rows(matter: Matter, key: str, posted: Posted) -> Posted:
    """The form with a row more or less, everything else as it was written."""
    kept = {name: values for name, values in posted.items() if name not in {"add", "remove", "use", "confirmed"}}
    if taken := posted.get("remove"):
        return {name: values for name, values in kept.items() if not name.startswith(f"{taken[0]}.")}
    kind = posted["add"][0] if posted.get("add") else "new"
    if kind not in ROWS:
        return kept
    number = str(max((int(each) for each in row_numbers(kind, posted)), default=-1) + 1)
    row = empty_row(matter, key, kind, number)
    if used := posted.get("use"):
        row |= {f"{kind}.{number}.{name}": (value,) for name, value in _of_template(used[0]).items()}
    return {**kept, **row}


def _of_template(id_: str) -> dict[str, str]:
    """What the library says of a measure, as far as a case's own measure has room for it."""
    try:
        found = template(id_)
    except UnknownMeasureError:
        return {}
    known = {
        "template": found.id,
        "title": found.title.in_(current_language()),
        "level": found.level.value,
        "arena": found.arenas[0].value if found.arenas else None,
        "target": found.targets[0].value if found.targets else None,
        "weeks": found.weeks_min,
        "times_per_week": found.times_per_week_min,
        "minutes_each_time": found.minutes_min,
    }
    return {name: str(value) for name, value in known.items() if value is not None}


def _library() -> dict[str, list[MeasureTemplate]]:
    """The measures of the library under the name of their level."""
    found: dict[str, list[MeasureTemplate]] = {}
    for one in templates():
        found.setdefault(label(one.level, current_language()), []).append(one)
    return found


def _placed(form: PlanForm, problem: FormProblem) -> FormProblem:
    """A problem of one of the facts, at the field of the form that it came from."""
    prefix = form.parts[problem.entry].prefix
    return FormProblem(field=f"{prefix}{problem.field}" if problem.field else None, message=problem.message)


def _opened(matter: UUID, action: Action) -> Matter:
    opened = open_matter(matter, action)
    for topic in (plan_topic(opened), MEASURE):
        require_recordable(opened, topic)
    return opened


def _draft(matter: Matter) -> DraftPlace:
    return DraftPlace(writer=matter.person.id, matter=matter.row.stream_id, form=PLAN)
