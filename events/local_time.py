"""Norwegian clocks: the law's days begin and end by them."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

OSLO: Final = ZoneInfo("Europe/Oslo")
"""The time zone of every local date in Varde."""
