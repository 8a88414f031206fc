"""A list calls a matter by the number that stands on the page which its line opens."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest
from dash_server import DashServer, tables_in
from sent_tables import words_of
from work_pages import OWNER, TODAY, queries

from dashboards.pages.wording import matter_address, matter_name, wheel_address, wheel_name
from texts import Language
from texts.case_number import case_number

LISTS = {
    "the cases of a school": "/eier/skole?periode=all",
    "a figure's cases": "/eier/skole?periode=all&valg=new",
    "what falls due": "/eier/frister?valg=over-fristen",
    "avvik": "/eier/avvik?periode=all",
    "measures": "/eier/tiltak?periode=all",
    "what a check of the data found in cases": "/eier/datakvalitet?periode=all&valg=not_heard",
}
OPENS = re.compile(r"^/(?:saker|avvik)/([0-9a-f-]{36})")


@pytest.fixture(scope="module")
def server():
    with queries("many") as found:
        yield DashServer(found, OWNER, lambda: datetime.combine(TODAY, time(12), UTC))


@pytest.mark.parametrize("address", LISTS.values(), ids=LISTS)
def test_every_line_that_opens_a_matter_says_its_number(server, address):
    path, _, search = address.partition("?")
    lines = [(row, table) for table in tables_in(server.call(f"?{search}", path).json) for row in table["rows"]]
    opening = [(OPENS.match(row[0]["href"]), row, table) for row, table in lines if isinstance(row[0], dict) and "href" in row[0]]
    found = [(UUID(matter[1]), [words_of(cell, table) for cell in row]) for matter, row, table in opening if matter]
    assert found
    for matter, words in found:
        assert any(words_in_cell.endswith(case_number(matter)) for words_in_cell in words)


@pytest.mark.parametrize(
    ("stream", "name"),
    [
        ("case", "Sak"),
        ("heightened_case", "Skjerpet sak"),
        ("enforcement", "Håndhevingssak"),
        ("physical_intervention", "Fysisk inngrep"),
        ("avvik", "Avvik"),
        ("annual_wheel", "Uten sak:"),
    ],
)
def test_a_matter_is_called_by_its_kind_and_has_a_page_unless_it_is_told_as_none(stream, name):
    matter = UUID("0198c1f0-0000-7000-8000-000000000001")
    assert matter_name(stream, matter, Language.BOKMAL) == f"{name} {case_number(matter)}"
    assert bool(matter_address(stream, matter)) == (stream != "annual_wheel")


@pytest.mark.parametrize(
    ("school", "due", "name", "address"),
    [
        ("100000011", date(2025, 7, 31), "Årshjul 2024\N{EN DASH}25", "/aret/100000011/2024"),
        ("100000011", date(2025, 8, 1), "Årshjul 2025\N{EN DASH}26", "/aret/100000011/2025"),
        (None, date(2099, 12, 31), "Årshjul 2099\N{EN DASH}00", "/aret/kommunen/2099"),
    ],
)
def test_a_task_of_the_wheel_leads_to_the_year_in_which_it_is_due(school, due, name, address):
    assert wheel_name(due, Language.BOKMAL) == name
    assert wheel_address(school, due) == address
