"""The page of data quality: late, missing, contradictory, odd and fresh."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files

import pytest
from work_pages import AT_LIEN, asking, links, read, table

from dashboards.dashboard import ChoiceError
from dashboards.pages import data_quality
from dashboards.pages.data_quality.asked import CHECKS
from dashboards.pages.data_quality.tables import check_name
from dashboards.periods import Period, Preset
from services.reporting.reading import Oddity
from texts import Language, text

PAGE = data_quality.PAGE


@pytest.mark.parametrize("language", Language)
def test_the_page_and_its_files_are_made_in_every_language_from_nothing_one_and_many(story, language):
    name, found = story
    content = read(PAGE.answer(asking(found, language=language)))
    assert all(content)
    assert len(PAGE.tables(asking(found, language=language))) == 8
    assert ("Ingenting å vurdere" in read(PAGE.answer(asking(found)))) is (name == "empty")


def test_how_fresh_the_numbers_are_is_told_also_when_there_is_nothing_to_judge(story):
    _, found = story
    rows = dict(table(PAGE, asking(found), "freshness").rows)
    assert rows["Plass i loggen som tallene teller til"] >= 2
    assert rows["Hendelser som er lest, men ikke talt ennå"] == 0
    assert "Hvor ferske tallene er" in read(PAGE.answer(asking(found)))


def test_each_finding_tells_how_many_of_how_many_and_leads_to_where_it_was_found(many):
    missing = {row[0]: row[1:3] for row in table(PAGE, asking(many), "missing").rows}
    assert missing["Trinnet er ikke oppgitt"] == (3, 14)
    assert missing["Saken hører ikke til noen skole"] == (0, 14)
    hrefs = links(PAGE.answer(asking(many)))
    assert "/eier/datakvalitet?valg=no_grade" in hrefs
    assert "/eier/datakvalitet?valg=no_school" not in hrefs
    assert not [href for href in hrefs if href.startswith("/saker/")]
    opened = links(PAGE.answer(asking(many, chosen="no_grade")))
    assert len([href for href in opened if href.startswith("/saker/")]) == 3


def test_a_finding_about_avvik_leads_to_the_avvik_and_back(many):
    opened = [href for href in links(PAGE.answer(asking(many, chosen="avvik_closed_undone"))) if href.startswith("/avvik/")]
    assert len(opened) == 5
    assert all("tilbake=%2Feier%2Fdatakvalitet%3Fvalg%3Davvik_closed_undone" in href for href in opened)


def test_a_finding_that_there_is_not_is_refused_and_one_without_matters_shows_no_list(many):
    for ask in (PAGE.answer, PAGE.tables):
        with pytest.raises(ChoiceError):
            ask(asking(many, chosen="no_such"))
    assert not [href for href in links(PAGE.answer(asking(many, chosen="no_school"))) if href.startswith("/saker/")]


def test_the_checks_of_the_page_are_those_of_the_query_and_each_has_its_words():
    query = (files("services.reporting") / "sql" / "queries" / "quality_findings.sql").read_text(encoding="utf-8")
    checked = [re.search(rf"^{name} AS \((.*?)^\)", query, re.DOTALL | re.MULTILINE) for name in ("of_cases", "of_avvik")]
    columns = {
        column
        for found in checked
        if found
        for column in re.findall(r"(\w+),?$", found[1].partition("FROM known")[0], re.MULTILINE)
    }
    assert columns - {"SELECT", "school", "stream_id", "since"} == CHECKS
    for language in Language:
        assert all(check_name(name, language) for name in CHECKS)
        assert all(text(f"dashboard.quality.oddity.{one}", language) for one in Oddity)


def test_how_late_things_are_written_down_is_told_per_school_and_kind_of_event(many):
    schools = {row[0]: row for row in table(PAGE, asking(many), "delays-school").rows}
    assert set(schools) == {"Lien skole", "Moen skole"}
    kinds = {row[0] for row in table(PAGE, asking(many), "delays-topic").rows}
    assert text("event.case.ConcernReceived") in kinds
    total = sum(row[1] for row in schools.values())
    assert total == sum(row[1] for row in table(PAGE, asking(many), "delays-topic").rows)


def test_a_schools_own_leader_sees_her_school_alone(many):
    content = read(PAGE.answer(asking(many, AT_LIEN)))
    assert "Lien skole" in content
    assert "Moen skole" not in content


def test_a_period_without_anything_says_so_and_how_fresh_it_is(many):
    content = read(PAGE.answer(asking(many, preset=Preset.OWN, own=Period(date(2001, 1, 1), date(2001, 2, 1)))))
    assert "Ingenting å vurdere" in content
    assert "Hvor ferske tallene er" in content
