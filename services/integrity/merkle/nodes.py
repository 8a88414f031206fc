"""Which whole subtrees a log of a given size is made of, by level and place, without looking at any hash."""

from __future__ import annotations

from typing import NamedTuple


class Node(NamedTuple):
    """A whole subtree of 2 ** ``level`` leaves, the ``place``-th of them from the left (both from 0)."""

    level: int
    place: int

    @property
    def completed_by(self) -> int:
        """The size of the log at which this subtree became whole; no later leaf changes its hash."""
        return (self.place + 1) << self.level


def whole_subtrees(start: int, end: int) -> list[Node]:
    """The fewest whole subtrees over the leaves ``start`` <= index < ``end``, from left to right.

    ``start`` must be where a subtree of RFC 6962 begins, which holds for all that the proofs ask for.
    """
    found: list[Node] = []
    at = start
    while at < end:
        level = (end - at).bit_length() - 1
        found.append(Node(level, at >> level))
        at += 1 << level
    return found


def split_at(size: int) -> int:
    """Where RFC 6962 divides ``size`` leaves (2 or more): the largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1
