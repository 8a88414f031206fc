"""What the checks ask of a log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class LogTree(Protocol):
    """A log's Merkle tree as it lies in the events' database. ``root`` and ``consistency`` believe the stored leaves."""

    def last_position(self) -> int:
        """How many events there are."""

    def tree_size(self) -> int:
        """How many leaves there are."""

    def root(self, size: int | None = None) -> bytes:
        """The root of the first ``size`` leaves, or of all. Raises NoSuchProofError; LookupError when a leaf is not there."""

    def consistency(self, old: int, new: int) -> Sequence[bytes]:
        """The proof that the first ``new`` leaves begin with the first ``old``. Raises as :meth:`root`."""
