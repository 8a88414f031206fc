"""A part that ends is started again: at once when it had worked, and less and less often when it never does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from varde.cli.kept_running import KeptRunning

LONGEST = 60.0
"""Seconds after which what should happen has not."""
SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]


def looked_after(part, until):
    deadline = time.monotonic() + LONGEST
    while not until():
        assert time.monotonic() < deadline
        part.look()
        time.sleep(0.01)


def test_a_part_that_had_worked_is_started_again_when_it_is_killed(caplog):
    part = KeptRunning("warehouse", SLEEPS, works=lambda: True)
    first = part.pid
    part.look()
    os.kill(first, signal.SIGKILL)
    looked_after(part, lambda: part.pid != first)
    assert "warehouse ended with status -9" in caplog.text
    part.terminate()
    part.wait(30)


def test_a_part_that_never_works_is_started_less_and_less_often(caplog):
    part = KeptRunning("warehouse", [sys.executable, "-c", "raise SystemExit(3)"], works=lambda: False, pauses=(0.1, 0.4))
    looked_after(part, lambda: caplog.text.count("ended with status 3") == 4)
    told = [record.args[-1] for record in caplog.records]
    assert told == [0.1, 0.2, 0.4, 0.4]


def test_a_part_that_does_not_end_when_told_is_killed(tmp_path, caplog):
    deaf = tmp_path / "deaf"
    stubborn = "import pathlib, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    stubborn += "pathlib.Path(sys.argv[1]).touch(); time.sleep(600)"
    part = KeptRunning("warehouse", [sys.executable, "-c", stubborn, str(deaf)], works=deaf.exists)
    looked_after(part, deaf.exists)
    part.terminate()
    part.wait(0.5)
    assert not is_there(part.pid)
    assert "did not end within" in caplog.text


FORKS = """
import os, signal, sys, time
import typer
from varde.cli.forking import work_in_a_child

def work():
    work_in_a_child()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(os.getpid(), flush=True)
    time.sleep(600)

typer.run(work)
"""


@pytest.fixture
def parent():
    with subprocess.Popen([sys.executable, "-c", FORKS], stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def is_there(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_killed_child_is_made_again_by_its_parent_and_ends_with_it(parent):
    children = []
    for _ in range(3):
        children.append(int(parent.stdout.readline()))
        os.kill(children[-1], signal.SIGKILL)
    children.append(int(parent.stdout.readline()))
    assert len(set(children)) == 4
    parent.terminate()
    assert parent.wait(30) == 0
    assert not is_there(children[-1])


@pytest.mark.parametrize("after", [0, 0.001, 0.01, 0.03])
def test_a_parent_ends_cleanly_also_when_it_is_told_while_it_makes_a_child(parent, after):
    os.kill(int(parent.stdout.readline()), signal.SIGKILL)
    time.sleep(after)
    parent.terminate()
    assert parent.wait(30) == 0


def test_a_child_does_not_outlive_a_parent_that_is_killed(parent):
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + LONGEST
    while is_there(child):
        assert time.monotonic() < deadline
        time.sleep(0.01)
