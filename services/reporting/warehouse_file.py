"""The warehouse's file and what lies beside it: whose it is, and how it is put out of the way when it cannot be used."""

from __future__ import annotations

import errno
import fcntl
import logging
import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

log = logging.getLogger(__name__)

OPENINGS: Final = 5
"""Openings in a row that ended the process (killed, crashed, out of memory) before the file itself is taken for the cause."""

KEPT: Final = 2
"""Files that are kept aside; more of them would fill a disk, and the newest ones tell enough."""


_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM)


class WarehouseBusyError(Exception):
    """Another process owns the file, or this process may not use it."""


class DiskFullError(Exception):
    """The file could not be opened because nothing can be written. It is as it was."""


def beside(path: Path, what: str) -> Path:
    """What lies beside a warehouse file.

    ``wal`` (DuckDB's own), ``lock``, ``tmp``, ``opening``, ``building``, ``broken-1`` and so on.
    """
    return path.with_name(f"{path.name}.{what}")


def remove(path: Path) -> None:
    """Remove a DuckDB file that nobody owns, and its write-ahead log."""
    beside(path, "wal").unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def own(path: Path) -> IO[str]:
    """The lock file, held for as long as it stays open. Raises WarehouseBusyError when another holds it."""
    # DuckDB's own lock is lost when any part of the process opens and closes the file.
    lock = beside(path, "lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise WarehouseBusyError(f"another process owns {path.name}") from None
    lock.truncate(0)
    print(os.getpid(), file=lock, flush=True)  # for whoever wants to know who has it
    return lock


def set_aside(path: Path) -> None:
    """Put the file out of the way as ``broken-<n>``, for whoever wants to know why, and forget the older of such files."""
    aside = sorted(path.parent.glob(f"{path.name}.broken-*"), key=_number)
    last = _number(aside[-1]) if aside else 0
    path.rename(beside(path, f"broken-{last + 1}"))
    remove(path)
    for old in aside[: max(0, len(aside) + 1 - KEPT)]:
        old.unlink(missing_ok=True)


def _number(aside: Path) -> int:
    number = aside.name.rpartition("-")[2]
    return int(number) if number.isdecimal() else 0


@contextmanager
def counted_opening(path: Path) -> Iterator[int]:
    """Count the opening of the file, so that one that ends the process is known to the next. Gives how many ended so before."""
    note = beside(path, "opening")
    try:
        before = int(note.read_text(encoding="ascii"))
    except (OSError, ValueError):
        before = 0
    try:
        note.write_text(str(before + 1), encoding="ascii")
    except OSError:
        log.warning("the opening of %s cannot be noted", path.name)
    yield before
    note.unlink(missing_ok=True)


def is_full_disk(error: Exception) -> bool:
    """Whether DuckDB failed for want of room, or of leave to write, and not because of what it read."""
    said = str(error)
    return any(os.strerror(number) in said for number in _NO_ROOM)
