"""The page of deadlines: what falls due, for whom, and that nobody is named."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest
from dash_server import DashServer, components
from pypdf import PdfReader
from reporting.told_log import LIEN
from work_pages import AT_LIEN, OWNER, TODAY, asking, links, read, table

from dashboards import Viewer
from dashboards.dashboard import ChoiceError
from dashboards.pages import deadlines
from dashboards.pages.deadlines.asked import Which, answers
from dashboards.pages.handlers import marks
from dashboards.view import Filter
from texts import Language

PAGE = deadlines.PAGE


@pytest.mark.parametrize("language", Language)
def test_the_page_and_its_files_are_made_in_every_language_from_nothing_one_and_many(story, language):
    name, found = story
    content = read(PAGE.answer(asking(found, language=language)))
    assert all(content)
    assert len(PAGE.tables(asking(found, language=language))) == 8
    assert (len(content) < 5) is (name == "empty")


def test_the_days_reach_to_the_end_of_next_week(many):
    days = table(PAGE, asking(many), "days")
    assert days.rows[0][0] == "ons. 04.03.2026"
    assert days.rows[-1][0] == "søn. 15.03.2026"


@pytest.mark.parametrize(
    ("language", "first", "last"), [(Language.BOKMAL, "ons. 4.", "søn. 15."), (Language.ENGLISH, "Wed 4", "Sun 15")]
)
def test_a_day_is_short_enough_to_stand_under_its_column_on_a_phone(many, language, first, last):
    server = DashServer(many, Viewer(scope=OWNER.scope, language=language), lambda: datetime.combine(TODAY, time(12), UTC))
    shown = components(server.call("", "/eier/frister").json)
    (picture,) = [one["props"]["figure"] for one in shown if one["props"].get("id") == "deadlines-days"]
    days = picture["data"][0]["x"]
    assert (days[0], days[-1]) == (first, last)
    assert len(set(days)) == len(days)


@pytest.mark.parametrize(("part", "first", "last"), [("denne-uka", 4, 8), ("neste-uke", 9, 15)])
def test_a_part_of_the_list_holds_the_days_of_its_week_and_adds_up_with_the_figures(many, part, first, last):
    rows = table(PAGE, asking(many), part).rows
    assert {first <= row[2].day <= last for row in rows} == {True}
    days = {int(row[0].split()[1][:2]): row[1] + row[2] for row in table(PAGE, asking(many), "days").rows}
    assert len(rows) == sum(count for day, count in days.items() if first <= day <= last)


@pytest.mark.parametrize(("part", "figure"), [("over-fristen", "over fristen"), ("haster", "haster, ikke dokumentert")])
def test_what_is_overdue_and_what_is_silent_each_stand_in_a_part_of_their_own(many, part, figure):
    content = read(PAGE.answer(asking(many, chosen=part)))
    count = int(content[content.index(figure) + 1])
    assert len(table(PAGE, asking(many), part).rows) == count > 0


@pytest.mark.parametrize(("day", "part"), [(TODAY, Which.OVERDUE), (date(2026, 1, 13), Which.THIS_WEEK)])
def test_the_page_opens_with_what_is_overdue_and_with_this_week_where_nothing_is(many, day, part):
    found = answers(asking(many, as_of=day))
    assert (found.together["overdue"] > 0) is (part is Which.OVERDUE)
    assert found.which is part


@pytest.mark.parametrize("chosen", ["aapne", "x", "denne", "0"])
def test_a_part_that_there_is_not_is_refused(many, chosen):
    for ask in (PAGE.answer, PAGE.tables):
        with pytest.raises(ChoiceError):
            ask(asking(many, chosen=chosen))


def test_every_line_opens_the_case_or_the_avvik_where_the_thing_is_done(many):
    hrefs = links(PAGE.answer(asking(many, chosen="denne-uka")))
    lines = table(PAGE, asking(many), "denne-uka").rows
    assert len([href for href in hrefs if href.startswith(("/avvik/", "/saker/"))]) == len(lines)
    assert all("tilbake=%2Feier%2Ffrister" in href for href in hrefs if href.startswith("/avvik/"))


def test_a_case_handler_is_a_mark_that_leads_to_her_cases_and_never_a_name(many):
    rows = table(PAGE, asking(many), "handler").rows
    assert all(row[0].startswith("Saksbehandler ") and len(row[0]) == len("Saksbehandler ABCD") for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    to_cases = [href for href in links(PAGE.answer(asking(many))) if href.startswith("/saker?ansvar=")]
    assert len(to_cases) == len(rows)
    for href in to_cases:
        assert UUID(href.removeprefix("/saker?ansvar="))


def test_marks_grow_until_no_two_are_the_same():
    same = "0c5e0000-0000-4000-8000-000000000000"
    other = "0c5e1000-0000-4000-8000-000000000000"
    assert marks([same, None, other, same]) == {same: "0C5E0", other: "0C5E1"}
    assert marks([same]) == {same: "0C5E"}
    assert marks([]) == {}


def test_how_much_somebody_kept_or_missed_in_the_past_is_not_told(many):
    """Workload, to share out work; no measure of how an employee has worked."""
    columns = table(PAGE, asking(many), "handler").columns
    assert list(columns) == [
        "Saksbehandler",
        "Over fristen",
        "Haster, ikke dokumentert",
        "Denne uka",
        "Neste uke",
        "Åpne saker",
    ]
    assert Filter.PERIOD not in PAGE.filters


def test_a_schools_own_leader_sees_her_school_alone(many):
    asked = asking(many, AT_LIEN)
    assert {row[0] for row in table(PAGE, asked, "school").rows} == {"Lien skole"}
    assert "Moen skole" not in read(PAGE.answer(asked))
    assert {row[4] for row in table(PAGE, asking(many, school=LIEN), "over-fristen").rows} == {"Lien skole"}


def test_the_weeks_are_those_of_the_day_that_is_asked_about(many):
    asked = asking(many, as_of=date(2026, 1, 20))
    assert table(PAGE, asked, "days").rows[0][0] == "tir. 20.01.2026"
    assert table(PAGE, asking(many, as_of=date(2025, 12, 31)), "days").rows[0][0] == "ons. 31.12.2025"


def test_the_list_lies_on_its_side_on_paper_where_its_sentences_have_room(many):
    server = DashServer(many, OWNER, lambda: datetime.combine(TODAY, time(12), UTC))
    paper = PdfReader(io.BytesIO(server.client().get("/eier/frister/side.pdf").data))
    assert {sheet.mediabox.width > sheet.mediabox.height for sheet in paper.pages} == {True}
