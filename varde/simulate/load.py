"""The load model: published rates and our own assumptions, apart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TypeVar

import msgspec

T = TypeVar("T")


class Manner(msgspec.Struct, frozen=True, array_like=True):
    """How a school works: its share of the schools, pace (days against a middling school), left out, written down late."""

    share: float
    pace: float
    left_out: float
    late: float


class Facts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Published numbers."""

    pupils: int
    schools_counted: int
    schools_by_size: tuple[int, int, int]
    enforcement_breach_share: float
    enforcement_assessed_share: float
    enforcement_dismissed_share: float
    enforcement_per_1000_pupils: dict[str, float]
    bullied: dict[str, tuple[float, float]]


class Assumptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Our own numbers."""

    cases_per_pupil_year: float
    heightened_per_case: float
    interventions_per_pupil_year: float
    non_anonymous_surveys_per_school_year: float
    monday_morning_factor: float
    silent_school_share: float
    manners: dict[str, Manner]
    shapes: dict[str, float]
    months: dict[str, float]


class Load(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of it."""

    facts: Facts
    assumptions: Assumptions

    @property
    def breach_share(self) -> float:
        """Of the cases that Statsforvalteren assessed."""
        return self.facts.enforcement_breach_share

    @property
    def dismissed_share(self) -> float:
        """Of the cases that Statsforvalteren finished."""
        return self.facts.enforcement_dismissed_share

    def reported_per_pupil(self, year: int) -> float:
        """Cases reported to Statsforvalteren per pupil in a year; the nearest published year where it is not known."""
        return _nearest(self.facts.enforcement_per_1000_pupils, year) / 1000

    def bullied(self, year: int) -> dict[int, float]:
        """Per cent who say that they are bullied, by grade (7 and 10)."""
        seventh, tenth = _nearest(self.facts.bullied, year)
        return {7: seventh, 10: tenth}


def _nearest(by_year: Mapping[str, T], year: int) -> T:
    return by_year[min(by_year, key=lambda known: (abs(int(known) - year), known))]


@cache
def load_model() -> Load:
    """The model of the package."""
    return msgspec.toml.decode((files("varde.simulate") / "load_model.toml").read_bytes(), type=Load)
