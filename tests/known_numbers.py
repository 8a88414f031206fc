"""Queries that answer with numbers known beforehand, for tests of what the page makes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import polars as pl

from services.reporting.queries import Queries
from services.reporting.questions import DueCounts, LogPosition, MunicipalityOverview, MunicipalityTotals, Schools

NOON = datetime(2026, 3, 2, 8, 58, 11, tzinfo=UTC).replace(tzinfo=None)
"""As the warehouse gives times: UTC without a zone."""

NAMES = (
    "Myrtun skole",
    "Bjørkenes skole",
    "Nordhavn skole",
    "Tjernlia skole",
    "Vardehaug ungdomsskole",
    "Havblikk skole",
    "Rypelia skole",
    "Kråkenes ungdomsskole",
)


def school_row(number: int, **given: Any) -> dict[str, Any]:
    due, late, overdue, not_documented = 1000 + 37 * number, 12 * number, number % 4, 5 * number
    kept = due - late - overdue - not_documented
    row = {
        "school": f"10000000{number}",
        "name": NAMES[number],
        "pupils": 200 + number,
        "open_cases": 3 + number,
        "new_cases": 5 + 2 * number,
        "serious": number % 2,
        "duties_due": due,
        "duties_kept": kept,
        "kept_share": kept / due,
        "late": late,
        "overdue": overdue,
        "not_documented": not_documented,
        "median_hours_report": 2.3 + number,
        "median_hours_investigate": 26.0 + 9 * number,
        "median_hours_plan": 98.4 + 11 * number,
        "avvik_open": number % 3,
    }
    return {**row, **given}


@dataclass
class KnownNumbers(Queries):
    """Answers with ``rows``, as far as the scope reaches, and remembers what it was asked."""

    rows: list[dict[str, Any]] = field(default_factory=lambda: [school_row(number) for number in range(len(NAMES))])
    asked: list[tuple[Any, Any]] = field(default_factory=list)
    error: Exception | None = None
    totals: dict[str, Any] = field(default_factory=dict)
    overdue_now: int = 0

    def ask(self, scope: Any, question: Any) -> pl.DataFrame:
        if self.error is not None:
            raise self.error
        self.asked.append((scope, question))
        rows = [row for row in self.rows if scope.schools is None or row["school"] in scope.schools]
        match question:
            case MunicipalityOverview():
                return pl.DataFrame(rows)
            case MunicipalityTotals():
                known = {"open_cases": 52, "kept_share": 0.805, "overdue": 12, "median_hours_plan": 12345.6}
                return pl.DataFrame([school_row(0, **known | self.totals)])
            case DueCounts():
                return pl.DataFrame([{"per": "all", "overdue": self.overdue_now}])
            case Schools():
                return pl.DataFrame(rows, schema=["school", "name", "pupils"] if not rows else None)
            case LogPosition():
                return pl.DataFrame([{"events": 12345, "position": 12345, "last_recorded_at": NOON}])
        return pl.DataFrame()  # nothing has happened that anything else could tell of
