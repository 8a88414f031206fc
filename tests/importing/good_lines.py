from __future__ import annotations

from typing import Any


def line(type_: str = "ConcernReceived", case: str = "c1", **changes: Any) -> dict[str, Any]:
    """One good line, with changes."""
    data = (
        {"reporter": "pupil", "concern": "exclusion", "own_words": "Ingen vil leke med meg."} if type_ == "ConcernReceived" else {}
    )
    return {
        "case": case,
        "school": "100000011",
        "pupil": "p1",
        "type": type_,
        "occurred_at": "2024-09-03T10:15:00+02:00",
        "known_at": "2024-09-03T10:15:00+02:00",
        "recorded_at": "2024-09-04T08:00:00+02:00",
        "actor": {"ref": "t1", "role": "form_teacher"},
        "data": data,
    } | changes
