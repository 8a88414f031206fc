"""A case of the demo municipality is looked back on by keyboard alone: from the login to two dates side by side.

A colleague saw the pupil shut out, the school knew of it three school days later, and it was written down after the plan was
adopted. So it stands in another place in each of the three times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from pathlib import Path

import pytest
from chromium import WIDE, reader
from made_demo import demo_for
from playwright.sync_api import Browser, Page, expect
from watched_page import Watch

from events.envelope import Recorded
from events.local_time import OSLO
from tests.browser.running_varde import started
from varde.composition import event_store, make_read_model
from varde.demo.accounts import PASSWORD
from varde.demo.authority import ASKED_CASE
from varde.settings import Settings, read_settings

pytestmark = pytest.mark.long

AXES = {"skjedde": attrgetter("occurred_at"), "visste": attrgetter("known_at"), "skrevet": attrgetter("recorded_at")}
SEEN = "Observasjon registrert"
ADOPTED = "Plan vedtatt"
ORDERS_OF_A_DATE = ("%m%d%Y", "%d%m%Y", "%Y%m%d")
"""In which order the parts of a date are written depends on the language of the machine's browser."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = read_settings({"VARDE_DATA": str(tmp_path_factory.mktemp("demo")), "VARDE_TENANT": "demo"})
    demo_for(settings, tmp_path_factory)
    make_read_model(settings)
    return settings


@pytest.fixture(scope="module")
def told(demo: Settings) -> tuple[Recorded, ...]:
    """The case as it is stored."""
    with event_store(demo) as store:
        return tuple(store.facts(ASKED_CASE))


