"""Unix sockets whose path is too long for the kernel are reached through their folder's descriptor."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST: Final = 100
"""Bytes; the kernel's own limit is 107."""


@contextmanager
def reachable(path: Path) -> Iterator[str]:
    """An address that names the socket ``path`` while the block runs, short enough to bind or to connect to."""
    if len(os.fsencode(path)) <= LONGEST:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
