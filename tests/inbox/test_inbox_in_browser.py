"""A principal with a phone and no scripts handles a concern, slips, and mends it."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from accessibility import assert_accessible
from chromium import PHONE, WIDE
from playwright.sync_api import Browser, expect
from record.town_in_browser import served
from town import Town, person

from events.base import Stream
from events.concern import ConcernReceived
from events.lists.concern import Concern
from events.lists.people import Reporter


def test_a_concern_is_handled_on_a_phone_without_scripts(tmp_path: Path, browser: Browser):
    town, stream_id = Town(tmp_path), uuid4()
    received = ConcernReceived(reporter=Reporter.EMPLOYEE, concern=Concern.EXCLUSION, own_words="Hun sto alene")
    town.happens(Stream.CASE, stream_id, received, by="melder", persons=(person("elev"),))
    with served(town) as place:
        context = place.comes(browser, "rektor", viewport=PHONE, java_script_enabled=False)
        page = context.new_page()
        page.goto("/min-dag")
        page.get_by_role("link", name="1 ny bekymring venter på deg").click()
        page.locator(".concern-row a").first.click()
        page.get_by_label("har vart lenge").check()
        page.get_by_role("button", name="Registrer").click()
        expect(page.locator(".ds-error-summary")).to_contain_text("Velg ja eller nei")
        page.get_by_label("Ja", exact=True).check()
        page.get_by_label("Begrunnelse").fill("Det har vart siden høsten.")
        page.get_by_label("Åpne sak", exact=True).check()
        page.get_by_role("button", name="Registrer").click()
        expect(page.locator("h1")).to_contain_text("Sak ")
        expect(page.locator(".timeline").last).to_contain_text("Sak opprettet")
        context.close()


def test_the_page_of_a_concern_is_accessible_also_when_something_is_wrong(tmp_path: Path, browser: Browser):
    town, stream_id = Town(tmp_path), uuid4()
    received = ConcernReceived(reporter=Reporter.EMPLOYEE, concern=Concern.EXCLUSION, own_words="Hun sto alene")
    town.happens(Stream.CASE, stream_id, received, by="melder", persons=(person("elev"),))
    with served(town) as place:
        context = place.comes(browser, "rektor", viewport=WIDE)
        page = context.new_page()
        page.goto(f"/innboks/{stream_id}")
        assert_accessible(page)
        page.get_by_label("har vart lenge").check()
        page.get_by_role("button", name="Registrer").click()
        expect(page.locator(".ds-error-summary")).to_be_focused()
        assert_accessible(page)
        context.close()
