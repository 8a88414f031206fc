"""Somebody is away from a post today or on another day, and somebody else steps in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from http import HTTPStatus
from uuid import UUID

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from events.wheel import SupervisionAbsenceCovered
from services.case_service.domain.wheel.commands import CoverAbsence
from services.case_service.http.case_access import current_person
from services.case_service.http.languages import t
from services.case_service.http.moments import MomentProblem, read_day
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import key_of, new_key, record
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.rights import Right, needs
from services.case_service.http.school_reach import today
from services.case_service.http.year.blueprint import year_pages
from services.case_service.http.year.kept import KeptYear, kept_year
from services.case_service.http.year.place import Place, name_of, people_at, works_at
from services.case_service.http.year.supervision import AHEAD, clock_text, plan_url, school_place
from services.case_service.http.year.supervision_plan import Turn, turns_on


@year_pages.get("/tilsynsplan/<orgnr>/fravaer")
@needs(Right.READ_THE_YEAR)
def absence(orgnr: str) -> str:
    """The form: the posts of a day, her own first."""
    place = _opened(orgnr)
    kept = kept_year(place.recorded())
    day = _asked_day(kept)
    return _page(place, kept, day, form=MultiDict(), key=new_key(), problems=())


@year_pages.post("/tilsynsplan/<orgnr>/fravaer")
@needs(Right.READ_THE_YEAR)
def cover(orgnr: str) -> ResponseReturnValue:
    """Record who steps in."""
    place = _opened(orgnr)
    kept, key, reading = kept_year(place.recorded()), key_of(request.form), Reading(request.form)
    day = _asked_day(kept)
    turns = _turns(kept, day)
    chosen = next((one for one in turns if _key(one) == request.form.get("post")), None)
    if chosen is None:
        reading.wrong("post", "year.problem.post")
    substitute = request.form.get("substitute", "")
    if substitute not in {value for value, _ in people_at(place)}:
        reading.wrong("substitute", "year.problem.person")
    elif chosen is not None and substitute == str(chosen.post.person):
        reading.wrong("substitute", "year.problem.same_person")
    adopted = kept.plan_on(day)
    if reading.problems or chosen is None or adopted is None:
        return _page(place, kept, day, form=request.form, key=key, problems=reading.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    fact = SupervisionAbsenceCovered(
        plan_version=adopted.plan.plan_version,
        day=day,
        from_time=chosen.post.from_time,
        place=chosen.post.place,
        absent=chosen.post.person,
        substitute=UUID(substitute),
    )
    try:
        record(place.entry(CoverAbsence(fact=fact)), idempotency_key=key)
    except NotRecorded as refused:
        return _page(place, kept, day, form=request.form, key=key, problems=refused.problems), refused.status
    flash(t("year.plan.was_covered", name=name_of(fact.substitute), place=fact.place), "success")
    return redirect(plan_url(place, "supervision_plan"), code=303)


def _opened(orgnr: str) -> Place:
    place = school_place(orgnr)
    if not works_at(orgnr):
        abort(403)
    return place


def _asked_day(kept: KeptYear) -> date:
    """The day that was asked for; else today, or the next day on which there is any supervision."""
    given = request.values.get("day", "").strip()
    try:
        return read_day("day", given)
    except MomentProblem:
        days = [today() + timedelta(days=n) for n in range(AHEAD + 1)]
        return next((day for day in days if _turns(kept, day)), days[0])


def _turns(kept: KeptYear, day: date) -> list[Turn]:
    """The posts of the day, the reader's own first."""
    adopted = kept.plan_on(day)
    turns = turns_on(day, adopted.plan.posts, kept.covers) if adopted is not None else ()
    own = current_person().id
    return sorted(turns, key=lambda one: (one.post.person != own, one.post.from_time))


def _key(turn: Turn) -> str:
    """What a form calls a post of a day."""
    return f"{turn.post.from_time:%H%M}/{turn.post.person}/{turn.post.place}"


def _page(place: Place, kept: KeptYear, day: date, *, form: MultiDict[str, str], key: str, problems: Sequence[FormProblem]) -> str:
    posts = [
        (
            _key(one),
            f"{clock_text(one.post.from_time, one.post.to_time)} {one.post.place}: {name_of(one.post.person)}",
            t("year.plan.covered_by", name=name_of(one.substitute)) if one.substitute is not None else "",
        )
        for one in _turns(kept, day)
    ]
    return render_template(
        "year/absence.html",
        place=place,
        day=day,
        posts=posts,
        people=people_at(place),
        form=form,
        key=key,
        problems=[(one.field, one.message) for one in problems],
        errors={one.field: one.message for one in problems},
        plan_url=plan_url,
    )
