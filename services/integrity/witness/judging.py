"""Whether a witness may cosign what a log shows: pure, from what it saw before and what it is shown now."""

from __future__ import annotations

from collections.abc import Sequence

from services.integrity.checkpoints.checkpoint import Checkpoint, MalformedCheckpointError
from services.integrity.checkpoints.key_list import LogKeys
from services.integrity.checkpoints.signing import SignedCheckpoint, believed
from services.integrity.merkle import ProofRefusedError, check_consistency
from services.integrity.notes.errors import MalformedNoteError, NoteError
from services.integrity.notes.note import read_note
from services.integrity.witness.alarms import AlarmKind, LogMisbehavedError


def read_shown(shown: bytes, *, origin: str, keys: LogKeys) -> SignedCheckpoint:
    """The checkpoint that a log shows. Raises LogMisbehavedError when it is none, or not signed with a key of the log."""
    evidence = shown.decode(errors="replace")
    try:
        return believed(read_note(shown), origin=origin, keys=keys)
    except (MalformedCheckpointError, MalformedNoteError) as error:
        raise LogMisbehavedError(AlarmKind.MALFORMED, str(error), evidence) from error
    except NoteError as error:
        raise LogMisbehavedError(AlarmKind.NOT_SIGNED, str(error), evidence) from error


def needs_proof(seen: Checkpoint | None, shown: Checkpoint) -> bool:
    """Whether the log must prove that it continues what was seen: not the first time, and not for what was seen already."""
    return seen is not None and 0 < seen.size < shown.size


def refuse_other_history(seen: Checkpoint | None, shown: SignedCheckpoint, proof: Sequence[bytes]) -> None:
    """Let pass what continues the log as it was ``seen``. Raises LogMisbehavedError on a roll-back or another history."""
    now = shown.checkpoint
    if seen is None:
        return
    if now.size < seen.size:
        reason = f"The log has {now.size} leaves and had {seen.size}."
        raise LogMisbehavedError(AlarmKind.ROLLED_BACK, reason, shown.note.encoded())
    if seen == now or (seen.size == 0 and now.size > 0):
        return
    try:
        check_consistency(seen.size, now.size, proof, seen.root, now.root)
    except ProofRefusedError as error:
        reason = f"The log of {now.size} leaves is no continuation of the {seen.size} seen before: {error}."
        raise LogMisbehavedError(AlarmKind.FORKED, reason, shown.note.encoded()) from error
