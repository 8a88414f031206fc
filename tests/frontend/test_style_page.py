"""Every macro on one page: readable by everybody, wide and on a phone, and usable without scripts."""

from __future__ import annotations

import pytest
from accessibility import assert_accessible, violations
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("path", ["/stil", "/stil?feil", "/hjelp", "/personvern", "/logg-inn", "/"])
def test_every_macro_and_the_frame_is_accessible_wide_and_on_a_phone(page: Page, path: str):
    page.goto(path)
    assert_accessible(page)


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_frame_speaks_the_language_that_was_chosen(page: Page, language: str):
    page.goto(f"/hjelp?sprak={language}")
    assert page.evaluate("document.documentElement.lang") == language
    assert_accessible(page)


def test_what_is_wrong_is_summed_up_and_leads_to_the_fields(page: Page):
    page.goto("/stil?feil")
    expect(page.locator(".ds-error-summary")).to_be_focused()
    page.get_by_role("link", name="Velg et tall fra 1 til 10.").click()
    expect(page.get_by_role("radio", name="Svært utrygt: 1")).to_be_focused()
    page.get_by_role("link", name="Skriv hva som har skjedd.").click()
    field = page.get_by_label("Hva har du sett og hørt?")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description("Skriv hva som har skjedd. 60 tegn igjen")


def test_without_scripts_the_summary_still_takes_the_focus_and_leads_to_the_fields(without_scripts: Page):
    without_scripts.goto("/stil?feil")
    expect(without_scripts.locator(".ds-error-summary")).to_be_focused()
    without_scripts.get_by_role("link", name="Skriv hva som har skjedd.").click()
    assert without_scripts.url.endswith("#seen_and_heard")
    expect(without_scripts.get_by_role("button", name="Legg til tiltak")).to_be_hidden()
    without_scripts.get_by_role("button", name="Send").click()
    expect(without_scripts.get_by_role("heading", level=1)).to_have_text("Takk")


def test_without_scripts_the_phone_menu_opens_and_leads_out(without_scripts: Page):
    without_scripts.set_viewport_size({"width": 390, "height": 844})
    expect(without_scripts.get_by_role("button", name="Logg ut")).to_be_hidden()
    without_scripts.get_by_text("Meny", exact=True).click()
    without_scripts.get_by_role("button", name="Logg ut").click()
    expect(without_scripts.get_by_role("heading", level=1)).to_have_text("Logg inn")


def test_the_check_itself_finds_what_is_wrong(page: Page):
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=/static/varde.svg><input>')")
    assert {each.split(":")[0] for each in violations(page)} >= {"image-alt", "label"}


def test_what_was_done_is_told_once(page: Page):
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_have_text("Hendelsen er registrert.")
    assert_accessible(page)
    page.reload()
    expect(page.get_by_text("Hendelsen er registrert.")).to_have_count(0)
