"""The access report: who read what about a pupil, when, in which role and for what purpose, over all her matters.

For the pupil and those who act for her, and for those who watch over the log and give the report out on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from http import HTTPStatus
from typing import Final
from uuid import UUID

import msgspec
from flask import Response, abort, render_template, request, url_for

from events.lists.access import Purpose
from events.lists.people import FAMILY, Role
from events.local_time import OSLO
from services.case_service.http.access.blueprint import access
from services.case_service.http.access.openers import today_in_norway
from services.case_service.http.access.reading_pages import names_of_readers, readings_of
from services.case_service.http.access.told import Read
from services.case_service.http.case_access import Matter, open_matter, visible
from services.case_service.http.languages import current_language, t
from services.case_service.http.letters.previewing import saved_pdf
from services.case_service.http.persons import current_person
from services.case_service.http.portal.family import own_children
from services.case_service.http.portal.home import SHOWN, is_told_of
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.letters.letter import Letter as Paper
from services.case_service.letters.markup import Block, Paragraph, Table
from services.case_service.read_model import MatterRow
from services.case_service.rights import Action
from services.compliance.explain import moment_text
from texts import label, text
from texts.case_number import case_number

WITHOUT_NAMES: Final = "uten_navn"
COLUMNS: Final = ("when", "name", "role", "purpose", "what", "case", "times")


class ReportLine(msgspec.Struct, frozen=True, kw_only=True):
    """What one person read of one matter for one purpose on one day: first at ``at``, ``times`` times.

    ``events``: how many events were shown at most; None when the whole matter was open to her.
    """

    at: datetime
    name: str
    role: Role
    purpose: Purpose
    number: str
    events: int | None
    times: int


@access.get("/foresatt/elev/<uuid:pupil>/lest")
@needs(Right.FAMILY)
def own_report(pupil: UUID) -> str:
    """The report, for the pupil herself or whoever acts for her."""
    lines = _lines(_own_matters(pupil), reader=current_person().id)
    return render_template(
        "access/pupil_report.html",
        lines=lines,
        what=_what,
        own=True,
        with_names=True,
        pdf_url=url_for("access.own_report_pdf", pupil=pupil),
    )


@access.get("/foresatt/elev/<uuid:pupil>/lest.pdf")
@needs(Right.FAMILY)
def own_report_pdf(pupil: UUID) -> Response:
    """The same on paper."""
    rows = _own_matters(pupil)
    paper = _paper(rows, _lines(rows, reader=current_person().id), pupil, recipient=the_desk().names.pupil(pupil))
    return saved_pdf(paper, "varde-innsynsrapport")


@access.get("/saker/<uuid:matter>/tilgang/innsynsrapport")
@needs(Right.SIGNED_IN)
def report(matter: UUID) -> str:
    """The report as the family may have it, for those who watch over the log of one of the pupil's matters."""
    with_names = WITHOUT_NAMES not in request.args
    rows, _ = _matters_beside(matter)
    return render_template(
        "access/pupil_report.html",
        lines=_lines(rows, with_names=with_names),
        what=_what,
        own=False,
        with_names=with_names,
        number=case_number(matter),
        pdf_url=url_for("access.report_pdf", matter=matter, uten_navn=None if with_names else 1),
        other_url=url_for("access.report", matter=matter, uten_navn=1 if with_names else None),
    )


@access.get("/saker/<uuid:matter>/tilgang/innsynsrapport.pdf")
@needs(Right.SIGNED_IN)
def report_pdf(matter: UUID) -> Response:
    """The same on paper, to be given out."""
    rows, opened = _matters_beside(matter)
    pupil = opened.row.pupil or matter
    lines = _lines(rows, with_names=WITHOUT_NAMES not in request.args)
    recipient = the_desk().names.pupil(pupil) if opened.may(Action.SEE_CONTENT) else ""
    return saved_pdf(_paper(rows, lines, pupil, recipient=recipient), f"{case_number(matter)}-innsynsrapport")