@pytest.fixture(scope="module")
def address(demo: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with started(demo, Path(tmp_path_factory.mktemp("log")) / "log", "serve", "cases", ready="/healthz") as found:
        yield found


@pytest.fixture
def page(address: str, browser: Browser) -> Iterator[Page]:
    """The principal's window, after she has logged in and come to the replay of the case; the mouse is never touched."""
    context = reader(browser, base_url=address, viewport=WIDE)
    watch = Watch(context.new_page())
    page = watch.page
    page.goto("/logg-inn")
    reach(page, "#login")
    page.keyboard.type("rektor")
    reach(page, "#password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/logg-inn" not in url)
    for link, there in (
        ("header a[href='/saker']", "**/saker"),
        (f"main a[href='/saker/{ASKED_CASE}']", f"**/saker/{ASKED_CASE}"),
        (".matter-tabs a[href$='/avspilling']", "**/avspilling"),
    ):
        follow(page, link, there)
    yield page
    assert watch.is_clean()
    context.close()


def reach(page: Page, selector: str, key: str = "Tab") -> None:
    """Press Tab, or Tab backwards, until the focus stands on something."""
    for _ in range(200):
        page.keyboard.press(key)
        if page.locator(":focus").and_(page.locator(selector)).count():
            return
    raise AssertionError(f"no way to {selector} by keyboard")


def follow(page: Page, link: str, there: str, key: str = "Tab") -> None:
    reach(page, link, key)
    page.keyboard.press("Enter")
    page.wait_for_url(there)


def write_date(page: Page, selector: str, day: date) -> None:
    """Type a date into the field that has the focus, part by part."""
    for order in ORDERS_OF_A_DATE:
        page.keyboard.type(day.strftime(order))
        if page.locator(selector).input_value() == day.isoformat():
            return
        for _ in range(3):
            page.keyboard.press("Backspace")
            page.keyboard.press("ArrowLeft")
    raise AssertionError(f"the field took no date: {page.locator(selector).input_value()}")


def place_of(told: tuple[Recorded, ...], axis: str, topic: str) -> int:
    """The place in which an event stands when the case is told by one of its times."""
    order = sorted(told, key=lambda one: (AXES[axis](one.envelope), one.version))
    late = [one for one in order if one.topic == topic and one.envelope.known_at > one.envelope.occurred_at]
    return 1 + order.index(late[0])


def norwegian(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def test_what_was_seen_early_known_later_and_written_last_stands_in_three_places(told):
    assert len({place_of(told, axis, "case.ObservationNoted") for axis in AXES}) == 3


def test_by_keyboard_alone_one_goes_through_all_three_times_and_compares_two_dates(page: Page, told):
    for axis in AXES:
        arrows_lead_to_it_where_it_stands(page, told, axis)
    before_it_was_written_down_nobody_sees_it(page, told)
    two_dates_are_compared(page, told)


def arrows_lead_to_it_where_it_stands(page: Page, told: tuple[Recorded, ...], axis: str) -> None:
    """In one of the three times: the first event, the one that was seen, and the last."""
    total, place = len(told), place_of(told, axis, "case.ObservationNoted")
    stands = page.locator("#replay-stands")

    if axis != "skjedde":
        follow(page, f"#replay-switches a[href*='tid={axis}']", f"**tid={axis}*", "Shift+Tab")
    reach(page, "#plass")
    page.keyboard.press("Home")
    expect(stands).to_contain_text(f"(1 av {total})")
    for _ in range(place - 1):
        page.keyboard.press("ArrowRight")

    expect(stands).to_contain_text(f"({place} av {total})")
    expect(stands).to_contain_text(SEEN)
    expect(page.locator(".replay-event h3").first).to_contain_text(SEEN)
    page.keyboard.press("End")
    expect(stands).to_contain_text(f"({total} av {total})")


def before_it_was_written_down_nobody_sees_it(page: Page, told: tuple[Recorded, ...]) -> None:
    """By the time of writing the plan is in force before it, and one step later it stands among what was written late."""
    place = place_of(told, "skrevet", "case.ObservationNoted")

    reach(page, "#plass", "Shift+Tab")
    page.keyboard.press("Home")
    for _ in range(place - 2):
        page.keyboard.press("ArrowRight")

    expect(page.locator("#replay-stands")).to_contain_text(f"({place - 1} av {len(told)})")
    expect(page.locator("section[aria-labelledby=plan]")).to_contain_text("Versjon 1")
    expect(page.locator("section[aria-labelledby=late]")).not_to_contain_text(SEEN)
    page.keyboard.press("ArrowRight")
    expect(page.locator("section[aria-labelledby=late]")).to_contain_text(SEEN)


def two_dates_are_compared(page: Page, told: tuple[Recorded, ...]) -> None:
    """The day before the plan beside today: what differs, and every event between them."""
    adopted = next(one for one in told if one.topic == "case.PlanAdopted").envelope.recorded_at.astimezone(OSLO).date()
    before, after = adopted - timedelta(days=1), datetime.now(UTC).astimezone(OSLO).date()

    reach(page, ".replay-forms details:nth-of-type(1) > summary")
    page.keyboard.press("Enter")
    reach(page, "#dag")
    write_date(page, "#dag", before)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**dag={before}*")
    expect(page.locator("section[aria-labelledby=plan]")).not_to_contain_text("Versjon 1")
    reach(page, ".replay-forms details:nth-of-type(2) > summary")
    page.keyboard.press("Enter")
    reach(page, "#mot_dag")
    write_date(page, "#mot_dag", after)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**mot_dag={after}*")

    compared = page.locator(".replay-against-view")
    expect(compared.locator("h2")).to_have_text("To tidspunkter ved siden av hverandre")
    heads = compared.locator("table").first.locator("thead th")
    expect(heads.nth(2)).to_contain_text(norwegian(before))
    expect(heads.nth(3)).to_contain_text(norwegian(after))
    expect(compared.locator(".duty-changes")).to_be_visible()
    between = compared.locator("ul.plain li")
    expect(between.filter(has_text=ADOPTED)).to_have_count(1)
    expect(between.filter(has_text=re.compile(SEEN))).to_have_count(1)
    expect(between).to_have_count(sum(before < one.envelope.recorded_at.astimezone(OSLO).date() for one in told))
