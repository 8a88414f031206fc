"""The owner's page in a real browser, on a real store and warehouse."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from accessibility import assert_accessible
from playwright.sync_api import Locator, Page, expect
from told_municipality import FJELLVIK, SCHOOLS, SOLHAUG
from watched_page import Watch

from dashboards.numbers import DASH, OSLO

pytestmark = pytest.mark.xdist_group("browser")

SOLHAUG_SKOLE, FJELLVIK_SKOLE = SCHOOLS[SOLHAUG], SCHOOLS[FJELLVIK]


PATIENCE = 30_000
"""Milliseconds for a page's whole answer on a busy machine."""

expect.set_options(timeout=PATIENCE)


def log_in(page: Page, name: str = "Solveig Kvitsand") -> None:
    page.goto("/eier/")
    page.get_by_role("button", name=name).click()
    expect(page.locator(".source")).to_be_visible(timeout=PATIENCE)


def schools(page: Page) -> Locator:
    return page.locator("[aria-labelledby='panel-schools']")


def shown(page: Page) -> Locator:
    return page.locator(".shown")


def row(page: Page, school: str) -> list[str]:
    """The numbers of a school, as they are read."""
    heading = page.get_by_role("rowheader", name=school, exact=True)
    expect(schools(page).get_by_role("row").filter(has=heading)).to_be_visible()
    return schools(page).get_by_role("row").filter(has=heading).get_by_role("cell").all_inner_texts()


def choose(page: Page, period: str, told: str) -> None:
    page.get_by_text(period, exact=True).click()
    expect(shown(page)).to_contain_text(told, timeout=PATIENCE)


def days_ago(days: int) -> str:
    return (datetime.now(OSLO) - timedelta(days=days)).strftime("%d.%m.%Y")


