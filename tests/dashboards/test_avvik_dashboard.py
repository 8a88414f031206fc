"""The page of avvik: what it shows, where it leads, and that its files hold the same."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from reporting.told_log import LIEN, MOEN
from work_pages import AT_LIEN, asking, links, read, table

from dashboards.dashboard import ChoiceError
from dashboards.frame.showing import shown
from dashboards.pages import avvik
from dashboards.periods import Period, Preset
from texts import Language

PAGE = avvik.PAGE


@pytest.mark.parametrize("language", Language)
def test_the_page_and_its_files_are_made_in_every_language_from_nothing_one_and_many(story, language):
    name, found = story
    content = read(PAGE.answer(asking(found, language=language)))
    assert all(content)
    assert len(PAGE.tables(asking(found, language=language))) == 8
    assert (len(content) < 5) is (name == "empty")


def test_no_avvik_reads_as_words_and_not_as_empty_tables(story):
    name, found = story
    assert ("Ingen avvik" in read(PAGE.answer(asking(found)))) is (name == "empty")


def test_the_key_figures_are_those_of_the_tables(many):
    content = read(PAGE.answer(asking(many)))
    schools = table(PAGE, asking(many), "school")
    assert [row[0] for row in schools.rows] == ["Moen skole", "Lien skole"]
    open_ones = sum(row[3] for row in schools.rows)
    assert content[content.index("åpne avvik") + 1] == str(open_ones) == "9"
    assert content[content.index("meldt i perioden") + 1] == str(sum(row[1] for row in schools.rows)) == "14"


def test_each_avvik_is_opened_where_it_is_treated_and_leads_back_to_the_same_view(many):
    view = {"preset": Preset.ALL, "school": LIEN, "chosen": "forfalte", "as_of": date(2026, 3, 4)}
    to_avvik = [urlsplit(href) for href in links(PAGE.answer(asking(many, **view))) if href.startswith("/avvik/")]
    assert to_avvik
    for one in to_avvik:
        back = urlsplit(parse_qs(one.query)["tilbake"][0])
        assert back.path == "/eier/avvik"
        assert parse_qs(back.query) == {"periode": ["all"], "skole": [LIEN], "valg": ["forfalte"], "per": ["2026-03-04"]}


@pytest.mark.parametrize(("chosen", "count"), [(None, 9), ("forfalte", 2), ("lukkede", 5)])
def test_a_list_holds_what_was_chosen(many, chosen, count):
    asked = asking(many, chosen=chosen)
    assert len(table(PAGE, asked, "list").rows) == count
    assert len([href for href in links(PAGE.answer(asked)) if href.startswith("/avvik/")]) == count


@pytest.mark.parametrize("chosen", ["alle", "aapne-", "x", "open", "forfalte.1"])
def test_a_list_that_there_is_not_is_refused(many, chosen):
    for ask in (PAGE.answer, PAGE.tables):
        with pytest.raises(ChoiceError):
            ask(asking(many, chosen=chosen))


def test_a_school_narrows_everything_and_is_a_link_away(many):
    narrowed = asking(many, school=MOEN)
    assert {row[0] for row in table(PAGE, narrowed, "school").rows} == {"Moen skole"}
    assert f"/eier/avvik?skole={MOEN}" in links(PAGE.answer(asking(many)))
    assert len(links(PAGE.answer(narrowed))) < len(links(PAGE.answer(asking(many))))


def test_a_schools_own_leader_sees_her_school_alone(many):
    content = read(PAGE.answer(asking(many, AT_LIEN)))
    assert "Lien skole" in content
    assert "Moen skole" not in content


def test_a_past_day_and_what_was_written_down_by_then_change_what_is_shown(many):
    early = asking(many, as_of=date(2026, 1, 14))
    assert sum(row[3] for row in table(PAGE, early, "school").rows) == 3
    assert table(PAGE, asking(many, recorded_by=date(2026, 1, 14)), "age").rows[0][1] == 3


def test_the_rule_is_named_in_the_readers_language(many):
    names = [row[0] for row in table(PAGE, asking(many), "rule").rows]
    assert "Skolen undersøker saken så snart som mulig" in names
    assert "Meldt av en person" in names
    english = [row[0] for row in table(PAGE, asking(many, language=Language.ENGLISH), "rule").rows]
    assert "Raised by a person" in english


def test_a_period_in_which_nothing_happened_still_shows_what_waits(many):
    asked = asking(many, preset=Preset.OWN, own=Period(date(2026, 3, 2), date(2026, 3, 3)))
    content = read(PAGE.answer(asked))
    assert content[content.index("meldt i perioden") + 1] == "0"
    assert content[content.index("åpne avvik") + 1] == "9"


def test_a_school_that_there_is_not_gets_no_nought(many):
    there, nowhere = (shown(PAGE, asking(many, school=school), "") for school in (LIEN, "999999999"))
    assert "Det du spør etter, finnes ikke her" in read(nowhere.content)
    assert "Det du spør etter, finnes ikke her" not in read(there.content)
