"""The pages of the municipality and of a school on a real warehouse: what they show, where they lead, and what files hold."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from dash_server import DashServer
from pypdf import PdfReader
from reporting.told_log import LIEN, MOEN
from work_pages import AT_LIEN, OWNER, STORIES, asking, links, queries, read

from dashboards.dashboard import ChoiceError, ExportTable, Missing
from dashboards.exports.csv_file import csv_file
from dashboards.exports.excel_file import excel_file
from dashboards.pages import municipality, school
from dashboards.pages.responses.asked import Answers
from dashboards.pages.responses.tables import every_table
from dashboards.pages.school.cases import asked_cases, chosen
from dashboards.periods import Preset
from services.reporting.questions.responses import Behind
from texts import Language

TWO = (municipality.PAGE, school.PAGE)
NB = Language.BOKMAL
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(scope="module", params=STORIES)
def story(request):
    with queries(request.param) as found:
        yield request.param, found


@pytest.fixture(scope="module")
def many():
    with queries("many") as found:
        yield found


@pytest.mark.parametrize("page", TWO, ids=lambda page: page.name)
@pytest.mark.parametrize("language", Language)
def test_the_page_and_its_files_are_made_in_every_language_from_nothing_one_and_many(story, page, language):
    _, found = story
    asked = asking(found, language=language)
    assert all(read(page.answer(asked)))
    tables = page.tables(asked)
    assert all(len(row) == len(table.columns) for table in tables for row in table.rows)
    assert len({table.name for table in tables}) == len(tables)


def test_each_cell_of_the_heat_map_leads_to_as_many_cases_as_it_counts(many):
    content = municipality.PAGE.answer(asking(many, preset=Preset.ALL))
    cells = [href for href in links(content) if "valg=due." in href]
    assert cells
    duties = {(row["school"], row["duty"]): row["due"] for row in Answers(asking(many, preset=Preset.ALL)).duties}
    for href in cells:
        view = {name: values[0] for name, values in parse_qs(urlsplit(href).query).items()}
        asked = asking(many, preset=Preset(view["periode"]), school=view["skole"], chosen=view["valg"])
        cases = asked_cases(asked, chosen(asked))
        due = duties[view["skole"], view["valg"].removeprefix("due.")]
        assert 0 < len(cases) <= due
        assert {case["school"] for case in cases} == {view["skole"]}


@pytest.mark.parametrize("figure", Behind)
def test_every_figure_has_a_list_of_cases_that_says_what_it_is(many, figure):
    asked = asking(many, preset=Preset.ALL, chosen=figure.value)
    content = read(school.PAGE.answer(asked))
    rows = asked_cases(asked, chosen(asked))
    assert any(text.endswith(f": {len(rows)}.") for text in content)


def test_the_key_figures_of_a_school_open_the_same_number_of_cases(many):
    asked = asking(many, preset=Preset.ALL, school=LIEN)
    listed = asked_cases(asked, chosen(asked))
    assert Answers(asked).together["open_cases"] == len(listed) == 7
    assert all(case["state"] != "closed" and case["school"] == LIEN for case in listed)
    assert [href for href in links(school.PAGE.answer(asked)) if href == f"/saker/{listed[0]['stream_id']}"]


def test_a_leader_of_one_school_is_told_of_that_school_alone(many):
    for page in TWO:
        content = read(page.answer(asking(many, AT_LIEN, preset=Preset.ALL)))
        assert any("Lien" in text for text in content)
        assert not any("Moen" in text for text in content)
        files = page.tables(asking(many, AT_LIEN, preset=Preset.ALL))
        assert not any("Moen" in str(cell) or MOEN in str(cell) for table in files for row in table.rows for cell in row)


def test_a_grade_limits_cases_and_duties(many):
    everything, fourth = (Answers(asking(many, preset=Preset.ALL, grade=grade)) for grade in (None, 4))
    assert everything.together["cases"] == 14
    assert fourth.together["cases"] == 11
    assert sum(row["due"] for row in fourth.duties) < sum(row["due"] for row in everything.duties)
    assert Answers(asking(many, preset=Preset.ALL, grade=9)).together["cases"] == 0


def test_a_past_day_shows_what_had_happened_by_then_and_what_was_recorded_by_then(many):
    then = date(2026, 1, 20)
    by_happened = Answers(asking(many, preset=Preset.ALL, as_of=then)).together["cases"]
    by_recorded = Answers(asking(many, preset=Preset.ALL, recorded_by=then)).together["cases"]
    assert 0 < by_recorded < by_happened < 14


def test_a_figure_that_is_not_on_the_page_is_refused(many):
    for strange in ("open.report", "x", "late.x"):
        with pytest.raises(ChoiceError):
            school.PAGE.answer(asking(many, chosen=strange))


def test_the_curve_counts_who_still_waits_as_long_as_they_were_watched(many):
    curve = [row for row in Answers(asking(many, preset=Preset.ALL)).curves if row["step"] == "closed"]
    waiting = 1.0
    for row in curve:
        waiting *= 1 - row["happened"] / row["at_risk"]
        assert row["waiting"] == pytest.approx(waiting)
        assert row["low"] <= row["waiting"] <= row["high"]
    assert curve[0]["at_risk"] == 14
    assert sum(row["happened"] for row in curve) == 3


def test_the_file_of_a_page_holds_what_the_page_shows(many):
    asked = asking(many, preset=Preset.ALL)
    shown = read(municipality.PAGE.answer(asked))
    schools = municipality.PAGE.tables(asked)[0]
    assert {str(row[1]) for row in schools.rows} <= set(shown)
    assert sum(row[2] for row in schools.rows) == Answers(asked).together["open_cases"]
    assert str(Answers(asked).together["open_cases"]) in shown


NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "|x", " =1", "\u00a0=1", "\uff1d1+1", '=HYPERLINK("//x")']


@pytest.mark.parametrize("name", NASTY)
def test_no_text_is_a_formula_in_any_file(name: str):
    table = ExportTable(name=name, title=name, columns=["A", name], rows=[["a", name], [name, -1.5]])
    csv = csv_file([table, table], NB).decode("utf-8-sig")
    cells = [cell.strip('"') for line in csv.replace("\r\n", "\n").split("\n") for cell in line.split(";")]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "@", "|", "\uff1d"))]
    assert "-1,5" in cells
    book = zipfile.ZipFile(io.BytesIO(excel_file([table, table], NB, NOW)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<v>-1.5</v>" in sheet
    texts = book.read("xl/sharedStrings.xml").decode()
    assert f"<t>{name}</t>" not in texts


def test_what_is_hidden_is_a_word_and_what_is_not_there_is_empty():
    table = ExportTable(name="t", title="t", columns=["A", "B"], rows=[["a", Missing.HIDDEN], ["b", Missing.NONE], ["c", None]])
    assert csv_file([table], NB).decode("utf-8-sig").splitlines()[1:] == ["a;skjult", "b;", "c;"]


def test_every_page_has_a_pdf_with_its_tables_and_their_sentences(many):
    server = DashServer(many, OWNER)
    for page in TWO:
        answer = server.client().get(f"/eier/{page.path + '/' if page.path else ''}side.pdf?periode=all")
        assert answer.status_code == 200
        pdf = PdfReader(io.BytesIO(answer.data))
        assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
        words = " ".join("".join(part.extract_text() for part in pdf.pages).split())
        for table in every_table(Answers(asking(many, preset=Preset.ALL))):
            assert table.title in words
        assert "Dette kan tallene ikke si" in words
