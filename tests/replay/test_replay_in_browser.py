"""The replay in a real browser: by keyboard alone through all three times and two moments, without scripts, wide and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from accessibility import assert_accessible
from chromium import PHONE, WIDE
from playwright.sync_api import Browser, Page, expect
from record.town_in_browser import ServedTown, served
from replay.told_town import ADDRESS, CASE, goes_on
from town import Town
from watched_page import Watch


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedTown]:
    town = Town(tmp_path_factory.mktemp("town"))
    goes_on(town)
    with served(town) as found:
        yield found


@pytest.fixture
def page(place: ServedTown, browser: Browser) -> Iterator[Page]:
    context = place.comes(browser, "rektor", viewport=WIDE)
    watch = Watch(context.new_page())
    yield watch.page
    assert watch.is_clean()
    context.close()


def reach(page: Page, selector: str, key: str = "Tab") -> None:
    """Press Tab, or Tab backwards, until the focus stands on something."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"no way to {selector} by keyboard")


def test_with_the_keyboard_alone_one_goes_through_all_three_times_and_compares_two_moments(page: Page, place: ServedTown):
    total = len(place.town.events(CASE))
    stands = page.locator("#replay-stands")
    page.goto(ADDRESS)
    for axis in ("skjedde", "visste", "skrevet"):
        if axis != "skjedde":
            reach(page, f"#replay-switches a[href*='tid={axis}']", "Shift+Tab")
            page.keyboard.press("Enter")
            page.wait_for_url(f"**tid={axis}*")
        reach(page, "#plass")
        page.keyboard.press("Home")
        expect(stands).to_contain_text(f"(1 av {total})")
        expect(page.locator(".state-table")).not_to_contain_text("Alvorlig")
        page.keyboard.press("ArrowRight")
        expect(stands).to_contain_text(f"(2 av {total})")
        page.keyboard.press("End")
        expect(stands).to_contain_text(f"({total} av {total})")
        expect(page.locator(".state-table")).to_contain_text("Alvorlig")
        assert page.evaluate("document.activeElement.id") == "plass"
        assert "hendelse=" in page.url
    reach(page, ".replay-forms details:nth-of-type(2) > summary")
    page.keyboard.press("Enter")
    expect(page.locator("#mot_hendelse")).to_be_visible()
    reach(page, "#mot_hendelse")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    page.wait_for_url("**mot_hendelse=3*")
    expect(page.locator("#against")).to_have_text("To tidspunkter ved siden av hverandre")
    expect(page.locator(".replay-against-view .state-changes")).to_contain_text("Alvorlig")


def test_a_step_changes_the_view_and_the_address_and_loads_no_page(page: Page):
    page.goto(f"{ADDRESS}?tid=skrevet&hendelse=5")
    page.evaluate("window.stayed = true")
    back = page.locator("a[data-step=back]")
    back.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#replay-stands")).to_contain_text("Hendelse 4 ")
    assert page.evaluate("window.stayed")
    assert "hendelse=4" in page.url
    assert page.evaluate("document.activeElement.dataset.step") == "back"
    assert page.locator("#plass").input_value() == "4"
    expect(page.locator("#plass")).to_have_attribute(
        "aria-valuetext", "Hendelse 4 av 13: Melding om mottatt bekymring sendt, 3.3.2027 kl. 10.00"
    )


def test_in_the_picture_the_tab_key_stops_once_and_the_arrow_keys_go_from_event_to_event(page: Page):
    page.goto(f"{ADDRESS}?tid=skrevet&hendelse=13")
    page.evaluate("window.stayed = true")
    page.locator(".timeline-scroll").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.event") == page.locator(".replay-tracks a[aria-current]").get_attribute(
        "data-event"
    )
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.dataset.event") == "1"
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.dataset.event")
    assert second != "1"
    page.keyboard.press("Enter")
    expect(page.locator("#replay-stands")).to_contain_text(f"Hendelse {second} ")
    assert page.evaluate("window.stayed")
    assert page.evaluate("document.activeElement.closest('svg').classList.contains('replay-tracks')")
    assert page.evaluate("document.activeElement.getAttribute('aria-current')") == "true"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.replay-tracks')") is None


