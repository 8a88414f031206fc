"""The leaves of events that take their place in the log, and what is read of the Merkle log to prove something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Protocol, TypeAlias
from uuid import UUID

from events.envelope import Recorded
from events.stored import FORMAT, Encoded
from services.case_service.store.errors import LeafMissingError
from services.integrity import leaf
from services.integrity.leaf import LeafParts, leaf_at, stored_content
from services.integrity.merkle import HASH_BYTES, Node, hash_node
from services.integrity.merkle.frontier import subtree_in

Completed: TypeAlias = bytes
"""The whole subtrees that a leaf completed: its own hash, then those of ever larger subtrees, joined."""


class HasPlace(Protocol):
    """An event as the library's recorders give and take it."""

    @property
    def originator_id(self) -> UUID | str:
        """The stream."""

    @property
    def originator_version(self) -> int:
        """The version in the stream."""

    @property
    def topic(self) -> str:
        """The topic."""

    @property
    def state(self) -> bytes:
        """The bytes."""


class LeafReader(Protocol):
    """Where rows of the Merkle log can be read."""

    def completed_by(self, positions: Sequence[int]) -> dict[int, Completed]:
        """For each position that is in the Merkle log, what its leaf completed."""


def content_of(tenant: str, event: HasPlace) -> bytes:
    """What the leaf of a stored event says, apart from the position."""
    assert isinstance(event.originator_id, UUID)  # noqa: S101 - the recorders are made with uuid ids alone
    return stored_content(tenant, event.originator_id, event.originator_version, event.topic, event.state)


def content_of_encoded(one: Recorded, encoded: Encoded) -> bytes:
    """As :func:`content_of`, of an event that was just encoded: nothing is taken apart again."""
    return leaf.content_of(
        LeafParts(
            tenant=one.envelope.tenant,
            stream_id=one.stream_id,
            version=one.version,
            topic=one.topic,
            format=FORMAT,
            class_version=encoded.class_version,
            envelope=sha256(encoded.envelope).digest(),
            facts=sha256(encoded.facts).digest(),
            seals={name: sha256(ciphertext).digest() for name, ciphertext in encoded.seals.items()},
            commitments=encoded.commitments,
        )
    )


def leaf_rows(
    contents: Sequence[bytes], size: int, reader: LeafReader, last: Completed | None = None
) -> Iterator[tuple[int, Completed]]:
    """The rows of events that come next in a log of ``size`` leaves, from what :func:`content_of` gave. Raises LeafMissingError.

    Each leaf is joined to the left halves that it completes, which end the rows of their last leaves: one in the mean, and
    that is mostly the row before, which is not read where it is given as ``last``.
    """
    new: dict[int, Completed] = {} if last is None else {size: last}
    for position, content in enumerate(contents, size + 1):
        completed = subtree = leaf_at(position, content)
        half = 1
        while not position & half:
            left = new.get(position - half) or reader.completed_by((position - half,)).get(position - half)
            if left is None:
                raise LeafMissingError(f"The Merkle log lacks the leaf of position {position - half}.")
            subtree = hash_node(left[-HASH_BYTES:], subtree)
            completed += subtree
            half <<= 1
        new[position] = completed
        yield position, completed


def read_nodes(nodes: Sequence[Node], reader: LeafReader) -> Mapping[Node, bytes]:
    """The hashes of whole subtrees, in one asking. Raises LeafMissingError when one is not there."""
    if not nodes:
        return {}
    rows = reader.completed_by([node.completed_by for node in nodes])
    found: dict[Node, bytes] = {}
    for node in nodes:
        row = rows.get(node.completed_by)
        if row is None or not (hash_ := subtree_in(row, node.level)):
            raise LeafMissingError(f"The Merkle log lacks the leaf of position {node.completed_by}.")
        found[node] = hash_
    return found
