"""The forms in a real browser: accessible, by keyboard, without scripts, with a lost connection, and with two people at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import assert_accessible
from chromium import WIDE
from playwright.sync_api import Browser, BrowserContext, Page, expect
from record.town_in_browser import ServedTown, served
from town import Town, matter
from watched_page import Watch

from events.base import Stream
from services.case_service.http.record.steps import order

pytestmark = pytest.mark.long

CASE = matter("sak")
HEARD = f"/saker/{CASE}/skjema/case.PupilHeard"
SAID = "Eg vil sitje ved sida av Ola. Ikkje ved døra. æøå"

FOLDERS = {Stream.CASE: ("saker", "sak"), Stream.HEIGHTENED_CASE: ("skjerpet", "skjerpet")}
PAGES = [
    *(f"/{folder}/{matter(name)}/skjema" for folder, name in FOLDERS.values()),
    *(
        f"/{folder}/{matter(name)}/skjema/{topic}"
        for stream, (folder, name) in FOLDERS.items()
        for step in order()[stream]
        for topic in step.topics
    ),
    f"/saker/{CASE}/planbygger",
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Page]:
    """The principal's browser in a municipality that no test changes."""
    with served(Town(tmp_path_factory.mktemp("town"))) as place:
        context = place.comes(browser, "rektor", viewport=WIDE)
        yield context.new_page()
        context.close()


@pytest.fixture
def principal(place: ServedTown, browser: Browser) -> Iterator[BrowserContext]:
    context = place.comes(browser, "rektor", viewport=WIDE)
    yield context
    context.close()


def fill_in(page: Page) -> None:
    page.locator("input[name=form][value=conversation]").check()
    page.locator("input[name=outcome][value=stated_view]").check()
    page.locator("#f-view").fill(SAID)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: "/".join(path.split("/")[1::2]))
def test_every_form_is_accessible_wide_and_on_a_phone(shared: Page, path: str):
    assert shared.goto(path).status == 200
    shared.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    assert_accessible(shared)


def test_a_form_with_errors_is_accessible_and_leads_to_the_field(principal: BrowserContext):
    watch = Watch(principal.new_page(), expected={"422"})
    page = watch.page
    page.goto(HEARD)
    page.get_by_role("button", name="Registrer", exact=True).last.click()
    expect(page.locator(".ds-error-summary")).to_be_focused()
    assert_accessible(page)
    page.locator(".ds-error-summary a").first.click()
    assert page.evaluate("document.activeElement.name") == "form"
    assert watch.is_clean()


def test_a_form_is_filled_in_and_sent_by_keyboard_alone(principal: BrowserContext, place: ServedTown):
    page = principal.new_page()
    page.goto(HEARD)
    page.keyboard.press("Tab")
    for _ in range(60):
        name = page.evaluate("document.activeElement.name ?? ''")
        if name == "form":
            page.keyboard.press("ArrowDown")
        elif name == "outcome" and not page.locator("[name=outcome]:checked").count():
            page.keyboard.press("Space")
        elif name == "view":
            page.keyboard.type("Med tastatur")
        elif page.evaluate("document.activeElement.type === 'submit' && document.activeElement.innerText.trim() === 'Registrer'"):
            page.keyboard.press("Enter")
            break
        page.keyboard.press("Tab")
    page.wait_for_url(re.compile(rf"/saker/{CASE}$"))
    assert place.town.events(CASE)[-1].event.view == "Med tastatur"


