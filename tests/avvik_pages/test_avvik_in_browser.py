"""The pages of notices and avvik in a real browser: with a keyboard, without scripts, on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from accessibility import assert_accessible
from playwright.sync_api import Browser, Page, expect
from raised import raised, treated
from reporters.town_for_reporters import browsing, served
from town import Town, matter, person

from events.base import Stream
from services.case_service.notices.notice import Notice, NoticeKind


@pytest.fixture
def address(town: Town) -> Iterator[str]:
    stream = raised(town, about=matter("sak"))
    treated(town, stream, to="completion")
    notice = Notice(
        person=person("rektor"),
        kind=NoticeKind.OVERDUE,
        cause="oyer.pupil-told-same-day/x:2027-03-01",
        made_at=town.server.clock.now,
        stream=Stream.CASE,
        about=matter("sak"),
    )
    town.server.desk.notices.add([notice])
    with served(town) as found:
        yield found


@pytest.fixture
def page(browser: Browser, town: Town, address: str) -> Iterator[Page]:
    with browsing(browser, town, address, "rektor") as found:
        yield found


@pytest.mark.parametrize("path", ["/varsler", "/avvik", "/avvik?vis=alle&grad=internal_avvik", "/avvik/ny", "/avvik/eksport"])
def test_the_page_is_accessible(page, path):
    page.goto(path)

    assert_accessible(page)


def test_an_avvik_is_accessible(page):
    page.goto("/avvik")
    page.locator(".case-row a").first.click()

    assert_accessible(page)


def test_what_is_wrong_takes_the_focus_and_leads_to_the_field(page):
    page.goto("/avvik/ny")
    page.get_by_role("button", name="Meld avviket").click()

    expect(page.locator(".ds-error-summary")).to_be_focused()
    page.get_by_role("link", name="Velg hva slags avvik det er.").click()

    expect(page.locator("#kind")).to_be_focused()
    assert_accessible(page)


def test_the_calendars_address_is_shown_in_a_field_to_copy(page):
    page.goto("/varsler")
    page.get_by_role("button", name="Lag en kalenderadresse").click()

    assert page.locator("#calendar_address").input_value().endswith(".ics")
    assert_accessible(page)


def test_everything_works_without_scripts(browser, town, address):
    with browsing(browser, town, address, "rektor", java_script_enabled=False) as page:
        page.goto("/varsler")
        page.get_by_role("button", name="Merk som sett").click()
        expect(page.get_by_text("Ingen nye varsler")).to_be_visible()

        page.goto("/avvik/ny")
        page.get_by_label("Type").select_option("process_breach")
        page.get_by_label("Internt avvik").check()
        page.get_by_label("Hva skjedde").fill("Ingen var ute i friminuttet")
        page.get_by_role("button", name="Meld avviket").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Brudd på saksgangen")

        page.goto("/avvik/eksport")
        with page.expect_download() as download:
            page.get_by_role("button", name="Hent filen").click()
        assert download.value.suggested_filename.endswith(".csv")


def test_a_notice_is_opened_by_keyboard_alone(page):
    page.goto("/varsler")
    link = page.locator(".notice a").first
    while not link.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**/saker/**")
