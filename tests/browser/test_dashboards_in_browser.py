"""The pages of avvik, deadlines and data quality in a real browser, over a real warehouse: wide, on a phone, with the keyboard."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from accessibility import assert_accessible
from attacks.dashboard_probe import Probe
from chromium import PHONE, WIDE, reader
from playwright.sync_api import Browser, Page, expect
from reporting.told_log import LIEN
from watched_page import Watch
from werkzeug.serving import make_server
from work_pages import queries

pytestmark = pytest.mark.long

PAGES = {"avvik": "Avvik", "frister": "Frister", "datakvalitet": "Datakvalitet"}
COOKIE = "varde"


@contextmanager
def served(folder: Path, story: str) -> Iterator[tuple[str, Probe]]:
    with queries(story) as found:
        probe = Probe(folder, found)
        server = make_server("127.0.0.1", 0, probe.web.app, threaded=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", probe
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Probe]]:
    with served(tmp_path_factory.mktemp("many"), "many") as found:
        yield found


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Probe]]:
    with served(tmp_path_factory.mktemp("empty"), "empty") as found:
        yield found


@contextmanager
def browsing(browser: Browser, where: tuple[str, Probe], who: str = "owner") -> Iterator[Page]:
    address, probe = where
    context = reader(browser, base_url=address, viewport=WIDE)
    cookie = probe.of(who)[0].get_cookie(COOKIE)
    assert cookie is not None
    context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": address}])
    watched = Watch(context.new_page())
    yield watched.page
    assert watched.is_clean()
    context.close()


@pytest.fixture
def page(browser: Browser, many: tuple[str, Probe]) -> Iterator[Page]:
    with browsing(browser, many) as found:
        yield found


def opened(page: Page, path: str) -> None:
    page.goto(f"/eier/{path}")
    expect(page.locator(".source")).to_be_visible()


def picture(page: Page, name: str) -> None:
    """For whoever wants to look: VARDE_PICTURES names a folder."""
    if folder := os.environ.get("VARDE_PICTURES"):
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)
        page.set_viewport_size(WIDE)


@pytest.mark.parametrize("path", PAGES)
def test_the_page_is_accessible_wide_and_on_a_phone(page: Page, path: str):
    opened(page, path)
    expect(page.get_by_role("heading", level=1)).to_have_text(PAGES[path])
    picture(page, path)
    assert_accessible(page)


@pytest.mark.parametrize("path", PAGES)
def test_a_municipality_without_cases_reads_in_words_and_is_accessible(browser: Browser, empty: tuple[str, Probe], path: str):
    with browsing(browser, empty) as page:
        opened(page, path)
        expect(page.locator(".message")).to_be_visible()
        picture(page, f"{path}-empty")
        assert_accessible(page)


def test_a_list_is_chosen_in_the_address_and_the_back_button_goes_back_to_the_other(page: Page):
    opened(page, "avvik")
    expect(page.locator(".tabs strong")).to_have_text(re.compile("^Åpne "))
    page.locator(".tabs").get_by_role("link", name="Over fristen").click()
    expect(page.locator(".tabs strong")).to_have_text(re.compile("^Over fristen "))
    assert "valg=forfalte" in page.url
    page.go_back()
    expect(page.locator(".tabs strong")).to_have_text(re.compile("^Åpne "))
    assert "valg" not in page.url


def test_a_school_narrows_the_page_and_stays_in_the_link_to_the_avvik(page: Page):
    opened(page, "avvik")
    page.get_by_role("link", name="Lien skole", exact=True).click()
    expect(page.locator(".shown")).to_contain_text("Lien skole")
    first = page.locator(".data-table a[href^='/avvik/']").first.get_attribute("href")
    assert first is not None
    assert f"tilbake=%2Feier%2Favvik%3Fskole%3D{LIEN}" in first


def test_the_pages_are_used_with_the_keyboard_alone(page: Page):
    opened(page, "frister")
    page.locator(".tabs a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".tabs strong")).to_have_text(re.compile("^Haster"))
    page.locator(".explained summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".explained[open]").first).to_be_visible()


def test_a_finding_opens_the_list_of_where_it_was_found_and_closes_it_again(page: Page):
    opened(page, "datakvalitet")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Trinnet er ikke oppgitt"))
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Hvor det ble funnet")).to_be_visible()
    assert page.locator("a[href^='/saker/']").count() == 3
    assert_accessible(page)
    page.get_by_role("link", name="Lukk listen").click()
    expect(page.get_by_role("heading", name="Hvor det ble funnet")).to_be_hidden()


@pytest.mark.parametrize("path", PAGES)
def test_the_file_holds_what_the_page_shows(page: Page, path: str):
    opened(page, path)
    with page.expect_download() as download:
        page.locator("a[href*='tall.csv']").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    heads = page.locator(".data-table tbody th:visible").all_inner_texts()
    assert heads
    assert [head for head in heads if head not in text] == []
