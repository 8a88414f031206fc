"""Which keys a log has signed with, and for which sizes each of them holds: a small text file, one line for each key.

A line is ``vkey first last``; ``last`` is left out for the key that signs now. An old checkpoint is checked with the key of its
time for ever, and a key that was given up signs nothing larger.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.integrity.notes.errors import MalformedKeyError
from services.integrity.notes.keys import KeyKind, PublicKey, read_vkey


@dataclass(frozen=True, kw_only=True)
class LogKey:
    """A key that signs checkpoints from size ``first`` up to and with ``last``; None: to this day."""

    key: PublicKey
    first: int = 0
    last: int | None = None

    @property
    def line(self) -> str:
        """The line of the list."""
        return f"{self.key.vkey} {self.first}" + ("" if self.last is None else f" {self.last}")

    def holds_for(self, size: int) -> bool:
        """Whether it may sign a checkpoint of that size."""
        return self.first <= size and (self.last is None or size <= self.last)


@dataclass(frozen=True, kw_only=True)
class LogKeys:
    """All keys that a log has had, the oldest first."""

    keys: tuple[LogKey, ...]

    @property
    def text(self) -> str:
        """The list as it is written."""
        return "".join(f"{one.line}\n" for one in self.keys)

    def rotated(self, to: PublicKey, at: int) -> LogKeys:
        """The list after another key took over at that size of the log. Raises MalformedKeyError on a key that was there before."""
        if any(one.key == to for one in self.keys):
            raise MalformedKeyError("The new key is one that the log had before.")
        if any(one.last is None and at < one.first for one in self.keys):
            raise MalformedKeyError(f"The key that signs now holds from a larger size than {at}.")
        ended = tuple(replace(one, last=at) if one.last is None else one for one in self.keys)
        return LogKeys(keys=(*ended, LogKey(key=to, first=at)))


def read_log_keys(text: str) -> LogKeys:
    """The list from its text; empty lines and those that begin with # are passed over. Raises MalformedKeyError."""
    lines = (line.strip() for line in text.splitlines())
    found = tuple(_read_line(line) for line in lines if line and not line.startswith("#"))
    if not found:
        raise MalformedKeyError("The list names no key.")
    return LogKeys(keys=found)


def log_keys(keys: Iterable[PublicKey]) -> LogKeys:
    """A list of keys that hold for every size."""
    return LogKeys(keys=tuple(LogKey(key=key) for key in keys))


def _read_line(line: str) -> LogKey:
    vkey, *sizes = line.split(" ")
    key = read_vkey(vkey)
    if key.kind is not KeyKind.NOTE:
        raise MalformedKeyError(f"The key {key.name!r} is a witness's, and signs no log.")
    if len(sizes) > 2 or not all(size.isascii() and size.isdigit() for size in sizes):  # noqa: PLR2004 - first and last
        raise MalformedKeyError(f"The line of {key.name!r} is not written as key, first size and last size.")
    first, last = ([int(size) for size in sizes] + [None, None])[:2]
    return LogKey(key=key, first=first or 0, last=last)
