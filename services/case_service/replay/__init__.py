"""Replay: a case as it stood at an event or a moment, on one of three axes of time. Pure: no clock, no input, no output.

See docs/explanation/replay.md for what each axis means and why nothing later is ever seen.
"""

from services.case_service.replay.axis import Axis, time_on
from services.case_service.replay.differences import Change, Kind, differences
from services.case_service.replay.judging import Judging
from services.case_service.replay.order import Order, Point
from services.case_service.replay.state import LineChange, LineKey, StateLine, state_lines, then
from services.case_service.replay.verdict_changes import VerdictChange, verdict_changes

__all__ = [
    "Axis",
    "Change",
    "Judging",
    "Kind",
    "LineChange",
    "LineKey",
    "Order",
    "Point",
    "StateLine",
    "VerdictChange",
    "differences",
    "state_lines",
    "then",
    "time_on",
    "verdict_changes",
]
