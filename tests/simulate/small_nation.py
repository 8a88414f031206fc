"""The invented nation that all tests of this folder share."""

from datetime import date
from typing import Final

from varde.simulate.simulating import Wanted

SMALL: Final = Wanted(schools=14, municipalities=4, years=3, events=12_000, seed=7, until=date(2026, 10, 30))
