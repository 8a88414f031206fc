"""The owner's numbers in a real browser, over a real store and warehouse: tables, charts, and the files that they leave in."""

from __future__ import annotations

import re

import pytest
from owner_page import EVER, FJELLVIK_SKOLE, SOLHAUG_SKOLE, choose, log_in, opens, row, schools, shown
from playwright.sync_api import Page, expect
from told_municipality import FJELLVIK, SOLHAUG


def test_the_owner_logs_in_and_sees_every_school_with_its_numbers(page: Page):
    log_in(page)
    expect(page).to_have_url(re.compile("/eier/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Skolemiljøet i kommunen")
    choose(page, "Alt", "2 skoler · hele tiden")
    assert row(page, SOLHAUG_SKOLE)[:2] == ["2", "2"]
    assert row(page, FJELLVIK_SKOLE)[:2] == ["1", "1"]
    assert "3,0" in row(page, SOLHAUG_SKOLE)
    assert "30,0" in row(page, FJELLVIK_SKOLE)
    assert row(page, "Hele kommunen")[:2] == ["3", "3"]
    expect(page.locator(".chart svg").first).to_be_visible()


def test_a_cell_of_the_heat_map_opens_the_duties_behind_it(owner: Page):
    opens(owner, EVER)
    heat = owner.locator("[aria-labelledby='panel-duty_heat']")
    heat.get_by_role("row").filter(has_text=FJELLVIK_SKOLE).locator("a.heat").first.click()
    expect(owner).to_have_url(re.compile(rf"/eier/skole\?skole={FJELLVIK}&periode=all&valg=due\.[a-z_]+#saker$"))
    expect(owner.get_by_role("heading", level=1)).to_have_text("Skolen")
    expect(owner).to_have_title(re.compile("^Skolen"))
    expect(owner.locator(".drill")).to_contain_text(re.compile(r"Plikter med frist i perioden \(.+\): \d+\."))
    expect(owner.locator("#saker tbody th a").first).to_have_attribute("href", re.compile("^/saker/[0-9a-f-]{36}$"))
    owner.go_back()
    expect(shown(owner)).to_contain_text("hele tiden")


def test_a_column_of_a_chart_opens_what_it_counts_and_so_does_its_number_in_the_table(owner: Page):
    opens(owner, EVER)
    months = owner.locator("[aria-labelledby='panel-case_months']")
    expect(months.locator(".chart .main-svg").first).to_be_visible()
    months.locator(".bars .point").last.scroll_into_view_if_needed()
    box = months.locator(".bars .point").last.bounding_box()
    assert box is not None
    owner.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 3)
    owner.mouse.down()
    owner.mouse.up()
    expect(owner).to_have_url(re.compile(r"/eier/skole\?periode=all&valg=new\.\d{4}-\d{2}#saker$"))
    expect(owner.locator(".drill")).to_contain_text("Saker som begynte i perioden (")
    address = owner.url
    owner.go_back()
    expect(shown(owner)).to_contain_text("hele tiden")
    months.locator("details.as-table > summary").click()
    number = months.locator("details.as-table td a").and_(owner.locator(f"[href*='{address.split('valg=')[1]}']"))
    count = number.inner_text()
    number.click()
    expect(owner).to_have_url(address)
    expect(owner.locator(".drill")).to_contain_text(f": {count}.")
    expect(owner.locator("#saker tbody tr")).to_have_count(int(count))


def test_a_table_is_sorted_by_its_headings(owner: Page):
    opens(owner, EVER)
    names = schools(owner).locator("tbody th")
    expect(names.first).to_have_text(FJELLVIK_SKOLE)
    schools(owner).get_by_role("button", name="Åpne", exact=True).first.click()
    expect(names.first).to_have_text(SOLHAUG_SKOLE)
    expect(schools(owner).locator("[aria-sort='descending']")).to_have_count(1)


def test_what_is_missing_stands_last_whichever_way_a_table_is_sorted(owner: Page):
    opens(owner, "?periode=last_30_days")
    headings = schools(owner).locator("button.sort")
    found = set()
    for place in range(1, headings.count()):
        for _ in range(2):
            headings.nth(place).click()
            cells = schools(owner).locator(f"tbody tr > :nth-child({place + 1})")
            missing = ["missing" in (cell.get_attribute("class") or "") for cell in cells.all()]
            assert missing == sorted(missing)
            found |= set(missing)
    assert found == {False, True}


def test_a_chart_is_a_picture_file_on_wish(owner: Page):
    opens(owner, EVER)
    expect(owner.locator(".chart svg").first).to_be_visible()
    for kind in ("PNG", "SVG"):
        with owner.expect_download() as download:
            owner.get_by_role("button", name=f"Last ned {kind}").first.click()
        assert download.value.suggested_filename == f"varde-duty_months.{kind.lower()}"


@pytest.mark.parametrize(("language", "month"), [("nb", "juni"), ("nn", "juni"), ("en", "Jun")])
def test_charts_know_the_readers_language_without_asking_anybody(owner: Page, language: str, month: str):
    opens(owner, f"{EVER}&sprak={language}")
    expect(owner.locator(".chart svg").first).to_be_visible()
    assert owner.evaluate("document.querySelector('.js-plotly-plot')._context.locale") == language
    drawn = """(language) => {
      const place = document.body.appendChild(document.createElement("div"));
      const figure = [{x: ["2026-06-01", "2026-06-02"], y: [1, 2]}];
      return Plotly.newPlot(place, figure, {xaxis: {tickformat: "%b"}}, {locale: language})
        .then(() => [place.querySelector(".xtick").textContent, place.querySelector(".modebar-btn").dataset.title]);
    }"""
    tick, button = owner.evaluate(drawn, language)
    assert tick.startswith(month)
    assert button.startswith("Download" if language == "en" else "Last ned")


def test_the_files_hold_what_the_page_shows(owner: Page):
    opens(owner, EVER)
    with owner.expect_download() as download:
        owner.get_by_role("link", name="CSV").click()
    assert f"{SOLHAUG};{SOLHAUG_SKOLE};2;2;" in download.value.path().read_text(encoding="utf-8-sig")
    for name, begins in (("Excel", b"PK"), ("PDF", b"%PDF")):
        with owner.expect_download() as download:
            owner.get_by_role("group", name="Ta med tallene").get_by_role("link", name=name).click()
        assert download.value.path().read_bytes().startswith(begins)
