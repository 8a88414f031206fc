"""Making a new version of the supervision plan: a grid of places and times by weekday, with more rows at the press of a button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from http import HTTPStatus
from typing import Final
from uuid import UUID

import msgspec
from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from events.lists.year import DocumentedBy, Weekday, WheelTask
from events.wheel import SupervisionPlanAdopted, SupervisionPost, WheelTaskDone
from services.case_service.domain.wheel.commands import AdoptSupervisionPlan, DoWheelTask
from services.case_service.http.case_access import current_person
from services.case_service.http.languages import t
from services.case_service.http.moments import MomentProblem, read_clock, read_day
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import Entry, key_of, new_key, record
from services.case_service.http.reporting.form_reading import CONTROL, LONGEST_LINE, Reading
from services.case_service.http.rights import Right, needs
from services.case_service.http.school_reach import today
from services.case_service.http.whole_numbers import MOST_VERSIONS, whole_number
from services.case_service.http.year.blueprint import year_pages
from services.case_service.http.year.kept import KeptYear, kept_year
from services.case_service.http.year.place import Place, first_and_last, names_at, people_at
from services.case_service.http.year.supervision import plan_url, school_place, shown_plan, warnings_of
from services.case_service.http.year.supervision_plan import WEEKDAYS, grid

FIRST_ROWS: Final = 4
MORE_ROWS: Final = 2
MOST_ROWS: Final = 40
ADD: Final = "add"


class WrittenRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the grid as it was written."""

    place: str = ""
    from_time: str = ""
    to_time: str = ""
    people: dict[Weekday, str] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written in it."""
        return not (self.place or self.from_time or self.to_time or any(self.people.values()))


@year_pages.get("/tilsynsplan/<orgnr>/rediger")
@needs(Right.KEEP_THE_YEAR)
def edit_plan(orgnr: str) -> str:
    """The form, with the plan that holds, else the newest, as it stands."""
    place = school_place(orgnr)
    place.require_keeper()
    held = shown_plan(kept_year(place.recorded()))
    written = _written(held.plan) if held is not None else []
    rows = [*written, *[WrittenRow()] * (MORE_ROWS if written else FIRST_ROWS)]
    first, last = first_and_last(place.starts_in)
    values = {
        "valid_from": min(max(today(), first), last).isoformat(),
        "absence_routine": (held.plan.absence_routine if held is not None else None) or "",
    }
    return _page(place, rows, MultiDict(values), new_key())


@year_pages.post("/tilsynsplan/<orgnr>/rediger")
@needs(Right.KEEP_THE_YEAR)
def adopt_plan(orgnr: str) -> ResponseReturnValue:
    """More rows; or the plan is read, what is doubtful in it is shown, and it is adopted as the next version."""
    place = school_place(orgnr)
    place.require_keeper()
    key, form = key_of(request.form), request.form
    rows = _rows_of(form)
    if place.has_answered(key):
        return redirect(plan_url(place, "supervision_plan"), code=303)
    if form.get("do") == ADD:
        rows += [WrittenRow()] * min(MORE_ROWS, max(0, MOST_ROWS - len(rows)))
        return _page(place, rows, form, key)
    reading = Reading(form)
    posts = _posts(rows, reading, {value for value, _ in people_at(place)})
    valid_from, valid_to = _day(reading, "valid_from"), _day(reading, "valid_to") if form.get("valid_to", "").strip() else None
    routine = reading.text("absence_routine")
    if not posts and not reading.problems:
        reading.wrong("place-1", "year.problem.no_post")
    if reading.problems or valid_from is None:
        return _page(place, rows, form, key, problems=reading.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    doubts = tuple(warnings_of(place, posts, grid(posts)))
    if doubts and not form.get("known"):
        return _page(place, rows, form, key, doubts=doubts), HTTPStatus.UNPROCESSABLE_ENTITY
    kept = kept_year(place.recorded())
    fact = SupervisionPlanAdopted(
        plan_version=_version(form),
        valid_from=valid_from,
        valid_to=valid_to,
        posts=posts,
        absence_routine=routine,
    )
    try:
        record(*_entries(place, kept, fact), idempotency_key=key)
    except NotRecorded as refused:
        return _page(place, rows, form, key, problems=refused.problems, doubts=doubts), refused.status
    flash(t("year.plan.was_adopted", version=fact.plan_version), "success")
    return redirect(plan_url(place, "supervision_plan"), code=303)


def _entries(place: Place, kept: KeptYear, fact: SupervisionPlanAdopted) -> list[Entry]:
    """The plan, and with it the task of having one."""
    entries = [place.entry(AdoptSupervisionPlan(fact=fact))]
    task = kept.open_task(WheelTask.SUPERVISION_PLAN, None)
    if task is not None:
        done = WheelTaskDone(
            task=task.task,
            kind=task.kind,
            term=task.term,
            done_by=current_person().id,
            documentation=DocumentedBy.PUBLISHED,
            note=t("year.plan.note", version=fact.plan_version),
        )
        entries.append(place.entry(DoWheelTask(fact=done)))
    return entries


def _version(form: Mapping[str, str]) -> int:
    """The version that the form was shown for: when somebody else adopted one meanwhile, the domain says so."""
    return whole_number(form.get("plan_version", ""), MOST_VERSIONS) or 0


def _written(plan: SupervisionPlanAdopted) -> list[WrittenRow]:
    return [
        WrittenRow(
            place=row.place,
            from_time=f"{row.from_time:%H:%M}",
            to_time=f"{row.to_time:%H:%M}",
            people={weekday: str(person) for weekday, person in row.people.items()},
        )
        for row in grid(plan.posts)
    ]


def _rows_of(form: Mapping[str, str]) -> list[WrittenRow]:
    rows = [
        WrittenRow(
            place=" ".join(form.get(f"place-{number}", "").translate(CONTROL).split()),
            from_time=form.get(f"from-{number}", "").strip(),
            to_time=form.get(f"to-{number}", "").strip(),
            people={weekday: form.get(f"{weekday.value}-{number}", "") for weekday in WEEKDAYS},
        )
        for number in range(1, MOST_ROWS + 1)
        if f"place-{number}" in form
    ]
    return rows or [WrittenRow()] * FIRST_ROWS


def _posts(rows: Sequence[WrittenRow], reading: Reading, staff: set[str]) -> tuple[SupervisionPost, ...]:
    posts: list[SupervisionPost] = []
    for number, row in enumerate(rows, 1):
        if row.is_empty:
            continue
        if not row.place or len(row.place) > LONGEST_LINE:
            reading.wrong(f"place-{number}", "year.problem.place", number=number)
        start, end = (_clock(reading, f"{name}-{number}", number) for name in ("from", "to"))
        if start is not None and end is not None and end <= start:
            reading.wrong(f"to-{number}", "year.problem.ends_first", number=number)
        people = {weekday: person for weekday, person in row.people.items() if person}
        if not people:
            reading.wrong(f"monday-{number}", "year.problem.nobody", number=number)
        for weekday, person in people.items():
            if person not in staff:
                reading.wrong(f"{weekday.value}-{number}", "year.problem.not_staff", number=number)
            elif start is not None and end is not None and end > start and row.place:
                post = SupervisionPost(place=row.place, weekday=weekday, from_time=start, to_time=end, person=UUID(person))
                posts.append(post)
    return tuple(posts)


def _clock(reading: Reading, field: str, number: int) -> time | None:
    try:
        return read_clock(field, reading.form.get(field, "").strip())
    except MomentProblem:
        reading.wrong(field, "year.problem.clock", number=number)
        return None


def _day(reading: Reading, field: str) -> date | None:
    try:
        return read_day(field, reading.form.get(field, "").strip())
    except MomentProblem as problem:
        reading.wrong_moment(problem)
        return None


def _page(
    place: Place,
    rows: Sequence[WrittenRow],
    form: MultiDict[str, str],
    key: str,
    *,
    problems: Sequence[FormProblem] = (),
    doubts: Sequence[str] = (),
) -> str:
    kept = kept_year(place.recorded())
    return render_template(
        "year/supervision_edit.html",
        place=place,
        rows=rows,
        weekdays=WEEKDAYS,
        people=names_at(place),
        form=form,
        key=key,
        version=kept.plans[-1].plan.plan_version + 1 if kept.plans else 1,
        doubts=doubts,
        may_add=len(rows) < MOST_ROWS,
        problems=[(one.field, one.message) for one in problems],
        errors={one.field: one.message for one in problems},
        plan_url=plan_url,
    )
