"""What the coercive fines amount to on a day, with the reckoning that a person can check with a calendar."""

from __future__ import annotations

from datetime import date

import msgspec

from services.case_service.domain.enforcement.fine import Count, Fine, accrued, counted
from services.case_service.http.enforcement.course import Course


class ShownFine(msgspec.Struct, frozen=True, kw_only=True):
    """One fine: its reckoning rate by rate. ``stated`` is the authority's own total, where that stands instead of the count."""

    counts: tuple[Count, ...]
    counted: int
    stated: int | None
    stopped_on: date | None
    begun: bool


class Fines(msgspec.Struct, frozen=True, kw_only=True):
    """All fines of a case when the day ``on`` begins, in whole kroner."""

    on: date
    fines: tuple[ShownFine, ...]
    total: int
    running: bool


def fines_of(course: Course) -> Fines:
    """The fines that were decided by the day of ``course``, counted to the beginning of that day."""
    fines, on = course.state.record.fines, course.on
    return Fines(
        on=on,
        fines=tuple(_shown(fine, on) for fine in fines),
        total=accrued(fines, on),
        running=course.state.record.running_fine is not None,
    )


def _shown(fine: Fine, on: date) -> ShownFine:
    counts = counted(fine, on)
    over = fine.stopped_on is not None and on >= fine.stopped_on
    return ShownFine(
        counts=counts,
        counted=sum(one.amount for one in counts),
        stated=fine.stated_total if over else None,
        stopped_on=fine.stopped_on,
        begun=on >= fine.rates[0].from_date,
    )
