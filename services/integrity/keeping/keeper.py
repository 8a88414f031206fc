"""Keeps a log under watch: compares it with what was signed, signs how it stands now, and takes in what witnesses say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from services.integrity.checkpoints.checkpoint import Checkpoint
from services.integrity.checkpoints.key_file import make_key_file
from services.integrity.checkpoints.signing import make_checkpoint
from services.integrity.keeping.alarms import LASTING, Alarm, AlarmKind, Fault
from services.integrity.keeping.book import IntegrityBook
from services.integrity.keeping.comparing import departed_from, leaves_missing
from services.integrity.keeping.signer import KeyFiles
from services.integrity.keeping.tree import LogTree
from services.integrity.notes.errors import MalformedKeyError, NoteError
from services.integrity.notes.keys import PublicKey
from services.integrity.notes.note import read_signatures, verified

PROMISED: Final = timedelta(hours=1)
"""At most so long may pass before a witness has seen what was written: the interval that is promised."""

WATCHED: Final = frozenset({AlarmKind.LEAF_MISSING, AlarmKind.NO_CHECKPOINT, AlarmKind.SIGNING_KEY, AlarmKind.NOT_WITNESSED})
"""What :meth:`Keeper.look` looks for and ends by itself when it is gone."""


class LogNotItselfError(Exception):
    """The log is not the one that was signed. Nothing is written on it before somebody has looked."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{one.kind.value}: {one.detail}" for one in faults))
        self.faults = faults


class UnknownWitnessError(ValueError):
    """A cosignature that no witness of this municipality made, or of a checkpoint that it does not have."""


def begin(tree: LogTree, book: IntegrityBook, files: KeyFiles, origin: str, now: datetime) -> bool:
    """Make the first key and sign the log as it stands. False where that was done before.

    The list of keys comes last: where it stands, a first checkpoint was signed.
    """
    if files.public.exists():
        return False
    key = make_key_file(files.signing, origin)
    size = tree.tree_size()
    book.add(make_checkpoint(Checkpoint(origin=key.name, size=size, root=tree.root(size)), key), now)
    files.make(key.name)
    return True


def faults_of(tree: LogTree, book: IntegrityBook) -> tuple[Fault, ...]:
    """Whether the log is the one that was last signed: a few reads, whatever its size."""
    last = book.last()
    if last is None:
        return (Fault(kind=AlarmKind.NO_CHECKPOINT, detail=f"{tree.tree_size()} events, and no checkpoint is left"),)
    return (*leaves_missing(tree), *departed_from(tree, [last.checkpoint]))


def refuse_other_log(tree: LogTree, book: IntegrityBook) -> None:
    """What a process does before it begins. Raises LogNotItselfError."""
    if faults := faults_of(tree, book):
        raise LogNotItselfError(faults)


class Keeper:
    """Looks after one municipality's log. Any number may run: what two of them sign is the same."""

    def __init__(self, tree: LogTree, book: IntegrityBook, files: KeyFiles, *, witnesses: Iterable[PublicKey] = ()) -> None:
        self._tree = tree
        self._book = book
        self._files = files
        self._witnesses = tuple(witnesses)

    def look(self, now: datetime) -> tuple[Alarm, ...]:
        """Compare, and sign if all is well and the log has grown. Returns the alarms that are new."""
        faults = faults_of(self._tree, self._book)
        if not faults:
            faults = self._sign(now)
        return self._book.found((*faults, *self._unwitnessed(now)), WATCHED, now)

    def _sign(self, now: datetime) -> tuple[Fault, ...]:
        last = self._book.last()
        if last is not None and last.checkpoint.size == self._tree.tree_size():
            return ()
        try:
            _sign_now(self._tree, self._book, self._files, now)
        except MalformedKeyError as error:
            return (Fault(kind=AlarmKind.SIGNING_KEY, detail=str(error)),)
        except LookupError as error:
            return (Fault(kind=AlarmKind.LEAF_MISSING, detail=str(error)),)
        return ()

    def _unwitnessed(self, now: datetime) -> tuple[Fault, ...]:
        if not self._witnesses:
            return ()
        witnessed = self._book.last_witnessed()
        size = 0 if witnessed is None else witnessed.checkpoint.size
        waiting = self._book.covering(size + 1)
        if waiting is None or now - waiting.made_at <= PROMISED:
            return ()
        detail = f"what came after {size} events waits since {waiting.made_at.isoformat(timespec='minutes')}"
        return (Fault(kind=AlarmKind.NOT_WITNESSED, detail=detail),)


def take_cosignature(book: IntegrityBook, witnesses: Iterable[PublicKey], size: int, lines: str, now: datetime) -> None:
    """Keep the cosignatures that a witness hands over. Raises UnknownWitnessError when none of them is to be believed."""
    kept = book.of_size(size)
    if kept is None:
        raise UnknownWitnessError(f"There is no checkpoint of {size} events.")
    try:
        signed = verified(type(kept.note)(text=kept.note.text, signatures=read_signatures(lines)), witnesses)
    except NoteError as error:
        raise UnknownWitnessError(str(error)) from error
    book.cosigned(size, signed, now)


def accept_roll_back(tree: LogTree, book: IntegrityBook, files: KeyFiles, *, by: str, reason: str, now: datetime) -> int:
    """Let the log go on as it is now: what it departed from is given up, the alarms for it end with the reason, and it is signed.

    Returns how many checkpoints no longer bind it. What witnesses have seen is not given up by this: each decides for itself.
    Raises KeyFileError when the log cannot be signed; the rest is done then.
    """
    given_up = book.give_up(tree.tree_size(), now)
    departed = [one.checkpoint.size for one in book.all_in_force() if departed_from(tree, [one.checkpoint])]
    if departed:
        given_up += book.give_up(min(departed) - 1, now)
    book.end(LASTING | {AlarmKind.WITNESS_ALARM}, by=by, reason=reason, at=now)
    _sign_now(tree, book, files, now)
    return given_up


def _sign_now(tree: LogTree, book: IntegrityBook, files: KeyFiles, now: datetime) -> None:
    size = tree.tree_size()
    book.add(files.sign(Checkpoint(origin=files.origin(), size=size, root=tree.root(size))), now)
