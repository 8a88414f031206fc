"""A release that was withheld whole is said on every page where its figures would stand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from reporting.told_log import LIEN, MOEN, Told
from reporting.warehouse_steps import opened, store
from work_pages import OWNER, TODAY, asking, queries, read

from dashboards import Viewer
from dashboards.pages import annual_report, data_quality, municipality
from events import concern
from events.base import Stream
from events.lists.concern import Concern
from events.lists.people import PupilRole, Reporter
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.answering import LocalQueries
from services.reporting.projector import Projector
from services.reporting.publishing import protecting
from services.reporting.questions import Scope
from services.reporting.source import SqliteSource
from texts import Language, text

ADVISER = Viewer(scope=Scope(tenant=OWNER.scope.tenant))
SEEN_BY = [(data_quality.PAGE, OWNER), (annual_report.PAGE, OWNER), (annual_report.PAGE, ADVISER), (municipality.PAGE, ADVISER)]
NAMES = [f"{page.name}-{'exact' if viewer.scope.exact else 'protected'}" for page, viewer in SEEN_BY]


def an_autumn() -> Told:
    """Cases at both schools in the autumn, and one in the spring: the autumn's release has come."""
    told = Told()
    for number in range(13):
        for school in (LIEN, MOEN):
            case, day = told.new(), date(2025, 9, 1) + timedelta(days=13 * number)
            for fact in (
                concern.ConcernReceived(reporter=Reporter.GUARDIAN, concern=Concern.EXCLUSION, own_words="x"),
                concern.CaseOpened(pupil=told.new(), pupil_role=PupilRole.EXPOSED, grade=4),
            ):
                told.tell(Stream.CASE, case, fact, day.isoformat(), school=school, case_id=case)
    return told


@pytest.fixture(scope="module")
def too_many_schools(tmp_path_factory):
    """A municipality with more schools than a release can be protected for: here that is more than one."""
    folder = tmp_path_factory.mktemp("withheld")
    source = SqliteSource(store(folder / "events.sqlite", an_autumn().log))
    with opened(folder / "warehouse.duckdb") as warehouse, pytest.MonkeyPatch.context() as fewer:
        fewer.setattr(protecting, "MOST_SCHOOLS", 1)
        projector = Projector(source, warehouse, load_rulebooks(["law-12"]), Calendar())
        projector.once()
        projector.publish()
        source.close()
        yield LocalQueries(warehouse, lambda: datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC))


@pytest.mark.parametrize(("page", "viewer"), SEEN_BY, ids=NAMES)
@pytest.mark.parametrize("language", Language)
def test_what_is_withheld_is_named_where_its_figures_would_be(too_many_schools, page, viewer, language):
    told = read(page.answer(asking(too_many_schools, viewer, language)))
    assert text("dashboard.withheld.text", language) in told
    cube = text("dashboard.nation.cube.school_term", language)
    term = text("dashboard.nation.part.autumn", language, year="2025\u201326")
    assert f"{cube}, {term}" in told


@pytest.mark.parametrize(("page", "viewer"), SEEN_BY, ids=NAMES)
def test_where_nothing_is_withheld_nothing_is_said_of_it(page, viewer):
    with queries("many") as found:
        assert text("dashboard.withheld.text", Language.BOKMAL) not in read(page.answer(asking(found, viewer)))
