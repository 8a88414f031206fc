"""/undersokelser: surveys that are not anonymous, as far as the reader may know of them, and each school's published results."""

from __future__ import annotations

import msgspec
from flask import render_template, url_for

from events.base import Stream
from events.lists.people import Role
from events.survey import NonAnonymousSurveyAssessed
from services.case_service.http.case_access import current_person, visible
from services.case_service.http.languages import current_language
from services.case_service.http.rights import Right, needs
from services.case_service.http.school_reach import Place, reached_schools, today
from services.case_service.http.surveys.blueprint import survey_pages
from services.case_service.http.surveys.results import grade_text, recorded_results, years_text
from services.case_service.http.surveys.shown_results import results_of
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow
from services.compliance.explain import day_text
from texts import label

MOST = 200


class ListedSurvey(msgspec.Struct, frozen=True, kw_only=True):
    """A survey as the list shows it."""

    tool: str
    of: str
    when: str
    stage: str
    url: str


class ListedSchool(msgspec.Struct, frozen=True, kw_only=True):
    """A school: its surveys, and the years it has published results of."""

    place: Place
    surveys: tuple[ListedSurvey, ...]
    years: tuple[str, ...]
    begins: bool


@survey_pages.get("/undersokelser")
@needs(Right.SEE_SURVEY_RESULTS)
def listed() -> str:
    """The reader's schools."""
    found = [_school(one) for one in reached_schools()]
    return render_template("surveys/list.html", schools=found, imports=any(one.place.oversees for one in found))


def _school(place: Place) -> ListedSchool:
    rows = the_desk().read_model.matters(streams=[Stream.SURVEY], schools=[place.orgnr or ""], limit=MOST).rows
    surveys = (_survey(one) for one in visible(rows))
    results = results_of(recorded_results(place))
    years = sorted({year for source in results.sources for year in results.years(source)})
    return ListedSchool(
        place=place,
        surveys=tuple(one for one in surveys if one is not None),
        years=tuple(years_text(one) for one in years),
        begins=begins_surveys(place),
    )


def _survey(row: MatterRow) -> ListedSurvey | None:
    """A survey; None for a stream of published results, which is no matter of anybody's."""
    recorded = the_desk().store.readable(row.stream_id).events
    facts = [one.event for one in recorded if isinstance(one.event, NonAnonymousSurveyAssessed)]
    if not facts:
        return None
    return ListedSurvey(
        tool=label(facts[-1].tool, current_language()).capitalize(),
        of=grade_text(facts[-1].grade) if facts[-1].grade is not None else "",
        when=day_text(row.first_known_at, current_language()),
        stage=row.stage,
        url=url_for("surveys.one", matter=row.stream_id),
    )


def begins_surveys(place: Place) -> bool:
    """Whether the reader begins preventive surveys at a school: its principal does. Others begin one from their case."""
    return any(one.at_school == place.orgnr and one.role is Role.PRINCIPAL for one in current_person().roles_on(today()))