def test_the_owner_logs_in_and_sees_every_school_with_its_numbers(page: Page):
    log_in(page)
    expect(page).to_have_url(re.compile("/eier/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Skolemiljøet i kommunen")
    choose(page, "Alt", "2 skoler · hele tiden")
    assert row(page, SOLHAUG_SKOLE)[:2] == ["2", "2"]
    assert row(page, FJELLVIK_SKOLE)[:2] == ["1", "1"]
    assert "3,0" in row(page, SOLHAUG_SKOLE)
    assert "30,0" in row(page, FJELLVIK_SKOLE)
    assert row(page, "Hele kommunen")[:2] == ["3", "3"]
    expect(page.locator(".chart svg").first).to_be_visible()


def test_what_is_chosen_stands_in_the_address_and_the_browser_goes_back_and_forth(page: Page):
    log_in(page)
    choose(page, "Siste 30 dager", days_ago(29))
    expect(page).to_have_url(re.compile(r"/eier/\?periode=last_30_days$"))
    choose(page, "Alt", "hele tiden")
    expect(page).to_have_url(re.compile(r"/eier/\?periode=all$"))
    page.go_back()
    expect(shown(page)).to_contain_text(days_ago(29))
    expect(page.get_by_role("radio", name="Siste 30 dager")).to_be_checked()
    page.go_forward()
    expect(shown(page)).to_contain_text("hele tiden")
    page.reload()
    expect(shown(page)).to_contain_text("hele tiden")
    expect(page.get_by_role("radio", name="Alt")).to_be_checked()


def test_an_address_can_be_sent_and_shows_the_same_view(page: Page):
    log_in(page)
    expect(shown(page)).to_be_visible()
    page.goto(f"/eier/skole?skole={FJELLVIK}&periode=all&per={datetime.now(OSLO) - timedelta(days=5):%Y-%m-%d}")
    expect(shown(page)).to_have_text(f"{FJELLVIK_SKOLE} · hele tiden · slik det var til og med {days_ago(5)}")
    expect(page.get_by_role("textbox", name="Skole")).to_have_value(FJELLVIK_SKOLE)
    expect(page.get_by_role("textbox", name="Slik det var til og med")).to_have_value(days_ago(5))


def test_the_period_changes_the_numbers(page: Page):
    log_in(page)
    choose(page, "Siste 30 dager", days_ago(29))
    assert row(page, FJELLVIK_SKOLE)[:2] == ["1", "0"]
    assert row(page, SOLHAUG_SKOLE)[:2] == ["2", "2"]
    choose(page, "Siste 12 måneder", days_ago(0))
    expect(schools(page).get_by_role("row").filter(has_text=FJELLVIK_SKOLE).get_by_role("cell").nth(1)).to_have_text("1")


def type_dates(page: Page, first: str, last: str) -> None:
    page.get_by_text("Egne datoer", exact=True).click()
    for label, day in (("Fra og med", first), ("Til og med", last)):
        box = page.get_by_role("textbox", name=label, exact=True)
        box.fill(day)
        box.press("Enter")
        expect(shown(page)).to_contain_text(day)


def test_own_dates_can_be_typed(page: Page):
    log_in(page)
    expect(page.get_by_label("Fra og med")).to_be_hidden()
    type_dates(page, days_ago(110), days_ago(90))
    expect(schools(page).get_by_role("row").filter(has_text=SOLHAUG_SKOLE).get_by_role("cell").nth(1)).to_have_text("0")
    assert row(page, FJELLVIK_SKOLE)[1] == "1"


def test_a_period_in_which_nothing_happened_has_nothing_to_measure(page: Page):
    log_in(page)
    type_dates(page, "01.02.2001", "03.02.2001")
    expect(shown(page)).to_contain_text("01.02.2001\u201303.02.2001")
    assert row(page, SOLHAUG_SKOLE)[3:5] == ["0", DASH]
    assert row(page, "Hele kommunen")[1:5] == ["0", "0", "0", DASH]


def test_a_past_day_shows_what_had_happened_by_then(page: Page):
    log_in(page)
    choose(page, "Alt", "hele tiden")
    box = page.get_by_role("textbox", name="Slik det var til og med")
    box.fill(days_ago(15))
    box.press("Enter")
    expect(shown(page)).to_contain_text(f"slik det var til og med {days_ago(15)}")
    assert row(page, SOLHAUG_SKOLE)[:2] == ["1", "1"]


def test_a_cell_of_the_heat_map_opens_the_cases_behind_it(page: Page):
    log_in(page)
    choose(page, "Alt", "hele tiden")
    heat = page.locator("[aria-labelledby='panel-duty_heat']")
    heat.get_by_role("row").filter(has_text=FJELLVIK_SKOLE).locator("a.heat").first.click()
    expect(page).to_have_url(re.compile(rf"/eier/skole\?skole={FJELLVIK}&periode=all&valg=due\.[a-z_]+#saker$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Skolen")
    expect(page).to_have_title(re.compile("^Skolen"))
    expect(page.locator(".drill")).to_contain_text(re.compile(r"Saker med plikter som hadde frist i perioden \(.+\): \d+\."))
    expect(page.locator("#saker tbody th a").first).to_have_attribute("href", re.compile("^/saker/[0-9a-f-]{36}$"))
    page.go_back()
    expect(shown(page)).to_contain_text("hele tiden")


def test_a_school_is_found_by_its_name(page: Page):
    log_in(page)
    page.get_by_role("navigation", name="Sidene i oversikten").get_by_role("link", name="Skolen").click()
    expect(shown(page)).to_contain_text("2 skoler")
    box = page.get_by_role("textbox", name="Skole")
    box.fill("fjell")
    page.get_by_role("option", name=FJELLVIK_SKOLE).click()
    expect(shown(page)).to_contain_text(FJELLVIK_SKOLE)
    expect(page).to_have_url(re.compile(f"skole={FJELLVIK}"))


def test_a_table_is_sorted_by_its_headings(page: Page):
    log_in(page)
    choose(page, "Alt", "hele tiden")
    names = schools(page).locator("tbody th")
    expect(names.first).to_have_text(FJELLVIK_SKOLE)
    schools(page).get_by_role("button", name="Åpne", exact=True).first.click()
    expect(names.first).to_have_text(SOLHAUG_SKOLE)
    expect(schools(page).locator("[aria-sort='descending']")).to_have_count(1)


def test_a_chart_is_a_picture_file_on_wish(page: Page):
    log_in(page)
    choose(page, "Alt", "hele tiden")
    expect(page.locator(".chart svg").first).to_be_visible()
    for kind in ("PNG", "SVG"):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Last ned {kind}").first.click()
        assert download.value.suggested_filename == f"varde-duty_months.{kind.lower()}"


@pytest.mark.parametrize(
    ("language", "title", "everything"),
    [("Nynorsk", "Skolemiljøet i kommunen", "Opne saker"), ("English", "School environment in the municipality", "Open cases")],
)
def test_the_language_is_changed_and_remembered_with_the_period(page: Page, language: str, title: str, everything: str):
    log_in(page)
    choose(page, "Siste 30 dager", days_ago(29))
    page.get_by_role("link", name=language).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".key-figures").first).to_contain_text(everything)
    expect(shown(page)).to_contain_text(days_ago(29) if language == "Nynorsk" else "2 schools")
    expect(page).to_have_url(re.compile("periode=last_30_days"))
    page.goto("/eier/")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert page.evaluate("document.documentElement.lang") == {"Nynorsk": "nn", "English": "en"}[language]


