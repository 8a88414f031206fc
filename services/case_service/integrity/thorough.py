"""The nightly check: both databases, every event against its leaf and its keys, every checkpoint, every witness."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from events.archive import DisposalApproved, Disposed
from events.envelope import Recorded
from events.sealing import RetentionClass
from events.stored import key_subject, peek
from services.case_service.integrity.kept import Integrity
from services.case_service.integrity.witnesses import told_by_witnesses
from services.case_service.store import (
    DamageKind,
    EventStore,
    KeyLostError,
    StoreUnavailableError,
    TamperedError,
    UnreadableEventError,
)
from services.case_service.store.log import StoredAt
from services.case_service.store.recheck import FaultKind, recheck
from services.case_service.store.wrapping import KeyId
from services.integrity.keeping.alarms import LASTING, Alarm, AlarmKind, Fault
from services.integrity.keeping.comparing import departed_from, leaves_missing

THOROUGH: Final = "thorough"
"""The name under which the book tells when this check was last done."""

AT_A_TIME: Final = 2_000
UNDER_WAY: Final = timedelta(minutes=15)
"""How long a disposal may take from the destroyed key to the event that tells of it; who reacts goes on with it every minute."""

LOOKED_FOR: Final = frozenset(AlarmKind) - LASTING - {AlarmKind.NOT_WITNESSED, AlarmKind.SIGNING_KEY, AlarmKind.NO_CHECKPOINT}
OF_LEAVES: Final = {
    FaultKind.EVENT_MISSING: AlarmKind.LEAF_MISSING,
    FaultKind.LEAF_MISSING: AlarmKind.LEAF_MISSING,
    FaultKind.EVENT_CHANGED: AlarmKind.EVENT_CHANGED,
    FaultKind.SUBTREE_CHANGED: AlarmKind.EVENT_CHANGED,
    FaultKind.NOT_AN_EVENT: AlarmKind.UNKNOWN_EVENT,
}
OF_DAMAGE: Final = {
    DamageKind.PAGE: AlarmKind.STORE_DAMAGED,
    DamageKind.ROW: AlarmKind.STORE_DAMAGED,
    DamageKind.TABLES: AlarmKind.TABLES_CHANGED,
}


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What a thorough check came to. ``unreachable`` are the witnesses that did not answer, with why."""

    size: int
    faults: tuple[Fault, ...]
    new_alarms: tuple[Alarm, ...]
    unreachable: tuple[str, ...]


def fault_at(position: int, why: object, *, moved: bool) -> Fault:
    """What an event is told as that cannot be read: none that is known, or (``moved``) one that does not belong there."""
    return Fault(kind=AlarmKind.UNREADABLE if moved else AlarmKind.UNKNOWN_EVENT, detail=f"position {position}: {why}")


def check_whole_log(integrity: Integrity, now: datetime, progress: Callable[[int, int], object] = lambda _, __: None) -> Checked:
    """Check everything, and write what was found into the book. Raises StoreUnavailableError."""
    store = integrity.store
    damage = store.damage()
    faults = [Fault(kind=OF_DAMAGE[one.kind], detail=one.where) for one in damage]
    try:
        size, of_log = _log(integrity, now, progress)
    except StoreUnavailableError:
        if all(one.kind is not DamageKind.PAGE for one in damage):
            raise
        # The file cannot be read to its end: that much is told, and the rest looked at when it is whole again.
        new = integrity.book.found(faults, frozenset(OF_DAMAGE.values()), now)
        return Checked(size=0, faults=tuple(faults), new_alarms=new, unreachable=())
    faults += of_log
    told, unreachable = told_by_witnesses(integrity)
    faults += told
    new = integrity.book.found(faults, LOOKED_FOR - (frozenset({AlarmKind.WITNESS_ALARM}) if unreachable else frozenset()), now)
    integrity.book.check_done(THOROUGH, size, now)
    return Checked(size=size, faults=tuple(faults), new_alarms=new, unreachable=unreachable)


