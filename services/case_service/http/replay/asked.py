"""Which view of a case an address asks for: the axis, the event or the moment, what it is compared with, and whose rules judge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Self

import msgspec

from events.local_time import LAST_INSTANT, OSLO
from services.case_service.http.moments import MomentProblem, at_local, read_clock, read_day
from services.case_service.replay import Axis

AXES: Final = {"skjedde": Axis.OCCURRED, "visste": Axis.KNOWN, "skrevet": Axis.RECORDED}
NAMES: Final = {axis: name for name, axis in AXES.items()}
TODAY: Final = "i-dag"
BEYOND: Final = 10**9
"""More events than any case has."""


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """An event by its number in the case, its place on the axis, or a moment; all None: not asked for."""

    event: int | None = None
    place: int | None = None
    moment: datetime | None = None

    def __bool__(self) -> bool:
        return self != Spot()

    def address(self, prefix: str) -> dict[str, str]:
        """The spot as an address names it."""
        if self.moment is not None:
            local = self.moment.astimezone(OSLO)
            clock = {} if local.time() == LAST_INSTANT else {f"{prefix}kl": f"{local:%H:%M}"}
            return {f"{prefix}dag": f"{local:%Y-%m-%d}", **clock}
        if self.event is not None:
            return {f"{prefix}hendelse": str(self.event)}
        return {} if self.place is None else {f"{prefix}plass": str(self.place)}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One view. ``problems``: fields whose content could not be read, with the key of the sentence that says why."""

    axis: Axis = Axis.OCCURRED
    spot: Spot = Spot()
    against: Spot = Spot()
    by_today: bool = False
    problems: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """The view that an address names. What names nothing counts as not asked for; what cannot be read is a problem."""
        problems: list[tuple[str, str]] = []
        axis = AXES.get(query.get("tid", ""), Axis.OCCURRED)
        spot, against = (_spot(query, prefix, problems) for prefix in ("", "mot_"))
        return cls(axis=axis, spot=spot, against=against, by_today=query.get("regler") == TODAY, problems=tuple(problems))

    @property
    def address(self) -> dict[str, str]:
        """The view as an address names it."""
        fixed = {"tid": NAMES[self.axis], **({"regler": TODAY} if self.by_today else {})}
        return {**fixed, **self.spot.address(""), **self.against.address("mot_")}


def _spot(query: Mapping[str, str], prefix: str, problems: list[tuple[str, str]]) -> Spot:
    day, clock = (query.get(f"{prefix}{name}", "").strip() for name in ("dag", "kl"))
    if day or clock:
        try:
            return Spot(moment=_moment(f"{prefix}dag", day, f"{prefix}kl", clock))
        except MomentProblem as problem:
            problems.append((problem.field, problem.key))
            return Spot()
    for name in ("hendelse", "plass"):
        written = query.get(f"{prefix}{name}", "").strip()
        if written.isascii() and written.isdigit() and written.strip("0"):
            number = int(written) if len(written) < len(str(BEYOND)) else BEYOND
            return Spot(event=number) if name == "hendelse" else Spot(place=number)
        if written:
            problems.append((f"{prefix}{name}", "replay.problem.number"))
    return Spot()


def _moment(day_field: str, day: str, clock_field: str, clock: str) -> datetime:
    """The last instant of the day, or of the minute that is named."""
    if not day:
        raise MomentProblem(day_field, "page.moment.no_date")
    at = read_day(day_field, day)
    if not clock:
        return at_local(day_field, at, LAST_INSTANT)
    return at_local(clock_field, at, read_clock(clock_field, clock).replace(second=59, microsecond=999999))
