"""Events that lie in the store and cannot be read, told beside those that can: one of them must not hide all the others."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

import msgspec

from events.envelope import Envelope, Recorded


class DamagedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A stored event that was altered or damaged, or is newer than this program. ``position`` is its place in the log.

    ``envelope`` is None where not even that can be read or believed. ``text_only``: its facts are known, and its sealed text does
    not open. ``why`` never holds text that was sealed. ``moved``: it belongs elsewhere, or its text does not open with its key.
    """

    stream_id: UUID
    version: int
    topic: str
    position: int
    why: str
    envelope: Envelope | None = None
    text_only: bool = False
    moved: bool = False


class Readable(NamedTuple):
    """What can be read, in order, and what cannot."""

    events: tuple[Recorded, ...]
    damaged: tuple[DamagedEvent, ...] = ()

    @property
    def stream_id(self) -> UUID:
        """The stream of the first of them. There is one at least."""
        return next(one.stream_id for found in self for one in found)

    @property
    def version(self) -> int:
        """The last version of a stream, whether or not it can be read; 0 when there is none."""
        return max((one.version for found in self for one in found), default=0)

    @property
    def envelopes(self) -> tuple[Envelope, ...]:
        """Every envelope of a stream that can be read, in order: those of damaged events too."""
        known = [(one.version, one.envelope) for found in self for one in found if one.envelope is not None]
        return tuple(envelope for _, envelope in sorted(dict(known).items()))