def _log(integrity: Integrity, now: datetime, progress: Callable[[int, int], object]) -> tuple[int, list[Fault]]:
    """How many events were looked at, and what is wrong with them, their leaves and their keys."""
    store = integrity.store
    rechecked = recheck(store, progress)
    faults = [Fault(kind=OF_LEAVES[one.kind], detail=f"position {one.position}: {one.kind.value}") for one in rechecked.faults]
    faults += leaves_missing(store)
    if integrity.begun and integrity.book.last() is None:
        faults.append(Fault(kind=AlarmKind.NO_CHECKPOINT, detail=f"{rechecked.size} events"))
    faults += departed_from(store, (one.checkpoint for one in integrity.book.all_in_force()))
    faults += _content(store, now)
    return rechecked.size, faults


class _Keys:
    """What the log and the key store say of keys that are gone."""

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._whole: set[KeyId] = set()
        self._gone: dict[KeyId, int] = {}
        self._told: set[KeyId] = set()
        self._approved: dict[tuple[UUID, RetentionClass], dict[UUID, set[UUID]]] = {}

    def take_in(self, recorded: Recorded, stored: StoredAt) -> None:
        """Note what an event tells of keys, and whether those that it is sealed under are there."""
        event = recorded.event
        if isinstance(event, Disposed):
            self._told.add(KeyId(event.of_subject, event.retention))
        elif isinstance(event, DisposalApproved) and recorded.envelope.source_recorded_at is None:
            by_disposal = self._approved.setdefault((event.of_subject, event.retention), {})
            by_disposal.setdefault(event.disposal, set()).add(event.approved_by)
        for key in _keys_of(recorded, stored):
            if key not in self._whole and key not in self._gone:
                if self._store.tombstone(key) is None:
                    self._whole.add(key)
                else:
                    self._gone[key] = stored.position

    def untold(self, now: datetime) -> Iterator[tuple[KeyId, int]]:
        """Keys that are gone and no event tells of, with where text is sealed under them; those being destroyed left out."""
        return ((key, at) for key, at in self._gone.items() if key not in self._told and not self._is_under_way(key, now))

    def _is_under_way(self, key: KeyId, now: datetime) -> bool:
        """Whether its tombstone is fresh, and names people who approved of it in the log. The whole case takes its notes along."""
        tombstone = self._store.tombstone(key)
        if tombstone is None or not timedelta(0) <= now - tombstone.destroyed_at < UNDER_WAY:
            return False
        covering = (self._approved.get((key.subject, one), {}) for one in (key.retention, RetentionClass.PRESERVED))
        return any(set(tombstone.approvers) <= approvers for decided in covering for approvers in decided.values())


def _content(store: EventStore, now: datetime) -> Iterator[Fault]:
    """Every event with its keys: is it one, does it open, and does an event tell of each key that is gone."""
    keys = _Keys(store)
    position = 0
    while some := store.stored_after(position, AT_A_TIME):
        position = some[-1].position
        for stored in some:
            found = _opened(store, stored)
            if isinstance(found, Fault):
                yield found
            else:
                keys.take_in(found, stored)
    for key, at in keys.untold(now):
        detail = f"position {at}: the {key.retention.value} key of {key.subject} was destroyed and no event tells of it"
        yield Fault(kind=AlarmKind.DESTROYED_WITHOUT_EVENT, detail=detail)


def _opened(store: EventStore, stored: StoredAt) -> Recorded | Fault:
    try:
        return store.open_stored(stored)
    except (UnreadableEventError, TamperedError) as error:
        return fault_at(stored.position, error, moved=isinstance(error, TamperedError))
    except KeyLostError as error:
        return Fault(kind=AlarmKind.KEY_LOST, detail=f"position {stored.position}: {error}")


def _keys_of(recorded: Recorded, stored: StoredAt) -> Iterator[KeyId]:
    subject = key_subject(recorded.envelope, recorded.stream_id)
    for retention in peek(stored.state).seals:
        yield KeyId(subject, RetentionClass(retention))
