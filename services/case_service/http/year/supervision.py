"""/tilsynsplan: who is where in the breaks, today and all week, the versions of the plan, and one's own turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from typing import Final
from uuid import UUID

import msgspec
from flask import abort, render_template, request, url_for

from events.lists.year import Weekday
from events.wheel import SupervisionPost
from services.case_service.http.case_access import current_person
from services.case_service.http.languages import current_language, t
from services.case_service.http.rights import Right, needs
from services.case_service.http.school_reach import MUNICIPALITY, today
from services.case_service.http.whole_numbers import whole_number
from services.case_service.http.year.blueprint import year_pages
from services.case_service.http.year.kept import Adopted, KeptYear, kept_year
from services.case_service.http.year.place import (
    Place,
    current_year,
    known_year,
    name_of,
    open_place,
    own_schools,
    people_at,
    readable_schools,
    works_at,
)
from services.case_service.http.year.supervision_plan import (
    WEEKDAYS,
    GridRow,
    Turn,
    gaps,
    grid,
    strangers,
    turns_on,
    two_places,
    weekday_of,
)
from services.case_service.http.year.tabs import tabs
from texts import label

AHEAD: Final = 7
"""Days within which the next turn is looked for."""

YEAR: Final = "ar"
"""What an address calls the year of August, when it is not this one."""


class OwnTurns(msgspec.Struct, frozen=True, kw_only=True):
    """The reader's own turns at a school: today, the next day that has any, and by weekday in the plan that holds.

    ``given_away``: those that somebody else takes in the days to come.
    """

    place: Place
    today: tuple[Turn, ...]
    next_day: date | None
    next_turns: tuple[Turn, ...]
    given_away: tuple[tuple[date, Turn], ...]
    week: tuple[tuple[Weekday, tuple[SupervisionPost, ...]], ...]


@year_pages.get("/tilsynsplan")
@needs(Right.READ_THE_YEAR)
def own_supervision() -> str:
    """Where the reader is today. Whoever has no turn finds the plans of the schools she may know of."""
    year = current_year()
    hers = own_schools()
    own = [_own_turns(open_place(orgnr, year)) for orgnr in hers]
    others = [open_place(one.orgnr, year) for one in readable_schools() if one.orgnr not in hers]
    return render_template(
        "year/own_supervision.html", own=own, others=others, today=today(), weekday=weekday_of(today()), name_of=name_of
    )


@year_pages.get("/tilsynsplan/<orgnr>")
@needs(Right.READ_THE_YEAR)
def supervision_plan(orgnr: str) -> str:
    """The plan that holds today, with who steps in for whom; else the newest of the year."""
    place = school_place(orgnr)
    kept = kept_year(place.recorded())
    adopted = shown_plan(kept)
    return _page(place, kept, adopted)


@year_pages.get("/tilsynsplan/<orgnr>/versjoner/<int:version>")
@needs(Right.READ_THE_YEAR)
def supervision_version(orgnr: str, version: int) -> str:
    """A version of the plan."""
    place = school_place(orgnr)
    kept = kept_year(place.recorded())
    adopted = next((one for one in kept.plans if one.plan.plan_version == version), None)
    if adopted is None:
        abort(404)
    return _page(place, kept, adopted)


def school_place(orgnr: str) -> Place:
    """The school's year that the address asks for: this one when it names none."""
    if orgnr == MUNICIPALITY:
        abort(404)
    year = whole_number(request.args.get(YEAR, ""), date.max.year) or current_year()
    return open_place(orgnr, year if known_year(year) else current_year())


def plan_url(place: Place, endpoint: str, **more: object) -> str:
    """The address of one of the plan's pages."""
    return url_for(f"year.{endpoint}", orgnr=place.orgnr, **{YEAR: place.starts_in}, **more)  # type: ignore[arg-type]


def shown_plan(kept: KeptYear) -> Adopted | None:
    """The plan that holds today, else the newest."""
    return kept.plan_on(today()) or (kept.plans[-1] if kept.plans else None)


def warnings_of(place: Place, posts: Sequence[SupervisionPost], rows: Sequence[GridRow]) -> Iterator[str]:
    """What is wrong with a plan, in words."""
    language = current_language()
    for gap in gaps(rows):
        days = ", ".join(label(one, language) for one in gap.weekdays)
        yield t("year.plan.gap", place=gap.place, time=clock_text(gap.from_time, gap.to_time), days=days)
    for clash in two_places(posts):
        yield t(
            "year.plan.two_places",
            name=name_of(clash.person),
            day=label(clash.weekday, language),
            first=f"{clash.first.place} {clock_text(clash.first.from_time, clash.first.to_time)}",
            second=f"{clash.second.place} {clock_text(clash.second.from_time, clash.second.to_time)}",
        )
    for person in strangers(posts, {UUID(value) for value, _ in people_at(place)}):
        yield t("year.plan.stranger", name=name_of(person))


def clock_text(from_time: object, to_time: object) -> str:
    """A stretch of time as people write it, with a dash between."""
    return "\u2013".join(f"{one:%H.%M}" for one in (from_time, to_time))


def _own_turns(place: Place) -> OwnTurns:
    kept, person = kept_year(place.recorded()), current_person().id
    week = [(day, _turns(kept, day)) for day in (today() + timedelta(days=n) for n in range(AHEAD + 1))]
    hers = [(day, tuple(one for one in turns if one.does == person)) for day, turns in week]
    next_day, next_turns = next(((day, found) for day, found in hers[1:] if found), (None, ()))
    adopted = kept.plan_on(today())
    own = sorted((one for one in (adopted.plan.posts if adopted is not None else ()) if one.person == person), key=_clock)
    return OwnTurns(
        place=place,
        today=hers[0][1],
        next_day=next_day,
        next_turns=next_turns,
        given_away=tuple((day, one) for day, turns in week for one in turns if one.post.person == person != one.does),
        week=tuple((weekday, tuple(one for one in own if one.weekday is weekday)) for weekday in WEEKDAYS),
    )


def _clock(post: SupervisionPost) -> time:
    return post.from_time


def _turns(kept: KeptYear, day: date) -> tuple[Turn, ...]:
    """Who is where on a day, by the plan that holds on it."""
    adopted = kept.plan_on(day)
    return turns_on(day, adopted.plan.posts, kept.covers) if adopted is not None else ()


def _page(place: Place, kept: KeptYear, adopted: Adopted | None) -> str:
    day, holding = today(), kept.plan_on(today())
    posts = adopted.plan.posts if adopted is not None else ()
    rows = grid(posts)
    return render_template(
        "year/supervision.html",
        place=place,
        tabs=tabs(place, "supervision_plan"),
        kept=kept,
        adopted=adopted,
        holding=holding,
        rows=rows,
        weekdays=WEEKDAYS,
        weekday=weekday_of(day),
        today=day,
        turns=turns_on(day, posts, kept.covers) if adopted is not None and adopted is holding else (),
        warnings=tuple(warnings_of(place, posts, rows)) if place.keeps else (),
        name_of=name_of,
        clock=clock_text,
        records=works_at(place.orgnr or "") and holding is not None,
        plan_url=plan_url,
    )
