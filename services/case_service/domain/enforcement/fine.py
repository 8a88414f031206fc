"""The coercive fine and what it amounts to (opplæringslova § 12-8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec

from events.lists.decisions import FineUnit

DAYS_IN: Final = {FineUnit.DAY: 1, FineUnit.WEEK: 7}
LAST_DAY: Final = date.max.toordinal()


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """What the fine costs for each day or week, in whole kroner, from a date."""

    amount: int
    unit: FineUnit
    from_date: date


class Fine(msgspec.Struct, frozen=True, kw_only=True):
    """One coercive fine: its rates by date, the day it stopped and the total that the authority then stated, if any."""

    rates: tuple[Rate, ...]
    stopped_on: date | None = None
    stated_total: int | None = None


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """What one rate came to: from which day it was counted, and how many whole days or weeks."""

    rate: Rate
    begins: date
    units: int

    @property
    def amount(self) -> int:
        """In whole kroner."""
        return self.units * self.rate.amount


def reduced(fine: Fine, rate: Rate) -> Fine:
    """The fine with ``rate`` in place of what was to hold from that date on; never from before the fine runs."""
    first = fine.rates[0].from_date
    start = max(rate.from_date, first)
    earlier = tuple(known for known in fine.rates if known.from_date < start)
    return msgspec.structs.replace(fine, rates=(*earlier, msgspec.structs.replace(rate, from_date=start)))


def stopped(fine: Fine, on: date, *, stated_total: int | None = None) -> Fine:
    """The fine, stopped on a day, which itself costs nothing."""
    return msgspec.structs.replace(fine, stopped_on=on, stated_total=stated_total)


def is_reduction(fine: Fine, rate: Rate) -> bool:
    """Whether ``rate`` is smaller than the one that holds on its date, counted per day."""
    held = [known for known in fine.rates if known.from_date <= rate.from_date] or [fine.rates[0]]
    return rate.amount * DAYS_IN[held[-1].unit] < held[-1].amount * DAYS_IN[rate.unit]


def accrued(fines: Iterable[Fine], on: date) -> int:
    """What the fines amount to when the day ``on`` begins, in whole kroner.

    A fine is counted in whole days or weeks that have passed since it began to run; a week that has begun counts when it
    is over, at the rate that held when it began. So 25,000 a week from 15 March 2022 is 300,000 on 7 June, after twelve weeks.
    From the day a fine stopped, the total that the authority stated stands in place of the count.
    """
    return sum(_accrued(fine, on) for fine in fines)


def _accrued(fine: Fine, on: date) -> int:
    if fine.stopped_on is not None and on >= fine.stopped_on and fine.stated_total is not None:
        return fine.stated_total
    return sum(count.amount for count in counted(fine, on))


def counted(fine: Fine, on: date) -> tuple[Count, ...]:
    """The reckoning behind a fine's sum when the day ``on`` begins, rate by rate; nothing is counted from the day it stopped."""
    last = on if fine.stopped_on is None else min(on, fine.stopped_on)
    begins, today, found = fine.rates[0].from_date.toordinal(), last.toordinal(), []
    for rate, following in zip(fine.rates, (*fine.rates[1:], None), strict=True):
        passed = _passed(begins, today, rate)
        begun = passed if following is None else _whole_up(following.from_date.toordinal() - begins, DAYS_IN[rate.unit])
        found.append(Count(rate=rate, begins=date.fromordinal(min(begins, LAST_DAY)), units=min(passed, begun)))
        begins += begun * DAYS_IN[rate.unit]
    return tuple(found)


def _passed(begins: int, today: int, rate: Rate) -> int:
    """How many whole days or weeks have passed, from one ordinal day to another."""
    return max(0, (today - begins) // DAYS_IN[rate.unit])


def _whole_up(days: int, length: int) -> int:
    """How many units of ``length`` days begin within ``days`` days."""
    return max(0, -(-days // length))
