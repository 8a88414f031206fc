"""What an owner chooses to see (period, day, school, language) changes the page and stands in its address."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from owner_page import EVER, FJELLVIK_SKOLE, SOLHAUG_SKOLE, choose, days_ago, opens, row, schools, shown
from playwright.sync_api import Page, expect
from told_municipality import FJELLVIK

from dashboards.numbers import DASH, OSLO


def test_what_is_chosen_stands_in_the_address_and_the_browser_goes_back_and_forth(owner: Page):
    opens(owner)
    choose(owner, "Siste 30 dager", days_ago(29))
    expect(owner).to_have_url(re.compile(r"/eier/\?periode=last_30_days$"))
    choose(owner, "Alt", "hele tiden")
    expect(owner).to_have_url(re.compile(r"/eier/\?periode=all$"))
    owner.go_back()
    expect(shown(owner)).to_contain_text(days_ago(29))
    expect(owner.get_by_role("radio", name="Siste 30 dager")).to_be_checked()
    owner.go_forward()
    expect(shown(owner)).to_contain_text("hele tiden")
    owner.reload()
    expect(shown(owner)).to_contain_text("hele tiden")
    expect(owner.get_by_role("radio", name="Alt")).to_be_checked()


def test_an_address_can_be_sent_and_shows_the_same_view(owner: Page):
    owner.goto(f"/eier/skole?skole={FJELLVIK}&periode=all&per={datetime.now(OSLO) - timedelta(days=5):%Y-%m-%d}")
    expect(shown(owner)).to_have_text(f"{FJELLVIK_SKOLE} · hele tiden · slik det var til og med {days_ago(5)}")
    expect(owner.get_by_role("textbox", name="Skole")).to_have_value(FJELLVIK_SKOLE)
    expect(owner.get_by_role("textbox", name="Slik det var til og med")).to_have_value(days_ago(5))


def test_the_period_changes_the_numbers(owner: Page):
    opens(owner)
    choose(owner, "Siste 30 dager", days_ago(29))
    assert row(owner, FJELLVIK_SKOLE)[:2] == ["1", "0"]
    assert row(owner, SOLHAUG_SKOLE)[:2] == ["2", "2"]
    choose(owner, "Siste 12 måneder", days_ago(0))
    expect(schools(owner).get_by_role("row").filter(has_text=FJELLVIK_SKOLE).get_by_role("cell").nth(1)).to_have_text("1")


def type_dates(page: Page, first: str, last: str) -> None:
    page.get_by_text("Egne datoer", exact=True).click()
    for label, day in (("Fra og med", first), ("Til og med", last)):
        box = page.get_by_role("textbox", name=label, exact=True)
        box.fill(day)
        box.press("Enter")
        expect(shown(page)).to_contain_text(day)


def test_own_dates_can_be_typed(owner: Page):
    opens(owner)
    expect(owner.get_by_label("Fra og med")).to_be_hidden()
    type_dates(owner, days_ago(110), days_ago(90))
    expect(schools(owner).get_by_role("row").filter(has_text=SOLHAUG_SKOLE).get_by_role("cell").nth(1)).to_have_text("0")
    assert row(owner, FJELLVIK_SKOLE)[1] == "1"


def test_a_period_in_which_nothing_happened_has_nothing_to_measure(owner: Page):
    opens(owner)
    type_dates(owner, "01.02.2001", "03.02.2001")
    expect(shown(owner)).to_contain_text("01.02.2001\u201303.02.2001")
    assert row(owner, SOLHAUG_SKOLE)[3:5] == ["0", DASH]
    assert row(owner, "Hele kommunen")[1:5] == ["0", "0", "0", DASH]


def test_a_past_day_shows_what_had_happened_by_then(owner: Page):
    opens(owner, EVER)
    box = owner.get_by_role("textbox", name="Slik det var til og med")
    box.fill(days_ago(15))
    box.press("Enter")
    expect(shown(owner)).to_contain_text(f"slik det var til og med {days_ago(15)}")
    assert row(owner, SOLHAUG_SKOLE)[:2] == ["1", "1"]


def test_a_school_is_found_by_its_name(owner: Page):
    opens(owner)
    owner.get_by_role("navigation", name="Sidene i oversikten").get_by_role("link", name="Skolen").click()
    expect(shown(owner)).to_contain_text("2 skoler")
    box = owner.get_by_role("textbox", name="Skole")
    box.fill("fjell")
    owner.get_by_role("option", name=FJELLVIK_SKOLE).click()
    expect(shown(owner)).to_contain_text(FJELLVIK_SKOLE)
    expect(owner).to_have_url(re.compile(f"skole={FJELLVIK}"))


@pytest.mark.parametrize(
    ("language", "title", "everything"),
    [("Nynorsk", "Skolemiljøet i kommunen", "Opne saker"), ("English", "School environment in the municipality", "Open cases")],
)
def test_the_language_is_changed_and_remembered_with_the_period(owner: Page, language: str, title: str, everything: str):
    opens(owner, "?periode=last_30_days")
    owner.get_by_role("link", name=language).click()
    expect(owner.get_by_role("heading", level=1)).to_have_text(title)
    expect(owner.locator(".key-figures").first).to_contain_text(everything)
    expect(shown(owner)).to_contain_text(days_ago(29) if language == "Nynorsk" else "2 schools")
    expect(owner).to_have_url(re.compile("periode=last_30_days"))
    owner.goto("/eier/")
    expect(owner.get_by_role("heading", level=1)).to_have_text(title)
    assert owner.evaluate("document.documentElement.lang") == {"Nynorsk": "nn", "English": "en"}[language]