def _own_matters(pupil: UUID) -> tuple[MatterRow, ...]:
    if pupil not in {child.id for child in own_children()}:
        abort(HTTPStatus.NOT_FOUND)
    return visible(_told_of(pupil), Action.SEE_READERS)


def _matters_beside(matter: UUID) -> tuple[tuple[MatterRow, ...], Matter]:
    """The matters of the same pupil whose log she may see, and this one; 404 for a matter that is about no pupil."""
    opened = open_matter(matter, Action.SEE_LOG)
    pupil = opened.row.pupil
    if pupil is None or opened.row.stream not in SHOWN:
        abort(HTTPStatus.NOT_FOUND)
    return visible(_told_of(pupil), Action.SEE_LOG), opened


def _told_of(pupil: UUID) -> Iterator[MatterRow]:
    """The pupil's matters that the family is told of: a reading of another would tell that there is one."""
    return filter(is_told_of, the_desk().read_model.matters(pupil=pupil, streams=SHOWN).rows)


def _lines(rows: Iterable[MatterRow], *, reader: UUID | None = None, with_names: bool = True) -> list[ReportLine]:
    """One line for each person, role, purpose and day of a matter, the newest first. What the rest of the family read is theirs."""
    counted: dict[tuple[object, ...], ReportLine] = {}
    for row in rows:
        name, number = names_of_readers(row.pupil), case_number(row.stream_id)
        for one in readings_of(row):
            if one.role in FAMILY and one.person != reader:
                continue
            key = (one.at.astimezone(OSLO).date(), row.stream_id, one.person, one.role, one.purpose)
            called = name(one) if with_names else t("access.report.a_member_of_staff")
            counted[key] = _with(counted.get(key), one, called, number)
    return sorted(counted.values(), key=lambda line: line.at, reverse=True)


def _with(line: ReportLine | None, one: Read, name: str, number: str) -> ReportLine:
    if line is None:
        return ReportLine(at=one.at, name=name, role=one.role, purpose=one.purpose, number=number, events=one.events, times=1)
    events = None if line.events is None or one.events is None else max(line.events, one.events)
    return msgspec.structs.replace(line, at=min(line.at, one.at), events=events, times=line.times + 1)


def _what(line: ReportLine) -> str:
    return t("access.report.whole") if line.events is None else t("access.report.some", count=line.events)


def _paper(rows: tuple[MatterRow, ...], lines: list[ReportLine], pupil: UUID, *, recipient: str) -> Paper:
    """``recipient``: the pupil's name, empty where the one who gives the report out does not see it."""
    desk, language, municipality = the_desk(), current_language(), the_web().settings.municipality
    known = desk.read_model.pupil(pupil)
    school = desk.read_model.school(known.orgnr) if known is not None and known.orgnr is not None else None
    return Paper(
        language=language,
        municipality=municipality,
        school=school.name if school is not None else municipality,
        recipient=(recipient,) if recipient else (),
        reference=", ".join(case_number(row.stream_id) for row in rows),
        dated=today_in_norway(),
        title=t("access.report.title"),
        blocks=tuple(_blocks(lines)),
        exempt=text("letter.exempt", language),
    )


def _blocks(lines: list[ReportLine]) -> Iterator[Block]:
    yield Paragraph(t("access.report.lead"))
    if not lines:
        yield Paragraph(t("access.report.none"))
        return
    language = current_language()
    rows = tuple(
        (
            moment_text(line.at, language),
            line.name,
            label(line.role, language),
            label(line.purpose, language),
            _what(line),
            line.number,
            str(line.times),
        )
        for line in lines
    )
    heads = tuple(t(f"access.report.column.{column}") for column in COLUMNS)
    yield Table(caption=t("access.report.title"), heads=heads, rows=rows)
    yield Paragraph(t("access.report.about"))
