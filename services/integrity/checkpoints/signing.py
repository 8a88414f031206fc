"""Checkpoints made and believed: signed with the log's key of their size, and cosigned by witnesses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.integrity.checkpoints.checkpoint import Checkpoint, read_checkpoint
from services.integrity.checkpoints.key_list import LogKeys
from services.integrity.notes.errors import BadSignatureError, UnsignedNoteError
from services.integrity.notes.keys import PrivateKey, PublicKey
from services.integrity.notes.note import Note, Signed, new_note, sign, verified


class KeyOutOfTimeError(BadSignatureError):
    """The key that signed was given up before the log had that size, or came later."""


class WrongOriginError(BadSignatureError):
    """A good signature, over a checkpoint of another log."""


@dataclass(frozen=True, kw_only=True)
class SignedCheckpoint:
    """A checkpoint that was checked, with the note that it came in, the log's own signatures and those of witnesses."""

    checkpoint: Checkpoint
    note: Note
    by_log: tuple[Signed, ...]
    by_witnesses: tuple[Signed, ...] = ()


def make_checkpoint(checkpoint: Checkpoint, key: PrivateKey) -> Note:
    """The checkpoint as a note that the log's key signed. Raises WrongOriginError when the key is another log's."""
    if key.name != checkpoint.origin:
        raise WrongOriginError(f"The key of {key.name!r} signs no checkpoint of {checkpoint.origin!r}.")
    note = new_note(checkpoint.text)
    return note.with_signatures([sign(note, key)])


def believed(note: Note, *, origin: str, keys: LogKeys, witnesses: Iterable[PublicKey] = ()) -> SignedCheckpoint:
    """The checkpoint in a note, when the key that the log had at that size signed it; with the signatures of known witnesses.

    Raises MalformedCheckpointError, WrongOriginError, UnsignedNoteError, BadSignatureError, KeyOutOfTimeError.
    """
    checkpoint = read_checkpoint(note.text)
    if checkpoint.origin != origin:
        raise WrongOriginError(f"The checkpoint is of {checkpoint.origin!r}, not of {origin!r}.")
    of_log = [one for one in keys.keys if one.key.name == origin]
    signed = verified(note, [one.key for one in of_log])
    in_time = {one.key for one in of_log if one.holds_for(checkpoint.size)}
    by_log = tuple(one for one in signed if one.key in in_time)
    if not by_log:
        raise KeyOutOfTimeError(f"The key that signed the checkpoint of size {checkpoint.size} does not hold for that size.")
    return SignedCheckpoint(checkpoint=checkpoint, note=note, by_log=by_log, by_witnesses=_cosigned(note, witnesses))


def _cosigned(note: Note, witnesses: Iterable[PublicKey]) -> tuple[Signed, ...]:
    try:
        return verified(note, witnesses)
    except UnsignedNoteError:
        return ()
