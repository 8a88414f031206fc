"""What a page shows is chosen in the open where there is room, and on a phone under one line that says what is chosen."""

from __future__ import annotations

from chromium import PHONE, WIDE
from owner_page import choose, days_ago, opens, shown
from playwright.sync_api import Locator, Page, expect


def line(page: Page) -> Locator:
    return page.locator(".filters > summary")


def choices(page: Page) -> Locator:
    return page.locator(".chips")


def test_a_wide_page_has_them_in_the_open(owner: Page):
    opens(owner)
    expect(line(owner)).to_be_hidden()
    expect(choices(owner)).to_be_visible()


def test_a_phone_folds_them_under_what_is_chosen(owner: Page):
    owner.set_viewport_size(PHONE)
    opens(owner)
    expect(line(owner)).to_have_text("Hva som vises Dette skoleåret")
    expect(choices(owner)).to_be_hidden()
    opens(owner, "skole?periode=all&trinn=4")
    expect(line(owner)).to_have_text("Hva som vises Alle skoler · Alt · 4. trinn")


def test_once_unfolded_they_stay_so_until_the_reader_folds_them(owner: Page):
    owner.set_viewport_size(PHONE)
    opens(owner)
    line(owner).click()
    choose(owner, "Siste 30 dager", days_ago(29))
    expect(line(owner)).to_have_text("Hva som vises Siste 30 dager")
    expect(choices(owner)).to_be_visible()
    line(owner).click()
    expect(choices(owner)).to_be_hidden()


def test_the_keyboard_unfolds_them_and_chooses(owner: Page):
    owner.set_viewport_size(PHONE)
    opens(owner)
    line(owner).focus()
    owner.keyboard.press("Enter")
    expect(choices(owner)).to_be_visible()
    owner.get_by_role("radio", name="Dette skoleåret").focus()
    for name in ("Forrige skoleår", "Siste 30 dager"):
        owner.keyboard.press("ArrowRight")
        expect(owner.get_by_role("radio", name=name)).to_be_focused()
    expect(shown(owner)).to_contain_text(days_ago(29))


def test_a_window_that_becomes_wide_shows_them_again(owner: Page):
    owner.set_viewport_size(PHONE)
    opens(owner)
    expect(choices(owner)).to_be_hidden()
    owner.set_viewport_size(WIDE)
    expect(choices(owner)).to_be_visible()
    owner.set_viewport_size(PHONE)
    expect(choices(owner)).to_be_hidden()


def test_a_page_with_nothing_to_choose_has_no_line_for_it(owner: Page):
    owner.set_viewport_size(PHONE)
    owner.goto("/eier/begreper")
    expect(owner.locator(".terms")).to_be_visible()
    expect(line(owner)).to_be_hidden()
