"""A68: who changes the read model's own file is found by one that is made anew from the log."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from town import Town, matter, person

from services.case_service.read_model import ReadModel
from services.case_service.read_model.comparing import differing_rows

CHANGES = {
    "matters": ("UPDATE matters SET is_open = 0 WHERE stream_id = ?", str(matter("sak"))),
    "obligations": ("DELETE FROM obligations WHERE case_id = ?", str(matter("sak"))),
    "granted": ("INSERT INTO granted VALUES (?, 'x', 'x')", str(person("laerer"))),
}


def made_anew(town: Town, file: Path) -> Path:
    desk = town.server.desk
    model = ReadModel(file, desk.store, rules=desk.rules, calendar=desk.calendar, clock=desk.clock)
    model.catch_up()
    model.close()
    return file


def test_a68_what_was_followed_step_by_step_says_the_same_as_what_is_made_anew(town: Town, tmp_path: Path):
    town.server.desk.read_model.catch_up()
    assert differing_rows(town.home / "read_model.sqlite", made_anew(town, tmp_path / "anew.sqlite")) == {}


@pytest.mark.parametrize("table", CHANGES)
def test_a68_a_row_that_was_changed_in_the_file_is_found(town: Town, tmp_path: Path, table: str):
    town.server.desk.read_model.catch_up()
    file, (statement, value) = town.home / "read_model.sqlite", CHANGES[table]
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(statement, (value,))
    assert differing_rows(file, made_anew(town, tmp_path / "anew.sqlite")).keys() == {table}
