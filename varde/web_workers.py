"""What gunicorn does once, before it makes the processes that answer.

They are made of one that has everything loaded: each is there in a tenth of a second, also in the place of one that was killed, and
they share the memory that loading took. The application itself is made in each, since connections and files cannot be shared.
"""

from __future__ import annotations

import gc
from types import ModuleType
from typing import Final

import duckdb

import varde.web

PAGES: Final[ModuleType] = varde.web
"""Loaded with this module, in the process that all others are made of."""


def on_starting(_arbiter: object) -> None:
    """Leave nothing that a fork would break or copy."""
    duckdb.close()  # its own connection, made as it is loaded: without that one's threads a worker would end by abort
    gc.collect()
    gc.freeze()  # what is loaded now stays, and is not copied into each worker by being looked through
