"""Whether a log is still the one that was signed: its size and its roots against checkpoints, its own and those of witnesses."""

from __future__ import annotations

from collections.abc import Iterable

from services.integrity.checkpoints.checkpoint import Checkpoint
from services.integrity.keeping.alarms import AlarmKind, Fault
from services.integrity.keeping.tree import LogTree


def leaves_missing(tree: LogTree) -> tuple[Fault, ...]:
    """Whether events and leaves are as many. Events that come meanwhile are not taken for a fault."""
    events_before = tree.last_position()
    leaves = tree.tree_size()
    events_after = tree.last_position()
    if events_before <= leaves <= events_after:
        return ()
    return (Fault(kind=AlarmKind.LEAF_MISSING, detail=f"{events_after} events and {leaves} leaves"),)


def departed_from(tree: LogTree, signed: Iterable[Checkpoint]) -> tuple[Fault, ...]:
    """Where the log is no longer what a checkpoint says, which its own key signed: shorter, or with another root."""
    return tuple(fault for one in signed if (fault := _departed(tree, one)) is not None)


def _departed(tree: LogTree, signed: Checkpoint) -> Fault | None:
    if (size := tree.tree_size()) < signed.size:
        return Fault(kind=AlarmKind.ROLLED_BACK, detail=f"{size} events, and {signed.size} were signed")
    try:
        same = tree.root(signed.size) == signed.root
    except LookupError as error:
        return Fault(kind=AlarmKind.LEAF_MISSING, detail=f"the root of {signed.size} leaves cannot be computed: {error}")
    return (
        None
        if same
        else Fault(kind=AlarmKind.OTHER_HISTORY, detail=f"another root for the first {signed.size} events than was signed")
    )
