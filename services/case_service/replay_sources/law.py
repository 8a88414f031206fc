"""By which rules a case is judged: those of the day, or those of today as if they had always held."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from services.case_service.desk import Desk
from services.case_service.replay.judging import Law
from services.compliance.calendar import local_day
from services.compliance.today import always_by, choices_of_day


def law_of(desk: Desk, schools: Collection[str], *, by_today: bool) -> Law:
    """The rules and plans for a case of some schools."""
    choices = desk.read_model.plan_choices().filter(pl.col("school").is_in(sorted(schools)))
    rules = desk.rules
    if by_today:
        today = local_day(desk.clock())
        rules, choices = always_by(rules, today), choices_of_day(choices, today)
    return Law(rules=rules, plans=tuple(choices.select("school", "rulebook", "from_date", "until_date").iter_rows()))
