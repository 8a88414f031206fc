"""What the picture shows, before it has a place: marks for what happened, flags for time limits."""

from __future__ import annotations

from datetime import datetime

import msgspec

from services.case_service.timeline.lanes import Lane
from services.compliance.verdicts import Verdict


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One event.

    ``sign`` is what stands in the mark (its number in the list), ``name`` what a screen reader says and a pointer shows,
    ``url`` where it leads. ``late``: it was written down so long afterwards that a reader must know.
    """

    sign: str
    lane: Lane
    at: datetime
    name: str
    url: str
    late: bool = False


class Flag(msgspec.Struct, frozen=True, kw_only=True):
    """One time limit, or several that fall on the same day in the same lane with the same verdict.

    ``verdict`` is that of the shown moment. ``label`` stands in the picture; empty where all is well and nothing needs to be said.
    """

    lane: Lane
    due: datetime
    verdict: Verdict
    label: str
    name: str
    url: str


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one picture shows, and the moment that it is shown for."""

    moment: datetime
    marks: tuple[Mark, ...]
    flags: tuple[Flag, ...]
