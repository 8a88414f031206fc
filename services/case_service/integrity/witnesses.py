"""What the witnesses saw, held against the log as it is."""

from __future__ import annotations

from datetime import datetime

from services.case_service.integrity.kept import Integrity
from services.integrity.keeping.alarms import Alarm, AlarmKind, Fault
from services.integrity.keeping.asking import WitnessUnreachableError, alarms_of, last_seen
from services.integrity.keeping.comparing import departed_from
from services.integrity.notes.errors import NoteError


def ask_witnesses(integrity: Integrity, now: datetime, *, under: str) -> tuple[Alarm, ...]:
    """Ask, and write into the book what was found, and when (``under`` that name). Returns the alarms that are new."""
    faults, unreachable = told_by_witnesses(integrity)
    new = integrity.book.found(faults, frozenset() if unreachable else frozenset({AlarmKind.WITNESS_ALARM}), now)
    integrity.book.check_done(under, integrity.store.tree_size(), now)
    return new


def told_by_witnesses(integrity: Integrity) -> tuple[list[Fault], tuple[str, ...]]:
    """What is wrong by what the witnesses saw, and which of them did not answer, with why."""
    faults: list[Fault] = []
    unreachable: list[str] = []
    if not integrity.begun:
        return faults, ()
    try:
        keys, origin, witnesses = integrity.files.keys(), integrity.files.origin(), integrity.witnesses()
    except NoteError as error:
        return [Fault(kind=AlarmKind.SIGNING_KEY, detail=str(error))], ()
    for witness in witnesses:
        if witness.url is None:
            continue
        try:
            seen = last_seen(witness.url, origin, keys)
            faults += departed_from(integrity.store, [] if seen is None else [seen])
            faults += alarms_of(witness.url, origin)
        except WitnessUnreachableError as error:
            unreachable.append(str(error))
    return faults, tuple(unreachable)
