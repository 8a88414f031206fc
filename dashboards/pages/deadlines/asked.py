"""What the page asks the warehouse: overdue, this week and the next, seen from today or from the day that was chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

import msgspec

from dashboards.dashboard import Asking
from dashboards.pages.lists import MANY, Only, Parts
from services.reporting.questions import DueCounts, DueItems, DuePerDay, DueWay, Standing

Answered = Mapping[str, Any]
"""One row of an answer."""

A_WEEK: Final = timedelta(days=7)


class Which(StrEnum):
    """The parts of the list, as the address names them."""

    OVERDUE = "over-fristen"
    SILENT = "haster"
    THIS_WEEK = "denne-uka"
    NEXT_WEEK = "neste-uke"


PATH: Final = "frister"
LISTS: Final = Parts(
    path=PATH,
    name="deadlines",
    parts=Which,
    ways={
        "skole": DueWay.SCHOOL,
        "ansvar": DueWay.HANDLER,
        "plikt": DueWay.DUTY,
        "dag": DueWay.DAY,
        "dag-frist": DueWay.FIRM_DAY,
        "dag-snarest": DueWay.ASAP_DAY,
    },
)
FIRST: Final = (Which.OVERDUE, Which.THIS_WEEK)
"""What stands there for whoever chose nothing: what is overdue, and where nothing is, what falls due next."""


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
    only: Only | None

    def per(self, what: str) -> list[Answered]:
        """The rows of one way of counting."""
        return [row for row in self.counts if row["per"] == what]

    @property
    def together(self) -> Answered:
        """Everything counted together."""
        return self.per("all")[0]

    @property
    def in_each(self) -> Mapping[Which, int]:
        """How much each part holds, when it is not narrowed."""
        together = self.together
        return {
            Which.OVERDUE: together["overdue"],
            Which.SILENT: together["silent"],
            Which.THIS_WEEK: together["due_first"],
            Which.NEXT_WEEK: together["due"] - together["due_first"],
        }

    @property
    def is_empty(self) -> bool:
        """Whether nothing is due and there is no open case that anything could fall due in."""
        return not any(self.together[name] for name in ("overdue", "silent", "due", "open_cases"))


def weeks(asking: Asking) -> Weeks:
    """The weeks around the day that is asked about."""
    today = asking.view.as_of or asking.view.recorded_by or asking.today
    sunday = today + timedelta(days=6 - today.weekday())
    return Weeks(today=today, this_sunday=sunday, next_sunday=sunday + A_WEEK)


def answers(asking: Asking, *, parts: Collection[Which] = (), limit: int = MANY + 1) -> Answers:
    """Ask for the counts, and for the given parts of the list: the one that is shown when none are given.

    The part that the reader chose is narrowed as she chose. Raises ChoiceError, WarehouseUnavailableError.
    """
    chosen, only, around = LISTS.chosen(asking), LISTS.only(asking), weeks(asking)
    last = around.next_sunday
    questions = {
        Which.OVERDUE: DueItems(until=last, standing=Standing.OVERDUE, limit=limit),
        Which.SILENT: DueItems(until=last, standing=Standing.SILENT, limit=limit),
        Which.THIS_WEEK: DueItems(until=around.this_sunday, standing=Standing.OPEN, limit=limit),
        Which.NEXT_WEEK: DueItems(after=around.this_sunday, until=last, standing=Standing.OPEN, limit=limit),
    }
    if chosen is not None and only is not None:
        questions[chosen] = msgspec.structs.replace(questions[chosen], per=DueWay(only.per), value=only.value)
    wanted = tuple(parts) or (FIRST if chosen is None else (chosen,))
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
        which=chosen or next((part for part, rows in zip(wanted, found, strict=True) if not rows.is_empty()), wanted[-1]),
        only=only,
    )
