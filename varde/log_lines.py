"""What a long-running process writes to standard error: when, how grave, which part, and ids; never a name or a text."""

from __future__ import annotations

import logging
import time
from typing import Final

PARTS: Final = ("services", "varde")
"""Whose lines are written. Libraries speak up when something is wrong."""


def write_log_lines() -> None:
    """Write what the parts tell, from information upwards, with times in UTC. Asked twice it writes once."""
    for part in PARTS:
        logger = logging.getLogger(part)
        if any(isinstance(handler, _Lines) for handler in logger.handlers):
            continue
        logger.setLevel(logging.INFO)
        logger.addHandler(_Lines())


class _Lines(logging.StreamHandler):  # type: ignore[type-arg]
    def __init__(self) -> None:
        super().__init__()
        formatter = logging.Formatter("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
        formatter.converter = time.gmtime
        self.setFormatter(formatter)
