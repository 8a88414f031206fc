"""Norwegian clocks: the law's days begin and end by them."""

from __future__ import annotations

from datetime import time
from typing import Final
from zoneinfo import ZoneInfo

OSLO: Final = ZoneInfo("Europe/Oslo")
"""The time zone of every local date in Varde."""

LAST_INSTANT: Final = time.max
"""The end of a local day, where only the day is known: all that happened on it is before."""
