"""The owner's pages for whoever uses them: on a phone, with the keyboard alone, and under the rules of axe-core."""

from __future__ import annotations

import re

import pytest
from accessibility import assert_accessible
from chromium import PHONE
from owner_page import SOLHAUG_SKOLE, days_ago, schools, shown
from playwright.sync_api import Page, expect
from told_municipality import SOLHAUG


def test_a_phone_shows_everything_without_scrolling_sideways(owner: Page):
    owner.set_viewport_size(PHONE)
    for path in ("/eier/?periode=all", "/eier/skole?periode=all"):
        owner.goto(path)
        expect(owner.locator(".chart svg").first).to_be_visible()
        assert owner.evaluate("document.documentElement.scrollWidth") <= 390
        cut_off = "[...document.querySelectorAll('main td, main th, main dd, main dt, main h1, main h2, main p, main label')]"
        assert (
            owner.evaluate(
                f"{cut_off}.filter((e) => e.scrollWidth > e.clientWidth + 1 && !e.closest('thead') && e.checkVisibility())"
                ".map((e) => e.innerText)"
            )
            == []
        )


@pytest.mark.parametrize("path", ["?periode=all", "skole?periode=all", f"skole?skole={SOLHAUG}&periode=all&valg=due", "begreper"])
def test_the_pages_are_accessible_wide_and_on_a_phone(owner: Page, path: str):
    owner.goto(f"/eier/{path}")
    expect(owner.locator(".terms" if path == "begreper" else ".source")).to_be_visible()
    for details in owner.locator("main details:not([open]) > summary").all():
        if details.is_visible():
            details.click()
    assert_accessible(owner)


def test_where_the_system_chooses_the_colours_charts_and_heat_keep_theirs_on_white(owner: Page):
    owner.emulate_media(forced_colors="active", color_scheme="dark")
    owner.goto("/eier/?periode=all")
    expect(owner.locator(".chart svg").first).to_be_visible()
    style = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).forcedColorAdjust]"
    assert owner.locator(".chart-frame").first.evaluate(style) == ["rgb(255, 255, 255)", "none"]
    colours = {one.evaluate("e => getComputedStyle(e).backgroundColor") for one in owner.locator(".heat-key .swatch").all()}
    assert len(colours) == 5


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
