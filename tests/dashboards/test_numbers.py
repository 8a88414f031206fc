from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dashboards.numbers import day, moment, number, percent
from dashboards.periods import Period, PeriodError, Preset, period
from texts import Language

NB, EN = Language.BOKMAL, Language.ENGLISH


@pytest.mark.parametrize(
    ("value", "decimals", "norwegian", "english"),
    [
        (0, 0, "0", "0"),
        (1234, 0, "1\u202f234", "1,234"),
        (1234567.25, 1, "1\u202f234\u202f567,2", "1,234,567.2"),
        (2.3, 1, "2,3", "2.3"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(value: float, decimals: int, norwegian: str, english: str):
    assert number(value, NB, decimals) == norwegian
    assert number(value, EN, decimals) == english


@pytest.mark.parametrize(("share", "written"), [(0.0, "0"), (0.001, "1"), (0.5, "50"), (0.994, "99"), (0.999, "99"), (1.0, "100")])
def test_almost_all_never_reads_as_all_nor_a_little_as_nothing(share: float, written: str):
    assert percent(share, NB) == f"{written}\u00a0%"
    assert percent(share, EN) == f"{written}%"


def test_days_and_moments_are_norwegian_time():
    assert day(date(2026, 3, 2), NB) == "02.03.2026"
    assert day(date(2026, 3, 2), EN) == "2 Mar 2026"
    assert moment(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), NB) == "02.07.2026 kl. 00:30"
    assert moment(datetime(2026, 1, 1, 22, 30, tzinfo=UTC), EN) == "1 Jan 2026 at 23:30"


NO_DATES = Period(None, None)


@pytest.mark.parametrize(
    ("preset", "today", "first", "last"),
    [
        (Preset.SCHOOL_YEAR, date(2026, 7, 31), date(2025, 8, 1), date(2026, 7, 31)),
        (Preset.SCHOOL_YEAR, date(2026, 8, 1), date(2026, 8, 1), date(2027, 7, 31)),
        (Preset.LAST_SCHOOL_YEAR, date(2026, 7, 31), date(2024, 8, 1), date(2025, 7, 31)),
        (Preset.LAST_12_MONTHS, date(2024, 2, 29), date(2023, 3, 1), date(2024, 2, 29)),
        (Preset.LAST_12_MONTHS, date(2025, 2, 28), date(2024, 2, 29), date(2025, 2, 28)),
        (Preset.LAST_30_DAYS, date(2026, 3, 1), date(2026, 1, 31), date(2026, 3, 1)),
        (Preset.ALL, date(2026, 3, 1), None, None),
    ],
)
def test_a_named_period_has_its_days(preset: Preset, today: date, first: date | None, last: date | None):
    assert period(preset, today, NO_DATES) == Period(first, last)


def test_own_dates_must_go_forward():
    assert period(Preset.OWN, date(2026, 3, 1), Period(date(2026, 1, 1), date(2026, 1, 1))).last == date(2026, 1, 1)
    with pytest.raises(PeriodError):
        period(Preset.OWN, date(2026, 3, 1), Period(date(2026, 1, 2), date(2026, 1, 1)))
