"""The address is the only state: what it says is read strictly and written back the same."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.periods import EARLIEST, LATEST, Period, Preset
from dashboards.view import ChoiceError, Filter, View, read_query, read_search

DAYS = st.none() | st.dates(EARLIEST, date(LATEST.year - 1, 12, 31))
VIEWS = st.builds(
    View,
    school=st.none() | st.from_regex(r"[0-9]{9}", fullmatch=True),
    preset=st.sampled_from(Preset),
    own=st.builds(Period, DAYS, DAYS),
    grade=st.none() | st.integers(1, 10),
    as_of=DAYS,
    recorded_by=DAYS,
    chosen=st.none() | st.from_regex(r"[a-z0-9_.-]{1,80}", fullmatch=True),
)

NAMES = st.sampled_from(("skole", "periode", "fra", "til", "trinn", "per", "registrert", "valg")) | st.text(max_size=10)
SAID = st.sampled_from((*Preset, "100000001", "4", "en-liste")) | st.dates().map(str) | st.text(max_size=10)


@given(VIEWS)
def test_a_view_that_is_sent_is_the_view_that_is_seen(view: View):
    assert read_search(view.search()) == without_days_that_nobody_chose(view)


@given(st.text(max_size=60) | st.lists(st.tuples(NAMES, SAID), max_size=8).map(urlencode))
def test_any_address_is_refused_or_read_as_a_view_that_stands_in_an_address_of_its_own(search: str):
    try:
        seen = read_search(f"?{search}")
    except ChoiceError:
        return
    assert read_search(seen.search()) == without_days_that_nobody_chose(seen)


def test_what_nobody_chose_is_not_in_the_address():
    assert View().search() == ""
    assert read_search("") == read_search(None) == read_search("?sprak=nn&utm_source=x") == View()


def test_an_empty_value_is_no_choice():
    assert read_query({"skole": "", "trinn": "", "per": "", "valg": ""}) == View()


@pytest.mark.parametrize("filter_", Filter)
def test_a_page_does_not_see_what_it_has_no_control_for(filter_: Filter):
    chosen = View(
        school="100000001",
        preset=Preset.ALL,
        own=Period(date(2026, 1, 1), None),
        grade=4,
        as_of=date(2026, 1, 2),
        recorded_by=date(2026, 1, 3),
    )
    assert chosen.limited(frozenset(Filter)) == chosen
    without = chosen.limited(frozenset(Filter) - {filter_})
    nobody = View()
    changed = {name for name in fields(chosen) if getattr(without, name) != getattr(chosen, name)}
    assert changed == ({"preset", "own"} if filter_ is Filter.PERIOD else {filter_.value})
    assert all(getattr(without, name) == getattr(nobody, name) for name in changed)


def without_days_that_nobody_chose(view: View) -> View:
    return view if view.preset is Preset.OWN else msgspec.structs.replace(view, own=Period(None, None))


def fields(view: View) -> dict[str, object]:
    return {name: getattr(view, name) for name in View.__struct_fields__}