def test_a_phone_shows_everything_without_scrolling_sideways(page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(page)
    for path in ("/eier/?periode=all", "/eier/skole?periode=all"):
        page.goto(path)
        expect(page.locator(".chart svg").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        cut_off = "[...document.querySelectorAll('main td, main th, main dd, main dt, main h1, main h2, main p, main label')]"
        assert (
            page.evaluate(
                f"{cut_off}.filter((e) => e.scrollWidth > e.clientWidth + 1 && !e.closest('thead') && e.checkVisibility())"
                ".map((e) => e.innerText)"
            )
            == []
        )


def sections(page: Page) -> Locator:
    return page.locator("details.section")


def opened(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('details.section[open] > summary')].map((e) => e.id)")


def on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(page)
    page.goto("/eier/?periode=all")
    expect(page.locator(".chart svg").first).to_be_visible()


def test_a_wide_page_is_open_and_a_phone_folds_all_but_the_first_section(page: Page):
    log_in(page)
    expect(page.locator(".chart svg").first).to_be_visible()
    assert len(opened(page)) == sections(page).count() == 8
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    expect(page.locator(".chart svg").first).to_be_visible()
    assert opened(page) == ["plikter"]


def test_the_list_of_sections_stays_in_sight_opens_a_section_and_goes_there(page: Page):
    on_a_phone(page)
    listed = page.get_by_role("navigation", name="På denne siden")
    expect(listed.get_by_role("link", name="Eleven og tiltakene")).to_have_attribute("href", "#eleven")
    listed.get_by_role("link", name="Tid", exact=True).click()
    expect(page).to_have_url(re.compile(r"/eier/\?periode=all#tid$"))
    assert opened(page) == ["plikter", "tid"]
    expect(page.get_by_role("heading", name="Tid", exact=True)).to_be_in_viewport()
    expect(listed).to_be_in_viewport()
    expect(listed.get_by_role("link", name="Tid", exact=True)).to_have_attribute("aria-current", "true")
    expect(page.locator("#tid")).to_be_focused()
    page.keyboard.press("Enter")
    assert opened(page) == ["plikter"]


def test_a_section_stays_as_the_reader_left_it_when_the_period_changes(page: Page):
    on_a_phone(page)
    page.locator("#avvik").click()
    page.locator("#plikter").click()
    choose(page, "Siste 30 dager", days_ago(29))
    expect(page.locator("#avvik + .section-body .panel")).to_be_visible()
    assert opened(page) == ["avvik"]


def test_a_key_figure_leads_into_a_folded_section(page: Page):
    on_a_phone(page)
    page.locator(".key-figures a[href='#panel-fines']").click()
    expect(page.locator("#panel-fines")).to_be_in_viewport()
    assert "statsforvalteren" in opened(page)


def test_an_address_with_a_place_in_it_opens_the_section_of_the_place(page: Page):
    on_a_phone(page)
    page.goto("/eier/?periode=all#panel-wheel")
    page.reload()
    expect(page.locator("#panel-wheel")).to_be_in_viewport()
    assert opened(page) == ["plikter", "forebygging"]


def test_a_chart_in_a_section_that_was_folded_has_the_width_of_its_place(page: Page):
    on_a_phone(page)
    page.locator("#tid").click()
    place = page.locator("#waiting-chart")
    expect(place).to_be_visible()
    width = place.evaluate("(element) => element.clientWidth")
    expect(place.locator(".main-svg").first).to_have_attribute("width", str(width))


def test_the_heat_map_keeps_its_columns_on_a_phone(page: Page):
    on_a_phone(page)
    heat = page.locator("[aria-labelledby='panel-duty_heat']")
    titles, cells = heat.locator("thead .duty"), heat.locator("tbody tr").first.locator("td:not(.base)")
    assert titles.count() == cells.count() > 3
    for title, cell in zip(titles.all(), cells.all(), strict=True):
        above, below = title.bounding_box(), cell.bounding_box()
        assert above is not None
        assert below is not None
        assert abs(above["x"] - below["x"]) < 2
        assert below["height"] >= 32


@pytest.mark.parametrize(("language", "month"), [("nb", "juni"), ("nn", "juni"), ("en", "Jun")])
def test_charts_know_the_readers_language_without_asking_anybody(page: Page, language: str, month: str):
    log_in(page)
    page.goto(f"/eier/?periode=all&sprak={language}")
    expect(page.locator(".chart svg").first).to_be_visible()
    assert page.evaluate("document.querySelector('.js-plotly-plot')._context.locale") == language
    drawn = """(language) => {
      const place = document.body.appendChild(document.createElement("div"));
      const figure = [{x: ["2026-06-01", "2026-06-02"], y: [1, 2]}];
      return Plotly.newPlot(place, figure, {xaxis: {tickformat: "%b"}}, {locale: language})
        .then(() => [place.querySelector(".xtick").textContent, place.querySelector(".modebar-btn").dataset.title]);
    }"""
    tick, button = page.evaluate(drawn, language)
    assert tick.startswith(month)
    assert button.startswith("Download" if language == "en" else "Last ned")


@pytest.mark.parametrize("path", ["?periode=all", "skole?periode=all", f"skole?skole={SOLHAUG}&periode=all&valg=due", "begreper"])
def test_the_pages_are_accessible_wide_and_on_a_phone(page: Page, path: str):
    log_in(page)
    page.goto(f"/eier/{path}")
    expect(page.locator(".terms" if path == "begreper" else ".source")).to_be_visible()
    for details in page.locator("main details:not([open]) > summary").all():
        if details.is_visible():
            details.click()
    assert_accessible(page)


def test_the_page_can_be_used_with_the_keyboard_alone(page: Page):
    page.goto("/logg-inn")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Gå til innholdet")).to_be_focused()
    page.get_by_label("Brukernavn").focus()
    page.keyboard.type("skoleeier")
    page.keyboard.press("Tab")
    page.keyboard.type("lyngfjord")
    page.keyboard.press("Enter")
    expect(schools(page).get_by_role("rowheader", name=SOLHAUG_SKOLE)).to_be_visible()
    page.get_by_role("radio", name="Dette skoleåret").focus()
    for period in ("Forrige skoleår", "Siste 30 dager"):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("radio", name=period)).to_be_checked()
        expect(page.get_by_role("radio", name=period)).to_be_focused()
    expect(page).to_have_url(re.compile("periode=last_30_days"))
    expect(shown(page)).to_contain_text(days_ago(29))
    page.locator("a.heat").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".drill")).to_be_visible()


