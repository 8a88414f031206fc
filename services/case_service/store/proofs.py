"""What a store can prove: roots and proofs of its Merkle log, and the stored bytes that they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.case_service.store.leaves import read_nodes
from services.case_service.store.log import Log, StoredAt
from services.integrity.leaf import LeafParts, entry_at, parts_of, stored_content
from services.integrity.merkle import Node, NoSuchProofError, prove_consistency, prove_inclusion, root_of


class Proofs:
    """The Merkle log of one tenant's store. Positions count from 1; the event at a position is leaf ``position - 1``.

    A proof reads some 2 * log2(size) rows. It believes the stored leaves: see :mod:`services.case_service.store.recheck`.
    """

    tenant: str
    _log: Log

    def tree_size(self) -> int:
        """How many leaves there are: as many as events."""
        return self._log.tree_size()

    def root(self, size: int | None = None) -> bytes:
        """The root of the first ``size`` leaves, or of all. Raises NoSuchProofError, LeafMissingError."""
        known = self.tree_size()
        return root_of(known if size is None else self._within(size, known), self._nodes)

    def leaf_hash(self, position: int) -> bytes:
        """The leaf hash at a position. Raises NoSuchProofError, LeafMissingError."""
        if position < 1:
            raise NoSuchProofError(f"There is no position {position}.")
        node = Node(0, self._within(position, self.tree_size()) - 1)
        return self._nodes([node])[node]

    def inclusion(self, position: int, size: int) -> list[bytes]:
        """The audit path of the event at ``position`` among the first ``size``. Raises NoSuchProofError, LeafMissingError."""
        return prove_inclusion(position - 1, self._within(size, self.tree_size()), self._nodes)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the first ``new`` events begin with the first ``old``. Raises NoSuchProofError, LeafMissingError."""
        return prove_consistency(old, self._within(new, self.tree_size()), self._nodes)

    def stored_after(self, position: int, limit: int) -> Sequence[StoredAt]:
        """At most ``limit`` events after ``position``, in order, as they lie in the store."""
        found = self._log.select_notifications(position, limit, inclusive_of_start=False)
        return [
            StoredAt(one.id, one.originator_id, one.originator_version, one.topic, one.state)
            for one in found
            if isinstance(one.originator_id, UUID)
        ]

    def stored_in(self, stream_id: UUID) -> Sequence[StoredAt]:
        """A stream's events in order, as they lie in the store, with their positions."""
        return self._log.stored_in(stream_id)

    def leaf_parts(self, stored: StoredAt) -> LeafParts:
        """What the leaf of a stored event says of it. Raises NotAnEventError."""
        return parts_of(self.tenant, stored.stream_id, stored.version, stored.topic, stored.state)

    def entry(self, stored: StoredAt) -> bytes:
        """The whole entry that a stored event's leaf is the hash of."""
        return entry_at(stored.position, stored_content(self.tenant, stored.stream_id, stored.version, stored.topic, stored.state))

    def _within(self, size: int, known: int) -> int:
        if size > known:
            raise NoSuchProofError(f"The log has {known} events, not {size}.")
        return size

    def _nodes(self, nodes: Sequence[Node]) -> Mapping[Node, bytes]:
        return read_nodes(nodes, self._log)
