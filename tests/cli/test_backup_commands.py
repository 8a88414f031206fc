"""varde backup and varde restore: what they tell, and what they refuse in a sentence."""

from __future__ import annotations

import json
from pathlib import Path

from varde_command import varde_says


def varde(home: Path, *line: object, status: int = 0) -> str:
    environment = {
        "VARDE_DATA": str(home),
        "VARDE_TENANT": "trial",
        "PATH": "/usr/bin:/bin",
        "COLUMNS": "200",
        "VARDE_LANGUAGE": "en",
    }
    done = varde_says(*line, env=environment)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout or done.stderr


def test_a_backup_is_taken_verified_and_put_back_on_another_machine(tmp_path: Path):
    here, there, shelf = tmp_path / "here", tmp_path / "there", tmp_path / "shelf"
    varde(here, "migrate")
    places = ("--keys", shelf / "keys", "--secrets", shelf / "secrets")
    taken = json.loads(varde(here, "backup", shelf / "data", *places, "--json"))
    assert (taken["position"], taken["signed"]) == (0, 0)
    assert "whole" in varde(here, "backup", taken["data"], "--verify", "--keys", taken["keys"])
    back = (taken["data"], "--keys", taken["keys"], "--secrets", taken["secrets"])
    assert "not empty" in varde(here, "restore", *back, status=2)
    assert "Restored up to position 0" in varde(there, "restore", *back)
    assert "there" in varde(there, "restore", *back, "--aside")


def test_a_backup_that_no_key_of_the_log_signed_is_put_back_only_when_somebody_vouches_for_it(tmp_path: Path):
    here, there, shelf = tmp_path / "here", tmp_path / "there", tmp_path / "shelf"
    varde(here, "migrate")
    places = ("--keys", shelf / "keys", "--secrets", shelf / "secrets")
    taken = json.loads(varde(here, "backup", shelf / "data", *places, "--json"))
    assert taken["vouched"]
    (Path(taken["data"]) / "manifest.note").unlink()
    back = (taken["data"], "--keys", taken["keys"], "--secrets", taken["secrets"])
    assert "Warning" in varde(here, "backup", taken["data"], "--verify")
    assert "--unsigned" in varde(there, "restore", *back, status=1)
    assert not there.exists() or not list(there.iterdir())
    assert "Restored" in varde(there, "restore", *back, "--unsigned")


def test_keys_and_data_in_one_place_and_missing_keys_are_refused(tmp_path: Path):
    varde(tmp_path, "migrate")
    assert "--keys" in varde(tmp_path, "backup", tmp_path / "shelf", status=2)
    assert "apart" in varde(tmp_path, "backup", tmp_path / "shelf", "--keys", tmp_path / "shelf", status=2)
    assert "no backup" in varde(tmp_path, "restore", tmp_path, "--keys", tmp_path, status=1)