def test_the_files_hold_what_the_page_shows(page: Page):
    log_in(page)
    choose(page, "Alt", "hele tiden")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert f"{SOLHAUG};{SOLHAUG_SKOLE};2;2;" in download.value.path().read_text(encoding="utf-8-sig")
    for name, begins in (("Excel", b"PK"), ("PDF", b"%PDF")):
        with page.expect_download() as download:
            page.get_by_role("group", name="Ta med tallene").get_by_role("link", name=name).click()
        assert download.value.path().read_bytes().startswith(begins)


def test_a_principal_sees_the_own_school_alone(page: Page):
    log_in(page, "Gro Bergtun")
    expect(page.get_by_role("heading", level=1)).to_have_text("Skolemiljøet ved skolen")
    expect(schools(page).get_by_role("rowheader", name=FJELLVIK_SKOLE)).to_be_visible()
    assert SOLHAUG_SKOLE not in page.content()
    page.goto("/eier/skole?periode=all")
    expect(shown(page)).to_contain_text(FJELLVIK_SKOLE)
    assert SOLHAUG_SKOLE not in page.content()


def test_a_teacher_meets_no_closed_door_and_no_numbers(watch: Watch):
    page = watch.page
    page.goto("/")
    page.get_by_role("button", name="Aksel Heiane").click()
    expect(page.get_by_role("heading", name="Er du bekymret for en elev?")).to_be_visible()
    watch.expected.add("403")
    page.goto("/eier/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Du har ikke tilgang")
    page.get_by_role("link", name="Til startsiden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Min dag")


def test_a_wrong_password_is_told_and_the_name_kept(watch: Watch):
    watch.expected.add("401")
    page = watch.page
    page.goto("/logg-inn")
    page.get_by_label("Brukernavn").fill("skoleeier")
    page.get_by_label("Passord").fill("feil")
    page.get_by_role("button", name="Logg inn", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("er feil")
    expect(page.get_by_label("Brukernavn")).to_have_value("skoleeier")


def test_after_the_logout_the_back_button_shows_nothing(page: Page):
    log_in(page)
    expect(schools(page).get_by_role("rowheader", name=SOLHAUG_SKOLE)).to_be_visible()
    page.get_by_role("button", name="Logg ut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logg inn")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logg inn")
    assert SOLHAUG_SKOLE not in page.content()


def test_when_the_session_ends_the_open_page_leads_to_the_login(watch: Watch):
    page = watch.page
    log_in(page)
    expect(schools(page).get_by_role("rowheader", name=SOLHAUG_SKOLE)).to_be_visible()
    page.context.clear_cookies(name="varde")
    watch.expected.add("401")
    page.get_by_text("Alt", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logg inn")
