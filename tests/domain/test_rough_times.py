"""Of some facts only the day, the month or the year is known; that alone makes none of them impossible."""

from datetime import UTC, datetime, timedelta

import pytest
from builders import NOON, example
from given_when_then import given

from events.concern import ConcernReceived
from events.envelope import Precision
from services.case_service.domain.case.commands import ReceiveConcern
from services.case_service.domain.refusals import KnownBeforeItHappened, KnownLaterThanNow, NotYetHappened, TooLongAgo
from services.case_service.domain.rough_times import earliest

CONCERN = ReceiveConcern(fact=example(ConcernReceived))
END_OF_DAY = datetime(2025, 9, 15, 21, 59, 59, 999999, tzinfo=UTC)
END_OF_MONTH = datetime(2025, 9, 30, 21, 59, 59, 999999, tzinfo=UTC)
END_OF_YEAR = datetime(2025, 12, 31, 22, 59, 59, 999999, tzinfo=UTC)
ROUGH = [
    (Precision.DAY, END_OF_DAY),
    (Precision.MONTH, END_OF_MONTH),
    (Precision.YEAR, END_OF_YEAR),
    (Precision.BEFORE, END_OF_DAY),
]


@pytest.mark.parametrize(("precision", "latest"), ROUGH)
def test_what_happened_at_some_time_of_this_day_month_or_year_may_have_happened_by_now(precision, latest):
    given().when(CONCERN, occurred_at=latest, precision=precision, history=True).then(CONCERN.fact)


@pytest.mark.parametrize(("precision", "latest"), ROUGH)
def test_somebody_may_have_known_it_earlier_that_day_month_or_year(precision, latest):
    given().when(CONCERN, occurred_at=latest, known_at=NOON, precision=precision, history=True).then(CONCERN.fact)


def test_what_is_to_happen_tomorrow_has_not_happened():
    tomorrow = END_OF_DAY + timedelta(days=1)
    given().when(CONCERN, occurred_at=tomorrow, precision=Precision.DAY, history=True).then_refused(NotYetHappened, "occurred_at")


def test_nobody_knew_the_day_before():
    yesterday = END_OF_DAY - timedelta(days=1)
    outcome = given().when(CONCERN, occurred_at=END_OF_DAY, known_at=yesterday, precision=Precision.DAY, history=True)
    outcome.then_refused(KnownBeforeItHappened, "known_at")


def test_an_earlier_system_may_know_the_day_alone_on_which_somebody_learnt_of_it():
    given().when(CONCERN, occurred_at=NOON, known_at=END_OF_DAY, history=True).then(CONCERN.fact)
    given().when(CONCERN, occurred_at=NOON, known_at=END_OF_DAY).then_refused(KnownLaterThanNow, "known_at")


@pytest.mark.parametrize(
    ("precision", "first"),
    [
        (Precision.EXACT, END_OF_YEAR),
        (Precision.DAY, datetime(2025, 12, 30, 23, tzinfo=UTC)),
        (Precision.MONTH, datetime(2025, 11, 30, 23, tzinfo=UTC)),
        (Precision.YEAR, datetime(2024, 12, 31, 23, tzinfo=UTC)),
    ],
)
def test_days_months_and_years_begin_at_midnight_in_oslo(precision, first):
    assert earliest(END_OF_YEAR, precision) == first


def test_a_day_on_which_the_clock_is_set_begins_by_the_old_time():
    assert earliest(datetime(2025, 3, 30, 21, 59, 59, tzinfo=UTC), Precision.DAY) == datetime(2025, 3, 29, 23, tzinfo=UTC)


@pytest.mark.parametrize("precision", list(Precision))
@pytest.mark.parametrize("year", [1, 1899])
def test_nothing_happened_before_anything_was_written_down(year: int, precision: Precision):
    long_ago = datetime(year, 1, 1, tzinfo=UTC)
    given().when(CONCERN, occurred_at=long_ago, precision=precision).then_refused(TooLongAgo, "occurred_at")
