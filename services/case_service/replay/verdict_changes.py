"""Where two readings of a case's duties differ: at two points, or by the law of the day and by today's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from services.case_service.replay.differences import Change, differences

Row: TypeAlias = Mapping[str, Any]
Duty: TypeAlias = tuple[str, str, str]
VerdictChange: TypeAlias = Change[Duty, Row]
"""One duty that differs, with the rows of both readings."""


def verdict_changes(before: Iterable[Row], after: Iterable[Row]) -> tuple[VerdictChange, ...]:
    """The duties whose verdict or limit differs. A duty keeps its name through the editions of the law, and so is found in both.

    Rows as :meth:`services.case_service.replay.judging.Judging.at` gives them.
    """
    earlier, later = ({_same_duty(row): row for row in rows} for rows in (before, after))
    return differences(earlier, later, differ=lambda one, other: _stands(one) != _stands(other))


def _same_duty(row: Row) -> Duty:
    """A rule's name without its rulebook, for rules of law: law-9a.pupil-heard and law-12.pupil-heard ask for the same."""
    rule = str(row["rule_id"])
    return row["kind"], rule.partition(".")[2] if row["kind"] == "law" else rule, row["opened_by"]


def _stands(row: Row) -> tuple[Any, ...]:
    return row["verdict"], row["due_at"], row["silence_at"]
