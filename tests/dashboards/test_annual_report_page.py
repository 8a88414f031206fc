"""The annual report: what was published, beside the year before, the same for everybody, on the page and in the files."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from zipfile import ZipFile

import pytest
from docx import Document
from reporting.told_log import LIEN, MOEN, Told
from reporting.warehouse_steps import opened, store
from work_pages import asking, queries, read

from dashboards.cells import Missing
from dashboards.dashboard import ChoiceError
from dashboards.exports.pdf_file import pdf_file
from dashboards.exports.word_file import word_file
from dashboards.pages import annual_report
from dashboards.pages.annual_report.asked import Year, report
from dashboards.pages.annual_report.tables import PARTS
from dashboards.viewer import Viewer
from events import concern, wheel
from events.base import Stream
from events.lists.concern import Concern
from events.lists.people import PupilRole, Reporter
from events.lists.year import DocumentedBy, WheelScope, WheelTask
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.answering import LocalQueries
from services.reporting.projector import Projector
from services.reporting.publishing.cubes import SCHOOL_TERM, Every
from services.reporting.questions import Scope
from services.reporting.source import SqliteSource
from texts import Language

PAGE = annual_report.PAGE
MADE_AT = datetime(2026, 10, 1, 12, tzinfo=UTC)
ADVISER = Viewer(scope=Scope(tenant="steindal"))
THIS_AUTUMN, LAST_AUTUMN = "Høsten 2025\u201326", "Høsten 2024\u201325"
NEW_CASES = next(measure for measure in SCHOOL_TERM.measures if measure.name == "new_cases")


def two_years():
    told = Told()
    for year, cases in ((2024, 12), (2025, 30)):
        for number in range(cases):
            for school in (LIEN, MOEN):
                case, day = told.new(), date(year, 9, 1) + timedelta(days=number)
                for fact in (
                    concern.ConcernReceived(reporter=Reporter.GUARDIAN, concern=Concern.EXCLUSION, own_words="x"),
                    concern.CaseOpened(pupil=told.new(), pupil_role=PupilRole.EXPOSED, grade=4),
                ):
                    told.tell(Stream.CASE, case, fact, day.isoformat(), school=school, case_id=case)
    stream = told.new()
    for fact in (
        wheel.AnnualWheelOpened(scope=WheelScope.SCHOOL, school_year_from=2025),
        wheel.WheelTaskDone(task=None, kind=WheelTask.PUPIL_TALKS, done_by=told.new(), documentation=DocumentedBy.LOG),
    ):
        told.tell(Stream.ANNUAL_WHEEL, stream, fact, "2025-10-01", school=LIEN)
    told.tell(Stream.ANNUAL_WHEEL, stream, wheel.AnnualWheelOpened(scope=WheelScope.SCHOOL, school_year_from=2025), "2026-09-30")
    return told


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    source = SqliteSource(store(folder / "events.sqlite", two_years().log))
    with opened(folder / "warehouse.duckdb") as warehouse:
        projector = Projector(source, warehouse, load_rulebooks(["law-12"]), Calendar())
        projector.once()
        projector.publish()
        source.close()
        yield LocalQueries(warehouse, lambda: MADE_AT)


@pytest.fixture(scope="module")
def nothing():
    with queries("empty") as found:
        yield found


@pytest.mark.parametrize("language", Language)
def test_the_report_is_made_in_every_language(published, language):
    asked = asking(published, language=language)
    content = read(PAGE.answer(asked))
    assert all(content)
    tables = PAGE.tables(asked)
    assert [table.name for table in tables] == [*(name for names in PARTS.values() for name in names), "reservations"]
    assert all(len(row) == len(table.columns) for table in tables for row in table.rows)


@pytest.mark.parametrize("language", Language)
def test_before_anything_is_published_the_page_says_so(nothing, language):
    assert PAGE.tables(asking(nothing, language=language)) == ()
    assert len(read(PAGE.answer(asking(nothing, language=language)))) == 2


def test_a_year_stands_beside_the_year_before(published):
    found = report(asking(published))
    assert found.year == Year(2025)
    autumns = [year.periods(Every.TERM)[0] for year in found.both]
    assert [found.cell(SCHOOL_TERM, period, NEW_CASES) for period in autumns] == [24, 60]
    (cases,) = [table for table in PAGE.tables(asking(published)) if table.name == "cases"]
    assert {row[0]: row[1] for row in cases.rows}[THIS_AUTUMN] == 60
    assert {row[0]: row[1] for row in cases.rows}[LAST_AUTUMN] == 24


def test_what_is_hidden_is_hidden_from_the_owner_too(published):
    (cases,) = [table for table in PAGE.tables(asking(published)) if table.name == "cases"]
    assert any(cell is Missing.HIDDEN for table in PAGE.tables(asking(published)) for row in table.rows for cell in row)
    assert all(cell is Missing.HIDDEN or cell is Missing.NONE or cell == 0 or cell >= 5 for row in cases.rows for cell in row[1:])


def test_whoever_gets_protected_numbers_reads_the_same_report(published):
    assert PAGE.tables(asking(published, ADVISER)) == PAGE.tables(asking(published))
    assert read(PAGE.answer(asking(published, ADVISER))) == read(PAGE.answer(asking(published)))


def test_another_year_can_be_chosen_and_none_that_was_never_published(published):
    earlier = report(asking(published, chosen="2024-25"))
    assert earlier.year == Year(2024)
    for chosen in ("2019-20", "2025", "x"):
        with pytest.raises(ChoiceError):
            PAGE.answer(asking(published, chosen=chosen))


def test_work_that_is_about_no_pupil_is_shown_as_it_is(published):
    (table,) = [table for table in PAGE.tables(asking(published)) if table.name == "wheel"]
    assert [list(row) for row in table.rows] == [["Lien skole", 0, 0, 0, 0, 1, *[None] * 5]]


def test_word_opens_the_report_with_the_same_numbers_and_sentences(published):
    asked = asking(published)
    tables = PAGE.tables(asked)
    body = word_file(PAGE, tables, asked, MADE_AT)
    document = Document(io.BytesIO(body))
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"] == ["Årsrapport"]
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 2"] == [
        title for table in tables for title in ([table.begins.title] if table.begins else []) + [table.title]
    ]
    assert "Kommunestyret skal minst én gang i året orienteres" in "\n".join(paragraph.text for paragraph in document.paragraphs)
    (cases,) = [
        [[cell.text for cell in row.cells] for row in grid.rows]
        for grid, table in zip(document.tables, tables, strict=True)
        if table.name == "cases"
    ]
    assert [THIS_AUTUMN, "60"] in [row[:2] for row in cases]
    assert "Tallet sier hvor mange som ble meldt" in "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert document.core_properties.author == "Varde"


def test_the_same_numbers_give_the_same_document_and_it_leads_nowhere(published):
    asked = asking(published)
    first, second = (word_file(PAGE, PAGE.tables(asked), asked, MADE_AT) for _ in range(2))
    assert first == second
    with ZipFile(io.BytesIO(first)) as parts:
        whole = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".rels"))
    assert b'TargetMode="External"' not in whole


def test_the_report_is_a_pdf_too(published):
    asked = asking(published)
    assert pdf_file(PAGE, PAGE.tables(asked), asked, MADE_AT).startswith(b"%PDF-")
