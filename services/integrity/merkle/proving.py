"""Roots and proofs of RFC 6962 § 2.1 from the hashes of whole subtrees, of which some 2 * log2(size) are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from services.integrity.merkle.hashing import fold
from services.integrity.merkle.nodes import Node, split_at, whole_subtrees

ReadNodes: TypeAlias = Callable[[Sequence[Node]], Mapping[Node, bytes]]
"""Gives the hashes of whole subtrees, all in one asking."""

Range: TypeAlias = tuple[int, int]


class NoSuchProofError(ValueError):
    """A proof was asked for a leaf or a size that the log does not have."""


def root_of(size: int, read: ReadNodes) -> bytes:
    """The root of the first ``size`` leaves. Raises NoSuchProofError."""
    if size < 0:
        raise NoSuchProofError(f"A log has no {size} leaves.")
    return _hashes([(0, size)], read)[0]


def prove_inclusion(index: int, size: int, read: ReadNodes) -> list[bytes]:
    """The audit path from leaf ``index`` (from 0) to the root of the first ``size`` leaves. Raises NoSuchProofError."""
    if not 0 <= index < size:
        raise NoSuchProofError(f"There is no leaf {index} among {size} leaves.")
    return _hashes(_path(index, 0, size), read)


def prove_consistency(old: int, new: int, read: ReadNodes) -> list[bytes]:
    """The proof that the first ``old`` of ``new`` leaves are the log of that time. Empty when ``old`` is 0 or ``new``.

    Raises NoSuchProofError.
    """
    if not 0 <= old <= new:
        raise NoSuchProofError(f"A log of {new} leaves does not continue one of {old}.")
    return [] if old in {0, new} else _hashes(_subproof(old, 0, new), read)


def _path(index: int, start: int, end: int) -> list[Range]:
    """The subtrees beside the way from the leaf up, the lowest first."""
    beside: list[Range] = []
    while end - start > 1:
        middle = start + split_at(end - start)
        if index < middle:
            beside.append((middle, end))
            end = middle
        else:
            beside.append((start, middle))
            start = middle
    return beside[::-1]


def _subproof(old: int, start: int, end: int) -> list[Range]:
    """The subtrees that make both the old root and the new, the lowest first (SUBPROOF in the RFC)."""
    beside: list[Range] = []
    is_old_root = True
    while end != old:
        middle = start + split_at(end - start)
        if old <= middle:
            beside.append((middle, end))
            end = middle
        else:
            beside.append((start, middle))
            start = middle
            is_old_root = False
    if not is_old_root:
        beside.append((start, end))
    return beside[::-1]


def _hashes(ranges: Sequence[Range], read: ReadNodes) -> list[bytes]:
    nodes = [whole_subtrees(start, end) for start, end in ranges]
    wanted = [node for group in nodes for node in group]
    hashes = read(wanted) if wanted else {}
    return [fold([hashes[node] for node in group]) for group in nodes]
