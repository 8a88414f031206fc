"""A municipality and a witness that know each other by HTTP alone: what is put back is caught, and accounted for in the open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from two_processes import Municipality, asked, until

pytestmark = pytest.mark.long


def test_a_database_that_was_put_back_is_caught_by_the_witness_and_no_process_starts_on_it(tmp_path: Path) -> None:
    town = Municipality(tmp_path)
    vkey = town.witness("init", "--name", "witness.example/w").stdout.strip()
    assert town.varde("integrity", "trust", vkey, "--url", town.witness_url).returncode == 0
    assert town.witness("watch", town.url, str(town.settings.integrity.public_keys)).returncode == 0
    town.write(5)

    with town.watching():
        with town.serving():
            until(lambda: town.witnessed() == 5, "the witness cosigns")
            backup = town.backed_up()
            town.write(3)
            until(lambda: town.witnessed() == 8, "the witness cosigns what was added")
        town.put_back(backup, "events.sqlite")
        refused = town.varde("react", "--once")
        assert refused.returncode == 1
        assert "the log is shorter than it was (5 events, and 8 were signed)" in refused.stderr

        town.put_back(backup, "events.sqlite", "integrity.sqlite")
        with town.serving():
            until(lambda: "rolled_back" in asked(f"{town.witness_url}/alarms"), "the witness raises an alarm")
        assert town.witness("alarms").returncode == 1
        checked = town.varde("check", "--integrity", "--json")
        assert checked.returncode == 1
        assert {one["kind"] for one in json.loads(checked.stdout)["faults"]} == {"rolled_back", "witness_alarm"}

        account = ("--reason", "The disk burnt; letter 2026/114.")
        assert town.varde("integrity", "acknowledge", "--by", "Kari Nordmann", *account).returncode == 0
        assert town.witness("begin-again", town.settings.origin, "--at", "5", *account).returncode == 0
        town.write(1)
        with town.serving():
            until(lambda: town.witnessed() == 6, "the witness cosigns again")
        assert town.varde("check", "--integrity").returncode == 0
        assert town.varde("integrity", "status").returncode == 0
        (log,) = json.loads(asked(f"{town.witness_url}/logs"))
        assert log["begun_again"] == [{"from_size": 8, "to_size": 5, "reason": "The disk burnt; letter 2026/114."} | _at(log)]


def _at(log: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {"at": log["begun_again"][0]["at"]}
