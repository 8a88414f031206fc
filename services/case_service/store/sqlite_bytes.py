"""The bytes of a SQLite file as they lie on the disk, read beside SQLite's own connections without taking their locks away.

POSIX drops all locks that a process holds on a file when the process closes *any* descriptor of it. A connection that lost its lock
so does not know it: the next process that closes the file takes the write-ahead log away under it, and what is written then goes
into a file without a name (https://www.sqlite.org/howtocorrupt.html, 2.2). So what is opened here is never closed.
"""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock
from typing import Final

CHUNK: Final = 1 << 20

_lock = Lock()
_opened: Final = dict[tuple[int, int], int]()
"""By device and inode, which stay the file's own as long as it is open."""


def bytes_of(path: Path) -> bytes:
    """What lies in a database's main file now. Raises OSError."""
    with _lock:
        found = path.stat()
        place = found.st_dev, found.st_ino
        if place not in _opened:
            _opened[place] = os.open(path, os.O_RDONLY)
        file = _opened[place]
    return b"".join(os.pread(file, CHUNK, at) for at in range(0, found.st_size, CHUNK))
