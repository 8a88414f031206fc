"""Amounts, dates and numbers of days as people write them on the page of a case with Statsforvalteren."""

from __future__ import annotations

from datetime import date
from typing import Final

from services.case_service.http.enforcement.course import Standing
from services.case_service.http.languages import current_language, t
from services.compliance.explain import day_text

HARD_SPACE: Final = "\u00a0"

COLOURS: Final = {
    Standing.WAITS: "info",
    Standing.OVERDUE: "danger",
    Standing.DONE: "success",
    Standing.DONE_LATE: "warning",
    Standing.LAPSED: "neutral",
}


def kroner(amount: int) -> str:
    """An amount in whole kroner: thousands apart, as the reader's language writes the currency."""
    return t("enforcement.kroner", amount=f"{amount:,}".replace(",", HARD_SPACE))


def due_text(due_on: date | None, on: date) -> str:
    """By when, and how many days that is from the day that is asked about."""
    if due_on is None:
        return t("enforcement.due.none")
    day, days = day_text(due_on, current_language()), (due_on - on).days
    if days == 0:
        return t("enforcement.due.today", day=day)
    key = "left" if days > 0 else "over"
    return t(f"enforcement.due.{key}.{'one' if abs(days) == 1 else 'many'}", day=day, n=abs(days))
