"""Few cases where many say that they are bullied: a school is held against the others, on whichever page it stands."""

from __future__ import annotations

from datetime import date

import pytest
from reporting.told_log import AT_LIEN, LIEN, MOEN, OWNER, Told
from work_pages import read

from dashboards import Viewer
from dashboards.asking import Asking
from dashboards.pages.municipality import PAGE as MUNICIPALITY
from dashboards.pages.school import PAGE as SCHOOL
from dashboards.view import View
from events import concern, survey
from events.base import Stream
from events.lists.concern import Concern
from events.lists.investigation import SurveyIndicator, SurveySource
from events.lists.people import Reporter
from texts import Language, text

TODAY = date(2026, 3, 4)
FEW, NOTHING, ALONE = (text(f"dashboard.responses.{name}", Language.BOKMAL) for name in ("silent", "not_silent", "not_compared"))


@pytest.fixture(scope="module")
def queries(tmp_path_factory):
    """Two schools of the same size where a fifth is bullied: one has a case, the other eight."""
    told = Told()
    for school, cases in ((LIEN, 1), (MOEN, 8)):
        found = (survey.SurveyResult(indicator=SurveyIndicator.BULLIED, value=20.0),)
        published = survey.SurveyResultsImported(source=SurveySource.ELEVUNDERSOKELSEN, school_year_from=2025, results=found)
        told.tell(Stream.SURVEY, told.new(), published, "2026-01-20", school=school)
        for _ in range(cases):
            case_id = told.new()
            heard = concern.ConcernReceived(reporter=Reporter.PUPIL, receiver=told.new(), concern=Concern.BULLYING, own_words="x")
            told.tell(Stream.CASE, case_id, heard, "2026-02-02", case_id=case_id, school=school)
    with told.asked_on(tmp_path_factory.mktemp("few"), TODAY.isoformat()) as found:
        yield found


def signals(queries, page, scope=OWNER, school=None) -> list[str]:
    words = read(page.answer(Asking(queries, Viewer(scope=scope, language=Language.BOKMAL), View(school=school), TODAY)))
    return [one for one in words if one in {FEW, NOTHING, ALONE}]


def test_the_owner_reads_the_same_of_a_school_on_every_page(queries):
    assert signals(queries, MUNICIPALITY) == [FEW, NOTHING]
    assert signals(queries, SCHOOL, school=LIEN) == [FEW]
    assert signals(queries, SCHOOL, school=MOEN) == [NOTHING]


def test_a_school_that_is_seen_alone_is_not_said_to_be_like_the_others(queries):
    assert signals(queries, SCHOOL, scope=AT_LIEN, school=LIEN) == [ALONE]
    assert signals(queries, MUNICIPALITY, scope=AT_LIEN) == [ALONE]


def test_the_number_of_schools_to_ask_is_told_to_those_who_see_several(queries):
    def asked(scope) -> bool:
        words = read(MUNICIPALITY.answer(Asking(queries, Viewer(scope=scope, language=Language.BOKMAL), View(), TODAY)))
        return "Skoler å spørre: få saker, mange mobbet" in words

    assert asked(OWNER)
    assert not asked(AT_LIEN)
