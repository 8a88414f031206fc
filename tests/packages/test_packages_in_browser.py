"""From Statsforvalteren's request to the package, in a real browser: accessible, on a phone, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from accessibility import assert_accessible
from at_the_counter import ADDRESS, QUESTIONS, asked_by_statsforvalteren, asked_for_access
from chromium import PHONE, WIDE
from integrity.remaking import codes, verify
from playwright.sync_api import Browser, Page, expect
from record.town_in_browser import ServedTown, served
from town import NOW, Town
from watched_page import Watch

MARK = re.compile(r"\[Fyll inn: [^\]]+\]")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[ServedTown]:
    town = Town(tmp_path)
    town.server.desk.integrity.begin("localhost/lyngfjord", NOW)
    with served(town) as found:
        yield found


def test_every_page_is_accessible_wide_and_on_a_phone(place: ServedTown, browser: Browser):
    request = asked_by_statsforvalteren(place.town)
    asked_for_access(place.town)
    context = place.comes(browser, "rektor", viewport=WIDE)
    watch = Watch(context.new_page())
    for path in (ADDRESS, f"{ADDRESS}/{request}", f"{ADDRESS}/{request}/forhandsvisning", f"{ADDRESS}/{request}/avslag"):
        watch.page.goto(path)
        watch.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert_accessible(watch.page)
    assert watch.is_clean()
    context.close()


def test_on_paper_the_preview_says_what_goes_and_asks_nothing(place: ServedTown, browser: Browser):
    request = asked_by_statsforvalteren(place.town)
    context = place.comes(browser, "rektor", viewport=WIDE)
    page = context.new_page()
    page.goto(f"{ADDRESS}/{request}/forhandsvisning")
    page.emulate_media(media="print")
    expect(page.locator(".package-event .letter-paper").first).to_be_visible()
    expect(page.locator("textarea, input[type=checkbox], .ds-button, #approve").filter(visible=True)).to_have_count(0)
    context.close()


def test_a_request_becomes_a_package_on_a_phone_without_scripts(place: ServedTown, browser: Browser):
    asked_by_statsforvalteren(place.town)
    context = place.comes(browser, "rektor", viewport=PHONE, java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.goto(ADDRESS)
    expect(page.get_by_text(QUESTIONS[0])).to_be_visible()
    page.get_by_role("link", name=re.compile("Lag pakken")).click()

    statement = page.get_by_label("Redegjørelse", exact=True)
    statement.fill(MARK.sub("Skolen har fulgt opp.", statement.input_value()))
    for number in range(len(QUESTIONS)):
        page.locator(f"#answer-{number}").fill("Det står i pakken.")
    page.get_by_role("button", name="Forhåndsvisning").click()

    expect(page.get_by_role("heading", name="Forhåndsvisning", level=1)).to_be_visible()
    _masks_one_passage(page)
    page.get_by_label("Jeg har sett over det som går, og godkjenner det").check()
    page.get_by_role("button", name="Godkjenn og lag pakken").click()

    expect(page.get_by_text("Utleveringen er skrevet ned.")).to_be_visible()
    with page.expect_download() as fetched:
        page.get_by_role("link", name=re.compile("Hent filen")).click()
    package = Path(fetched.value.path()).read_bytes()
    (answer,) = place.town.of("access.DisclosureAnswered")
    assert answer.package_sha256 == sha256(package).hexdigest()
    assert codes(verify(package), "fails") == []
    context.close()


def _masks_one_passage(page: Page) -> None:
    event = page.locator(".package-event", has_text="Elev hørt").first
    event.locator("summary").click()
    event.locator("textarea").fill("Syn")
    page.get_by_role("button", name="Lagre skjermingen og vis på nytt").click()
    event = page.locator(".package-event", has_text="Elev hørt").first
    event.locator("summary").click()
    expect(event.get_by_text("[skjermet]")).to_be_visible()
