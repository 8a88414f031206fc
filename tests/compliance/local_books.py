"""A rulebook that a municipality wrote itself, for tests: whoever gets a concern tells the principal the same day."""

from __future__ import annotations

from datetime import date, datetime

from services.compliance.adopted import Adoption

BOOK = "lyngfjord"


def local_book(
    *,
    due: str = 'kind = "same_day"',
    valid_from: date = date(2024, 8, 1),
    valid_until: date | None = None,
    rule: str = "told-same-day",
    more: str = "",
    book: str = BOOK,
) -> str:
    """The text of the rulebook."""
    until = f"valid_until = {valid_until}\n" if valid_until else ""
    return f"""# Lyngfjord sin egen plan
[rulebook]
id = "{book}"
kind = "local"
title = {{ nb = "Lyngfjords plan", nn = "Planen til Lyngfjord", en = "The plan of Lyngfjord" }}
document = "Plan for skolemiljø, Lyngfjord kommune"
valid_from = {valid_from}
{until}
[[rule]]
id = "{book}.{rule}"
section = "3.1"
duty = "report"
text = {{ nb = "Rektor får vite det samme dag.", nn = "Rektor får vite det same dag.", en = "The principal is told the same day." }}
trigger = {{ events = ["case.ConcernReceived"], clock = "known_at", first = true }}
due = {{ {due} }}
discharge = {{ events = ["case.ReportedToPrincipal"] }}
{more}"""


def adoption(source: str, at: datetime, *, version: int = 1, book: str = BOOK) -> Adoption:
    return Adoption(rulebook=book, version=version, source=source, at=at)
