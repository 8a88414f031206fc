"""What the reader chose, read strictly: the browser can send anything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

import msgspec

from dashboards.periods import EARLIEST, LATEST, Period, PeriodError, Preset, period


class ChoiceError(ValueError):
    """Something that the page's own controls cannot send."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The controls of the page. ``as_of``: what had happened by the end of that day; None is now."""

    preset: Preset = Preset.SCHOOL_YEAR
    own: Period = Period(None, None)
    as_of: date | None = None

    def period(self, today: date) -> Period:
        """The chosen days; the presets count back from the day that is asked about. Raises PeriodError."""
        return period(self.preset, min(self.as_of or today, today), self.own)

    def query(self) -> str:
        """The choice as the query of an address, read back by ``from_query``."""
        values = {"periode": self.preset, "fra": self.own.first, "til": self.own.last, "per": self.as_of}
        return urlencode({name: str(value) for name, value in values.items() if value is not None})


def read_choice(preset: object, first: object, last: object, as_of: object) -> Choice:
    """The values of the controls. Raises ChoiceError for anything that they could not have sent."""
    if not isinstance(preset, str) or preset not in set(Preset):
        raise ChoiceError("preset")
    return Choice(preset=Preset(preset), own=Period(_day(first), _day(last)), as_of=_day(as_of))


def from_query(values: Mapping[str, str]) -> Choice:
    """The choice in the query of an address. Raises ChoiceError."""
    return read_choice(values.get("periode", Preset.SCHOOL_YEAR.value), values.get("fra"), values.get("til"), values.get("per"))


def _day(value: object) -> date | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ChoiceError("date")
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise ChoiceError("date") from None
    if not EARLIEST <= found < LATEST:
        raise ChoiceError("date")
    return found


__all__ = ["Choice", "ChoiceError", "PeriodError", "from_query", "read_choice"]
