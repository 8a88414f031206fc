"""A log kept in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from services.integrity.merkle.frontier import Frontier, subtree_in
from services.integrity.merkle.nodes import Node
from services.integrity.merkle.proving import prove_consistency, prove_inclusion, root_of


class Tree:
    """All leaves and whole subtrees of a log, 64 bytes a leaf."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._frontier = Frontier()
        self._completed: list[bytes] = []
        for leaf in leaves:
            self.add(leaf)

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return self._frontier.size

    def add(self, leaf: bytes) -> None:
        """Take in the next leaf hash."""
        self._completed.append(self._frontier.add(leaf))

    def leaf(self, index: int) -> bytes:
        """The leaf hash at ``index`` (from 0)."""
        return subtree_in(self._completed[index], 0)

    def root(self, size: int | None = None) -> bytes:
        """The root of the first ``size`` leaves, or of all. Raises NoSuchProofError."""
        return root_of(self.size if size is None else size, self.read)

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """The audit path of leaf ``index`` (from 0) in the first ``size`` leaves. Raises NoSuchProofError."""
        return prove_inclusion(index, size, self.read)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the first ``new`` leaves begin with the first ``old``. Raises NoSuchProofError."""
        return prove_consistency(old, new, self.read)

    def read(self, nodes: Sequence[Node]) -> dict[Node, bytes]:
        """The hashes of whole subtrees."""
        return {node: subtree_in(self._completed[node.completed_by - 1], node.level) for node in nodes}
