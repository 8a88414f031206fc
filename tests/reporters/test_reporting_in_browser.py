"""Reporting as people do it: on a phone in a corridor, by keyboard alone, without JavaScript, as a child."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from accessibility import assert_accessible
from chromium import PHONE
from playwright.sync_api import Browser, Page, expect
from reporters.town_for_reporters import browsing, served
from town import A, Town, matter

SECONDS = 60
TAP, READ = 1.2, 3.0
"""Seconds that a person needs for a tap, and to read a question; letters are typed at four a second."""
LETTERS_PER_SECOND = 4.0


@pytest.fixture
def address(town: Town) -> Iterator[str]:
    with served(town) as found:
        yield found


def main(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_teacher_reports_on_a_phone_in_less_than_a_minute(browser: Browser, town: Town, address: str):
    words = "Sto alene, og to lo av henne."
    with browsing(browser, town, address, "laerer", viewport=PHONE, has_touch=True, is_mobile=True) as page:
        began = time.monotonic()
        page.goto("/meld/bekymring")
        page.locator("#wanted").press_sequentially("elev")
        page.locator("[data-hits] input").first.tap()
        page.locator("#own_words").fill(words)
        page.locator("#arena").select_option("schoolyard")
        page.get_by_role("button", name="Send meldingen").tap()
        main(page, "Meldingen er sendt")
        machine = time.monotonic() - began

    fields, taps = 3, 6
    person = fields * READ + taps * TAP + len("elev" + words) / LETTERS_PER_SECOND
    assert machine + person < SECONDS
    assert town.of("case.ConcernReceived")[-1].own_words == words


def test_the_questions_that_nobody_needs_are_folded_away(browser: Browser, town: Town, address: str):
    with browsing(browser, town, address, "laerer", viewport=PHONE) as page:
        page.goto("/meld/bekymring")
        expect(page.locator("#how_stopped")).to_be_hidden()
        expect(page.locator("#facts")).to_be_hidden()
        page.locator("#stopped").check()
        expect(page.locator("#how_stopped")).to_be_visible()
        assert page.locator("input:visible, textarea:visible, select:visible").count() <= 12


def test_it_works_without_javascript(browser: Browser, town: Town, address: str):
    with browsing(browser, town, address, "laerer", viewport=PHONE, java_script_enabled=False) as page:
        page.goto("/meld/bekymring")
        page.locator("#own_words").fill("Gråt i gangen.")
        page.locator("#wanted").fill("elev")
        page.get_by_role("button", name="Søk").click()
        page.get_by_label("Elev Kanarifugl", exact=False).first.check()
        page.get_by_role("button", name="Send meldingen").click()
        main(page, "Meldingen er sendt")


def test_it_works_by_keyboard_alone(browser: Browser, town: Town, address: str):
    with browsing(browser, town, address, "laerer") as page:
        page.goto("/meld/bekymring")
        _tab_to(page, "wanted")
        page.keyboard.type("elev")
        page.keyboard.press("Enter")
        expect(page.locator("[data-hits] input").first).to_be_visible()
        _tab_to_selector(page, "[data-hits] input")
        page.keyboard.press("Space")
        _tab_to(page, "own_words")
        page.keyboard.type("Slo med sekken.")
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent.trim()") == "Send meldingen":
                break
        page.keyboard.press("Enter")
        main(page, "Meldingen er sendt")


def test_a_slip_leads_to_the_field_and_loses_no_word(browser: Browser, town: Town, address: str):
    with browsing(browser, town, address, "laerer") as page:
        page.goto("/meld/bekymring")
        page.locator("#own_words").fill("Det jeg skrev.")
        page.get_by_role("button", name="Send meldingen").click()
        expect(page.locator(".ds-error-summary")).to_be_focused()
        page.get_by_role("link", name="Velg eleven").click()
        expect(page.locator("#wanted")).to_be_focused()
        expect(page.locator("#own_words")).to_have_value("Det jeg skrev.")


def test_what_was_begun_is_there_again(browser: Browser, town: Town, address: str):
    with browsing(browser, town, address, "laerer") as page:
        page.goto("/meld/bekymring")
        page.locator("#own_words").press_sequentially("Et halvt ord")
        with page.expect_response("**/kladd/bekymring"):
            pass
    with browsing(browser, town, address, "laerer", java_script_enabled=False) as page:
        page.goto("/meld/bekymring")
        expect(page.locator("#own_words")).to_have_value("Et halvt ord")
        page.get_by_role("button", name="Forkast").click()
        expect(page.locator("#own_words")).to_have_value("")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_child_tells_gets_a_code_and_comes_back(browser: Browser, town: Town, address: str, *, scripts: bool):
    with browsing(browser, town, address, viewport=PHONE, java_script_enabled=scripts) as page:
        page.goto("/si-fra")
        page.locator("#school").select_option(A)
        page.locator("#words").fill("De er slemme")
        page.get_by_role("button", name="Send", exact=True).click()
        main(page, "Takk for at du sa fra")
        code = page.locator(".code").inner_text()
        page.go_back()
        page.goto("/si-fra/samtale")
        page.locator("#code").fill(code)
        page.get_by_role("button", name="Åpne samtalen").click()
        page.locator("#body").fill("I dag også")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator("#meldinger")).to_contain_text("I dag også")
        page.get_by_role("button", name="Lukk samtalen").click()
        expect(page.locator("#code")).to_be_visible()
        assert len(town.of("case.ReporterCodeIssued")) == 1


@pytest.mark.parametrize(
    ("login", "pages"),
    [
        (None, ["/si-fra", "/si-fra/samtale", "/si-fra?sprak=en"]),
        ("laerer", ["/meld", "/meld/bekymring", "/meld/ansatt", "/meld/fysisk-inngrep", "/mine-meldinger"]),
        ("rektor", ["/meld/pa-vegne-av", "/meld/kiosk", f"/skjerpet/{matter('skjerpet')}"]),
        ("skoleeier", ["/eierinnboks", f"/skjerpet/{matter('mot-rektor')}"]),
        ("mor", ["/foresatt", "/foresatt/si-fra", f"/foresatt/saker/{matter('sak')}"]),
    ],
)
def test_every_page_is_accessible_and_fits_a_phone(browser: Browser, town: Town, address: str, login: str | None, pages: list[str]):
    with browsing(browser, town, address, login) as page:
        for path in pages:
            page.goto(path)
            assert_accessible(page)


def _tab_to(page: Page, field: str) -> None:
    _tab_to_selector(page, f"#{field}")


def _tab_to_selector(page: Page, selector: str) -> None:
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(selector)