def test_an_event_of_the_picture_is_shown_when_it_is_pressed(page: Page):
    page.goto(f"{ADDRESS}?tid=skrevet&hendelse=13")
    page.evaluate("window.stayed = true")
    last, first = page.locator("#plass").input_value(), page.locator(".replay-tracks a").first
    first.scroll_into_view_if_needed()
    box = first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#replay-stands")).to_contain_text("Hendelse 1 (1 av ")
    assert page.locator("#plass").input_value() == "1" != last
    assert page.evaluate("window.stayed")


def test_on_a_phone_the_picture_is_moved_to_the_shown_event(place: ServedTown, browser: Browser):
    context = place.comes(browser, "rektor", viewport=PHONE)
    page = context.new_page()
    page.goto(f"{ADDRESS}?tid=skrevet&hendelse=13")
    assert page.evaluate("document.querySelector('.timeline-scroll').scrollLeft") > 0
    page.locator(".timeline-scroll").scroll_into_view_if_needed()
    expect(page.locator(".replay-tracks a[aria-current]")).to_be_in_viewport()
    context.close()


def test_what_is_compared_stays_when_one_steps_on(page: Page):
    page.goto(f"{ADDRESS}?tid=skrevet&hendelse=5&mot_hendelse=2")
    page.locator("a[data-step=forward]").press("Enter")
    expect(page.locator("#replay-stands")).to_contain_text("Hendelse 6 ")
    assert "mot_hendelse=2" in page.url
    expect(page.locator("#against")).to_be_visible()


def test_without_scripts_a_form_shows_the_event_and_the_moment(place: ServedTown, browser: Browser):
    context = place.comes(browser, "rektor", viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{ADDRESS}?tid=skrevet")
    page.locator("#plass").fill("2")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.locator("#replay-stands")).to_contain_text("Hendelse 2 ")
    page.get_by_role("link", name="Neste").click()
    expect(page.locator("#replay-stands")).to_contain_text("Hendelse 3 ")
    page.locator(".replay-forms summary").first.click()
    page.locator("#dag").fill("2027-03-05")
    page.get_by_role("button", name="Vis tidspunktet").click()
    expect(page.locator("#replay-stands")).to_contain_text("5.3.2027")
    page.goto(str(page.locator(".replay-tracks a").first.get_attribute("href")))
    expect(page.locator("#replay-stands")).to_contain_text("Hendelse 1 ")
    context.close()


@pytest.mark.parametrize(
    "query",
    ["", "?tid=skrevet&hendelse=9&regler=i-dag", "?tid=visste&hendelse=3&mot_hendelse=12", "?dag=2020-01-01", "?hendelse=x"],
)
def test_every_view_is_accessible_wide_and_on_a_phone(page: Page, query: str):
    page.goto(f"{ADDRESS}{query}")
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert_accessible(page)


def test_on_paper_the_view_stands_without_its_controls(page: Page):
    page.goto(f"{ADDRESS}?tid=skrevet&hendelse=9")
    page.emulate_media(media="print")
    expect(page.locator("#plass")).to_be_hidden()
    expect(page.locator("#replay-stands")).to_be_visible()
    expect(page.locator(".state-table")).to_be_visible()
    assert page.locator(".replay-tracks").evaluate(
        "one => one.getBoundingClientRect().width <= document.documentElement.clientWidth"
    )


def test_on_paper_what_the_plan_holds_stands_open(place: ServedTown, browser: Browser):
    context = place.comes(browser, "rektor", viewport=WIDE)
    page = context.new_page()
    page.goto(ADDRESS)
    held = page.locator("section:has(> #plan) details > div")
    expect(held).to_be_hidden()
    page.emulate_media(media="print")
    expect(held).to_be_visible()
    assert held.evaluate("one => one.parentElement.getBoundingClientRect().height > one.getBoundingClientRect().height")
    context.close()
