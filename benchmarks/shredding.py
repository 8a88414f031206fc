"""How long it takes to destroy one subject's key for good, among many others, and whether anything of it or of them is lost.

python -m benchmarks.shredding [--subjects N] [--destroyed N] [--json]

The plain limit is the same database's own deletion of the row's wrapped key in one durable transaction, without making sure that
the bytes are gone from the files: in the same run, in turn.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from benchmarks.result import Row, show
from services.case_service.store import KeyId, SQLiteFile, StoreSettings, migrate, open_key_store, open_store

APPROVERS = (uuid4(), uuid4())
AT = datetime(2027, 3, 3, tzinfo=UTC)


def measure(subjects: int, destroyed: int) -> list[Row]:
    """Destroy ``destroyed`` of ``subjects`` keys one by one, and as many again by their database's own deletion."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        settings = StoreSettings(
            tenant="benchmark",
            events=SQLiteFile(path=home / "events.sqlite"),
            keys=SQLiteFile(path=home / "keys.sqlite"),
            kek=os.urandom(32),
        )
        migrate(settings)
        everybody = [uuid4() for _ in range(subjects)]
        with open_store(settings) as store, open_key_store(settings) as keys:
            store.ensure_keys(everybody)
            wrapped = _wrapped(home / "keys.sqlite")
            surely, plainly = [], []
            for one, two in zip(everybody[:destroyed], everybody[destroyed : 2 * destroyed], strict=True):
                begun = time.perf_counter()
                keys.destroy(KeyId(one), basis="benchmark", approvers=APPROVERS, at=AT)
                surely.append(time.perf_counter() - begun)
                begun = time.perf_counter()
                _delete(home / "keys.sqlite", two)
                plainly.append(time.perf_counter() - begun)
            found = b"".join(path.read_bytes() for path in home.glob("keys.sqlite*"))
            hits = sum(wrapped[one] in found for one in everybody[:destroyed])
            left = everybody[2 * destroyed :]
            unaffected = sum(key is not None for key in keys.find([KeyId(one) for one in left]).values())
            begun = time.perf_counter()
            keys.rewrap(os.urandom(32))
            rewrapped = time.perf_counter() - begun
    return [
        Row(
            name=f"destroy one of {subjects:,} keys (median of {destroyed})",
            figure=statistics.median(surely) * 1000,
            unit="ms",
            limit_name="delete it without looking whether it is gone",
            limit_figure=statistics.median(plainly) * 1000,
            target=None,
            lower_is_better=True,
        ),
        Row(
            name="destroy one, worst",
            figure=max(surely) * 1000,
            unit="ms",
            limit_name="delete it, worst",
            limit_figure=max(plainly) * 1000,
            target=None,
            lower_is_better=True,
        ),
        Row(
            name=f"wrapped keys found in the files after {destroyed}",
            figure=float(hits),
            unit="hits",
            limit_name="destroyed",
            limit_figure=float(destroyed),
            target=0.0,
            lower_is_better=True,
        ),
        Row(
            name="other subjects whose key still opens",
            figure=float(unaffected),
            unit="subjects",
            limit_name="other subjects",
            limit_figure=float(len(left)),
            target=1.0,
        ),
        Row(
            name="wrap all keys anew",
            figure=rewrapped * 1000,
            unit="ms",
            limit_name="destroy one (median)",
            limit_figure=statistics.median(surely) * 1000,
            target=None,
            lower_is_better=True,
        ),
    ]


def _wrapped(file: Path) -> dict[UUID, bytes]:
    with closing(sqlite3.connect(file)) as db:
        return {UUID(subject): bytes(content) for subject, content in db.execute("SELECT subject, wrapped FROM keys")}


def _delete(file: Path, subject: UUID) -> None:
    """What a program does that only deletes: the row keeps its place, its key goes, and nobody looks at the file."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = FULL")
        db.execute(
            """UPDATE keys SET wrapped = NULL, destroyed_at = ?, basis = 'x', approver_1 = 'a', approver_2 = 'b'
               WHERE subject = ?""",
            (AT.isoformat(), subject.hex),
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subjects", type=int, default=20_000)
    parser.add_argument("--destroyed", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    show(measure(given.subjects, given.destroyed), as_json=given.json)


if __name__ == "__main__":
    main()
