"""Makes the stores of a simulation in a folder, on two cores: one store with everything, or one for each municipality."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from varde.simulate.simulating import ONE_TENANT, Simulation, Wanted
from varde.simulate.writing import write

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from varde.simulate.casting import Row

BYTES_PER_EVENT: Final = 820
"""Measured in a store of ten million events, index included."""

FREE_BESIDE: Final = 1.1
"""How much more than the need must be free."""

NATION_FILE: Final = "nation.json"
EVENTS_FILE: Final = "events.sqlite"

_CHUNK: Final = 5_000
_LAST_WORD: Final = b""
_SPAWN: Final = multiprocessing.get_context("spawn")
"""A forked process would inherit Polars' threads half-way."""

_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(list[tuple[str, int, str, bytes]]).decode

Progress = Callable[[int], object]


class FolderNotEmptyError(ValueError):
    """There is something in the folder already."""


class DiskFullError(ValueError):
    """The stores would not fit. ``needed`` and ``free`` are bytes."""

    def __init__(self, needed: int, free: int) -> None:
        super().__init__(f"{needed} bytes needed, {free} free")
        self.needed = needed
        self.free = free


class MadeMunicipality(msgspec.Struct, frozen=True, kw_only=True):
    """One municipality in the list that lies beside the stores."""

    number: str
    name: str
    county: str
    tenant: str
    plan: str | None
    schools: int
    pupils: int


class MadeNation(msgspec.Struct, frozen=True, kw_only=True):
    """The list that lies beside the stores: what was asked for, and what there is."""

    wanted: Wanted
    events: int
    municipalities: tuple[MadeMunicipality, ...]


def needs(events: int) -> int:
    """About how many bytes of disk the stores of so many events take."""
    return events * BYTES_PER_EVENT


def make(wanted: Wanted, folder: Path, *, one_tenant: bool, progress: Progress = lambda _: None) -> MadeNation:
    """Make the stores, ``folder/<tenant>/events.sqlite``, and the list of municipalities.

    Raises FolderNotEmptyError, DiskFullError, and ValueError when the numbers do not go together.
    """
    simulation = Simulation(wanted)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FolderNotEmptyError(folder)
    free = shutil.disk_usage(folder).free
    if free < needs(wanted.events) * FREE_BESIDE:
        raise DiskFullError(needs(wanted.events), free)
    events = _one_store(wanted, folder, progress) if one_tenant else _many_stores(simulation, folder, progress)
    nation = MadeNation(
        wanted=wanted,
        events=events,
        municipalities=tuple(
            MadeMunicipality(
                number=one.number,
                name=one.name,
                county=one.county,
                tenant=ONE_TENANT if one_tenant else one.tenant,
                plan=one.plan,
                schools=len(one.schools),
                pupils=one.pupils,
            )
            for one in simulation.municipalities
        ),
    )
    (folder / NATION_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(nation)))
    return nation


def _store(folder: Path, tenant: str) -> Path:
    home = folder / tenant
    home.mkdir(mode=0o700)
    return home / EVENTS_FILE


def _one_store(wanted: Wanted, folder: Path, progress: Progress) -> int:
    """One process casts, this one writes."""
    here, there = _SPAWN.Pipe(duplex=False)
    casting = _SPAWN.Process(target=_cast, args=(wanted, there), daemon=True)
    casting.start()
    there.close()
    try:
        written = write(_store(folder, ONE_TENANT), _received(here), progress)
    finally:
        here.close()
        casting.join()
    return written


def _cast(wanted: Wanted, to: Connection) -> None:
    simulation = Simulation(wanted)
    rows = simulation.rows(simulation.municipalities, ONE_TENANT)
    while some := list(islice(rows, _CHUNK)):
        to.send_bytes(_encode(some))
    to.send_bytes(_LAST_WORD)


def _received(here: Connection) -> Iterator[Row]:
    # An end without the last word is an EOFError: the casting process has failed and said why.
    while (some := here.recv_bytes()) != _LAST_WORD:
        yield from _decode(some)


def _many_stores(simulation: Simulation, folder: Path, progress: Progress) -> int:
    """The largest municipality first, so that the last ones are short."""
    order = sorted(range(len(simulation.municipalities)), key=lambda at: -simulation.municipalities[at].pupils)
    written = 0
    with ProcessPoolExecutor(os.cpu_count(), mp_context=_SPAWN, initializer=_begin, initargs=(simulation.wanted,)) as pool:
        for done in as_completed([pool.submit(_municipality, at, folder) for at in order]):
            progress(done.result())
            written += done.result()
    return written


_own: dict[str, Any] = {}
"""The simulation of a process that makes stores: its moulds serve all of them."""


def _begin(wanted: Wanted) -> None:
    _own["simulation"] = Simulation(wanted)


def _municipality(at: int, folder: Path) -> int:
    simulation: Simulation = _own["simulation"]
    municipality = simulation.municipalities[at]
    return write(_store(folder, municipality.tenant), simulation.rows((municipality,), municipality.tenant))
