"""The pages of cases in a real browser: accessible wide and on a phone, by keyboard, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from accessibility import assert_accessible
from chromium import PHONE, WIDE
from playwright.sync_api import Browser, Page, expect
from record.town_in_browser import ServedTown, served
from town import Town, matter
from watched_page import Watch

CASE = matter("sak")
ADDRESS = f"/saker/{CASE}"
PAGES = [
    ADDRESS,
    *(f"{ADDRESS}/{page}" for page in ("plikter", "plan", "parter", "dokumenter", "utskrift")),
    f"/skjerpet/{matter('skjerpet')}",
    "/saker",
    "/saker?navn=elev",
    "/min-dag",
    "/innboks",
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedTown]:
    with served(Town(tmp_path_factory.mktemp("town"))) as found:
        yield found


@pytest.fixture
def page(place: ServedTown, browser: Browser) -> Iterator[Page]:
    context = place.comes(browser, "rektor", viewport=WIDE)
    watch = Watch(context.new_page())
    yield watch.page
    assert watch.is_clean()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_wide_and_on_a_phone(page: Page, path: str):
    page.goto(path)
    assert_accessible(page)


def test_what_unfolds_is_accessible_too(page: Page):
    page.goto(ADDRESS)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert_accessible(page)


def test_a_mark_in_the_timeline_leads_to_its_event_by_keyboard(page: Page):
    page.goto(ADDRESS)
    mark = page.locator("a.timeline-mark").first
    mark.focus()
    page.keyboard.press("Enter")
    number = mark.text_content()
    assert number is not None
    expect(page.locator(":target .bullet")).to_have_text(number.strip().split("\n")[-1][-1])


def test_the_timeline_scrolls_sideways_by_keyboard_on_a_phone(page: Page):
    page.set_viewport_size(PHONE)
    page.goto(ADDRESS)
    frame = page.locator(".timeline-scroll")
    frame.focus()
    at_the_end = frame.evaluate("one => one.scrollLeft")
    assert at_the_end > 0
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("end => document.querySelector('.timeline-scroll').scrollLeft < end", arg=at_the_end)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_reasons_unfold_and_the_events_are_read_without_scripts(place: ServedTown, browser: Browser):
    context = place.comes(browser, "rektor", viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(ADDRESS)
    page.locator(".task summary").first.click()
    expect(page.locator(".task .whys").first).to_be_visible()
    page.locator(".event summary").first.click()
    expect(page.locator(".event .circumstances").first).to_be_visible()
    page.locator(".event h3 a").first.click()
    expect(page.locator("article.one-event")).to_be_visible()
    context.close()


def test_the_list_is_searched_without_scripts(place: ServedTown, browser: Browser):
    context = place.comes(browser, "rektor", viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto("/saker")
    page.locator(".filters summary").click()
    page.get_by_label("Elevens navn").fill("annen")
    page.get_by_role("button", name="Vis saker").click()
    expect(page.locator(".case-row").first).to_contain_text("Annen-Elev")
    context.close()
