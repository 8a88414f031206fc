"""Keeps a projector following: what fails in the file is examined and tried again, while readers are answered as well as can be."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

import duckdb

from services.reporting.source import SourceUnavailableError
from services.reporting.warehouse import DoubtfulError
from services.reporting.warehouse_file import DiskFullError, WarehouseBusyError, is_full_disk

if TYPE_CHECKING:
    from threading import Event

    from services.reporting.projector import Projector
    from services.reporting.warehouse import Warehouse

log = logging.getLogger(__name__)

PAUSES: Final = (0.1, 30.0)
"""The pause after a first failure and the longest one, in seconds; each is twice the one before."""

LONG_AGO: Final = 60.0
"""Seconds of following after which an earlier failure is of no account."""


def keep_following(projector: Projector, warehouse: Warehouse, stop: Event, *, pauses: tuple[float, float] = PAUSES) -> None:
    """Follow the log until ``stop`` is set. A damaged file is set aside and made again; a full disk is waited for."""
    pause, is_known = pauses[0], False
    while not stop.is_set():
        began = time.monotonic()
        try:
            if not is_known:
                _refuse_another_log(projector, warehouse)
                is_known = True
            projector.follow(stop)
        except SourceUnavailableError as error:
            log.warning("the event store is away: %s", error)
            stop.wait(1.0)
        except Exception as error:  # noqa: BLE001  (whatever it is, readers are better off with a process that stays)
            if time.monotonic() - began > LONG_AGO:
                pause = pauses[0]
            _tell(error, warehouse, pause)
            stop.wait(pause)
            pause = min(2 * pause, pauses[1])
            if not (_is_for_want_of_room(error) and warehouse.is_usable()):
                _recover(projector, warehouse)


def _is_for_want_of_room(error: Exception) -> bool:
    return isinstance(error, DiskFullError) or (isinstance(error, duckdb.Error) and is_full_disk(error))


def _tell(error: Exception, warehouse: Warehouse, pause: float) -> None:
    what = "is to be examined"
    if _is_for_want_of_room(error):
        what = "cannot be written: there is no room"
    elif not isinstance(error, DoubtfulError):
        what = "could not be brought further"
    log.error("the warehouse %s %s; it is tried again in %.1f s", warehouse.path.name, what, pause, exc_info=error)


def _recover(projector: Projector, warehouse: Warehouse) -> None:
    try:
        warehouse.examine()
        projector.look_again()
    except (duckdb.Error, DiskFullError, WarehouseBusyError, OSError):
        log.exception("the warehouse %s could not be opened again", warehouse.path.name)


def _refuse_another_log(projector: Projector, warehouse: Warehouse) -> None:
    if not projector.is_of_this_log():
        log.error("the warehouse %s was made from another log, or from one that was longer; it is set aside", warehouse.path.name)
        warehouse.start_over()
        projector.look_again()
