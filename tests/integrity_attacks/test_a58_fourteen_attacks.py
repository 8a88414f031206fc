"""Fourteen attacks on the stored log by direct SQL, on both databases: each level finds what was predicted, and nothing else."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from services.case_service.integrity.kept import Integrity, places_in
from services.case_service.integrity.thorough import check_whole_log
from services.case_service.store import (
    EventStore,
    PostgresDatabase,
    SQLiteFile,
    StoreError,
    StoreSettings,
    migrate,
    open_store,
    recheck,
)
from services.integrity.checkpoints import Checkpoint
from services.integrity.keeping.comparing import departed_from
from tests.integrity_attacks.attacker import Attacker
from tests.integrity_attacks.the_attacks import ATTACKS, BACKUP, NEW, OLD, SEEN
from tests.store.postgres_server import new_database
from tests.store.sample_events import concern_received, principal_acknowledged

PREDICTED = tomllib.loads((Path(__file__).parent / "predicted.toml").read_text(encoding="utf-8"))
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
EVENTS = 200
CASES = 10


class Scene:
    """A log of 200 events that was signed at several sizes, of which a witness has seen one."""

    def __init__(self, store: EventStore, settings: StoreSettings, integrity: Integrity) -> None:
        self.store = store
        self.integrity = integrity
        self.attacker = Attacker(store, settings, integrity)
        streams = [uuid4() for _ in range(CASES)]
        for size in range(EVENTS):
            if size in {BACKUP, SEEN}:
                integrity.keeper().look(NOON)
            make = principal_acknowledged if size + 1 in {OLD, NEW} else concern_received
            store.append([make(streams[size % CASES], size // CASES + 1, tenant=store.tenant)])
        integrity.keeper().look(NOON)
        self.seen = Checkpoint(origin=integrity.files.origin(), size=SEEN, root=store.root(SEEN))
        self.rows, self.leaves = self.attacker.db.rows(), self.attacker.db.leaf_rows()
        self.book = self.attacker.book_rows()

    def found(self) -> list[bool]:
        """Whether each level finds something: keys, Merkle log, signed checkpoints, witness."""
        thorough = bool(check_whole_log(self.integrity, NOON).faults)
        return [
            self._reading_finds(),
            bool(recheck(self.store).faults),
            thorough,
            thorough or bool(departed_from(self.store, [self.seen])),
        ]

    def put_right(self) -> None:
        self.attacker.db.put(self.rows, self.leaves)
        self.attacker.put_book(self.book)

    def _reading_finds(self) -> bool:
        try:
            for one in self.store.stored_after(0, 2 * EVENTS):
                self.store.open_stored(one)
        except StoreError:
            return True
        return False


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    home = tmp_path_factory.mktemp("attacked")
    if request.param == "sqlite":
        places = (SQLiteFile(path=home / "events.sqlite"), SQLiteFile(path=home / "keys.sqlite"))
    else:
        dsn = request.getfixturevalue("postgres_dsn")
        places = (PostgresDatabase(dsn=dsn, pool_size=2), PostgresDatabase(dsn=new_database(dsn), pool_size=2))
    settings = StoreSettings(tenant=f"t{uuid4().hex[:12]}", events=places[0], keys=places[1], kek=os.urandom(32))
    migrate(settings)
    with open_store(settings) as store:
        integrity = Integrity(store, places_in(home))
        integrity.begin("varde.example/attacked", NOON)
        yield Scene(store, settings, integrity)


def test_the_table_names_the_attacks_that_are_tried() -> None:
    assert list(PREDICTED) == list(ATTACKS)
    assert len(ATTACKS) == 14


def test_without_an_attack_nothing_is_found(scene: Scene) -> None:
    scene.put_right()
    assert scene.found() == [False] * 4


@pytest.mark.parametrize("attack", ATTACKS)
def test_each_level_finds_what_was_predicted(scene: Scene, attack: str) -> None:
    ATTACKS[attack](scene.attacker, scene.rows)
    try:
        assert scene.found() == PREDICTED[attack]["found"]
    finally:
        scene.put_right()
