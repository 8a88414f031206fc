"""The whole Merkle log made again from the stored events, and held against what is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Final, TypeVar

import msgspec

from services.case_service.store.log import Log, StoredAt
from services.case_service.store.proofs import Proofs
from services.integrity.leaf import NotAnEventError, content_of, leaf_at, parts_of, stored_content
from services.integrity.merkle import HASH_BYTES, Frontier

AT_A_TIME: Final = 2_000
MOST_FAULTS: Final = 1_000
"""After so many faults the check stops: they are enough to act on."""

T = TypeVar("T")


class FaultKind(StrEnum):
    """What is wrong at a position."""

    EVENT_MISSING = "event_missing"
    """There is a leaf, but no event."""

    LEAF_MISSING = "leaf_missing"
    """There is an event, but no leaf."""

    EVENT_CHANGED = "event_changed"
    """The event, or its place, is not what the leaf was made of; or the leaf was changed."""

    SUBTREE_CHANGED = "subtree_changed"
    """What is kept of the tree above the leaf does not follow from the leaves."""

    NOT_AN_EVENT = "not_an_event"
    """What is stored has its leaf, and has not the outline of an event."""


class LeafFault(msgspec.Struct, frozen=True, kw_only=True):
    """Something that does not fit, and the position where."""

    position: int
    kind: FaultKind


class Rechecked(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: how many positions were looked at, what is wrong, and the root that follows from the stored events.

    ``root`` is of the first ``size`` events, to be held against a checkpoint; None when there are faults, of which at most
    MOST_FAULTS are told.
    """

    size: int
    root: bytes | None
    faults: tuple[LeafFault, ...]


def recheck(store: Proofs, progress: Callable[[int, int], object] = lambda _, __: None) -> Rechecked:
    """Make every leaf and subtree again from the stored events, as far as the log goes when this is called.

    Believes nothing that is kept of the Merkle log. ``progress`` is told how many positions of how many were looked at.
    Takes some 10 µs an event, and memory for a few thousand. Raises StoreUnavailableError.
    """
    log = store._log  # noqa: SLF001 - a part of the store
    size = max(log.tree_size(), log.max_notification_id() or 0)
    frontier = Frontier()
    faults: list[LeafFault] = []
    events = _in_step(_events(store, size), size)
    leaves = _in_step(_leaves(log, size), size)
    for position, (event, leaf) in enumerate(zip(events, leaves, strict=True), 1):
        if (kind := _fault_at(position, store.tenant, event, leaf, frontier)) is not None:
            faults.append(LeafFault(position=position, kind=kind))
            if len(faults) == MOST_FAULTS:
                return Rechecked(size=position, root=None, faults=tuple(faults))
        if position % AT_A_TIME == 0 or position == size:
            progress(position, size)
    return Rechecked(size=size, root=None if faults else frontier.root(), faults=tuple(faults))


def _fault_at(position: int, tenant: str, event: StoredAt | None, leaf: bytes | None, frontier: Frontier) -> FaultKind | None:
    """Hold an event against its leaf, and the leaf's row against the leaves so far. The tree goes on with the leaf that is kept."""
    if event is None:
        frontier.add(bytes(HASH_BYTES) if leaf is None else leaf[:HASH_BYTES])
        return FaultKind.EVENT_MISSING
    content, is_event = _content(tenant, event)
    made = leaf_at(position, content)
    if leaf is None:
        frontier.add(made)
        return FaultKind.LEAF_MISSING
    kept = leaf[:HASH_BYTES]
    follows = frontier.add(kept)
    if kept != made:
        return FaultKind.EVENT_CHANGED
    if follows != leaf:
        return FaultKind.SUBTREE_CHANGED
    return None if is_event else FaultKind.NOT_AN_EVENT


def _content(tenant: str, event: StoredAt) -> tuple[bytes, bool]:
    try:
        return content_of(parts_of(tenant, *event[1:])), True
    except NotAnEventError:
        return stored_content(tenant, *event[1:]), False


def _in_step(found: Iterable[tuple[int, T]], size: int) -> Iterator[T | None]:
    """One thing for every position up to ``size``; None where there is none."""
    ahead = iter(found)
    following = next(ahead, None)
    for position in range(1, size + 1):
        if following is not None and following[0] == position:
            yield following[1]
            following = next(ahead, None)
        else:
            yield None


def _events(store: Proofs, size: int) -> Iterator[tuple[int, StoredAt]]:
    at = 0
    while at < size and (some := store.stored_after(at, AT_A_TIME)):
        yield from ((one.position, one) for one in some)
        at = some[-1].position


def _leaves(log: Log, size: int) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < size and (some := log.leaves_after(at, AT_A_TIME)):
        yield from some
        at = some[-1][0]
