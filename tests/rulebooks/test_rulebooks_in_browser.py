"""A rulebook is written, tried and adopted in a real browser: accessible wide and on a phone, by keyboard, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from accessibility import assert_accessible
from chromium import PHONE, WIDE
from playwright.sync_api import Browser, Page, expect
from record.town_in_browser import ServedTown, served
from town import A, Town
from watched_page import Watch

from tests.compliance.local_books import local_book

LIST = "/admin/regelsett"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedTown]:
    with served(Town(tmp_path_factory.mktemp("town"))) as found:
        yield found


@pytest.fixture
def page(place: ServedTown, browser: Browser) -> Iterator[Page]:
    context = place.comes(browser, "skoleeier", viewport=WIDE)
    watch = Watch(context.new_page())
    yield watch.page
    context.close()


@pytest.mark.parametrize("path", [LIST, f"{LIST}/oyer", f"{LIST}/law-12/law-12.follow-along", f"{LIST}/ny"])
def test_every_page_is_accessible_wide_and_on_a_phone(page: Page, path: str):
    page.goto(path)
    assert_accessible(page)


def test_faults_take_the_focus_and_lead_to_their_line(page: Page):
    page.goto(f"{LIST}/ny")
    page.locator("#source").fill(local_book(due='kind = "same_dy"'))
    page.get_by_role("button", name="Kontroller og se hva det endrer").click()
    expect(page.locator(".ds-error-summary")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#line-15")).to_be_focused()


def test_a_rule_from_the_form_goes_into_the_text(page: Page):
    page.goto(f"{LIST}/ny")
    page.get_by_text("Legg til en regel med skjema").click()
    for label, written in (
        ("Kort navn", "svar raskt"),
        ("Punkt i planen", "4"),
        ("Regelen på bokmål", "Skolen svarer."),
        ("Regelen på nynorsk", "Skolen svarar."),
        ("Regelen på engelsk", "The school answers."),
        ("Antall", "2"),
    ):
        page.get_by_label(label).fill(written)
    for name, value in (
        ("duty", "investigate"),
        ("opens", "case.ConcernReceived"),
        ("clock", "known_at"),
        ("due", "working_days"),
        ("fulfils", "case.InvestigationPlanned"),
        ("miss", "warning"),
    ):
        page.locator(f"#{name}").select_option(value)
    assert_accessible(page)
    page.get_by_role("button", name="Sett inn regelen i teksten").click()
    expect(page.locator("#source")).to_have_value(re.compile("svar-raskt"))
    page.get_by_role("button", name="Kontroller og se hva det endrer").click()
    expect(page.get_by_text("Teksten er i orden")).to_be_visible()
    assert_accessible(page)


def test_it_is_written_tried_adopted_and_ended_on_a_phone_without_scripts(place: ServedTown, browser: Browser):
    context = place.comes(browser, "skoleeier", viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{LIST}/ny")
    page.locator("#source").fill(local_book())
    page.get_by_role("button", name="Kontroller og se hva det endrer").click()
    expect(page.get_by_text("Teksten er i orden")).to_be_visible()
    page.get_by_role("button", name="Endre teksten").click()
    expect(page.locator("#source")).to_have_value(local_book())
    page.get_by_role("button", name="Kontroller og se hva det endrer").click()
    page.get_by_label("Aspetun skole").check()
    page.get_by_role("button", name="Vedta versjon 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lyngfjords plan")
    expect(page.get_by_text("Aspetun skole").first).to_be_visible()
    assert place.town.server.desk.read_model.school(A).rulebook == "lyngfjord"
    page.get_by_role("link", name="Avslutt").click()
    page.get_by_label("Siste dag").fill("2020-01-01")
    page.get_by_role("button", name="Avslutt regelboken").click()
    expect(page.locator(".ds-error-summary")).to_be_visible()
    context.close()
