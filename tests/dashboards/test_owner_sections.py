"""The sections of the owner's page: Statsforvalteren, fines, measures that worked, adults; what each reader gets of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import msgspec
import polars as pl
import pytest
from builders import bare
from dash_server import DashServer, components, texts_in
from known_numbers import KnownNumbers, school_row
from reporting.told_log import LIEN, MOEN, Told
from work_pages import AT_LIEN, OWNER, asking, links, read

import dashboards
from dashboards import Viewer
from dashboards.kit import KeyFigure, Section, key_figures, sectioned
from dashboards.pages import municipality, school
from dashboards.pages.responses.panel_of import ALL_GRADES, PARTLY
from dashboards.periods import Preset
from events import concern, enforcement, heightened, plan
from events.base import Stream
from events.lists.decisions import FineUnit, StatsforvalterDecision
from events.lists.measures import Effect
from events.lists.people import Reporter
from services.reporting.answering import LocalQueries
from services.reporting.open_data.file_format import COLUMNS
from services.reporting.queries import ScopeError
from services.reporting.questions import HeightenedCounts, Published, Scope
from texts import Language, text

PAGE = municipality.PAGE
PROTECTED = Viewer(scope=Scope(tenant="demo"))
TODAY = "2026-03-04"
NB = Language.BOKMAL


def a_fined_matter(told: Told) -> UUID:
    """At Lien: one of two orders is not carried out, and 20 000 kroner a week run from 9 February: three weeks on 4 March."""
    stream, done, left = told.new(), told.new(), told.new()

    def tell(fact, day):
        told.tell(Stream.ENFORCEMENT, stream, fact, day, school=LIEN, case_id=stream)

    tell(enforcement.ReportedToStatsforvalter(reported_by=Reporter.GUARDIAN), "2025-12-01")
    decision = bare(
        enforcement.StatsforvalterDecisionReceived,
        decision=StatsforvalterDecision.ORDER_TO_CORRECT,
        items=(done, left),
        due_on=date(2026, 2, 1),
    )
    tell(decision, "2026-01-10")
    tell(enforcement.OrderItemCompleted(item=done, evidence="x"), "2026-01-20")
    tell(enforcement.CoerciveFineWarned(amount=20_000, unit=FineUnit.WEEK), "2026-02-03")
    tell(enforcement.CoerciveFineImposed(amount=20_000, unit=FineUnit.WEEK, runs_from=date(2026, 2, 9)), "2026-02-05")
    return stream


def an_old_matter(told: Told) -> None:
    """At Moen, and over in the school year before."""
    stream = told.new()
    for fact, day in (
        (enforcement.ReportedToStatsforvalter(reported_by=Reporter.PUPIL), "2025-03-01"),
        (bare(enforcement.StatsforvalterDecisionReceived, decision=StatsforvalterDecision.FULFILLED, items=()), "2025-04-01"),
        (bare(enforcement.StatsforvalterCaseClosed), "2025-05-01"),
    ):
        told.tell(Stream.ENFORCEMENT, stream, fact, day, school=MOEN, case_id=stream)


def a_measure_that_worked(told: Told) -> None:
    """At Moen: the pupil said 3 before and 8 after."""
    stream, pupil, measure = told.new(), told.new(), told.new()
    for fact, day in (
        (bare(concern.CaseOpened, pupil=pupil, grade=5), "2026-01-05"),
        (bare(plan.FollowUpHeld, pupil=pupil, experience=3), "2026-01-06"),
        (bare(plan.MeasureAdded, measure=measure, template="close-follow-up", evaluate_on=date(2026, 2, 1)), "2026-01-07"),
        (bare(plan.MeasureEvaluated, measure=measure, effect=Effect.WORKS, experience=8), "2026-02-01"),
    ):
        told.tell(Stream.CASE, stream, fact, day, school=MOEN, case_id=stream)


def a_report_of_an_adult(told: Told) -> UUID:
    stream = told.new()
    told.tell(Stream.HEIGHTENED_CASE, stream, bare(heightened.HeightenedReportReceived), "2026-02-01", school=MOEN, case_id=stream)
    return stream


@dataclass
class Grave:
    queries: LocalQueries
    fined: UUID
    report: UUID


@pytest.fixture(scope="module")
def grave(tmp_path_factory):
    told = Told()
    fined, report = a_fined_matter(told), a_report_of_an_adult(told)
    an_old_matter(told)
    a_measure_that_worked(told)
    with told.asked_on(tmp_path_factory.mktemp("grave"), TODAY) as queries:
        yield Grave(queries, fined, report)


def panels(content) -> dict[str, list[str]]:
    """What is read in each panel, by its name."""
    found = {}
    for one in components(as_sent(content)):
        label = str(one["props"].get("aria-labelledby") or "")
        if label.startswith("panel-"):
            found[label.removeprefix("panel-")] = texts_in(one)
    return found


def as_sent(component):
    if isinstance(component, list | tuple):
        return [as_sent(one) for one in component]
    if isinstance(component, dict):
        return {name: as_sent(value) for name, value in component.items()}
    return as_sent(component.to_plotly_json()) if hasattr(component, "to_plotly_json") else component


def test_a_fine_stands_with_what_it_amounts_to_on_the_day_and_leads_to_its_case(grave):
    content = PAGE.answer(asking(grave.queries))
    assert [cell for cell in panels(content)["fines"] if "\u00a0kr" in cell] == [
        "20\u202f000\u00a0kr per uke",
        "60\u202f000\u00a0kr",
    ]
    assert f"/saker/{grave.fined}" in links(content)


@pytest.mark.parametrize(
    ("day", "kroner"), [(date(2026, 2, 15), "0"), (date(2026, 2, 16), "20\u202f000"), (date(2026, 3, 1), "40\u202f000")]
)
def test_a_fine_amounts_on_a_past_day_to_what_it_amounted_to_then(grave, day, kroner):
    content = PAGE.answer(asking(grave.queries, as_of=day))
    assert panels(content)["fines"].count(f"{kroner}\u00a0kr") == 1
    assert f"Slik det var {day:%d.%m.%Y}" in read(content)


def test_before_a_fine_was_imposed_there_is_none(grave):
    told = panels(PAGE.answer(asking(grave.queries, as_of=date(2026, 2, 1))))["fines"]
    assert text("dashboard.authority.fines.none", NB) in told
    assert not any("20\u202f000" in cell for cell in told)


def test_cases_with_statsforvalteren_stand_in_the_columns_that_udir_publishes_and_one_by_one(grave):
    asked = asking(grave.queries)
    counts, cases = (table for table in PAGE.tables(asked) if table.name in {"Statsforvalteren", "Saker hos Statsforvalteren"})
    assert [list(row) for row in counts.rows] == [
        ["Lien skole", 1, 1, 1, 0, 0, 0, 0, 1, 1, 0],
        ["Alle skolene", 1, 1, 1, 0, 0, 0, 0, 1, 1, 0],
    ]
    (row,) = cases.rows
    assert list(row[1:]) == ["Lien skole", date(2025, 12, 1), "Tvangsmulkt ilagt", date(2026, 2, 1), "1 av 2", 1, 0]
    assert {"Lien skole", "Tvangsmulkt ilagt", "1 av 2"} <= set(panels(PAGE.answer(asked))["enforcement"])


def test_a_case_that_was_over_before_the_period_is_in_the_period_in_which_it_was(grave):
    this_year, year_before = (
        panels(PAGE.answer(asking(grave.queries, preset=preset)))["enforcement"]
        for preset in (Preset.SCHOOL_YEAR, Preset.LAST_SCHOOL_YEAR)
    )
    assert "Moen skole" not in this_year
    assert "Moen skole" in year_before


def test_a_school_reads_of_its_own_cases_alone(grave):
    assert "Lien skole" in panels(school.PAGE.answer(asking(grave.queries, AT_LIEN)))["enforcement"]
    assert "Moen skole" not in " ".join(read(school.PAGE.answer(asking(grave.queries, AT_LIEN, preset=Preset.ALL))))


def test_measures_stand_with_the_pupils_own_experience_before_and_after_and_lead_to_the_measures(grave):
    content = PAGE.answer(asking(grave.queries))
    told = panels(content)["worked"]
    assert told[told.index("3,0") :][:2] == ["3,0", "8,0"]
    assert "/eier/tiltak?valg=slag.close-follow-up#panel-measures-list" in links(content)
    (table,) = (table for table in PAGE.tables(asking(grave.queries)) if table.name == "Tiltak som virket")
    assert [list(row[-5:]) for row in table.rows] == [[3.0, 8.0, 1, 0, 0]] * 2


def test_reports_about_adults_are_counted_for_the_school_owner_and_nobody_else(grave):
    told = panels(PAGE.answer(asking(grave.queries)))["heightened"]
    assert told[told.index("Meldinger") + 1] == "1"
    assert "heightened" not in panels(PAGE.answer(asking(grave.queries, AT_LIEN)))
    assert "heightened" not in panels(school.PAGE.answer(asking(grave.queries)))
    for viewer in (AT_LIEN, Viewer(scope=Scope(tenant=OWNER.scope.tenant))):
        with pytest.raises(ScopeError):
            asking(grave.queries, viewer).ask(HeightenedCounts())
    assert not any("12-5" in table.name + table.title for table in PAGE.tables(asking(grave.queries)))


def test_a_report_about_an_adult_that_is_closed_to_the_owner_is_not_counted(grave):
    shut_out = Viewer(scope=msgspec.structs.replace(OWNER.scope, without=(grave.report,)))
    counts = [asking(grave.queries, viewer).ask(HeightenedCounts())["received"].item() for viewer in (OWNER, shut_out)]
    assert counts == [1, 0]


class Releases(KnownNumbers):
    """Protected figures of a school year, as released: one half-year with Statsforvalteren, and avvik of two quarters."""

    def ask(self, scope, question):
        if not isinstance(question, Published):
            return super().ask(scope, question)
        rows = {
            "enforcement_half_year": [
                ("2025-h2", date(2025, 12, 31), "", "reported", 12),
                ("2025-h2", date(2025, 12, 31), "", "finished", None),
            ],
            "owner_avvik_quarter": [
                ("2025-26-q1", date(2025, 10, 31), "process_breach", "avvik_raised", 20),
                ("2025-26-q2", date(2025, 12, 31), "process_breach", "avvik_raised", 30),
                ("2024-25-q4", date(2025, 7, 31), "process_breach", "avvik_raised", 99),
            ],
        }
        told = [
            {"period": period, "last_day": last, "school": "", "category": category, "measure": measure, "unit": "count"}
            | {"value": value, "hidden": value is None}
            for period, last, category, measure, value in rows.get(question.cube, [])
        ]
        return pl.DataFrame(told, schema_overrides=COLUMNS) if told else pl.DataFrame(schema=COLUMNS)


@pytest.fixture(scope="module")
def released():
    return DashServer(Releases([school_row(0, released_on=date(2026, 2, 1), next_release_on=date(2026, 9, 1))]), PROTECTED)


def test_who_may_see_released_figures_alone_reads_those_and_that_the_rest_is_not_published(released):
    told = panels(released.call().json)
    assert {"Andre halvår 2025", "12", "skjult"} <= set(told["annual_report-enforcement"])
    assert {"20", "30"} <= set(told["annual_report-avvik"])
    assert "99" not in told["annual_report-avvik"]
    for kept_back in ("fines", "worked", "annual_report-measures"):
        assert text("dashboard.not_published", NB) in told[kept_back]
    assert "heightened" not in told


def test_who_may_see_released_figures_alone_is_told_what_is_not_shown_and_is_offered_nothing_to_choose(released, grave):
    told = texts_in(released.call().json)
    not_shown, choose = text("dashboard.municipality.protected.note", NB), text("dashboard.worked.choose", NB)
    assert not_shown in told
    assert choose not in told
    exact = read(PAGE.answer(asking(grave.queries)))
    assert not_shown not in exact
    assert choose in exact


def test_what_is_open_at_a_moment_is_no_column_for_who_may_see_released_figures_alone(released):
    label, file = "Åpne saker", released.client().get("/eier/tall.csv").text
    assert not {label, "Åpne avvik"} & set(texts_in(released.call().json))
    assert label not in file
    assert "Åpne avvik" not in file
    assert "Varsel om tvangsmulkt" in file
    assert label in DashServer().client().get("/eier/tall.csv").text


@pytest.mark.parametrize("page", [municipality.PAGE, school.PAGE], ids=lambda page: page.name)
def test_a_chosen_grade_marks_the_figures_that_it_does_not_narrow_and_no_others(grave, page):
    def marked(**view):
        content = as_sent(page.answer(asking(grave.queries, **view)))
        found = {}
        for one in components(content):
            name = str(one["props"].get("aria-labelledby") or "").removeprefix("panel-")
            if name and any(part["props"].get("className") == "remark" for part in components(one)):
                found[name] = True
        return set(found)

    assert marked() == set()
    here = set(panels(page.answer(asking(grave.queries))))
    assert marked(grade=5) == (ALL_GRADES | PARTLY) & here
    assert text("dashboard.responses.grade.note", NB, grade=5) in read(page.answer(asking(grave.queries, grade=5)))


@pytest.mark.parametrize("viewer", [OWNER, AT_LIEN], ids=["owner", "leader"])
def test_the_list_of_sections_leads_to_every_section_of_the_page(grave, viewer):
    content = as_sent(PAGE.answer(asking(grave.queries, viewer)))
    nav = next(one for one in components(content) if one["props"].get("className") == "on-this-page")
    leads = [one["props"]["href"] for one in components(nav) if one["type"] == "A"]
    summaries = [one for one in components(content) if one["type"] == "Summary" and one["props"].get("id")]
    assert leads == [f"#{one['props']['id']}" for one in summaries]
    assert len(leads) > 5


def test_every_link_within_the_page_has_its_place_and_no_place_is_there_twice(grave):
    content = as_sent(PAGE.answer(asking(grave.queries)))
    places = Counter(one["props"]["id"] for one in components(content) if one["props"].get("id"))
    assert [place for place, count in places.items() if count > 1] == []
    inside = [href for href in links(PAGE.answer(asking(grave.queries))) if href.startswith("#")]
    assert {href.removeprefix("#") for href in inside} <= set(places)
    assert {"#panel-fines", "#panel-enforcement"} <= set(inside)


def test_a_frame_that_scrolls_has_another_name_than_the_panel_around_it(grave):
    content = as_sent(PAGE.answer(asking(grave.queries)))
    titles = {texts_in(one)[0] for one in components(content) if one["type"] in {"H2", "H3"}}
    frames = [one["props"]["aria-label"] for one in components(content) if one["props"].get("className") == "table-frame"]
    assert frames
    assert not titles & set(frames)
    assert all(one["props"].get("role") == "group" for one in components(content) if one["props"].get("className") == "table-frame")


@pytest.mark.parametrize(("figures", "columns"), [(1, 1), (5, 5), (6, 6), (7, 4), (8, 4), (9, 5), (13, 5)])
def test_key_figures_stand_in_rows_as_even_as_they_can(figures, columns):
    made = key_figures([KeyFigure(label=str(number), cell=number) for number in range(figures)], NB)
    assert made.style == {"--columns": columns}


def test_a_section_folds_under_its_heading():
    nav, section = sectioned([Section(name="avvik", title="Avvik", body=[])], NB)
    summary = as_sent(section)["props"]["children"][0]
    assert summary["type"] == "Summary"
    assert [one["type"] for one in components(summary)] == ["Summary", "H2"]
    assert as_sent(section)["props"]["open"] is True
    assert read(nav) == ["På denne siden", "Avvik"]


@pytest.mark.parametrize("language", Language)
def test_charts_speak_the_readers_language(grave, language):
    content = as_sent(PAGE.answer(asking(grave.queries, language=language)))
    charts = [one["props"]["config"]["locale"] for one in components(content) if one["type"] == "Graph"]
    assert set(charts) == {language.value}
    locales = (Path(dashboards.__file__).parent / "assets" / "plotly_locales.js").read_text(encoding="utf-8")
    assert language is Language.ENGLISH or f'locale("{language.value}"' in locales
