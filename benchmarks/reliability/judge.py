"""What stands in a store after a crash: everything that was acknowledged, whole, once, readable, and in the Merkle log."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from benchmarks.reliability.day import PER_SAVE, SAVES, SAVES_PER_CASE, case_of, save, settings_in
from services.case_service.backup import BackupError, verify_backup
from services.case_service.store import EventStore, open_store
from services.integrity.leaf import leaf_at, stored_content
from services.integrity.merkle import Frontier
from tests.store.sample_events import CANARY, TENANT


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Counts of what is wrong. All zero is what is promised.

    ``lost``: acknowledged events that are gone or cannot be read. ``corrupt``: a database that does not open or fails its own
    check. ``torn``: requests of which a part is there, or events without their leaf. ``wrong_leaves``: leaves that do not say
    what is stored. ``doubled``: events too many after every request was repeated. ``undone``: destroyed keys that are back.
    ``bad_backups``: backups that have their name and do not hold, or are acknowledged and not there.
    """

    lost: int = 0
    corrupt: int = 0
    torn: int = 0
    wrong_leaves: int = 0
    doubled: int = 0
    undone: int = 0
    bad_backups: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong."""
        return not any(asdict(self).values())


def judge(folder: Path, acknowledged: Iterable[str], *, again: bool = True) -> Verdict:
    """The verdict on the store in ``folder``. ``again``: also repeat the requests around the crash and go on with the day."""
    said = [json.loads(words) for words in acknowledged]
    saves = [one["save"] for one in said if "save" in one]
    shredded = {UUID(one["shred"]) for one in said if "shred" in one}
    bad = bad_backups(folder / "backups", {one["backup"]: one["position"] for one in said if "backup" in one})
    undone = still_there(folder, {bytes.fromhex(one["wrapped"]) for one in said if one.get("wrapped")})
    try:
        with open_store(settings_in(folder)) as store:
            silent = {*shredded, *under_way(saves)}
            lost = sum(missing(store, number, silent=case_of(number) in silent) for number in saves)
            torn, wrong = leaves_of(folder / "events.db")
            doubled = repeated(store, folder, saves, silent) if again and not lost else 0
        failing = sum(not sound(folder / name) for name in ("events.db", "keys.db"))
    except Exception:  # noqa: BLE001 - whatever keeps a store from opening or reading is damage
        return Verdict(lost=PER_SAVE * len(saves), corrupt=1, undone=undone, bad_backups=bad)
    return Verdict(lost=lost, corrupt=failing, torn=torn, wrong_leaves=wrong, doubled=doubled, undone=undone, bad_backups=bad)


def under_way(saves: Sequence[int]) -> tuple[UUID, ...]:
    """The case whose key may have been destroyed without an answer yet: that of the last save, when it was the case's last."""
    return (case_of(saves[-1]),) if saves and saves[-1] % SAVES_PER_CASE == SAVES_PER_CASE - 1 else ()


def missing(store: EventStore, number: int, *, silent: bool) -> int:
    """How many events of an acknowledged save are not there, or not readable although their key was not destroyed."""
    first = number % SAVES_PER_CASE * PER_SAVE + 1
    found = {one.version: str(getattr(one.event, "own_words", "")) for one in store.read(case_of(number))}
    wanted = range(first, first + PER_SAVE)
    return sum(version not in found or (not silent and CANARY not in found[version]) for version in wanted)


def leaves_of(events: Path) -> tuple[int, int]:
    """How many events stand apart from their request or their leaf, and how many leaves say something else than what is stored."""
    with closing(sqlite3.connect(f"file:{events}?mode=ro", uri=True)) as connection:
        stored = connection.execute(
            "SELECT position, originator_id, originator_version, topic, state FROM stored_events ORDER BY position"
        ).fetchall()
        leaves = dict(connection.execute("SELECT position, completed FROM log_leaves"))
        requests = connection.execute("SELECT count(*) FROM once").fetchone()[0]
    positions = [row[0] for row in stored]
    torn = (
        abs(len(stored) - requests * PER_SAVE) + len(set(positions) ^ set(leaves)) + (positions != list(range(1, len(stored) + 1)))
    )
    frontier, wrong = Frontier(), 0
    for position, stream, version, topic, state in stored:
        entry = leaf_at(position, stored_content(TENANT, UUID(stream), version, topic, state))
        wrong += frontier.add(entry) != leaves.get(position)
    return torn, wrong


def repeated(store: EventStore, folder: Path, saves: Sequence[int], shredded: Iterable[UUID]) -> int:
    """Repeat the last acknowledged request and the one that was under way: how many events are too many or too few."""
    following = max(saves, default=-1) + 1
    for number in {max(following - 1, 0), min(following, SAVES - 1)}:
        if case_of(number) not in set(shredded):
            save(store, number)
    before = store.last_position()
    torn, wrong = leaves_of(folder / "events.db")
    most = PER_SAVE * min(following + 1, SAVES)
    return abs(before - most) + torn + wrong


def bad_backups(places: Path, acknowledged: Mapping[str, int]) -> int:
    """How many backups are not what their name or their acknowledgement promises."""
    named = {path.stem for path in (places / "data").glob("*.data") if not path.name.startswith(".")} if places.exists() else set()
    return sum(not holds(places, name, acknowledged.get(name)) for name in named | set(acknowledged))


def holds(places: Path, name: str, position: int | None) -> bool:
    """Whether a backup can be read and its log is whole, up to the position that was promised (None: any)."""
    try:
        found = verify_backup(places / "data" / f"{name}.data", keys=places / "keys" / f"{name}.keys")
    except (BackupError, OSError):
        return False
    return position is None or found.position == position


def sound(path: Path) -> bool:
    """Whether the database passes its own check."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0]) == "ok"


def still_there(folder: Path, destroyed: Iterable[bytes]) -> int:
    """How many destroyed keys can be found in the bytes of the key store's files."""
    files = [path.read_bytes() for path in folder.iterdir() if path.name.startswith("keys.db") and not path.name.endswith("-shm")]
    return sum(any(wrapped in content for content in files) for wrapped in destroyed)
