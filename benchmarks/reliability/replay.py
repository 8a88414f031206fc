"""What a disk may hold after a power cut at any point of a recorded day, in four ways of losing what was not synced."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Final

HEAD: Final = struct.Struct("<cQQQ")
SECTOR: Final = 512


class Losing(StrEnum):
    """What becomes of writes that were not synced when the power went."""

    LOST = "lost"
    CUT = "cut"
    REORDERED = "reordered"
    TORN = "torn"


@dataclass(frozen=True)
class Step:
    """One call: a write, a change of size, a sync, a removal, a new name; or an acknowledgement, which touches no disk.

    ``path`` lies under the watched folder. A removal and a new name are durable with their folder, so that is their path.
    """

    kind: str
    path: str
    at: int
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Image:
    """What the disk may hold after a cut before step ``at``, and what had been acknowledged by then."""

    at: int
    losing: Losing
    files: dict[str, bytes]
    acknowledged: tuple[str, ...]


@dataclass
class Disk:
    """Files as they lie on the disk for sure, and the calls since each file's last sync, in order."""

    sure: dict[str, bytearray] = field(default_factory=dict)
    pending: list[tuple[int, Step]] = field(default_factory=list)

    def take(self, number: int, step: Step) -> None:
        """Live on through one call."""
        if step.kind == "S":
            for _, one in self.pending:
                if one.path == step.path:
                    apply(self.sure, one)
            self.pending = [(when, one) for when, one in self.pending if one.path != step.path]
        elif step.kind in "WTUR":
            self.pending.append((number, step))


def read_log(log: Path, folder: Path) -> list[Step]:
    """The calls under ``folder`` in their order, with the names of files instead of numbers."""

    def under(name: bytes) -> str:
        return Path(name.decode()).relative_to(folder).as_posix()

    data, at, names, steps = log.read_bytes(), 0, {0: ""}, []
    while at + HEAD.size <= len(data):
        kind, file, place, length = HEAD.unpack_from(data, at)
        at += HEAD.size
        has_bytes = kind in (b"N", b"W", b"A", b"U", b"R")
        content = data[at : at + length] if has_bytes else b""
        at += length if has_bytes else 0
        if kind == b"N":
            names[file] = under(content)
        elif kind == b"U":
            steps.append(Step("U", Path(under(content)).parent.as_posix(), 0, under(content).encode()))
        elif kind == b"R":
            old, new = (under(name) for name in content.split(b"\0"))
            steps.append(Step("R", Path(new).parent.as_posix(), 0, f"{old}\0{new}".encode()))
        else:
            steps.append(Step(kind.decode(), names[file], place, content))
    return steps


def images(base: dict[str, bytes], steps: Sequence[Step], count: int, seed: int) -> Iterator[Image]:
    """``count`` images at points chosen by chance, each way of losing equally often; the same for the same ``seed``."""
    chance = Random(seed)  # noqa: S311 - where to cut is no secret
    cuts = sorted((chance.randrange(1, len(steps) + 1), number) for number in range(count))
    disk, lived, said = Disk({name: bytearray(data) for name, data in base.items()}), 0, []
    for at, number in cuts:
        while lived < at:
            step = steps[lived]
            if step.kind == "A":
                said.append(step.data.decode())
            disk.take(lived, step)
            lived += 1
        losing = tuple(Losing)[number % len(Losing)]
        yield Image(at=at, losing=losing, files=crashed(disk, losing, chance), acknowledged=tuple(said))


def crashed(disk: Disk, losing: Losing, chance: Random) -> dict[str, bytes]:
    """The files after the cut."""
    files = {name: bytearray(data) for name, data in disk.sure.items()}
    pending = [one for _, one in disk.pending]
    if losing is Losing.LOST or not pending:
        return {name: bytes(data) for name, data in files.items()}
    if losing is Losing.CUT:
        kept = pending[: chance.randrange(len(pending) + 1)]
    else:
        share = chance.random()
        kept = [one for one in pending if chance.random() < share]
        if losing is Losing.REORDERED:
            kept = shuffled_where_apart(kept, chance)
    torn = chance.randrange(len(pending)) if losing is Losing.TORN else -1
    for one in kept:
        apply(files, one)
    if torn >= 0 and pending[torn].kind == "W":
        tear(files, pending[torn], chance)
    return {name: bytes(data) for name, data in files.items()}


def shuffled_where_apart(kept: list[Step], chance: Random) -> list[Step]:
    """The disk's own order: any, among files."""
    order = list({one.path for one in kept})
    chance.shuffle(order)
    return [one for path in order for one in kept if one.path == path]


def apply(files: dict[str, bytearray], step: Step) -> None:
    """One call done to the files."""
    if step.kind == "U":
        files.pop(step.data.decode(), None)
        return
    if step.kind == "R":
        old, new = step.data.decode().split("\0")
        for name in [name for name in files if name == old or name.startswith(f"{old}/")]:
            files[new + name.removeprefix(old)] = files.pop(name)
        return
    held = files.setdefault(step.path, bytearray())
    if step.kind == "T":
        del held[step.at :]
        held.extend(bytes(step.at - len(held)))
        return
    end = step.at + len(step.data)
    held.extend(bytes(max(0, end - len(held))))
    held[step.at : end] = step.data


def tear(files: dict[str, bytearray], step: Step, chance: Random) -> None:
    """Some sectors of a write reached the disk, others did not."""
    for start in range(0, len(step.data), SECTOR):
        if chance.random() < 0.5:
            apply(files, Step("W", step.path, step.at + start, step.data[start : start + SECTOR]))
