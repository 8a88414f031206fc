"""What the page asks the warehouse: overdue, this week and the next, seen from today or from the day that was chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

import msgspec

from dashboards.dashboard import Asking
from dashboards.pages.lists import Parts
from services.reporting.questions import DueCounts, DueItems, DuePerDay

Answered = Mapping[str, Any]
"""One row of an answer."""

SHOWN: Final = 100
A_WEEK: Final = timedelta(days=7)


class Which(StrEnum):
    """The parts of the list, as the address names them."""

    OVERDUE = "over-fristen"
    THIS_WEEK = "denne-uka"
    NEXT_WEEK = "neste-uke"


PATH: Final = "frister"
LISTS: Final = Parts(path=PATH, name="deadlines", first=Which.THIS_WEEK)


class Weeks(msgspec.Struct, frozen=True, kw_only=True):
    """The day that is asked about, the last day of its week and of the next: weeks run from Monday to Sunday."""

    today: date
    this_sunday: date
    next_sunday: date


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """The answers behind the page."""

    weeks: Weeks
    counts: Sequence[Answered]
    days: Sequence[Answered]
    parts: Mapping[Which, Sequence[Answered]]
    which: Which

    def per(self, what: str) -> list[Answered]:
        """The rows of one way of counting."""
        return [row for row in self.counts if row["per"] == what]

    @property
    def together(self) -> Answered:
        """Everything counted together."""
        return self.per("all")[0]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is due and there is no open case that anything could fall due in."""
        return not any(self.together[name] for name in ("overdue", "silent", "due", "open_cases"))


def weeks(asking: Asking) -> Weeks:
    """The weeks around the day that is asked about."""
    today = asking.view.as_of or asking.view.recorded_by or asking.today
    sunday = today + timedelta(days=6 - today.weekday())
    return Weeks(today=today, this_sunday=sunday, next_sunday=sunday + A_WEEK)


def answers(asking: Asking, *, parts: Collection[Which] = (), limit: int = SHOWN + 1) -> Answers:
    """Ask for the counts, and for the given parts of the list: the chosen one when none are given.

    Raises ChoiceError, WarehouseUnavailableError.
    """
    chosen, around = LISTS.chosen(asking), weeks(asking)
    questions = {
        Which.OVERDUE: DueItems(until=around.next_sunday, is_open=False, limit=limit),
        Which.THIS_WEEK: DueItems(until=around.this_sunday, is_open=True, limit=limit),
        Which.NEXT_WEEK: DueItems(after=around.this_sunday, until=around.next_sunday, is_open=True, limit=limit),
    }
    wanted = tuple(parts) or (chosen,)
    counts, days, *found = asking.ask_all(
        DueCounts(first_until=around.this_sunday, until=around.next_sunday),
        DuePerDay(until=around.next_sunday),
        *(questions[part] for part in wanted),
    )
    return Answers(
        weeks=around,
        counts=counts.to_dicts(),
        days=days.to_dicts(),
        parts={part: rows.to_dicts() for part, rows in zip(wanted, found, strict=True)},
        which=chosen,
    )
