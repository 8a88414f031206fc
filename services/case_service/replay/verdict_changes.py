"""Where two readings of a case's duties differ: at two points, or by the law of the day and by today's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from services.case_service.replay.differences import Kind

Row = Mapping[str, Any]


class VerdictChange(msgspec.Struct, frozen=True, kw_only=True):
    """One duty that differs: the rows of both readings; None where it does not stand in one of them."""

    kind: Kind
    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """A row that says which duty it is."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a change has at least one side
        return found


def verdict_changes(before: Iterable[Row], after: Iterable[Row]) -> tuple[VerdictChange, ...]:
    """The duties whose verdict or limit differs. A duty keeps its name through the editions of the law, and so is found in both.

    Rows as :meth:`services.case_service.replay.judging.Judging.at` gives them.
    """
    earlier = {_same_duty(row): row for row in before}
    later = {_same_duty(row): row for row in after}
    found = [
        VerdictChange(kind=Kind.CHANGED if key in earlier else Kind.ADDED, before=earlier.get(key), after=row)
        for key, row in later.items()
        if key not in earlier or _stands(earlier[key]) != _stands(row)
    ]
    gone = [VerdictChange(kind=Kind.GONE, before=row, after=None) for key, row in earlier.items() if key not in later]
    return (*found, *gone)


def _same_duty(row: Row) -> tuple[str, str, str]:
    """A rule's name without its rulebook, for rules of law: law-9a.pupil-heard and law-12.pupil-heard ask for the same."""
    rule = str(row["rule_id"])
    return row["kind"], rule.partition(".")[2] if row["kind"] == "law" else rule, row["opened_by"]


def _stands(row: Row) -> tuple[Any, ...]:
    return row["verdict"], row["due_at"], row["silence_at"]
