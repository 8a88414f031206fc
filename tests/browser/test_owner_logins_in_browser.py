"""Who comes to the owner's page, and what is left of it when she has gone."""

from __future__ import annotations

from owner_page import FJELLVIK_SKOLE, SOLHAUG_SKOLE, log_in, schools, shown
from playwright.sync_api import Page, expect
from watched_page import Watch


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
