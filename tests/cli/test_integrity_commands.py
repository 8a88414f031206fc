"""varde integrity: keys that change, witnesses that are believed, stamps that are kept, and a restore that is answered for."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from integrity.two_processes import Municipality

from events.municipality import BackupRestored
from services.case_service.backup import UNANSWERED, Unanswered
from services.case_service.store import open_store
from services.case_service.streams import municipality_stream
from services.integrity.checkpoints import read_log_keys
from services.integrity.notes import KeyKind, new_key
from varde.composition import store_settings


@pytest.fixture
def town(tmp_path: Path) -> Municipality:
    made = Municipality(tmp_path)
    made.write(2)
    return made


def test_a_new_key_signs_and_the_list_says_which_key_holds_for_what(town: Municipality) -> None:
    before = town.settings.integrity.signing_key.read_text()
    assert town.varde("integrity", "rotate-key").returncode == 0
    town.write(1)
    keys = read_log_keys(town.varde("integrity", "keys").stdout)
    assert [(one.first, one.last) for one in keys.keys] == [(0, 2), (2, None)]
    assert town.settings.integrity.signing_key.read_text() != before
    status = json.loads(town.varde("integrity", "status", "--json").stdout)
    assert (status["events"], status["signed"], status["witnessed"], status["alarms"]) == (3, 3, None, [])


def test_what_cannot_be_meant_is_refused_in_a_sentence(town: Municipality) -> None:
    log_key = town.settings.integrity.public_keys.read_text().split()[0]
    witness = new_key("witness.example/w", KeyKind.COSIGNATURE).public_key.vkey
    for words in (
        ("trust", "nothing"),
        ("trust", log_key),
        ("trust", witness, "--url", "ftp://witness.example"),
        ("acknowledge", "--by", " ", "--reason", "a fire"),
        ("stamp", "keep", "missing.tsr", "--ca", "missing.pem"),
    ):
        refused = town.varde("integrity", *words)
        assert refused.returncode in {1, 2}
        assert refused.stderr
        assert "Traceback" not in refused.stderr
    assert not town.settings.integrity.witnesses.exists()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="stamps are asked for with the command openssl")
def test_a_stamp_is_asked_for_and_what_is_no_stamp_is_not_kept(town: Municipality, tmp_path: Path) -> None:
    request, answer = tmp_path / "checkpoint.tsq", tmp_path / "checkpoint.tsr"
    assert town.varde("integrity", "stamp", "request", str(request)).returncode == 0
    assert request.stat().st_size > 0
    answer.write_bytes(b"nonsense")
    refused = town.varde("integrity", "stamp", "keep", str(answer), "--ca", str(request))
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr


def test_who_answers_for_a_restore_says_why_in_the_log_itself(town: Municipality) -> None:
    restored = Unanswered(backup=uuid4(), taken_at=datetime(2026, 3, 2, tzinfo=UTC), position=2)
    file = town.settings.home / UNANSWERED
    file.write_bytes(msgspec.json.encode(restored))
    done = town.varde("integrity", "acknowledge", "--by", "Kari Nordmann", "--reason", "The disk burnt.", "--json")
    assert json.loads(done.stdout)["recorded"] is True
    assert not file.exists()
    with open_store(store_settings(town.settings)) as store:
        (told,) = [one.event for one in store.read(municipality_stream("forn"))]
    assert isinstance(told, BackupRestored)
    assert (told.backup, told.up_to_position, told.reason) == (restored.backup, 2, "Kari Nordmann: The disk burnt.")
    assert town.varde("check", "--integrity").returncode == 0
