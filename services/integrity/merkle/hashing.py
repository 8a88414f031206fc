"""The hashes of RFC 6962 § 2.1: a leaf can never be taken for a node, nor a node for a leaf."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from hashlib import sha256
from typing import Final

HASH_BYTES: Final = 32
LEAF_MARK: Final = b"\x00"
NODE_MARK: Final = b"\x01"
EMPTY_ROOT: Final = sha256(b"").digest()
"""The root of a log without leaves."""


def hash_leaf(entry: bytes) -> bytes:
    """The hash of a leaf that stands for ``entry``."""
    return sha256(LEAF_MARK + entry).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two halves."""
    return sha256(NODE_MARK + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """The hash over subtrees that stand side by side, the largest first; EMPTY_ROOT when there is none."""
    if not hashes:
        return EMPTY_ROOT
    return reduce(lambda right, left: hash_node(left, right), reversed(hashes))
