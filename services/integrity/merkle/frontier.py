"""The growing edge of a log: log2(size) hashes, from which the root and every further leaf follow."""

from __future__ import annotations

from services.integrity.merkle.hashing import HASH_BYTES, fold, hash_node


class Frontier:
    """The whole subtrees of a log's first ``size`` leaves, the largest first. Grows by leaf hashes."""

    def __init__(self) -> None:
        self.size = 0
        self._hashes: list[bytes] = []

    def add(self, leaf: bytes) -> bytes:
        """Take in the next leaf hash. Returns the subtrees that it made whole: the leaf, then ever larger ones, joined.

        These never change again, so a store keeps them beside the leaf and has every whole subtree of the log.
        """
        grown = leaf
        completed = leaf
        above = self.size
        while above & 1:
            grown = hash_node(self._hashes.pop(), grown)
            completed += grown
            above >>= 1
        self._hashes.append(grown)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The root of all leaves taken in so far."""
        return fold(self._hashes)


def subtree_in(completed: bytes, level: int) -> bytes:
    """The hash of the subtree of ``level`` among those that :meth:`Frontier.add` gave."""
    return completed[level * HASH_BYTES : (level + 1) * HASH_BYTES]
