"""/admin/skoler: the schools, and what is decided for each."""

from __future__ import annotations

from datetime import date

from flask import abort, render_template, url_for

from services.case_service.domain import fold
from services.case_service.domain.school import RULES
from services.case_service.domain.school.state import Running, known_school
from services.case_service.http.admin.blueprint import admin
from services.case_service.http.admin.closed_days import coming, told_with_closed_days
from services.case_service.http.admin.history import name_of, plan_title
from services.case_service.http.admin.office import today
from services.case_service.http.admin.school_changes import CHANGES
from services.case_service.http.languages import current_language
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.read_model import SchoolRow
from services.case_service.streams import school_stream
from services.compliance.explain import day_text


@admin.get("/admin/skoler")
@needs(Right.ADMINISTER)
def schools() -> str:
    """All schools, those that run first."""
    rows = sorted(the_desk().read_model.schools(), key=lambda one: (one.discontinued_on is not None, one.name.casefold()))
    return render_template(
        "admin/schools.html", rows=[(one, url_for("admin.school", orgnr=one.orgnr), *_facts(one)) for one in rows]
    )


@admin.get("/admin/skoler/<orgnr>")
@needs(Right.ADMINISTER)
def school(orgnr: str) -> str:
    """One school: what holds today, what comes, and what has been changed."""
    desk = the_desk()
    row = desk.read_model.school(orgnr) or abort(404)
    recorded = desk.store.readable(school_stream(desk.store.tenant, orgnr), texts=True).events
    known = known_school(fold(RULES, (one.event for one in recorded))) or abort(404)
    return render_template(
        "admin/school.html",
        row=row,
        known=known,
        principal=_facts(row)[0],
        plan=_facts(row)[1],
        coming=_coming(known),
        closed=tuple(coming([row])),
        deputies=[
            (name_of(one.person), _day(one.from_date), _day(one.to_date) if one.to_date is not None else "")
            for one in known.deputies
            if one.to_date is None or one.to_date >= today()
        ],
        changes=[
            *((one.title, url_for("admin.change_school", orgnr=orgnr, change=slug)) for slug, one in CHANGES.items()),
            ("admin.closed_days", url_for("admin.closed_days", skole=orgnr)),
        ],
        history=told_with_closed_days(recorded),
    )


def _facts(row: SchoolRow) -> tuple[str, str]:
    principal = name_of(row.principal) if row.principal is not None else ""
    return principal, plan_title(row.rulebook) if row.rulebook is not None else ""


def _coming(known: Running) -> list[tuple[str, str, str]]:
    """What is decided and has not begun: the text for it, the day, and who or what."""
    day = today()
    posts = [("admin.school.principal", start, name_of(who)) for start, who in known.principals.items() if start > day]
    plans = [("admin.school.plan", start, plan_title(plan)) for start, plan in known.rulebooks.items() if start > day]
    return [(key, _day(start), what) for key, start, what in sorted((*posts, *plans), key=lambda one: one[1])]


def _day(day: date) -> str:
    return day_text(day, current_language())
