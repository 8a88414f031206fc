"""Answering for a log that was put back from a backup: in the log itself, and in the book of checkpoints and alarms."""

from __future__ import annotations

from datetime import datetime

import msgspec

from events.base import Stream
from events.envelope import Actor
from events.lists.people import Role
from events.municipality import BackupRestored
from services.case_service.application import Request
from services.case_service.backup import UNANSWERED, Unanswered
from services.case_service.domain.municipality.commands import RecordRestore
from services.case_service.integrity.kept import Integrity
from services.case_service.reactions.avvik_by_rule import VARDE
from services.case_service.streams import municipality_stream
from services.integrity.keeping.alarms import AlarmKind
from services.integrity.keeping.keeper import LogNotItselfError
from varde.composition import application
from varde.settings import Settings


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What became of it: how many checkpoints no longer bind the log, and whether an event tells of a backup that was put back."""

    given_up: int
    recorded: bool


def answer_for_restore(integrity: Integrity, settings: Settings, *, by: str, reason: str, now: datetime) -> Answered:
    """Let the log go on as it is: alarms end with the reason, and an event tells of the backup where one was put back.

    Raises KeyFileError, StoreError, LogNotItselfError when events and leaves do not belong together: nobody can answer for that.
    """
    broken = tuple(one for one in integrity.faults() if one.kind is AlarmKind.LEAF_MISSING)
    if broken:
        raise LogNotItselfError(broken)
    given_up = integrity.accept_roll_back(by=by, reason=reason, now=now)
    recorded = _record(integrity, settings, by=by, reason=reason, now=now)
    integrity.keeper().look(now)
    return Answered(given_up=given_up, recorded=recorded)


def _record(integrity: Integrity, settings: Settings, *, by: str, reason: str, now: datetime) -> bool:
    file = settings.home / UNANSWERED
    if not file.exists():
        return False
    restored = msgspec.json.decode(file.read_bytes(), type=Unanswered)
    fact = BackupRestored(
        backup=restored.backup, taken_at=restored.taken_at, up_to_position=restored.position, reason=f"{by}: {reason}"
    )
    application(integrity.store, settings).handle(
        Request(
            stream=Stream.MUNICIPALITY,
            stream_id=municipality_stream(settings.tenant),
            command=RecordRestore(fact=fact),
            actor=Actor(ref=VARDE, role=Role.SYSTEM),
            occurred_at=now,
            known_at=now,
        ),
        idempotency_key=f"restored {restored.backup}",
    )
    file.unlink()
    return True
