"""Waiting until something is so."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from services.case_service.store.errors import StoreUnavailableError

PAUSE: Final = 0.02


def until(is_so: Callable[[], bool], timeout: float, otherwise: str) -> None:
    """Ask again every 20 ms. Raises StoreUnavailableError with the text ``otherwise`` after ``timeout`` seconds."""
    deadline = time.monotonic() + timeout
    while not is_so():
        if time.monotonic() >= deadline:
            raise StoreUnavailableError(otherwise)
        time.sleep(PAUSE)
