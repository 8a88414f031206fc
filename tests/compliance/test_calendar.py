"""Days as the law counts them: in Oslo, over clock changes, leap days, year changes, holidays and school years."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from each import for_each

from services.compliance.calendar import (
    Calendar,
    before_iso_week,
    day_of_school_year,
    end_of_day,
    first_year_of_school_year,
    local_date,
    local_day,
)
from tests.compliance.plain_reading import holidays, works

CALENDAR = Calendar()


def one(expression: pl.Expr, **columns: object) -> object:
    return pl.DataFrame({name: [value] for name, value in columns.items()}).select(expression).item()


def nth_working_day(day: date, n: int) -> object:
    return one(CALENDAR.nth_working_day(pl.col("day"), pl.col("n")), day=day, n=n)


def test_every_day_of_thirty_one_years_is_the_working_day_that_gauss_and_meeus_say() -> None:
    frame = CALENDAR.frame()

    assert frame.height == (date(2045, 12, 31) - date(2015, 1, 1)).days + 1
    for day, working, holiday in frame.select("day", "working_day", "holiday").iter_rows():
        assert working == works(day), day
        assert (holiday is not None) == (day in holidays(day.year)), day


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 3, 3), 5, date(2026, 3, 10)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # opened on a Saturday
        (date(2026, 4, 1), 1, date(2026, 4, 7)),  # Wednesday before Easter: the next working day is Tuesday
        (date(2025, 12, 23), 3, date(2025, 12, 30)),  # the 24th is a working day by law, the 25th and 26th are not
        (date(2025, 12, 30), 2, date(2026, 1, 2)),
        (date(2026, 5, 13), 5, date(2026, 5, 21)),  # Ascension Day in between, 17 May on a Sunday
        (date(2027, 5, 14), 1, date(2027, 5, 18)),  # 17 May is Whit Monday
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2024, 2, 28), 2, date(2024, 3, 1)),
        (date(2025, 2, 28), 1, date(2025, 3, 3)),
    ],
)
def test_the_nth_working_day_passes_over_weekends_and_holidays(day: date, n: int, expected: date) -> None:
    assert nth_working_day(day, n) == expected
    assert CALENDAR.working_days_after(day, n) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 15), datetime(2026, 1, 15, 22, 59, 59, 999999, UTC)),
        (date(2026, 3, 28), datetime(2026, 3, 28, 22, 59, 59, 999999, UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 21, 59, 59, 999999, UTC)),  # the clock goes forward
        (date(2026, 10, 24), datetime(2026, 10, 24, 21, 59, 59, 999999, UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, 59, 999999, UTC)),  # and back
        (date(2024, 2, 29), datetime(2024, 2, 29, 22, 59, 59, 999999, UTC)),
        (date(2025, 12, 31), datetime(2025, 12, 31, 22, 59, 59, 999999, UTC)),
    ],
)
def test_a_local_day_ends_at_midnight_in_oslo(day: date, expected: datetime) -> None:
    assert one(CALENDAR.end_of_local_day(pl.col("day")), day=day) == expected
    assert end_of_day(day) == expected


def test_the_vectorised_end_of_day_is_the_plain_one_on_every_day_of_two_years() -> None:
    days = pl.date_range(date(2024, 1, 1), date(2025, 12, 31), eager=True).alias("day")

    ends = pl.DataFrame(days).select("day", end=CALENDAR.end_of_local_day(pl.col("day")))

    assert all(end_of_day(day) == end for day, end in ends.iter_rows())


def test_a_late_evening_belongs_to_the_local_day() -> None:
    evening = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)

    assert local_day(evening) == date(2026, 7, 1)
    assert one(local_date(pl.col("at")), at=evening) == date(2026, 7, 1)


@pytest.mark.parametrize(("day", "first_year"), [(date(2024, 7, 31), 2023), (date(2024, 8, 1), 2024), (date(2025, 1, 1), 2024)])
def test_a_school_year_begins_on_the_first_of_august(day: date, first_year: int) -> None:
    assert one(first_year_of_school_year(pl.col("day")), day=day) == first_year


@pytest.mark.parametrize(
    ("first_year", "month", "day", "expected"),
    [
        (2025, 8, 31, date(2025, 8, 31)),
        (2025, 6, 30, date(2026, 6, 30)),
        (2023, 2, 29, date(2024, 2, 29)),
        (2024, 2, 29, date(2025, 2, 28)),
        (2025, 9, 31, date(2025, 9, 30)),
        (2025, 12, 31, date(2025, 12, 31)),
    ],
)
def test_a_day_of_the_school_year_lies_in_the_right_calendar_year(first_year: int, month: int, day: int, expected: date) -> None:
    found = one(day_of_school_year(pl.col("year"), pl.col("month"), pl.col("day")), year=first_year, month=month, day=day)

    assert found == expected


@for_each((first_year, week) for first_year in range(2015, 2045) for week in (1, 5, 30, 31, 41, 52))
def test_before_a_week_is_the_sunday_before_its_monday(first_year: int, week: int) -> None:
    found = one(before_iso_week(pl.col("year"), pl.col("week")), year=first_year, week=week)

    monday = date.fromisocalendar(first_year + (week <= 30), week, 1)
    assert found == monday - timedelta(days=1)


def test_a_closed_school_day_is_shown_and_stops_no_clock() -> None:
    autumn_break = {date(2025, 10, 6) + timedelta(days=n): "autumn_break" for n in range(5)}
    calendar = Calendar(closed={"999888777": autumn_break})

    assert calendar.closed_at("999888777")[date(2025, 10, 8)] == "autumn_break"
    assert date(2025, 10, 8) not in calendar.closed_at("999888776")
    assert calendar.working_days_after(date(2025, 10, 3), 5) == date(2025, 10, 10)
    shown = calendar.frame().filter(pl.col("day") == date(2025, 10, 8))
    assert shown.select("working_day", "closed_at", "school_year", "iso_week").row(0) == (True, ["999888777"], "2025/2026", 41)


def test_a_calendar_stretches_to_the_days_it_is_asked_about() -> None:
    calendar = Calendar(first_year=2020, last_year=2021).covering(date(1999, 12, 31), date(2030, 1, 1))

    assert calendar.working_days_after(date(1999, 12, 31), 1) == date(2000, 1, 3)
    assert calendar.working_days_after(date(2029, 12, 31), 1) == date(2030, 1, 2)
    assert calendar.covering(date(2005, 1, 1), date(2005, 1, 2)) is calendar


def test_the_holidays_that_moved_a_limit_are_named() -> None:
    moved = CALENDAR.holidays_between(date(2026, 5, 13), date(2026, 5, 26))

    assert [day for day, _ in moved] == [date(2026, 5, 14), date(2026, 5, 25)]
    assert all(name for _, name in moved)
