"""The year in a real browser: opened on a phone without scripts, its picture and tables read by axe, supervision by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from accessibility import assert_accessible
from chromium import PHONE, WIDE
from playwright.sync_api import Browser, Page, expect
from record.town_in_browser import ServedTown, served
from schools_year import FRONT, follows, opened, year_of
from town import A, Town, person

from events.lists.year import WheelTask

pytestmark = pytest.mark.long

PAGES = (
    FRONT,
    f"{FRONT}/samtaler",
    f"{FRONT}/oppgaver/ny",
    f"/aret/{A}/2027/apne",
    "/tilsynsplan",
    f"/tilsynsplan/{A}",
    f"/tilsynsplan/{A}/rediger",
    f"/tilsynsplan/{A}/fravaer",
)


def test_a_principal_opens_the_year_on_a_phone_without_scripts_and_has_a_task_done(tmp_path: Path, browser: Browser):
    town = Town(tmp_path)
    follows(town, "baerum")
    with served(town) as place:
        context = place.comes(browser, "rektor", viewport=PHONE, java_script_enabled=False)
        page = context.new_page()
        page.goto("/aret")
        page.get_by_role("link", name="Åpne årshjulet").click()
        page.get_by_label("Første møte i skolemiljøutvalget", exact=True).check()
        page.get_by_role("button", name="Åpne årshjulet").click()
        expect(page.locator("h1")).to_have_text("Årshjul 2026/2027")
        page.get_by_role("table").get_by_role("link", name="Gjennomgang av skolereglene").click()
        page.get_by_role("button", name="Registrer som gjort").click()
        expect(page.locator(".ds-error-summary")).to_contain_text("Velg hva slags dokumentasjon det er")
        page.get_by_label("Referat", exact=True).check()
        page.locator("#note").fill("Gjennomgått på planleggingsdagen.")
        page.get_by_role("button", name="Registrer som gjort").click()
        expect(page.locator("main")).to_contain_text("Slik ble det gjort")
        context.close()
    done = [one.kind for one in year_of(town).tasks if one.done is not None]
    assert done == [WheelTask.REVIEW_OF_SCHOOL_RULES]
    assert WheelTask.SMU_FIRST_MEETING in {one.kind for one in year_of(town).tasks}


def test_a_supervision_plan_is_made_with_the_keyboard_alone(tmp_path: Path, browser: Browser):
    town = Town(tmp_path)
    with served(town) as place:
        context = place.comes(browser, "avdelingsleder", viewport=WIDE)
        page = context.new_page()
        page.goto(f"/tilsynsplan/{A}/rediger")
        page.locator("#place-1").focus()
        page.keyboard.type("Skolegården")
        for _ in range(20):
            page.keyboard.press("Tab")
            if _focused(page) == "from-1":
                break
        page.locator("#from-1").evaluate("field => { field.type = 'text' }")
        page.locator("#to-1").evaluate("field => { field.type = 'text' }")
        page.keyboard.type("11.30")
        page.keyboard.press("Tab")
        page.keyboard.type("12.00")
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday"):
            page.keyboard.press("Tab")
            assert _focused(page) == f"{day}-1"
            page.keyboard.type("Navn laerer")
        page.locator("button[value=adopt]").focus()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Tilsynsplan")
        expect(page.locator(".supervision")).to_contain_text("Navn laerer")
        context.close()
    assert {one.person for one in year_of(town).plans[0].plan.posts} == {person("laerer")}


def test_every_page_of_the_year_is_accessible_and_no_wider_than_the_screen(tmp_path: Path, browser: Browser):
    town = Town(tmp_path)
    follows(town, "baerum")
    opened(town.comes("rektor"))
    with served(town) as place:
        for page in _pages(place, browser, "rektor", PAGES):
            assert_accessible(page)
        for page in _pages(place, browser, "skoleeier", ("/aret/kommunen/2026", "/aret/kommunen/2026/apne")):
            assert_accessible(page)


def _pages(place: ServedTown, browser: Browser, login: str, addresses: tuple[str, ...]):
    context = place.comes(browser, login, viewport=WIDE)
    page = context.new_page()
    for address in addresses:
        page.goto(address)
        expect(page.locator("h1")).to_have_count(1)
        yield page
    page.goto(FRONT)
    if login == "rektor":
        page.locator("tr[data-standing=overdue] a").first.click()
        page.get_by_role("button", name="Registrer som gjort").click()
        expect(page.locator(".ds-error-summary")).to_be_focused()
        yield page
    context.close()


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))
