"""/undersokelse/<id>: one survey that is not anonymous: what was assessed, whether it was run, and whether its answers hold."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from flask import abort, render_template, url_for

from events.base import Stream
from events.survey import NonAnonymousSurveyAssessed
from services.case_service.http.case_access import Matter, may_open, open_matter
from services.case_service.http.matters.blueprint import address
from services.case_service.http.matters.told import Told
from services.case_service.http.matters.whom import Whom
from services.case_service.http.record.asking import is_recordable
from services.case_service.http.record.places import form_page, menu_of
from services.case_service.http.rights import Right, needs
from services.case_service.http.surveys.blueprint import survey_pages
from services.case_service.http.surveys.results import grade_text
from services.case_service.http.web import the_desk
from services.case_service.rights import Action
from texts.case_number import case_number

FOLLOWING = {"assessed": "survey.NonAnonymousSurveyRun", "run": "survey.SurveyAnswersVerified"}
"""What a survey waits for, by how far it has come."""


@survey_pages.get("/undersokelse/<uuid:matter>")
@needs(Right.SIGNED_IN)
def one(matter: UUID) -> str:
    """The survey, for whoever may see what stands in it."""
    opened = open_matter(matter, Action.SEE_CONTENT)
    facts = [each.event for each in opened.recorded if isinstance(each.event, NonAnonymousSurveyAssessed)]
    if opened.row.stream is not Stream.SURVEY or not facts:
        abort(404)
    topic = FOLLOWING.get(opened.row.stage, "")
    return render_template(
        "surveys/one.html",
        matter=opened,
        fact=facts[-1],
        number=case_number(matter),
        stage=opened.row.stage,
        school=_school(opened),
        grade=grade_text(facts[-1].grade),
        told=Told(opened, Whom(opened)),
        case=next(_case(opened), ""),
        topic=topic,
        following=form_page(opened.row, topic) if topic and is_recordable(opened, topic) else "",
        forms_url=menu_of(opened.row) if opened.may(Action.RECORD) else "",
        back=url_for("surveys.listed"),
    )


def _school(opened: Matter) -> str:
    row = the_desk().read_model.school(opened.row.school) if opened.row.school is not None else None
    return "" if row is None else row.name


def _case(opened: Matter) -> Iterator[str]:
    """The case it was begun from, when the reader may open that too."""
    row = the_desk().read_model.matter(opened.row.case_id)
    if row is not None and row.stream_id != opened.row.stream_id and may_open(row):
        yield address(row)