def test_without_scripts_everything_is_asked_and_can_be_recorded_and_saved(place: ServedTown, browser: Browser):
    context = place.comes(browser, "rektor", viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(HEARD)
    fill_in(page)
    page.get_by_role("button", name="Lagre utkast").click()
    assert page.locator("#f-view").input_value() == SAID
    page.get_by_role("button", name="Registrer", exact=True).last.click()
    assert place.town.events(CASE)[-1].event.view == SAID
    context.close()


def test_with_scripts_a_question_appears_when_its_answer_matters(shared: Page):
    shared.goto(HEARD)
    expect(shared.locator("#f-view")).to_be_hidden()
    shared.locator("input[name=outcome][value=stated_view]").check()
    expect(shared.locator("#f-view")).to_be_visible()
    shared.locator("input[name=outcome][value=did_not_wish]").check()
    expect(shared.locator("#f-view")).to_be_hidden()


def test_rows_are_added_and_taken_away_without_asking_the_server(shared: Page):
    shared.goto(f"/saker/{CASE}/skjema/case.AnalysisConcluded")
    before = shared.locator("[data-items] > [data-item]").count()
    shared.locator("[data-add]").click()
    expect(shared.locator("[data-items] > [data-item]")).to_have_count(before + 1)
    assert shared.locator(f"[name='findings.{before}.finding']").count() == 1
    shared.locator("[data-remove]:visible").first.click()
    expect(shared.locator("[data-items] > [data-item]")).to_have_count(before)


def test_of_two_editors_nobody_loses_a_word(place: ServedTown, browser: Browser, principal: BrowserContext):
    other = place.comes(browser, "saksbehandler", viewport=WIDE)
    first, second = principal.new_page(), other.new_page()
    for page in (first, second):
        page.goto(HEARD)
        fill_in(page)
    first.get_by_role("button", name="Registrer", exact=True).last.click()
    first.wait_for_url(re.compile(rf"/saker/{CASE}$"))
    second.get_by_role("button", name="Registrer", exact=True).last.click()
    expect(second.get_by_text("Dette har kommet til siden du åpnet skjemaet")).to_be_visible()
    assert second.locator("#f-view").input_value() == SAID
    second.get_by_role("button", name="Registrer likevel").first.click()
    second.wait_for_url(re.compile(rf"/saker/{CASE}$"))
    assert [one.topic for one in place.town.events(CASE)[-2:]] == ["case.PupilHeard"] * 2
    other.close()


def test_two_clicks_and_the_back_button_record_once(place: ServedTown, principal: BrowserContext):
    page = principal.new_page()
    page.goto(HEARD)
    fill_in(page)
    before = len(place.town.events(CASE))
    page.get_by_role("button", name="Registrer", exact=True).last.dblclick()
    page.wait_for_url(re.compile(rf"/saker/{CASE}$"))
    page.go_back()
    assert len(place.town.events(CASE)) == before + 1


def test_what_was_written_while_the_network_was_away_is_saved_when_it_is_back(place: ServedTown, principal: BrowserContext):
    page = principal.new_page()
    page.goto(HEARD)
    fill_in(page)
    principal.set_offline(True)
    page.locator("#f-view").fill(f"{SAID} Og meir.")
    page.wait_for_timeout(3_000)
    assert page.locator("#f-view").input_value() == f"{SAID} Og meir."
    principal.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-draft-status]")).to_have_attribute("data-state", "saved")
    page.goto("about:blank")
    again = principal.new_page()
    again.goto(f"{HEARD}?fortsett=1")
    assert again.locator("#f-view").input_value() == f"{SAID} Og meir."
    files = b"".join(file.read_bytes() for file in Path(place.town.home).rglob("*") if file.is_file())
    assert b"Og meir." not in files


def test_the_help_beside_a_conversation_follows_the_kind_that_is_chosen(principal: BrowserContext):
    page = principal.new_page()
    page.goto(f"/saker/{CASE}/skjema/case.ConversationHeld")
    stop = page.locator("[data-guide-for='kind=offending_pupil']")
    expect(stop).to_be_hidden()
    page.locator("input[name=kind][value=offending_pupil], select[name=kind]").first.evaluate(
        "one => { if (one.tagName === 'SELECT') one.value = 'offending_pupil'; else one.checked = true;"
        " one.dispatchEvent(new Event('change', { bubbles: true })); }"
    )
    expect(stop).to_be_visible()
    expect(page.locator("[data-guide-for='kind=exposed_pupil']")).to_be_hidden()
