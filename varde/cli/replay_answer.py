"""A replay on the command line, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.case_service.replay import StateLine
from varde.cli.replayed import Changes, ReplayedCase, View


def answer(case: ReplayedCase, view: View, changed: Changes, other: View | None, against: Changes) -> dict[str, Any]:
    """The case at a view and what the shown event changed; with ``other``, what differs from there to it."""
    found = {
        "number": case.number,
        "axis": case.order.axis,
        **_told(view),
        "total": len(case.order),
        "changed": _changes(changed),
    }
    return found if other is None else {**found, "against": {**_told(other), **_changes(against)}}


def _told(view: View) -> dict[str, Any]:
    return {
        "event": view.event,
        "at": view.point.at,
        "seen": len(view.seen),
        "state": [{"path": one.path, "about": one.about, "value": one.value} for one in view.lines.values()],
        "obligations": list(view.rows),
    }


def _changes(changes: Changes) -> dict[str, Any]:
    def value(line: StateLine | None) -> Any:
        return None if line is None else line.value

    def verdict(row: Mapping[str, Any] | None) -> str | None:
        return None if row is None else row["verdict"]

    return {
        "state_changes": [
            {"kind": one.kind, "path": one.key[0], "about": one.key[1], "before": value(one.before), "after": value(one.after)}
            for one in changes.lines
        ],
        "duty_changes": [
            {"kind": one.kind, "rule": one.latest["rule_id"], "before": verdict(one.before), "after": verdict(one.after)}
            for one in changes.duties
        ],
    }
