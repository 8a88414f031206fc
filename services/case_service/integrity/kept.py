"""The parts that watch over one tenant's log."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from services.case_service.store import EventStore
from services.integrity.keeping.alarms import Fault
from services.integrity.keeping.book import IntegrityBook
from services.integrity.keeping.keeper import Keeper, accept_roll_back, begin, faults_of, refuse_other_log
from services.integrity.keeping.signer import KeyFiles, KnownWitness, read_witnesses, write_witnesses

BOOK: Final = "integrity.sqlite"
SIGNING_KEY: Final = "log_key"
PUBLIC_KEYS: Final = "log_keys"
WITNESSES: Final = "witnesses"


class IntegrityPlaces(msgspec.Struct, frozen=True, kw_only=True):
    """Where the parts lie. ``signing_key`` is secret, and only the process that signs reads it."""

    book: Path
    signing_key: Path
    public_keys: Path
    witnesses: Path


def places_in(home: Path) -> IntegrityPlaces:
    """The places in a tenant's own folder."""
    return IntegrityPlaces(
        book=home / BOOK, signing_key=home / SIGNING_KEY, public_keys=home / PUBLIC_KEYS, witnesses=home / WITNESSES
    )


class Integrity:
    """Signing, checking and witnesses of one tenant's log."""

    def __init__(self, store: EventStore, places: IntegrityPlaces) -> None:
        self.store = store
        self.book = IntegrityBook(places.book)
        self.files = KeyFiles(signing=places.signing_key, public=places.public_keys)
        self._witnesses = places.witnesses

    @property
    def begun(self) -> bool:
        """Whether the log was signed at all. A migration begins it."""
        return self.files.public.exists()

    def begin(self, origin: str, now: datetime) -> bool:
        """Make the log's first key and checkpoint; False where they were made. Raises KeyFileError, MalformedKeyError."""
        return begin(self.store, self.book, self.files, origin, now)

    def faults(self) -> tuple[Fault, ...]:
        """Where the log is not the one that was last signed."""
        return faults_of(self.store, self.book)

    def refuse_other_log(self) -> None:
        """Raise LogNotItselfError when the log is not the one that was signed."""
        if self.begun:
            refuse_other_log(self.store, self.book)

    def witnesses(self) -> tuple[KnownWitness, ...]:
        """The witnesses that this municipality believes. Raises MalformedKeyError."""
        return read_witnesses(self._witnesses)

    def trust(self, witness: KnownWitness) -> None:
        """Believe a witness from now on; one of that key is taken over with its new address."""
        others = [one for one in self.witnesses() if one.key != witness.key]
        write_witnesses(self._witnesses, [*others, witness])

    def keeper(self) -> Keeper:
        """What compares and signs. Raises MalformedKeyError."""
        return Keeper(self.store, self.book, self.files, witnesses=[one.key for one in self.witnesses()])

    def accept_roll_back(self, *, by: str, reason: str, now: datetime) -> int:
        """Let the log go on as it is now; its alarms end with the reason. Returns how many checkpoints no longer bind it.

        Raises KeyFileError when the log cannot be signed.
        """
        return accept_roll_back(self.store, self.book, self.files, by=by, reason=reason, now=now)
