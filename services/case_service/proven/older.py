"""The copies that somebody has already: how far their logs had come."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from events.disclosure import DisclosureAnswered
from services.case_service.store import EventStore
from services.case_service.streams import access_stream
from services.integrity.checkpoints import read_checkpoint
from services.integrity.notes import NoteError, read_note
from services.integrity.package import BadContainerError, unpack


class NoOlderCopyError(ValueError):
    """A file is neither a copy nor a checkpoint."""


def size_of(file: Path) -> int:
    """The size of the log in an older copy or a checkpoint. Nothing of it is believed. Raises NoOlderCopyError, OSError."""
    data = file.read_bytes()
    try:
        note = bytes(unpack(data)["checkpoint.note"]) if data.startswith(b"PK") else data
        return read_checkpoint(read_note(note).text).size
    except (BadContainerError, KeyError, NoteError) as error:
        raise NoOlderCopyError(file.name) from error


def sizes_before(store: EventStore, matters: Iterable[UUID]) -> frozenset[int]:
    """How far the log had come in the packages of these matters that were handed out before."""
    return frozenset(
        one.event.log_position
        for matter in matters
        for one in store.facts(access_stream(matter))
        if isinstance(one.event, DisclosureAnswered) and one.event.log_position is not None
    )
