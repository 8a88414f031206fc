"""/undersokelser/<school>/ny: a preventive survey of a class that is not anonymous, assessed against the limits before it is used.

On a concrete suspicion in a case one begins from the case, where other ways of investigating have to have been tried first.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.base import Stream
from events.lists.investigation import SurveyPurpose, SurveyTool
from events.survey import NonAnonymousSurveyAssessed
from services.case_service.domain.survey.commands import AssessNonAnonymousSurvey
from services.case_service.http.languages import current_language, t
from services.case_service.http.persons import current_person
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import Entry, id_from, key_of, new_key, record
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.rights import Right, needs
from services.case_service.http.school_reach import Place, open_school
from services.case_service.http.surveys.blueprint import survey_pages
from services.case_service.http.surveys.listing import begins_surveys
from services.case_service.http.surveys.results import grade_text
from texts import label

YES, NO = "yes", "no"
QUESTIONS: Final = ("suitable", "least_intrusive", "names_pupils_in_negative_relations", "questions_approved")
"""What the school has to have answered, each with yes or no (opplæringsforskrifta § 20-5)."""


@survey_pages.get("/undersokelser/<orgnr>/ny")
@needs(Right.SEE_SURVEY_RESULTS)
def begin(orgnr: str) -> str:
    """The form."""
    return _shown(_opened(orgnr), Reading(request.args), key=new_key())


@survey_pages.post("/undersokelser/<orgnr>/ny")
@needs(Right.SEE_SURVEY_RESULTS)
def assess(orgnr: str) -> ResponseReturnValue:
    """Record the assessment; the survey is run and its answers are checked from its own page."""
    place, key, reading = _opened(orgnr), key_of(request.form), Reading(request.form)
    tool = reading.required_choice("tool", SurveyTool, SurveyTool.OTHER, "surveys.problem.tool")
    grade = _grade(reading, place)
    answers = {name: _answer(reading, name) for name in QUESTIONS}
    reason = reading.required_text("reason", "surveys.problem.reason")
    if reading.problems:
        return _shown(place, reading, key=key), HTTPStatus.UNPROCESSABLE_ENTITY
    fact = NonAnonymousSurveyAssessed(
        purpose=SurveyPurpose.PREVENTION,
        tool=tool,
        grade=grade,
        approved_by=current_person().id if answers["questions_approved"] else None,
        reason=reason,
        suitable=answers["suitable"],
        least_intrusive=answers["least_intrusive"],
        names_pupils_in_negative_relations=answers["names_pupils_in_negative_relations"],
        questions_approved=answers["questions_approved"],
    )
    stream_id = id_from(key, "survey")
    entry = Entry(stream=Stream.SURVEY, stream_id=stream_id, school=place.orgnr, command=AssessNonAnonymousSurvey(fact=fact))
    try:
        record(entry, idempotency_key=key)
    except NotRecorded as refused:
        reading.problems.extend(refused.problems)
        return _shown(place, reading, key=new_key()), refused.status
    flash(t("surveys.assessed"), "success")
    return redirect(url_for("surveys.one", matter=stream_id), code=303)


def _opened(orgnr: str) -> Place:
    place = open_school(orgnr)
    if not begins_surveys(place):
        abort(403)
    return place


def _answer(reading: Reading, name: str) -> bool:
    given = reading.form.get(name)
    if given not in {YES, NO}:
        reading.wrong(name, "surveys.problem.answer")
    return given == YES


def _grades(place: Place) -> Sequence[int]:
    return () if place.school is None else range(place.school.lowest_grade, place.school.highest_grade + 1)


def _grade(reading: Reading, place: Place) -> int | None:
    """The grade; None for the whole school."""
    given = reading.form.get("grade", "")
    found = next((one for one in _grades(place) if str(one) == given), None)
    if found is None and given:
        reading.wrong("grade", "report.problem.choose")
    return found


def _shown(place: Place, reading: Reading, *, key: str) -> str:
    problems: list[FormProblem] = reading.problems
    return render_template(
        "surveys/begin.html",
        place=place,
        form=reading.form,
        problems=[(one.field, one.message) for one in problems],
        wrong={one.field: one.message for one in problems if one.field},
        tools=[(one.value, label(one, current_language()).capitalize()) for one in SurveyTool],
        grades=[(str(one), grade_text(one)) for one in _grades(place)],
        questions=QUESTIONS,
        answers=[(YES, t("surveys.yes")), (NO, t("surveys.no"))],
        key=key,
    )
