"""Offline verification of a whole log's export: the verifier as an auditor runs it, from the file to the verdict.

    python benchmarks/offline_verification.py [--events 1000000] [--json]

Beside it, over the same bytes in the same run: ``sha256sum`` of the file, which proves only that it is the file one had before,
and a plain hash chain over the same entries in Python, which has no proofs and no signatures.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.result import Row, show
from services.integrity.checkpoints import Checkpoint, make_checkpoint
from services.integrity.leaf import LeafParts, content_of, entry_at
from services.integrity.merkle import Frontier, hash_leaf
from services.integrity.notes import KeyKind, PrivateKey, new_note, sign
from services.integrity.package import Manifest, unpack, write_log

ROOT = Path(__file__).parents[1]
VERIFIER = ROOT / "services" / "integrity" / "verifier" / "varde_verify.py"
KEY = PrivateKey(name="varde.example/lyngfjord", kind=KeyKind.NOTE, seed=bytes(32))
EVENTS = 1_000_000
EVENTS_PER_STREAM = 40
ROUNDS = 3
TARGET_S = 10.0
TENANT = "lyngfjord"
TOPICS = ("case.ConcernReceived", "access.CaseRead", "case.ConversationHeld", "plan.MeasureAdded")


def entries(count: int) -> Iterator[bytes]:
    """Entries such as a real log has: three in four with one seal and two sealed fields."""
    for position in range(1, count + 1):
        stream, at = divmod(position - 1, EVENTS_PER_STREAM)
        some = hashlib.sha256(position.to_bytes(8)).digest()
        sealed = position % 4 != 0
        parts = LeafParts(
            tenant=TENANT,
            stream_id=UUID(int=stream + 1),
            version=at + 1,
            topic=TOPICS[position % len(TOPICS)],
            format=2,
            class_version=1,
            envelope=some,
            facts=some,
            seals={"preserved": some} if sealed else {},
            commitments={"description": some, "place": some} if sealed else {},
        )
        yield entry_at(position, content_of(parts))


def write_export(file: Path, count: int) -> None:
    frontier = Frontier()
    for entry in entries(count):
        frontier.add(hash_leaf(entry))
    root = frontier.root()

    def signed(text: str) -> bytes:
        note = new_note(text)
        return note.with_signatures([sign(note, KEY)]).encoded().encode()

    with file.open("w+b") as out:
        write_log(
            out,
            manifest=Manifest(
                tenant=TENANT,
                origin=KEY.name,
                position=count,
                root=root,
                made_at=datetime(2026, 11, 21, tzinfo=UTC),
                recipient="Revisor",
                legal_basis="kommuneloven § 24-2",
            ),
            entries=entries(count),
            checkpoint=make_checkpoint(Checkpoint(origin=KEY.name, size=count, root=root), KEY).encoded().encode(),
            keys=(KEY.public_key.vkey,),
            sign=signed,
        )


def verify(file: Path) -> None:
    found = subprocess.run([sys.executable, "-I", VERIFIER, file], capture_output=True, text=True, check=False)
    if found.returncode:
        raise SystemExit(found.stdout + found.stderr)


def chain(file: Path) -> None:
    """What a log without a tree would do: each hash over the one before it and the next entry."""
    data = memoryview(file.read_bytes())
    log = unpack(data)["log.bin"]
    last, at, end = bytes(32), 0, len(log)
    while at < end:
        length = int.from_bytes(log[at : at + 4], "big")
        last = hashlib.sha256(last + log[at + 4 : at + 4 + length]).digest()
        at += 4 + length


def seconds(what: Callable[[Path], object], file: Path) -> float:
    started = time.perf_counter()
    what(file)
    return time.perf_counter() - started


def run(count: int = EVENTS) -> list[Row]:
    with TemporaryDirectory(prefix="varde-verify-") as folder:
        file = Path(folder) / "log.zip"
        write_export(file, count)
        limits: dict[str, Callable[[Path], object]] = {
            "sha256sum, same file": lambda path: subprocess.run(["sha256sum", path], capture_output=True, check=True),
            "hash chain, same entries": chain,
        }
        taken: list[float] = []
        beside: dict[str, list[float]] = {name: [] for name in limits}
        for _ in range(ROUNDS):
            taken.append(seconds(verify, file))
            for name, what in limits.items():
                beside[name].append(seconds(what, file))
        megabytes = file.stat().st_size / 1e6
    return [
        Row(
            name=f"verify {count:,} events ({megabytes:.0f} MB) / {name}",
            figure=statistics.median(taken),
            unit=f"s (worst of {ROUNDS}: {max(taken):.2f})",
            limit_name=name,
            limit_figure=statistics.median(beside[name]),
            target=TARGET_S,
            lower_is_better=True,
        )
        for name in limits
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    show(run(options.events), as_json=options.json)
