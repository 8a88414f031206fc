"""When it happened and when it was known, as people write it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from events.envelope import Precision
from services.case_service.http.moments import MomentProblem, now_when, read_clock, read_day, read_when

NOW = datetime(2027, 3, 3, 9, 15, tzinfo=UTC)  # 10.15 in Norway


@pytest.mark.parametrize("written", ["2027-03-01", "01.03.2027", "1.3.2027", "1.3.27", "1/3/2027"])
def test_a_date_is_read_as_people_write_it(written: str):
    assert read_day("f", written) == date(2027, 3, 1)


@pytest.mark.parametrize("written", ["i går", "31.02.2027", "2027", "00.01.2027", "1.3.20277", "1.3.2027x", "2027-3"])
def test_what_is_no_date_names_its_field(written: str):
    with pytest.raises(MomentProblem) as raised:
        read_day("occurred_on", written)
    assert (raised.value.field, raised.value.key) == ("occurred_on", "page.moment.no_date")


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("14:05", time(14, 5)),
        ("14.05", time(14, 5)),
        ("1405", time(14, 5)),
        ("9", time(9)),
        ("kl. 9", time(9)),
        ("09:05:59", time(9, 5)),
    ],
)
def test_a_time_is_read_as_people_write_it(written: str, clock: time):
    assert read_clock("f", written) == clock


@pytest.mark.parametrize("written", ["25:00", "9:70", "ti over ni", "9:5:", "-1"])
def test_what_is_no_time_names_its_field(written: str):
    with pytest.raises(MomentProblem, match=r"page\.moment\.no_time"):
        read_clock("occurred_time", written)


def test_what_is_left_out_is_now():
    assert read_when({}, NOW) == read_when({"occurred_on": " ", "known_on": ""}, NOW)
    found = read_when({}, NOW)
    assert (found.occurred_at, found.known_at, found.precision) == (NOW, NOW, Precision.EXACT)


def test_a_time_without_a_day_is_today_on_norwegian_clocks():
    late = datetime(2027, 3, 3, 23, 30, tzinfo=UTC)  # half past midnight, 4 March in Norway

    assert read_when({"occurred_time": "00.10"}, late).occurred_at == datetime(2027, 3, 3, 23, 10, tzinfo=UTC)


def test_a_day_without_a_time_is_known_to_the_day_and_never_later_than_now():
    earlier, today = read_when({"occurred_on": "01.03.2027"}, NOW), read_when({"occurred_on": "03.03.2027"}, NOW)

    assert earlier.occurred_at == datetime(2027, 3, 1, 22, 59, 59, 999999, tzinfo=UTC)
    assert earlier.precision is Precision.DAY
    assert today.occurred_at == NOW


def test_a_day_to_come_is_left_to_the_rules_to_refuse():
    assert read_when({"occurred_on": "04.03.2027"}, NOW).occurred_at > NOW


def test_when_it_was_known_may_be_told_apart():
    found = read_when({"occurred_on": "01.03.2027", "occurred_time": "10:00", "known_on": "02.03.2027", "known_time": "8"}, NOW)

    assert found.occurred_at == datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    assert found.known_at == datetime(2027, 3, 2, 7, 0, tzinfo=UTC)


def test_the_hour_that_summer_time_skips_is_refused_and_the_one_that_comes_twice_is_its_first():
    with pytest.raises(MomentProblem, match=r"page\.moment\.skipped_hour"):
        read_when({"occurred_on": "28.03.2027", "occurred_time": "02:30"}, NOW)
    assert read_when({"occurred_on": "31.10.2027", "occurred_time": "02:30"}, NOW).occurred_at == datetime(
        2027, 10, 31, 0, 30, tzinfo=UTC
    )


def test_the_ends_of_the_calendar_are_left_to_the_rules_to_refuse():
    for written in ("31.12.9999", "01.01.0001"):
        assert read_when({"occurred_on": written, "occurred_time": "23:59"}, NOW).occurred_at != NOW


def test_what_was_stated_is_the_same_when_the_form_is_sent_twice():
    form = {"occurred_on": "03.03.2027"}
    later = NOW.replace(minute=16)

    assert read_when(form, NOW).stated == read_when(form, later).stated
    assert now_when(NOW).stated == now_when(later).stated
