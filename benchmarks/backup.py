"""Backups of a log that is being written, each restored and checked (F11), and a restore of many events to a verified log (F10).

    python benchmarks/backup.py [--rounds 100] [--events 1000000] [--json]

Before each backup the log is signed as it stands. The backup must hold that checkpoint and carry a good signature; put back, it
must reach as far as it says; and its root must be that of the same log later, up to its size. The writer waits while a backup is
checked, and writes while it is taken. Beside the time of a restore stands that of copying the same files without looking at them,
in the same run. ``--rounds 0`` and ``--events 0`` leave a part out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[1]))

import msgspec

from benchmarks.result import Row, show
from services.case_service.backup import Places, Restoring, Secret, Sources, Taken, restore, take_backup, verify_backup
from services.case_service.backup.manifest import Kind, read_manifest
from services.case_service.backup.stored_log import roots_at, rows_of
from services.case_service.backup.vouching import text_of
from services.case_service.store import SQLiteFile, StoreSettings, migrate, open_store
from services.integrity.checkpoints import Checkpoint, log_keys, make_checkpoint, read_checkpoint
from services.integrity.notes import new_key, new_note, read_note, sign
from tests.store.sample_events import concern_received

TENANT = "steindal"
ORIGIN = "varde.example/steindal"
KEY = new_key(ORIGIN)
BATCH = 500
WRITES_FOR = 0.2
"""Seconds for which the writer writes undisturbed before the next backup is taken."""

MINUTES = 10
"""What F10 allows a restore of a million events to take."""


def sources_in(home: Path) -> Sources:
    """A tenant in a folder."""
    return Sources(
        tenant=TENANT,
        events=SQLiteFile(path=home / "events.sqlite"),
        keys=SQLiteFile(path=home / "keys.sqlite"),
        home=home,
        secrets=(Secret(name="kek", file=home / "kek"),),
        log_keys=log_keys([KEY.public_key]).text,
        vouch=vouched,
    )


def vouched(manifest_sha256: str, position: int) -> bytes:
    """A signature over a manifest."""
    note = new_note(text_of(ORIGIN, position, manifest_sha256))
    return note.with_signatures([sign(note, KEY)]).encoded().encode()


def checkpoint_of(settings: StoreSettings) -> bytes:
    """The log as it stands, signed."""
    with open_store(settings) as store:
        size = store.tree_size()
        return make_checkpoint(Checkpoint(origin=ORIGIN, size=size, root=store.root(size)), KEY).encoded().encode()


def begun(home: Path) -> StoreSettings:
    """A tenant with a key and empty tables."""
    home.mkdir(parents=True)
    kek = os.urandom(32)
    (home / "kek").write_text(kek.hex())
    sources = sources_in(home)
    settings = StoreSettings(tenant=TENANT, events=sources.events, keys=sources.keys, kek=kek)
    migrate(settings)
    return settings


def taken_from(home: Path, shelf: Path, checkpoint: bytes | None = None) -> Taken:
    """A backup of it."""
    places = Places(data=shelf / "data", keys=shelf / "keys", secrets=shelf / "secrets")
    sources = msgspec.structs.replace(sources_in(home), checkpoint=checkpoint)
    return take_backup(sources, places, at=datetime.now(UTC), backup=uuid4())


def put_back(taken: Taken, home: Path) -> None:
    """Restore it to an empty place: everything is checked, and the whole log is read with its keys."""
    restoring = Restoring(data=taken.data, keys=taken.keys, secrets=taken.secrets)
    restore(sources_in(home), restoring, at=datetime.now(UTC))


def during_writes(folder: Path, rounds: int) -> tuple[int, int]:
    """How many backups, taken while another process writes, came back as a prefix of the log; and how long that was at last."""
    home, shelf = folder / "written", folder / "shelf"
    settings = begun(home)
    arguments = [TENANT, settings.kek.hex(), str(home / "events.sqlite"), str(home / "keys.sqlite"), "100000000", "2"]
    found = dict[int, str]()
    good = 0
    with subprocess.Popen([sys.executable, "-m", "tests.store.writer_process", *arguments], stdout=subprocess.DEVNULL) as writer:
        for number in range(rounds):
            time.sleep(WRITES_FOR)
            checkpoint = checkpoint_of(settings)
            taken = taken_from(home, shelf, checkpoint)
            writer.send_signal(signal.SIGSTOP)
            verified = verify_backup(taken.data, keys=taken.keys, log_keys=log_keys([KEY.public_key]))
            place = folder / f"restored-{number}"
            put_back(taken, place)
            with open_store(settings_in(settings, place)) as store:
                signed = read_checkpoint(read_note(checkpoint).text)
                is_prefix = store.root(signed.size) == signed.root and verified.signed == signed.size
                good += store.last_position() == taken.position and is_prefix and verified.vouched
            found[verified.position] = verified.root
            for done in (taken.data, taken.keys, taken.secrets, place):
                if done is not None:
                    shutil.rmtree(done)
            writer.send_signal(signal.SIGCONT)
        writer.kill()
    last = taken_from(home, shelf)
    manifest = read_manifest(last.data, Kind.DATA)
    roots = roots_at(found, rows_of(last.data, manifest), tenant=TENANT, place=last.data)
    prefixes = sum(roots[position].hex() == root for position, root in found.items())
    return min(good, prefixes + rounds - len(found)), last.position


def settings_in(settings: StoreSettings, home: Path) -> StoreSettings:
    """The same tenant in another folder."""
    sources = sources_in(home)
    return StoreSettings(tenant=TENANT, events=sources.events, keys=sources.keys, kek=settings.kek)


def filled(home: Path, events: int) -> Path:
    """A tenant with so many events."""
    with open_store(begun(home)) as store:
        for _ in range(events // BATCH):
            case = uuid4()
            store.append([concern_received(case, version, tenant=TENANT) for version in range(1, BATCH + 1)])
    return home


def restore_seconds(home: Path, folder: Path) -> tuple[float, float, float]:
    """Seconds of a backup, of a restore to a verified log, and of copying the same files alone."""
    started = time.perf_counter()
    taken = taken_from(home, folder / "large-shelf")
    backed_up = time.perf_counter() - started
    started = time.perf_counter()
    verify_backup(taken.data, keys=taken.keys)
    put_back(taken, folder / "large-restored")
    restored = time.perf_counter() - started
    started = time.perf_counter()
    shutil.copytree(taken.data, folder / "copied")
    os.sync()
    return backed_up, restored, time.perf_counter() - started


def rows_of_rounds(folder: Path, wanted: int) -> list[Row]:
    """F11."""
    good, events = during_writes(folder, wanted)
    return [
        Row(
            name=f"backups of a log that grows to {events:,} events, each a prefix of it, signed and restored",
            figure=good,
            unit="backups",
            limit_name="taken",
            limit_figure=wanted,
            target=1.0,
        )
    ]


def rows_of_restore(folder: Path, events: int, home: Path | None) -> list[Row]:
    """F10."""
    backed_up, restored, copied = restore_seconds(home or filled(folder / "large", events), folder)
    shown = f"{events:,} events"
    return [
        Row(
            name=f"backup of {shown}", figure=backed_up, unit="s", limit_name="copying the files", limit_figure=copied, target=None
        ),
        Row(
            name=f"restore of {shown} to a verified log, read with its keys",
            figure=restored,
            unit="s",
            limit_name="copying the files",
            limit_figure=copied,
            target=MINUTES * 60.0,
            lower_is_better=True,
        ),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, help="restore this tenant, whose events stand already, and make none")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as name:
        rows = rows_of_rounds(Path(name), wanted.rounds) if wanted.rounds else []
        rows += rows_of_restore(Path(name), wanted.events, wanted.home) if wanted.events else []
    show(rows, as_json=wanted.json)


if __name__ == "__main__":
    main()
