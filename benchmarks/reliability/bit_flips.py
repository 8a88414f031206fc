"""Single bits of stored files are turned over: what finds each, and what would be read wrong without anybody knowing.

    python -m benchmarks.reliability.bit_flips FILE COUNT [--seed N]

FILE is ``events``, ``wal`` (the events' write-ahead log), ``keys``, ``backup`` or ``attachment``. Every image is asked what
start-up, the nightly check and a reader ask, by the product's own functions: does it open, are tables and triggers those that the
migration makes, does SQLite's own check pass, does every row fit its checksum, does every event have the leaf that the log keeps,
is the tree the one that the last checkpoint was signed over, does every text and file open under its key. A bit that changes
nothing that can be read (an unused byte of a page) is harmless.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias
from uuid import uuid5

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.reliability.day import KEY, SAVES, SAVES_PER_CASE, SPACE, backup, case_of, save, settings_in
from events.envelope import Attachment
from services.case_service.attachments.vault import Vault
from services.case_service.backup import verify_backup
from services.case_service.store import migrate, open_store, recheck
from services.integrity.checkpoints import log_keys
from tests.store.sample_events import CANARY

FILES: Final = ("events", "wal", "keys", "backup", "attachment")
DATABASES: Final = {
    "events.db": ("stored_events", "log_leaves", "once", "sqlite_master"),
    "keys.db": ("keys", "key_epoch", "sqlite_master"),
}
CASES: Final = tuple(case_of(number) for number in range(0, SAVES, SAVES_PER_CASE))

Content: TypeAlias = "dict[tuple[str, str], list[Any]]"
"""The values of each column of each table."""


class FoundError(Exception):
    """Something is wrong, and this finds it."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of the flips. ``silent`` are those that are read wrong and not found, by the column that they lie in."""

    file: str
    flips: int
    found: int
    harmless: int
    silent: int
    silent_in: dict[str, int]
    found_by: dict[str, int]


class Stored:
    """A store as it lies on a disk, and everything that can be read from it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        live = home / "live"
        live.mkdir()
        settings = settings_in(live)
        migrate(settings)
        with open_store(settings) as store:
            for number in range(SAVES // 2):
                save(store, number)
            with closing(sqlite3.connect(live / "events.db")) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            for number in range(SAVES // 2, SAVES):
                save(store, number)
            self.attachment = Vault(live / "attachments", store).keep_made(
                bytes(range(256)) * 40, "application/pdf", subject=case_of(0), id_=uuid5(SPACE, "file")
            )
            self.with_wal = files_in(live)
            self.root = store.root()
        self.closed = files_in(live)
        self.backup_name = backup(live, 0)
        self.of_backup = files_in(live / "backups")
        self.content = content_of(live)
        self.size = len(self.content["stored_events", "position"])

    def laid_down(self, files: Mapping[str, bytes]) -> Path:
        """The files in an empty folder."""
        folder = self.home / "image"
        shutil.rmtree(folder, ignore_errors=True)
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        return folder


def files_in(folder: Path) -> dict[str, bytes]:
    """The bytes of all files but shared memory."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith("-shm"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def content_of(folder: Path) -> Content:
    """All that can be read from both databases."""
    content: Content = {}
    for database, tables in DATABASES.items():
        with closing(sqlite3.connect(f"file:{folder / database}?mode=ro", uri=True)) as connection:
            for table in tables:
                order = "" if table == "once" else "ORDER BY rowid"
                asked = connection.execute(f"SELECT * FROM {table} {order}")  # noqa: S608 - names of ours
                names = [column[0] for column in asked.description]
                rows = asked.fetchall()
                content |= {(table, name): [row[at] for row in rows] for at, name in enumerate(names) if name != "rootpage"}
    return content


def examine(stored: Stored, folder: Path) -> None:
    """What start-up, the nightly check and a reader ask. Raises FoundError, or whatever else does not work."""
    with open_store(settings_in(folder)) as store:
        for damage in store.damage():
            raise FoundError(damage.kind.value)
        rechecked = recheck(store)
        if rechecked.faults:
            raise FoundError("leaf")
        if (rechecked.size, rechecked.root) != (stored.size, stored.root):
            raise FoundError("checkpoint")
        for case in CASES:
            if any(CANARY not in getattr(one.event, "own_words", "") for one in store.read(case)):
                raise FoundError("seal")


def examine_backup(stored: Stored, folder: Path) -> None:
    """What is asked of a backup before it is believed."""
    data, keys = (folder / kind / f"{stored.backup_name}.{kind}" for kind in ("data", "keys"))
    if not verify_backup(data, keys=keys, log_keys=log_keys([KEY.public_key])).vouched:
        raise FoundError("signature")


def examine_attachment(folder: Path, attachment: Attachment) -> None:
    """What is asked of a file before it is handed out."""
    with open_store(settings_in(folder)) as store:
        Vault(folder / "attachments", store).open(attachment, subject=case_of(0))


def flip_bits(file: str, count: int, home: Path, seed: int = 1) -> Outcome:
    """Turn ``count`` bits over, one at a time, and see what finds each."""
    stored, chance = Stored(home), Random(seed)  # noqa: S311 - which bit is no secret
    found_by, silent_in, harmless = Counter[str](), Counter[str](), 0
    files, target, check = plan_of(stored, file)
    for _ in range(count):
        name = chance.choice([one for one in files if target(one)])
        turned = bytearray(files[name])
        turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
        folder = stored.laid_down({**files, name: bytes(turned)})
        try:
            check(folder)
        except Exception as error:  # noqa: BLE001 - whatever stops a reader has found it
            found_by[str(error) if isinstance(error, FoundError) else type(error).__name__] += 1
            continue
        wrong = differing(stored, folder) if file in {"events", "wal", "keys"} else {Path(name).name}
        harmless += not wrong
        silent_in.update(sorted(wrong)[:1])
    return Outcome(
        file=file,
        flips=count,
        found=found_by.total(),
        harmless=harmless,
        silent=silent_in.total(),
        silent_in=dict(silent_in),
        found_by=dict(found_by.most_common()),
    )


def plan_of(stored: Stored, file: str) -> tuple[dict[str, bytes], Callable[[str], bool], Callable[[Path], None]]:
    """The files that are laid down, those in which a bit is turned over, and what is asked of them then."""
    if file == "backup":
        return stored.of_backup, lambda _: True, lambda folder: examine_backup(stored, folder)
    if file == "attachment":
        return (
            stored.closed,
            lambda name: name.startswith("attachments/"),
            lambda folder: examine_attachment(folder, stored.attachment),
        )
    target = {"events": "events.db", "wal": "events.db-wal", "keys": "keys.db"}[file]
    files = stored.with_wal if file == "wal" else stored.closed
    return files, lambda name: name == target, lambda folder: examine(stored, folder)


def differing(stored: Stored, folder: Path) -> set[str]:
    """The columns that are read otherwise than they were written."""
    found = content_of(folder)
    return {
        f"{table}.{column}"
        for table, column in stored.content.keys() | found.keys()
        if stored.content.get((table, column)) != found.get((table, column))
    }


def main() -> None:
    """Print the outcome as JSON."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", choices=FILES)
    asked.add_argument("count", type=int)
    asked.add_argument("--seed", type=int, default=1)
    said = asked.parse_args()
    shared = Path("/dev/shm")  # noqa: S108 - what is asked of the files needs no disk
    with TemporaryDirectory(dir=shared if shared.exists() else None) as home:
        print(json.dumps(asdict(flip_bits(said.file, said.count, Path(home), said.seed))), flush=True)


if __name__ == "__main__":
    main()
