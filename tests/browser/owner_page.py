"""The owner's page as a reader meets it: how she comes in, what she reads, what she chooses."""

from __future__ import annotations

from datetime import datetime, timedelta

from chromium import PHONE
from playwright.sync_api import Locator, Page, expect
from told_municipality import FJELLVIK, SCHOOLS, SOLHAUG

from dashboards.numbers import OSLO

SOLHAUG_SKOLE, FJELLVIK_SKOLE = SCHOOLS[SOLHAUG], SCHOOLS[FJELLVIK]
EVER = "?periode=all"


def log_in(page: Page, name: str = "Solveig Kvitsand") -> None:
    page.goto("/eier/")
    page.get_by_role("button", name=name).click()
    expect(page.locator(".source")).to_be_visible()


def opens(page: Page, view: str = "") -> None:
    """Come to the page as somebody who is logged in."""
    page.goto(f"/eier/{view}")
    expect(page.locator(".source")).to_be_visible()


def opens_on_a_phone(page: Page) -> None:
    """The same on a phone, for the whole time, until the charts are drawn."""
    page.set_viewport_size(PHONE)
    opens(page, EVER)
    expect(page.locator(".chart svg").first).to_be_visible()


def shown(page: Page) -> Locator:
    """The line that says what the page is about."""
    return page.locator(".shown")


def schools(page: Page) -> Locator:
    return page.locator("[aria-labelledby='panel-schools']")


def row(page: Page, school: str) -> list[str]:
    """The numbers of a school, as they are read."""
    heading = page.get_by_role("rowheader", name=school, exact=True)
    expect(schools(page).get_by_role("row").filter(has=heading)).to_be_visible()
    return schools(page).get_by_role("row").filter(has=heading).get_by_role("cell").all_inner_texts()


def choose(page: Page, period: str, told: str) -> None:
    """Choose a period, and wait for what the page then says. On a phone the choices unfold first."""
    folded = page.locator(".filters:not([open]) > summary")
    if folded.is_visible():
        folded.click()
    page.get_by_text(period, exact=True).click()
    expect(shown(page)).to_contain_text(told)


def days_ago(days: int) -> str:
    return (datetime.now(OSLO) - timedelta(days=days)).strftime("%d.%m.%Y")
