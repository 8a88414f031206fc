"""A scripted day in a municipality's store: cases are written down, checkpointed, backed up, and keys are destroyed.

    LD_PRELOAD=recorder.so python -m benchmarks.reliability.day SCENARIO FOLDER LOG SYNC

SYNC is ``full`` (the product's), ``normal`` (SQLite's weaker setting) or ``lie`` (no sync reaches the disk).
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

from eventsourcing.sqlite import SQLiteConnection

from benchmarks.reliability.recorder import Recorder
from events.sealing import RetentionClass
from services.case_service.backup import Places, Sources, take_backup
from services.case_service.backup.vouching import text_of
from services.case_service.store import EventStore, Once, SQLiteFile, StoreSettings, migrate, open_store
from services.case_service.store.sqlite_connection import DurablePool
from services.case_service.store.wrapping import KeyId
from services.integrity.notes import KeyKind, PrivateKey, new_note, sign
from tests.store.sample_events import TENANT, concern_received

SPACE: Final = UUID("7c000000-0000-4000-8000-000000000000")
SAVES: Final = 24
PER_SAVE: Final = 3
SAVES_PER_CASE: Final = 4
APPROVERS: Final = (uuid5(SPACE, "first approver"), uuid5(SPACE, "second approver"))
AT: Final = datetime(2026, 11, 21, tzinfo=UTC)
KEY: Final = PrivateKey(name="varde.example/day", kind=KeyKind.NOTE, seed=b"k" * 32)
SCENARIOS: Final = ("commit", "checkpoint", "backup", "shred")


def settings_in(folder: Path) -> StoreSettings:
    """The store of a folder."""
    return StoreSettings(
        tenant=TENANT,
        events=SQLiteFile(path=folder / "events.db", lock_timeout=1.0),
        keys=SQLiteFile(path=folder / "keys.db", lock_timeout=1.0),
        kek=b"k" * 32,
    )


def case_of(number: int) -> UUID:
    """The case that a save belongs to."""
    return uuid5(SPACE, f"case {number // SAVES_PER_CASE}")


def save(store: EventStore, number: int) -> None:
    """Three events of one case, under an idempotency key of their own. The same call again is the same request."""
    case, first = case_of(number), number % SAVES_PER_CASE * PER_SAVE + 1
    events = [concern_received(case, version, tenant=TENANT) for version in range(first, first + PER_SAVE)]
    store.append(events, once=Once(f"save {number}", sha256(str(number).encode()).digest()))


def wrapped_key(folder: Path, case: UUID) -> str:
    """The bytes that must be gone when the key of a case is destroyed, in hexadecimal; empty when it was destroyed before."""
    with sqlite3.connect(f"file:{folder / 'keys.db'}?mode=ro", uri=True) as keys:
        wrapped = keys.execute("SELECT wrapped FROM keys WHERE subject = ?", (case.hex,)).fetchone()
    keys.close()
    return bytes(wrapped[0] or b"").hex()


def shred(store: EventStore, case: UUID) -> None:
    """Destroy the key of a case."""
    store.destroy_key(KeyId(case, RetentionClass.PRESERVED), basis="time is out", approvers=APPROVERS, at=AT)


def checkpoint(folder: Path, number: int) -> None:
    """Bring what was written ahead into the file."""
    connection = sqlite3.connect(folder / "events.db", isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_checkpoint({'TRUNCATE' if number % 2 else 'PASSIVE'})")
    connection.close()


def vouched(key: PrivateKey, manifest_sha256: str, position: int) -> bytes:
    """A backup's manifest, signed."""
    note = new_note(text_of(key.name, position, manifest_sha256))
    return note.with_signatures([sign(note, key)]).encoded().encode()


def backup(folder: Path, number: int) -> str:
    """Take a backup into the folder ``backups``. Gives its name, without the ending."""
    settings, places = settings_in(folder), folder / "backups"
    sources = Sources(
        tenant=TENANT, events=settings.events, keys=settings.keys, home=folder / "home", secrets=(), vouch=partial(vouched, KEY)
    )
    taken = take_backup(sources, Places(data=places / "data", keys=places / "keys"), at=AT, backup=uuid5(SPACE, f"backup {number}"))
    return taken.data.name.removesuffix(".data")


def at_once(work: Callable[[], None]) -> None:
    """Do it, whatever comes."""
    work()


def live(
    scenario: str,
    folder: Path,
    store: EventStore,
    acknowledge: Callable[[str], None],
    attempt: Callable[[Callable[[], None]], None] = at_once,
) -> None:
    """The day, each piece of work through ``attempt``. What is acknowledged must be there for ever."""
    for number in range(SAVES):
        attempt(partial(save, store, number))
        acknowledge(json.dumps({"save": number}))
        if scenario == "checkpoint" and number % 3 == 2:
            attempt(partial(checkpoint, folder, number))
        if scenario == "backup" and number % 6 == 5:
            acknowledge(json.dumps({"backup": backup(folder, number), "position": (number + 1) * PER_SAVE}))
        if scenario == "shred" and number % SAVES_PER_CASE == SAVES_PER_CASE - 1:
            case = case_of(number)
            wrapped = wrapped_key(folder, case)
            attempt(partial(shred, store, case))
            acknowledge(json.dumps({"shred": str(case), "wrapped": wrapped}))


def weaken(sync: str) -> None:
    """Give every connection of this process the weaker setting, past the store's own refusal of it."""
    if sync != "normal":
        return
    strong = DurablePool._create_connection  # noqa: SLF001 - the control must do what the product refuses

    def weak(self: DurablePool) -> SQLiteConnection:
        connection = strong(self)
        connection._sqlite_conn.execute("PRAGMA synchronous = NORMAL")  # noqa: SLF001 - as above
        return connection

    DurablePool._create_connection = weak  # type: ignore[method-assign]  # noqa: SLF001 - as above


def main(scenario: str, folder: Path, log: Path, sync: str) -> None:
    """Live the day under the recorder, and stop before anything is closed."""
    migrate(settings_in(folder))
    weaken(sync)
    recorder = Recorder()
    recorder.start(folder, log, eats_sync=sync == "lie")
    with open_store(settings_in(folder)) as store:
        live(scenario, folder, store, recorder.acknowledge)
        recorder.stop()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
