"""Witness lag (F14): from an event's commit until a witness has cosigned a checkpoint that covers it. So long it is unprotected.

Pages and witness are real processes that talk over HTTP; what signs does so at an interval, as the process that reacts does.
The named alternative, in the same run, is a witness that asks ten times as often.

    python benchmarks/witness_lag.py [--json] [--sign-every S] [--ask-every S] [--events N]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

from result import Row, show

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests/integrity"))

from two_processes import Municipality, until

from services.case_service.integrity.kept import Integrity
from services.case_service.store import open_store
from tests.store.sample_events import stored_case
from varde.clock import system_clock
from varde.composition import store_settings

GRACE = 1.0
"""Seconds that signing, asking and handing over may take beside the two intervals."""

LOOK_EVERY = 0.02
"""Seconds between two looks at how far the witness has come."""


def lags(folder: Path, *, sign_every: float, ask_every: float, events: int) -> list[float]:
    """Seconds from commit to cosignature for so many events that come at random over some intervals."""
    town = Municipality(folder)
    vkey = town.witness("init", "--name", "witness.example/w").stdout.strip()
    town.varde("integrity", "trust", vkey)
    town.witness("watch", town.url, str(town.settings.integrity.public_keys))
    committed: dict[int, float] = {}
    found: list[float] = []
    chance = random.Random(12)  # noqa: S311 - when something happens is no secret
    with town.serving(), town.watching(ask_every), open_store(store_settings(town.settings)) as store:
        integrity = Integrity(store, town.settings.integrity)
        done = threading.Event()

        def sign() -> None:
            while not done.wait(sign_every):
                integrity.keeper().look(system_clock())

        def write() -> None:
            for position in range(1, events + 1):
                stored_case(store, 1)
                committed[position] = time.monotonic()
                time.sleep(chance.uniform(0, 0.2) * max(sign_every, ask_every))

        threads = [threading.Thread(target=sign), threading.Thread(target=write)]
        for thread in threads:
            thread.start()

        def all_seen() -> bool:
            last = integrity.book.last_witnessed()
            seen = 0 if last is None else last.checkpoint.size
            while len(found) < seen and len(found) + 1 in committed:
                found.append(time.monotonic() - committed[len(found) + 1])
            time.sleep(LOOK_EVERY)
            return len(found) == events

        while threads[1].is_alive():
            all_seen()
        until(all_seen, "the witness has seen everything")
        done.set()
        threads[0].join()
    return sorted(found)


def rows(sign_every: float, ask_every: float, events: int) -> list[Row]:
    """The lag at the interval, beside what a witness that asks ten times as often comes to."""
    with tempfile.TemporaryDirectory() as folder:
        own = lags(Path(folder) / "own", sign_every=sign_every, ask_every=ask_every, events=events)
        often = lags(Path(folder) / "often", sign_every=sign_every, ask_every=ask_every / 10, events=events)
    told = f"signed every {sign_every:g} s, asked every {ask_every:g} s"
    return [
        Row(
            name=f"witness lag {name}, {told}",
            figure=own[at],
            unit="s",
            limit_name=f"asked every {ask_every / 10:g} s",
            limit_figure=often[at],
            target=None if name == "p50" else sign_every + ask_every + GRACE,
            lower_is_better=True,
        )
        for name, at in (("p50", events // 2), ("p99", int(events * 0.99)), ("worst", events - 1))
    ]


def main() -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--sign-every", type=float, default=6.0)
    parser.add_argument("--ask-every", type=float, default=6.0)
    parser.add_argument("--events", type=int, default=200)
    given = parser.parse_args()
    show(rows(given.sign_every, given.ask_every, given.events), as_json=given.json)


if __name__ == "__main__":
    main()
