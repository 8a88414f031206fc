"""Routines, surveys and the map in a real browser: with a keyboard, without scripts, wide and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import assert_accessible
from attachments.test_inspection import picture
from playwright.sync_api import Browser, Page, expect
from reporters.town_for_reporters import browsing, served
from surveys.published import line, published
from town import A, Town


@pytest.fixture
def address(town: Town) -> Iterator[str]:
    with served(town) as found:
        yield found


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / "rutine.png"
    file.write_bytes(picture())
    return file


def approve(page: Page, document: Path) -> None:
    page.goto(f"/rutiner/{A}/ny")
    assert_accessible(page)
    page.get_by_label("Hva slags dokument?").select_option("supervision_routine")
    page.get_by_label("Hva heter dokumentet?").fill("Tilsyn i friminuttene")
    page.get_by_label("Selve dokumentet").set_input_files(document)
    page.get_by_label("Alle som arbeider på skolen").check()
    page.get_by_label("Leses innen").fill("2027-03-20")
    page.get_by_role("button", name="Godkjenn").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tilsyn i friminuttene")
    assert_accessible(page)


def test_a_routine_is_approved_read_and_followed_up_without_scripts(browser: Browser, town: Town, address: str, document: Path):
    with browsing(browser, town, address, "rektor") as page:
        approve(page, document)
        page.goto("/rutiner")
        assert_accessible(page)
    with browsing(browser, town, address, "laerer", java_script_enabled=False) as page:
        page.goto("/min-dag")
        page.get_by_role("link", name="Du har en rutine å lese").click()
        page.get_by_role("button", name="Jeg har lest den").click()
        expect(page.get_by_role("status")).to_contain_text("Tilsyn i friminuttene")
        expect(page.get_by_role("heading", name="Du har ingenting å lese nå")).to_be_visible()
    with browsing(browser, town, address, "rektor") as page:
        page.goto("/rutiner")
        page.get_by_role("link", name="Tilsyn i friminuttene").click()
        expect(page.get_by_role("row", name="Navn laerer")).to_contain_text("Lest")
        expect(page.get_by_role("row", name="Navn fremmed")).to_contain_text("Ikke lest")
        assert_accessible(page)


def test_a_reader_confirms_with_the_keyboard_alone(browser: Browser, town: Town, address: str, document: Path):
    with browsing(browser, town, address, "rektor") as page:
        approve(page, document)
    with browsing(browser, town, address, "melder", viewport={"width": 390, "height": 844}) as page:
        page.goto("/rutiner/mine")
        assert_accessible(page)
        page.get_by_role("link", name="Åpne dokumentet").focus()
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Jeg har lest den")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Du har ingenting å lese nå")).to_be_visible()


def test_what_is_wrong_with_a_version_takes_the_focus(browser: Browser, town: Town, address: str):
    with browsing(browser, town, address, "rektor") as page:
        page.goto(f"/rutiner/{A}/ny")
        page.get_by_role("button", name="Godkjenn").click()
        expect(page.locator(".ds-error-summary")).to_be_focused()
        assert_accessible(page)
        page.get_by_role("link", name="Velg hva slags dokument det er.").click()
        expect(page.get_by_label("Hva slags dokument?")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_published_file_is_looked_at_taken_in_and_shown(
    browser: Browser,
    town: Town,
    address: str,
    tmp_path: Path,
    scripts: bool,  # noqa: FBT001 - a parameter of the test
):
    file = tmp_path / "eu.csv"
    file.write_bytes(published(line("Mobbet", "*"), line("Trivsel", "4,3"), line("Mobbet", "9,5", year="2025-26")))
    with browsing(browser, town, address, "rektor", java_script_enabled=scripts) as page:
        page.goto("/undersokelser")
        page.get_by_role("link", name="Ta inn resultater").click()
        page.get_by_label("Filen med resultatene").set_input_files(file)
        page.get_by_role("button", name="Se hva filen inneholder").click()
        if scripts:
            assert_accessible(page)
        page.get_by_role("button", name="Ta inn resultatene").click()
        expect(page.get_by_role("row", name="Mobbet").first).to_contain_text("Skjult")
        if scripts:
            assert_accessible(page)


def test_the_map_and_the_assessment_of_a_survey_are_accessible(browser: Browser, town: Town, address: str, document: Path):
    with browsing(browser, town, address, "rektor") as page:
        page.goto(f"/skolekart/{A}")
        page.get_by_label("Bilde av kartet").set_input_files(document)
        page.get_by_role("button", name="Legg inn kartet").click()
        expect(page.get_by_role("img", name="Kart over uteområdet")).to_be_visible()
        assert_accessible(page)
        page.goto(f"/undersokelser/{A}/ny")
        page.get_by_role("button", name="Lagre vurderingen").click()
        expect(page.locator(".ds-error-summary")).to_be_focused()
        assert_accessible(page)
