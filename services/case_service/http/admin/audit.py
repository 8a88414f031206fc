"""/admin/endringer: who changed what in how Varde is set up, and when; the same as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, Self
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from events import Recorded
from events.base import Stream
from events.local_time import OSLO
from services.case_service.feeds.spreadsheet import csv_file
from services.case_service.http.admin.blueprint import admin
from services.case_service.http.admin.grants import is_hidden
from services.case_service.http.admin.history import ToldChange, name_of, place_name, told_change
from services.case_service.http.admin.office import today
from services.case_service.http.admin.people import school_choices
from services.case_service.http.languages import t
from services.case_service.http.moments import MomentProblem, read_day
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.http.whole_numbers import page_number
from services.case_service.read_model.changes import SET_UP, ChangeRow, Wanted
from texts.case_number import case_number

ON_A_PAGE: Final = 50
MOST_IN_A_FILE: Final = 10_000
AREAS: Final = {
    "skoler": Stream.SCHOOL,
    "ansatte": Stream.STAFF_MEMBER,
    "tilgang": Stream.ACCESS,
    "kommunen": Stream.MUNICIPALITY,
}
"""What an address calls a kind of change."""

COLUMNS: Final = ("when", "who", "role", "area", "what", "about", "details")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The filters as an address names them. What cannot be understood counts as not asked for."""

    area: str = ""
    who: str = ""
    school: str = ""
    since: str = ""
    to: str = ""
    page: int = 1

    @classmethod
    def of_request(cls) -> Self:
        """What this request asks for."""
        args = request.args
        return cls(
            area=args.get("hva", "") if args.get("hva", "") in AREAS else "",
            who=args.get("hvem", "") if _id(args.get("hvem", "")) else "",
            school=args.get("skole", ""),
            since=args.get("fra", ""),
            to=args.get("til", ""),
            page=page_number(),
        )

    @property
    def wanted(self) -> Wanted:
        """The same as the read model is asked."""
        since, to = _day(self.since), _day(self.to)
        return Wanted(
            streams=frozenset({AREAS[self.area]}) if self.area else SET_UP,
            by=_id(self.who),
            school=self.school or None,
            since=_midnight(since) if since is not None else None,
            until=_midnight(to + timedelta(days=1)) if to is not None and to < date.max else None,
        )

    def url(self, endpoint: str = "admin.audit", *, page: int = 1) -> str:
        """The address of a page of the list, or of the file, with these filters."""
        named = {"hva": self.area, "hvem": self.who, "skole": self.school, "fra": self.since, "til": self.to}
        query = urlencode({**{name: value for name, value in named.items() if value}, **({"side": page} if page > 1 else {})})
        return url_for(endpoint) + (f"?{query}" if query else "")


class AuditLine(msgspec.Struct, frozen=True, kw_only=True):
    """A change with what it is about, and the page of that where there is one."""

    change: ToldChange
    area: str
    about: str
    url: str


@admin.get("/admin/endringer")
@needs(Right.ADMINISTER)
def audit() -> str:
    """The list, the newest first."""
    asked, model = Asked.of_request(), the_desk().read_model
    first = (asked.page - 1) * ON_A_PAGE
    rows = model.changes(asked.wanted, limit=ON_A_PAGE + 1, skip=first)
    people = sorted(((str(one), name_of(one)) for one in model.changed_by()), key=lambda one: one[1].casefold())
    return render_template(
        "admin/audit.html",
        asked=asked,
        lines=list(_lines(rows[:ON_A_PAGE])),
        areas=[(name, t(f"admin.audit.area.{name}")) for name in AREAS],
        people=people,
        schools=[(one.value, one.text) for one in school_choices()],
        file_url=asked.url("admin.audit_file"),
        previous=asked.url(page=asked.page - 1) if asked.page > 1 else "",
        following=asked.url(page=asked.page + 1) if len(rows) > ON_A_PAGE else "",
    )


@admin.get("/admin/endringer.csv")
@needs(Right.ADMINISTER)
def audit_file() -> Response:
    """The list as a file. No cell of it can be read as a formula."""
    rows = the_desk().read_model.changes(Asked.of_request().wanted, limit=MOST_IN_A_FILE)
    answer = make_response(csv_file([t(f"admin.audit.column.{column}") for column in COLUMNS], map(_cells, _lines(rows))))
    answer.mimetype = "text/csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="varde-endringer-{today().isoformat()}.csv"'
    return answer


def _cells(line: AuditLine) -> Sequence[str]:
    change = line.change
    at = change.at.astimezone(OSLO).isoformat(timespec="seconds")
    return at, change.who, change.role, line.area, change.title, line.about, "; ".join(change.what)


def _lines(rows: Sequence[ChangeRow]) -> Iterator[AuditLine]:
    store, known = the_desk().store, dict[UUID, dict[int, Recorded]]()
    areas = {stream: name for name, stream in AREAS.items()}
    for row in rows:
        if row.about is not None and _hidden(row.about):
            continue
        if row.stream_id not in known:
            known[row.stream_id] = {one.version: one for one in store.readable(row.stream_id).events}
        if row.version not in known[row.stream_id]:
            continue  # damaged since it was taken in: the page of the log tells of it
        about, url = _about(row)
        change = told_change(known[row.stream_id][row.version])
        yield AuditLine(change=change, area=t(f"admin.audit.area.{areas[row.stream]}"), about=about, url=url)


def _hidden(about: UUID) -> bool:
    row = the_desk().read_model.matter(about)
    return row is None or is_hidden(row)


def _about(row: ChangeRow) -> tuple[str, str]:
    if row.about is not None:
        return t("admin.audit.case", number=case_number(row.about)), ""
    if row.person is not None:
        known = the_desk().read_model.staff(row.person)
        return name_of(row.person), url_for("admin.member", person=row.person) if known is not None else ""
    if row.school is not None:
        return place_name(row.school), url_for("admin.school", orgnr=row.school)
    return "", ""


def _id(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _day(written: str) -> date | None:
    try:
        return read_day("day", written.strip())
    except MomentProblem:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), OSLO)
