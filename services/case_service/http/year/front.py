"""/aret: the school's year as a picture and a table; first the choice of school, for whoever has more than one."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.case_service.http.case_access import current_person
from services.case_service.http.languages import current_language, t
from services.case_service.http.rights import Right, needs
from services.case_service.http.school_reach import MUNICIPALITY, answers_for_all, today
from services.case_service.http.year.blueprint import year_pages
from services.case_service.http.year.duties import Duties
from services.case_service.http.year.kept import KeptYear, Standing, kept_year
from services.case_service.http.year.owner import owners_table
from services.case_service.http.year.picture import picture
from services.case_service.http.year.place import Place, current_year, name_of, open_place, own_schools, readable_schools
from services.case_service.http.year.shown import ShownTask, is_hers, shown_tasks
from services.case_service.http.year.tabs import tabs

MINE = "meg"
"""What the filter by responsible calls the reader herself."""


@year_pages.get("/aret")
@needs(Right.READ_THE_YEAR)
def choose() -> ResponseReturnValue:
    """The choice of school; whoever has one school alone comes straight to its year."""
    year, own = current_year(), own_schools()
    everywhere = answers_for_all()
    if len(own) == 1 and not everywhere:
        return redirect(open_place(own[0], year).url("show"), code=303)
    if everywhere:
        return redirect(open_place(MUNICIPALITY, year).url("show"), code=303)
    places = [open_place(one.orgnr, year) for one in readable_schools()]
    return render_template("year/choose.html", places=places)


@year_pages.get("/aret/<orgnr>/<int:year>")
@needs(Right.READ_THE_YEAR)
def show(orgnr: str, year: int) -> str:
    """The year. The municipality's page tells of all its schools as well."""
    place = open_place(orgnr, year)
    kept = kept_year(place.recorded())
    duties = Duties(place)
    everything = shown_tasks(place, kept.tasks, duties, today())
    asked = _asked_for(kept)
    listed = [one for one in everything if asked is None or is_hers(one.task, asked)]
    return render_template(
        "year/show.html",
        place=place,
        kept=kept,
        tabs=tabs(place, "show"),
        listed=listed,
        counts=[(standing, sum(one.standing is standing for one in listed)) for standing in Standing],
        drawing=_drawing(place, listed),
        without_task=duties.without_task(kept.tasks) if kept.opened_on is not None else (),
        people=_responsible(kept),
        asked=request.args.get("ansvarlig", "") if asked is not None else "",
        mine=sum(is_hers(one.task, current_person().id) for one in everything),
        neighbours=[place.beside(-1), place.beside(1)],
        chooses=len(own_schools()) != 1,
        owner=owners_table(year) if place.orgnr is None else None,
    )


def _asked_for(kept: KeptYear) -> UUID | None:
    """Whose tasks are asked for; anybody's when the address names nobody who has one."""
    given = request.args.get("ansvarlig", "")
    if given == MINE:
        return current_person().id
    return next((one.responsible for one in kept.tasks if str(one.responsible) == given), None)


def _responsible(kept: KeptYear) -> list[tuple[str, str]]:
    people = {one.responsible for one in kept.tasks if one.responsible is not None}
    named = sorted(((str(one), name_of(one)) for one in people), key=lambda one: one[1].casefold())
    return [(MINE, t("year.filter.mine")), *named]


def _drawing(place: Place, listed: list[ShownTask]) -> str:
    if not listed:
        return ""
    counted = {standing: sum(one.standing is standing for one in listed) for standing in Standing}
    said = ", ".join(f"{t(f'year.standing.{standing.value}').lower()}: {n}" for standing, n in counted.items() if n)
    return picture(
        [one.mark for one in listed],
        place.starts_in,
        today(),
        current_language(),
        title=t("year.picture.title", years=place.years),
        description=t("year.picture.description", counts=said),
    )
