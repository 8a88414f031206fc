"""The events of the replay's picture lead to their moments: one link for each place, and one stop of the tab key for them all."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from replay.told_town import ADDRESS, CASE, goes_on, happens
from town import Town

from events.concern import SeverityAssessed
from services.case_service.replay.picture_links import Spot, links

LINK = re.compile(r'<a href="(?P<url>[^"]+)" aria-label="(?P<name>[^"]+)"(?P<rest>[^>]*)>')


def spot(number: int, x: float = 0.0, *, seen: bool = True, shown: bool = False) -> Spot:
    return Spot(number=number, way=((x, 62.0), (x, 116.0), (x, 170.0)), seen=seen, shown=shown)


def led(*spots: Spot) -> list[tuple[str, bool]]:
    """Where each link leads, and whether the tab key stops at it."""
    made = links(spots, lambda number, more: (f"?{number}+{more}", f"{number}"))
    return [(one["url"], 'tabindex="0"' in one["rest"]) for one in LINK.finditer(made)]


def picture(town: Town, query: str) -> dict[str, str]:
    """The links of the page's picture: name and address."""
    text = town.comes("rektor").get(f"{ADDRESS}{query}").text
    drawn = text.partition('class="replay-tracks"')[2].partition("</svg>")[0]
    return {html.unescape(one["name"]): html.unescape(one["url"]) for one in LINK.finditer(drawn)}


def test_events_that_lie_upon_each_other_are_one_link_to_the_first_of_them():
    assert led(spot(1), spot(2, 1), spot(3, 2), spot(4, 400)) == [("?1+2", False), ("?4+0", True)]


def test_where_one_of_them_is_shown_the_link_goes_on_to_the_next_and_round():
    assert led(spot(1), spot(2, shown=True), spot(3)) == [("?3+2", True)]
    assert led(spot(1), spot(2), spot(3, shown=True)) == [("?1+2", True)]


def test_what_came_later_is_never_laid_together_with_what_is_seen():
    assert led(spot(1), spot(2, seen=False)) == [("?1+0", True), ("?2+0", False)]


@pytest.mark.parametrize("count", [1, 31, 5000])
def test_the_tab_key_stops_once_however_many_events_there_are(count: int):
    found = led(*(spot(number, number % 900, shown=number == count) for number in range(1, count + 1)))

    assert len(found) <= 120
    assert [stops for _, stops in found].count(True) == 1


def test_each_event_leads_to_its_moment_by_the_time_and_the_rules_of_the_page(town: Town):
    goes_on(town)
    found = picture(town, "?tid=skrevet&regler=i-dag&hendelse=3&mot_hendelse=1")

    assert len(found) > 1
    for url in found.values():
        assert "tid=skrevet&regler=i-dag&mot_hendelse=1&hendelse=" in url
        assert town.comes("rektor").get(url).status_code == 200


def test_an_event_that_came_later_is_named_by_number_and_time_alone(town: Town):
    goes_on(town)
    town.server.clock.now += timedelta(days=4)
    happens(town, SeverityAssessed(serious=False, reason="Sist"), days_ago=0)
    last = len(town.events(CASE))

    before, then = picture(town, f"?tid=skrevet&hendelse={last - 1}"), picture(town, f"?tid=skrevet&hendelse={last}")

    assert any(name.startswith(f"{last}: hendelse som kom til senere, ") for name in before)
    assert not any(name.startswith(f"{last}: Alvorlighet vurdert") for name in before)
    assert any(name.startswith(f"{last}: Alvorlighet vurdert, ") for name in then)
