"""A log in memory with everything that a municipality keeps beside it, in real files."""

from datetime import UTC, datetime

from log_server import MemoryLog

from services.integrity.keeping.book import IntegrityBook
from services.integrity.keeping.keeper import Keeper, begin
from services.integrity.keeping.signer import KeyFiles
from services.integrity.notes import KeyKind, cosign, new_key

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


class KeptLog(MemoryLog):
    """Entries in memory; events are as many as leaves unless ``events`` says otherwise."""

    def __init__(self, folder, size=3):
        super().__init__()
        self.grow(*(f"entry {number}" for number in range(size)))
        self.events = None
        self.book = IntegrityBook(folder / "integrity.sqlite")
        self.files = KeyFiles(signing=folder / "log_key", public=folder / "log_keys")
        self.witness = new_key("witness.example/vestland", KeyKind.COSIGNATURE)
        self.keeper = Keeper(self, self.book, self.files, witnesses=[self.witness.public_key])
        begin(self, self.book, self.files, self.origin, START)

    def last_position(self):
        return self.tree_size() if self.events is None else self.events

    def tree_size(self):
        return len(self.entries)

    def root(self, size=None):
        return self.tree().root(size)

    def consistency(self, old, new):
        return self.tree().consistency(old, new)

    def cosigned_at(self, size, when):
        return f"{cosign(self.book.of_size(size).note, self.witness, int(when.timestamp())).line}\n"

    def standing(self):
        return {one.kind for one in self.book.alarms(standing_only=True)}
