"""What was acknowledged stays, whatever happens to the machine. A small part of benchmarks/reliability, in seconds."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.reliability import bit_flips, failing_calls, kills, postgres_killed, power_cuts

needs_compiler = pytest.mark.skipif(shutil.which("cc") is None and shutil.which("gcc") is None, reason="the recorder is C")

ROOT = Path(__file__).parents[2]
IMAGES = 48


@needs_compiler
@pytest.mark.parametrize("scenario", ["commit", "checkpoint", "backup", "shred"])
def test_a_power_cut_loses_nothing_that_was_acknowledged_and_tears_no_request_from_its_leaves(scenario: str) -> None:
    found = power_cuts.cut_power(scenario, "full", IMAGES)

    assert found.clean == IMAGES, found


@needs_compiler
@pytest.mark.parametrize("sync", ["normal", "lie"])
def test_the_same_cuts_are_seen_to_lose_events_where_syncs_are_left_out_or_do_nothing(sync: str) -> None:
    found = power_cuts.cut_power("commit", sync, IMAGES)

    assert found.lossy > IMAGES // 4, found


@needs_compiler
@pytest.mark.parametrize(("scenario", "kind"), [("commit", "full"), ("shred", "broken")])
def test_a_full_or_failing_disk_is_refused_cleanly_and_the_same_request_goes_through_afterwards(scenario: str, kind: str) -> None:
    found = failing_calls.fail_calls(scenario, kind, every=40)

    assert found.failed == found.calls > 0
    assert (found.unclean, found.unreadable, found.not_resumed, found.not_clean) == (0, 0, 0, 0), found


def test_killed_writers_lose_nothing_and_the_next_one_repeats_what_got_no_answer() -> None:
    # It forks, which is safe in a process of its own alone.
    command = [sys.executable, "-m", "benchmarks.reliability.kills", "12"]
    said = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    found = kills.Outcome(**json.loads(said))

    assert found.acknowledged > 0
    assert (found.lost, found.torn, found.wrong_leaves, found.doubled, found.corrupt) == (0, 0, 0, 0, 0), found


@pytest.mark.parametrize("file", bit_flips.FILES)
def test_a_bit_that_is_turned_over_is_found_or_changes_nothing_that_is_read(file: str, tmp_path: Path) -> None:
    found = bit_flips.flip_bits(file, 60, tmp_path)

    assert found.silent_in == {}
    assert found.found > 0


def test_a_postgresql_server_that_goes_down_without_a_word_loses_nothing_and_the_writer_goes_on(tmp_path: Path) -> None:
    found = postgres_killed.kill_servers(2, tmp_path / "keys.db")

    assert found.acknowledged > 0
    assert (found.lost, found.torn, found.wrong_leaves, found.doubled) == (0, 0, 0, 0), found
