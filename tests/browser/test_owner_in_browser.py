"""The owner's page in a real browser, on a real store and warehouse."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from accessibility import assert_accessible
from playwright.sync_api import Page, expect
from told_municipality import FJELLVIK, SCHOOLS, SOLHAUG
from watched_page import Watch

from dashboards.numbers import DASH, OSLO

pytestmark = pytest.mark.xdist_group("browser")

SOLHAUG_SKOLE, FJELLVIK_SKOLE = SCHOOLS[SOLHAUG], SCHOOLS[FJELLVIK]


def log_in(page: Page, name: str = "Solveig Kvitsand") -> None:
    page.goto("/eier/")
    page.get_by_role("button", name=name).click()


def row(page: Page, school: str) -> list[str]:
    """The numbers of a school, as they are read."""
    expect(page.get_by_role("rowheader", name=school)).to_be_visible()
    return (
        page.get_by_role("row")
        .filter(has=page.get_by_role("rowheader", name=school, exact=True))
        .get_by_role("cell")
        .all_inner_texts()
    )


def choose(page: Page, period: str) -> None:
    with page.expect_response(re.compile("_dash-update-component")):
        page.get_by_text(period, exact=True).click()


def days_ago(days: int) -> str:
    return (datetime.now(OSLO) - timedelta(days=days)).strftime("%d.%m.%Y")


def test_the_owner_logs_in_and_sees_every_school_with_its_numbers(page: Page):
    log_in(page)
    expect(page).to_have_url(re.compile("/eier/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Skolemiljøet i kommunen")
    choose(page, "Alt")
    expect(page.get_by_role("status").first).to_contain_text("2 skoler · hele tiden")
    assert row(page, SOLHAUG_SKOLE)[:2] == ["2", "2"]
    assert row(page, FJELLVIK_SKOLE)[:2] == ["1", "1"]
    assert "3,0" in row(page, SOLHAUG_SKOLE)
    assert "30,0" in row(page, FJELLVIK_SKOLE)
    assert row(page, "Hele kommunen")[:2] == ["3", "3"]
    expect(page.locator(".chart svg").first).to_be_visible()


def test_the_period_changes_the_numbers(page: Page):
    log_in(page)
    choose(page, "Siste 30 dager")
    expect(page.get_by_role("status").first).to_contain_text(days_ago(29))
    assert row(page, FJELLVIK_SKOLE)[:2] == ["1", "0"]
    assert row(page, SOLHAUG_SKOLE)[:2] == ["2", "2"]
    choose(page, "Siste 12 måneder")
    expect(page.get_by_role("row").filter(has_text=FJELLVIK_SKOLE).get_by_role("cell").nth(1)).to_have_text("1")


def type_dates(page: Page, first: str, last: str) -> None:
    choose(page, "Egne datoer")
    for label, day in (("Fra og med", first), ("Til og med", last)):
        box = page.get_by_role("textbox", name=label, exact=True)
        box.fill(day)
        with page.expect_response(re.compile("_dash-update-component")):
            box.press("Enter")


def test_own_dates_can_be_typed(page: Page):
    log_in(page)
    expect(page.get_by_label("Fra og med")).to_be_hidden()
    type_dates(page, days_ago(110), days_ago(90))
    expect(page.get_by_role("status").first).to_contain_text(days_ago(110))
    expect(page.get_by_role("row").filter(has_text=SOLHAUG_SKOLE).get_by_role("cell").nth(1)).to_have_text("0")
    assert row(page, FJELLVIK_SKOLE)[1] == "1"


def test_a_period_in_which_nothing_happened_has_nothing_to_measure(page: Page):
    log_in(page)
    type_dates(page, "01.02.2001", "03.02.2001")
    expect(page.get_by_role("status").first).to_contain_text("01.02.2001\u201303.02.2001")
    assert row(page, SOLHAUG_SKOLE)[3:5] == ["0", DASH]
    assert row(page, "Hele kommunen")[1:5] == ["0", "0", "0", DASH]


def test_a_past_day_shows_what_had_happened_by_then(page: Page):
    log_in(page)
    choose(page, "Alt")
    box = page.get_by_role("textbox", name="Slik det var til og med")
    box.fill(days_ago(15))
    with page.expect_response(re.compile("_dash-update-component")):
        box.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text(f"slik det var til og med {days_ago(15)}")
    assert row(page, SOLHAUG_SKOLE)[:2] == ["1", "1"]


@pytest.mark.parametrize(
    ("language", "title", "everything"),
    [("Nynorsk", "Skolemiljøet i kommunen", "Opne saker"), ("English", "School environment in the municipality", "Open cases")],
)
def test_the_language_is_changed_and_remembered_with_the_period(page: Page, language: str, title: str, everything: str):
    log_in(page)
    choose(page, "Siste 30 dager")
    page.get_by_role("link", name=language).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".key-figures")).to_contain_text(everything)
    expect(page.get_by_role("status").first).to_contain_text(days_ago(29) if language == "Nynorsk" else "2 schools")
    page.goto("/eier/")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert page.evaluate("document.documentElement.lang") == {"Nynorsk": "nn", "English": "en"}[language]


def test_a_phone_shows_everything_without_scrolling_sideways(page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(page)
    for school in SCHOOLS.values():
        expect(page.get_by_role("rowheader", name=school)).to_be_visible()
    expect(page.locator(".chart svg").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    cut_off = "[...document.querySelectorAll('main td, main th, main dd, main dt, main h1, main h2, main p, main label')]"
    assert (
        page.evaluate(
            f"{cut_off}.filter((e) => e.scrollWidth > e.clientWidth + 1 && e.closest('thead') === null).map((e) => e.innerText)"
        )
        == []
    )


def test_the_page_is_accessible_wide_and_on_a_phone(page: Page):
    log_in(page)
    expect(page.locator(".chart svg").first).to_be_visible()
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
    expect(page.get_by_role("rowheader", name=SOLHAUG_SKOLE)).to_be_visible()
    page.get_by_role("radio", name="Dette skoleåret").focus()
    with page.expect_response(re.compile("_dash-update-component")):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Forrige skoleår")).to_be_checked()


def test_the_file_holds_what_the_page_shows(page: Page):
    log_in(page)
    choose(page, "Alt")
    expect(page.get_by_role("status").first).to_contain_text("hele tiden")
    with page.expect_download() as download:
        page.get_by_role("link", name="Last ned tallene (CSV)").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 3
    assert f"{SOLHAUG};{SOLHAUG_SKOLE};2;2;" in "\n".join(lines)


def test_a_principal_sees_the_own_school_alone(page: Page):
    log_in(page, "Gro Bergtun")
    expect(page.get_by_role("heading", level=1)).to_have_text("Skolemiljøet ved skolen")
    expect(page.get_by_role("rowheader", name=FJELLVIK_SKOLE)).to_be_visible()
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
    expect(page.get_by_role("rowheader", name=SOLHAUG_SKOLE)).to_be_visible()
    page.get_by_role("button", name="Logg ut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logg inn")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logg inn")
    assert SOLHAUG_SKOLE not in page.content()


def test_when_the_session_ends_the_open_page_leads_to_the_login(watch: Watch):
    page = watch.page
    log_in(page)
    expect(page.get_by_role("rowheader", name=SOLHAUG_SKOLE)).to_be_visible()
    page.context.clear_cookies(name="varde")
    watch.expected.add("401")
    page.get_by_text("Alt", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logg inn")
