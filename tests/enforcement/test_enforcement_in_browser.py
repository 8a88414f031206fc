"""The case with Statsforvalteren in a real browser: from the request to the end, wide and on a phone, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from accessibility import assert_accessible
from chromium import PHONE, WIDE
from journeys.walker import Walker
from playwright.sync_api import Browser, Page, expect
from record.town_in_browser import ServedTown, served
from town import NOW, Town, matter
from watched_page import Watch

CASE = f"/saker/{matter('sak')}"
TODAY = NOW.date()


def on(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[ServedTown]:
    with served(Town(tmp_path)) as found:
        yield found


def person(place: ServedTown, browser: Browser, who: str, **options) -> Page:
    return place.comes(browser, who, viewport=WIDE, **options).new_page()


def begun(walker: Walker) -> str:
    """From the pupil's case: guardians have reported it."""
    walker.goes_to(f"{CASE}/statsforvalter").presses("Skriv ned at saken er meldt")
    walker.fills_in(reported_by="guardian", raised_with_principal_on=on(-10), theme="Skolen gjør ikke nok.").sends("Registrer")
    return walker.case


def goes_all_the_way(walker: Walker) -> str:
    """Everything that the two sides do, in the forms that the page leads to."""
    case = begun(walker)
    walker.records("enforcement.StatsforvalterRequestedInformation", questions="Hva har skolen gjort?", answer_by=on(14))
    walker.presses("Bedt om lengre frist").fills_in(new_date=on(21), reason="Eleven skal høres først.").sends("Registrer")
    walker.presses("Frist forlenget").fills_in(answer_by=on(21)).sends("Registrer")
    walker.presses("Skriv og godkjenn redegjørelsen").sends("Registrer")
    walker.presses("Send redegjørelsen").sends("Registrer")
    walker.records("enforcement.StatsforvalterMeetingHeld", minutes="Vi gikk gjennom planen.")
    walker.records("enforcement.StatsforvalterDecisionReceived", decision="order_to_correct", due_on=on(42), measures_duty_met="no")
    walker.presses("Punkt i pålegg gitt").fills_in(text="Undersøk hvordan eleven har det.").sends("Registrer")
    walker.records("enforcement.CoerciveFineWarned", amount="25000", unit="week", answer_by=on(7))
    walker.records("enforcement.CoerciveFineImposed", amount="25000", unit="week", runs_from=on(-20))
    walker.goes_to(f"{case}/statsforvalter").presses("Gjennomfør punktet")
    walker.fills_in(evidence="Eleven er hørt på nytt.")
    walker.page.get_by_label("Elev hørt", exact=False).first.check(force=True)
    walker.sends("Registrer")
    walker.records("enforcement.StatsforvalterFollowUpSent", all_items_completed="yes", content="Alt er gjennomført.")
    walker.presses("Be om at tvangsmulkten stanses").fills_in(stopped_on=on(0), ground="orders_carried_out").sends("Registrer")
    walker.records("enforcement.ComplaintToUdirLodged", complainant="guardian")
    walker.records("enforcement.UdirDecided", outcome="upheld")
    walker.presses("Skriv ned når Statsforvalteren avslutter saken").fills_in(ground="orders_carried_out").sends("Registrer")
    return case


@pytest.mark.long
def test_a_case_goes_from_the_request_to_its_end_on_the_page_alone_and_the_page_is_accessible(place: ServedTown, browser: Browser):
    watch = Watch(person(place, browser, "rektor"))
    walker = Walker(watch.page, None)
    case = goes_all_the_way(walker)
    walker.goes_to(f"{case}/statsforvalter")
    assert walker.reads("Statsforvalteren har avsluttet saken")
    assert walker.reads("50\u00a0000 kr")
    assert walker.reads("besvart i redegjørelsen")
    expect(walker.page.locator(".order-items .values a")).to_contain_text("Elev hørt")
    assert_accessible(walker.page)
    walker.page.set_viewport_size(PHONE)
    assert walker.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    walker.page.emulate_media(media="print")
    assert walker.page.locator(".as-of").is_hidden()
    assert watch.is_clean()


def test_another_day_is_chosen_and_a_step_recorded_without_scripts(place: ServedTown, browser: Browser):
    walker = Walker(person(place, browser, "rektor"), None)
    case = begun(walker)
    bare = person(place, browser, "rektor", java_script_enabled=False)
    bare.goto(f"{case}/statsforvalter")
    bare.get_by_role("link", name="Skriv ned: Opplysninger etterspurt").click()
    bare.locator("[name=questions]").first.fill("Hva har skolen gjort?")
    bare.locator("[name=answer_by]").fill(on(14))
    bare.get_by_role("button", name="Registrer", exact=True).click()
    assert bare.url.endswith("/statsforvalter")
    bare.get_by_label("Vis saken slik den sto").fill(on(20))
    bare.get_by_role("button", name="Vis", exact=True).click()
    expect(bare.locator(".task-when").first).to_contain_text("6 dager over fristen")
    assert f"dag={date.fromisoformat(on(20))}" in bare.url
