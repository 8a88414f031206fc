"""The page of the nation: what was combined beside the warehouse, the same for everybody, and never a hidden number."""

from datetime import date
from pathlib import Path

import pytest
from published import Town, term, town, with_enforcement
from reporting.told_log import Told
from work_pages import read as texts_of

from benchmarks.invented_log import TENANT
from dashboards import Viewer
from dashboards.asking import Asking
from dashboards.cells import Missing
from dashboards.frame.showing import shown
from dashboards.pages.nation import PAGE
from dashboards.pages.nation.asked import combined
from dashboards.pages.nation.tables import table_of
from dashboards.pages.published_names import DASH, category_name, cube_name, measure_name, period_name
from dashboards.view import ChoiceError, View
from services.reporting.nation import writing
from services.reporting.nation.combining import combine
from services.reporting.nation.delivered import read
from services.reporting.publishing.cubes import CUBES
from services.reporting.publishing.periods import periods
from services.reporting.questions import Scope
from texts import Language, text

TODAY = date(2026, 11, 21)
PROTECTED = Scope(tenant=TENANT)
EXACT = Scope(tenant=TENANT, exact=True)


@pytest.fixture
def asking(tmp_path: Path):
    """An asking for a page beside whose warehouse some towns are combined."""
    with Told().asked_on(tmp_path, TODAY.isoformat()) as queries:

        def of(*towns: Town, view: View | None = None, scope: Scope = EXACT, language: Language = Language.BOKMAL) -> Asking:
            if towns:
                deliveries = [read(one.write(tmp_path / "given")) for one in towns]
                writing.write(tmp_path / "nation", combine(deliveries), deliveries)
            return Asking(queries, Viewer(scope=scope, language=language), view or View(), TODAY)

        yield of


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("how_many", [0, 1, 3])
def test_the_page_reads_well_with_none_one_and_many(asking, language: Language, how_many: int):
    towns = [with_enforcement(town(number, term(30, 9)), 12) for number in ("6101", "6102", "6201")[:how_many]]
    found = asking(*towns, language=language)
    read_ = texts_of(PAGE.answer(found))
    assert read_
    assert len(PAGE.tables(found)) == 2 * (how_many > 0)
    assert not [one for one in read_ if "{" in one or one.startswith("dashboard.")]


def test_sums_say_how_much_of_them_is_known(asking):
    found = asking(town("6101", term(30, None)), town("6102", term(40, 15)), town("6201", term(None, None)))
    read_ = texts_of(PAGE.answer(found))
    assert "minst 70" in read_
    assert f"15{DASH}45" in read_
    assert "skjult" in read_


def test_a_middle_of_some_municipalities_alone_says_of_how_many(asking):
    hours = {"median_hours_report": 20}
    hidden = {"median_hours_report": None}
    found = asking(town("6101", term(30, 9) | hours), town("6102", term(40, 15) | hidden), town("6201", term(12, 6) | hours))
    table, _ = PAGE.tables(found)
    place = next(place for place, title in enumerate(table.columns) if title.startswith("Timer til rektor"))
    assert [row[place] for row in table.rows] == ["20 (1 av 2)", 20, "20 (2 av 3)"]


def test_everybody_sees_the_same(asking):
    towns = (town("6101", term(30, None)), town("6102", term(40, 15)))
    assert texts_of(PAGE.answer(asking(*towns))) == texts_of(PAGE.answer(asking(scope=PROTECTED)))
    assert not PAGE.needs_exact


def test_the_file_holds_what_the_page_shows(asking):
    found = asking(town("6101", term(30, None), name="Kvartsvik"), town("6201", term(None, 9)))
    table, members = PAGE.tables(found)
    assert table == table_of(combined(found), Language.BOKMAL)
    assert [row[0] for row in table.rows] == ["Fylke 61", "Fylke 62", "Alle fylker"]
    assert [row[2] for row in table.rows] == [30, Missing.HIDDEN, "minst 30"]
    assert members.rows == [("Kvartsvik", "Fylke 61"), ("6201", "Fylke 62")]


def test_a_county_that_there_is_goes_by_its_name(asking):
    table, _ = PAGE.tables(asking(town("4601", term(30, 9))))
    assert [row[0] for row in table.rows] == ["Vestland", "Alle fylker"]


def test_another_cube_is_chosen_in_the_address_and_no_other_word_is_understood(asking):
    found = asking(with_enforcement(town("6101", term(30, 9)), 12), view=View(chosen="enforcement_half_year.2026-h1"))
    table, _ = PAGE.tables(found)
    assert table.name == "enforcement_half_year"
    with pytest.raises(ChoiceError):
        PAGE.answer(asking(view=View(chosen="enforcement_half_year.1999-h1")))


def test_a_bookmark_of_figures_that_are_gone_says_so(asking):
    gone = asking(town("6101", term(30, 9)), view=View(chosen="school_term.1999-00-autumn"))
    assert "Det du spør etter, finnes ikke her" in texts_of(list(shown(PAGE, gone, "").content))


def test_a_combination_that_was_altered_is_not_shown(asking, tmp_path: Path):
    found = asking(town("6101", term(30, 9)))
    (tmp_path / "nation" / "nation.parquet").write_bytes(b"x")
    assert "Ingen tall er satt sammen her ennå" in texts_of(PAGE.answer(found))


@pytest.mark.parametrize("language", Language)
def test_everything_that_is_published_has_a_name(language: Language):
    for cube in CUBES:
        assert cube_name(cube.name, language)
        assert all(measure_name(measure, language) for measure in cube.measures)
        assert all(period_name(period.name, language) for period in periods(cube.every, date(2024, 1, 1), TODAY))
        assert all(category_name(cube, category, language) for category in cube.categories if category)


@pytest.mark.parametrize("language", Language)
def test_a_release_that_was_withheld_is_named_with_who_withheld_it(asking, language):
    found = asking(town("6101", term(30, 9)), town("6102", {}), town("6201", {}), language=language)
    told = texts_of(PAGE.answer(found))
    assert text("dashboard.withheld.text", language) in told
    (named,) = [one for one in told if one.endswith(": 6102, 6201")]
    assert named.startswith(cube_name("school_term", language))


def test_where_no_municipality_withheld_anything_nothing_is_said_of_it(asking):
    told = texts_of(PAGE.answer(asking(town("6101", term(30, 9)))))
    assert text("dashboard.withheld.text", Language.BOKMAL) not in told
