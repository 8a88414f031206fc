"""A long stretch of the log read and decoded in a process of its own, beside the one that writes: both cores have work then."""

from __future__ import annotations

import multiprocessing
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import polars as pl

from services.reporting.reading import batch
from services.reporting.source import SourceUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from multiprocessing.connection import Connection

    from services.reporting.source import Source

_SPAWN: Final = multiprocessing.get_context("spawn")
"""A forked process would inherit Polars' threads half-way."""

_LAST_WORD: Final = b""


def pages(opening: Callable[[], Source], tenant: str, after: int, size: int) -> Generator[pl.DataFrame]:
    """The log after position ``after`` to its end as frames of the table events, of at most ``size`` rows each.

    Raises SourceUnavailableError, also when the reading process ends before the log does.
    """
    here, there = _SPAWN.Pipe(duplex=False)
    reader = _SPAWN.Process(target=_read, args=(opening, tenant, after, size, there), daemon=True, name="log reader")
    reader.start()
    there.close()
    try:
        while (page := here.recv_bytes()) != _LAST_WORD:
            yield pl.read_ipc_stream(page)
    except EOFError as error:
        raise SourceUnavailableError("the process that read the log ended before its end") from error
    finally:
        here.close()
        reader.join()


def _read(opening: Callable[[], Source], tenant: str, after: int, size: int, to: Connection) -> None:
    with suppress(BrokenPipeError):  # nobody wants the rest
        source = opening()
        while (page := batch(source.after(after, size), tenant)).height > 0:
            after = int(page["position"][-1])
            to.send_bytes(page.write_ipc_stream(None).getbuffer())
        source.close()
        to.send_bytes(_LAST_WORD)
