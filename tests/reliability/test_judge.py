"""The judge of crashed stores sees what is wrong: each kind of damage is done by hand, and named."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.reliability.day import PER_SAVE, SAVES_PER_CASE, case_of, save, settings_in, shred, wrapped_key
from benchmarks.reliability.judge import Verdict, judge
from services.case_service.store import migrate, open_store
from tests.store.insider import without_triggers

SAVES = SAVES_PER_CASE + 1
SAID = [json.dumps({"save": number}) for number in range(SAVES)]


@pytest.fixture
def lived(tmp_path: Path) -> Path:
    """A store with some acknowledged requests."""
    migrate(settings_in(tmp_path))
    with open_store(settings_in(tmp_path)) as store:
        for number in range(SAVES):
            save(store, number)
    return tmp_path


def test_the_damage_below_is_done_to_the_last_of_five_requests() -> None:
    assert (SAVES, SAVES * PER_SAVE) == (5, 15)


def damaged(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "events.db", isolation_level=None)) as connection, without_triggers(connection):
        for statement in statements:
            connection.execute(statement)


def test_a_store_in_which_nothing_is_wrong_is_clean_and_goes_on(lived: Path) -> None:
    assert judge(lived, SAID) == Verdict()


def test_a_leaf_that_is_gone_is_a_torn_request(lived: Path) -> None:
    damaged(lived, "DELETE FROM log_leaves WHERE position = 2")
    found = judge(lived, SAID, again=False)
    assert (found.torn, found.wrong_leaves) == (1, 1)


def test_an_event_without_the_rest_of_its_request_is_torn(lived: Path) -> None:
    damaged(lived, "DELETE FROM stored_events WHERE position = 15", "DELETE FROM log_leaves WHERE position = 15")
    assert judge(lived, SAID[:-1], again=False).torn == 1


def test_an_acknowledged_request_that_is_gone_is_lost(lived: Path) -> None:
    damaged(
        lived,
        "DELETE FROM stored_events WHERE position >= 13",
        "DELETE FROM log_leaves WHERE position >= 13",
        "DELETE FROM once WHERE first_position >= 13",
    )
    assert judge(lived, SAID) == Verdict(lost=PER_SAVE)


def test_a_request_whose_key_was_forgotten_is_not_done_twice(lived: Path) -> None:
    damaged(lived, "DELETE FROM once WHERE key = 'save 4'")
    assert not judge(lived, SAID).is_clean


def test_a_fact_that_was_changed_is_a_wrong_leaf(lived: Path) -> None:
    damaged(lived, "UPDATE stored_events SET topic = 'case.PrincipalAcknowledged' WHERE position = 3")
    assert not judge(lived, SAID, again=False).is_clean


def test_a_destroyed_key_whose_bytes_lie_in_the_write_ahead_log_is_back(lived: Path) -> None:
    wrapped = wrapped_key(lived, case_of(0))
    with open_store(settings_in(lived)) as store:
        shred(store, case_of(0))
    said = [*SAID, json.dumps({"shred": str(case_of(0)), "wrapped": wrapped})]
    assert judge(lived, said, again=False) == Verdict()
    (lived / "keys.db-wal").write_bytes(bytes(64) + bytes.fromhex(wrapped))
    assert judge(lived, said, again=False).undone == 1
