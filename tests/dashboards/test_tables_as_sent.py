"""A table is sent as the words of its cells; where more is to be said of a cell it stands beside them."""

from __future__ import annotations

from datetime import date

import pytest
from dash_server import OWNER, DashServer, components, tables_in
from sent_tables import heads_in
from work_pages import queries

from dashboards.cells import Missing
from dashboards.kit import Column, Heat, HeatRow, Linked, Row, data_table, heat_table
from dashboards.numbers import percent
from dashboards.pages import PAGES
from texts import Language

NB = Language.BOKMAL


def sent(*cells, **column):
    """The cells as they are sent, in one column."""
    rows = [Row(head="Lien", cells=[cell]) for cell in cells]
    made = data_table(NB, caption="Saker", head="Skole", columns=[Column(title="Nye", **column)], rows=rows)
    return [row[1] for row in made.children["props"]["rows"]]


def test_a_cell_that_says_all_is_sent_as_its_words():
    assert sent(0, 7, "ukjent") == ["0", "7", "ukjent"]


def test_a_column_is_sorted_by_the_number_or_the_day_and_not_by_how_it_is_written():
    assert sent(1234, date(2026, 3, 1)) == [{"text": "1\u202f234", "by": 1234}, {"text": "01.03.2026", "by": "2026-03-01"}]
    assert sent(0.5, write=percent) == [{"text": "50\u00a0%", "by": 0.5}]


def test_a_cell_that_leads_somewhere_says_where():
    assert sent(Linked(3, "/saker/1"), Linked(3, "")) == [{"text": "3", "href": "/saker/1"}, "3"]


def test_more_than_nothing_of_what_alarms_is_marked():
    assert sent(0, 2, alarming=True) == ["0", {"text": "2", "names": "alarming"}]


def sharing(kinds):
    """Which of the columns have a line to themselves on a phone."""
    columns = [Column(title=kind, is_text=kind == "words") for kind in kinds.split()]
    made = data_table(NB, caption="Saker", head="Sak", columns=columns, rows=[Row(head="Lien", cells=kinds.split())])
    sent_columns = made.children["props"]["columns"]
    return [number for number, column in enumerate(sent_columns) if {"text", "alone"} & {*column["names"].split()}]


def test_on_a_phone_two_numbers_share_a_line_and_one_that_is_left_over_has_it_to_itself():
    assert sharing("words number words") == [0, 1, 2]
    assert sharing("words number number words number") == [0, 3, 4]
    assert sharing("number number number") == [2]
    assert sharing("number number") == []


@pytest.mark.parametrize("reason", Missing)
def test_a_missing_number_is_sent_as_the_reason_alone_with_nothing_to_sort_by_and_nowhere_to_go(reason):
    assert sent(reason, Linked(reason, "/saker/1")) == [{"missing": reason}] * 2


def test_a_heat_cell_without_a_share_says_why_in_words():
    rows = [HeatRow(head="Lien", count=2, cells=[Heat(share=Missing.HIDDEN), Heat(share=0.97, base=2, href="/eier/skole")])]
    made = heat_table(
        NB, caption="Plikter", head="Skole", count="Frister", columns=[Column(title="a"), Column(title="b")], rows=rows
    )
    _, count, hidden, share = made.children[0].children["props"]["rows"][0]
    assert (count, hidden["heat"], share["heat"], share["href"]) == ("2", "none", "best", "/eier/skole")
    assert "personvernet" in hidden["title"]


def test_no_page_sends_the_cells_of_a_table_as_components():
    with queries("many") as found:
        server = DashServer(found, OWNER)
        for page in PAGES:
            answer = server.call("?periode=all", f"/eier/{page.path}").json
            assert not {"Table", "Tr", "Td"} & {one["type"] for one in components(answer) if one["namespace"] != "varde"}
            assert all(heads_in(table) for table in tables_in(answer))
