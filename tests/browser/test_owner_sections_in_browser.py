"""The sections of the owner's page: all open on a wide screen, folded and found again on a phone."""

from __future__ import annotations

import re

from chromium import PHONE
from owner_page import choose, days_ago, opens, opens_on_a_phone
from playwright.sync_api import Locator, Page, expect


def sections(page: Page) -> Locator:
    return page.locator("details.section")


def opened(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('details.section[open] > summary')].map((e) => e.id)")


def test_a_wide_page_is_open_and_a_phone_folds_all_but_the_first_section(owner: Page):
    opens(owner)
    expect(owner.locator(".chart svg").first).to_be_visible()
    assert len(opened(owner)) == sections(owner).count() == 8
    owner.set_viewport_size(PHONE)
    owner.reload()
    expect(owner.locator(".chart svg").first).to_be_visible()
    assert opened(owner) == ["plikter"]


def test_the_list_of_sections_stays_in_sight_opens_a_section_and_goes_there(owner: Page):
    opens_on_a_phone(owner)
    listed = owner.get_by_role("navigation", name="På denne siden")
    expect(listed.get_by_role("link", name="Eleven og tiltakene")).to_have_attribute("href", "#eleven")
    listed.get_by_role("link", name="Tid", exact=True).click()
    expect(owner).to_have_url(re.compile(r"/eier/\?periode=all#tid$"))
    assert opened(owner) == ["plikter", "tid"]
    expect(owner.get_by_role("heading", name="Tid", exact=True)).to_be_in_viewport()
    expect(listed).to_be_in_viewport()
    expect(listed.get_by_role("link", name="Tid", exact=True)).to_have_attribute("aria-current", "true")
    expect(owner.locator("#tid")).to_be_focused()
    owner.keyboard.press("Enter")
    assert opened(owner) == ["plikter"]


def test_a_section_stays_as_the_reader_left_it_when_the_period_changes(owner: Page):
    opens_on_a_phone(owner)
    owner.locator("#avvik").click()
    owner.locator("#plikter").click()
    choose(owner, "Siste 30 dager", days_ago(29))
    expect(owner.locator("#avvik + .section-body .panel")).to_be_visible()
    assert opened(owner) == ["avvik"]


def test_a_key_figure_leads_into_a_folded_section(owner: Page):
    opens_on_a_phone(owner)
    owner.locator(".key-figures a[href='#panel-fines']").click()
    expect(owner.locator("#panel-fines")).to_be_in_viewport()
    assert "statsforvalteren" in opened(owner)


def test_an_address_with_a_place_in_it_opens_the_section_of_the_place(owner: Page):
    owner.set_viewport_size(PHONE)
    owner.goto("/eier/?periode=all#panel-wheel")
    expect(owner.locator("#panel-wheel")).to_be_in_viewport()
    assert opened(owner) == ["plikter", "forebygging"]


def test_a_chart_in_a_section_that_was_folded_has_the_width_of_its_place(owner: Page):
    opens_on_a_phone(owner)
    owner.locator("#tid").click()
    place = owner.locator("#waiting-chart")
    expect(place).to_be_visible()
    width = place.evaluate("(element) => element.clientWidth")
    expect(place.locator(".main-svg").first).to_have_attribute("width", str(width))


def test_the_heat_map_keeps_its_columns_on_a_phone(owner: Page):
    opens_on_a_phone(owner)
    heat = owner.locator("[aria-labelledby='panel-duty_heat']")
    titles, cells = heat.locator("thead .duty"), heat.locator("tbody tr").first.locator("td:not(.base)")
    assert titles.count() == cells.count() > 3
    for title, cell in zip(titles.all(), cells.all(), strict=True):
        above, below = title.bounding_box(), cell.bounding_box()
        assert above is not None
        assert below is not None
        assert abs(above["x"] - below["x"]) < 2
        assert below["height"] >= 32
