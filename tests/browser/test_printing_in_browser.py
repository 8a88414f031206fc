"""A page on paper: everything that is folded stands open, nothing is cut off, and what one can only click is left out."""

from __future__ import annotations

import io

import pytest
from chromium import PHONE
from owner_page import EVER, opens, opens_on_a_phone
from playwright.sync_api import Page, Route, expect
from pypdf import PdfReader

A4_ON_ITS_SIDE = (842, 595)
"""In points."""

PAPER = {"width": 1001, "height": 700}
"""What there is room for on it between the margins, in pixels."""


PLOTLY = "**/plotly.min.js"


def printed(page: Page) -> PdfReader:
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def words(text: str) -> str:
    return " ".join(text.split())


def words_on(paper: PdfReader) -> str:
    return words(" ".join(sheet.extract_text() for sheet in paper.pages))


@pytest.mark.parametrize("path", [EVER, f"skole{EVER}"])
def test_every_section_that_a_phone_folds_stands_on_paper(owner: Page, path: str):
    owner.set_viewport_size(PHONE)
    opens(owner, path)
    expect(owner.locator(".chart svg").first).to_be_visible()
    assert owner.locator("details.section:not([open])").count() > 4
    paper = printed(owner)
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in paper.pages} == {A4_ON_ITS_SIDE}
    headings = owner.locator("main :is(h2, h3)").all_text_contents()
    assert len(headings) > 10
    told = words_on(paper)
    assert [heading for heading in headings if words(heading) not in told] == []
    assert owner.locator("details.section[open]").count() == 1


@pytest.mark.parametrize("path", ["", "skole", "arsrapport", "datakvalitet"])
def test_menus_choices_and_buttons_are_left_out(owner: Page, path: str):
    opens(owner, path)
    told = words_on(printed(owner))
    assert owner.get_by_role("heading", level=1).inner_text() in told
    left_out = ("Excel", "Skriv ut", "Land og fylker", "Forrige skoleår", "Logg ut", "Last ned PNG", "På denne siden")
    assert [one for one in left_out if one in told] == []


def test_a_chart_has_the_width_of_its_place_on_paper_and_gets_its_own_back(owner: Page):
    opens_on_a_phone(owner)
    drawn = owner.locator(".chart .main-svg").first
    width = drawn.get_attribute("width") or ""
    owner.emulate_media(media="print")
    owner.set_viewport_size(PAPER)
    owner.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(drawn).not_to_have_attribute("width", width)
    beyond = """[...document.querySelectorAll(".main-svg")].map((svg) =>
      svg.getBoundingClientRect().right - svg.closest(".chart-frame").getBoundingClientRect().right)"""
    assert max(owner.evaluate(beyond)) <= 1
    owner.emulate_media(media="screen")
    owner.set_viewport_size(PHONE)
    owner.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(drawn).to_have_attribute("width", width)


def test_what_is_printed_before_its_charts_are_drawn_has_their_numbers(owner: Page):
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    owner.route(PLOTLY, hold)
    owner.goto(f"/eier/{EVER}", wait_until="commit")
    expect(owner.locator(".source")).to_be_visible()
    assert held
    tables = owner.locator("details.as-table")
    assert tables.count() >= 4
    months = tables.first.locator("tbody th").all_text_contents()
    assert months
    told = words_on(printed(owner))
    assert owner.locator("details.as-table[open]").count() == 0
    assert told.count("Tallene som tabell") == tables.count()
    assert [month for month in months if words(month) not in told] == []
    for route in held:
        route.continue_()
    expect(owner.locator(".chart svg").first).to_be_visible()
    assert "Tallene som tabell" not in words_on(printed(owner))


@pytest.mark.parametrize("path", [EVER, f"skole{EVER}"])
def test_a_page_takes_no_more_sheets_than_it_has_sections(owner: Page, path: str):
    opens(owner, path)
    assert len(printed(owner).pages) <= owner.locator("details.section").count()
