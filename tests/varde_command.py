"""Varde's commands as they are run, with their own surroundings, input, output and exit status, but in the process of the test.

To import everything anew takes a second or two of processor for every command. What is served, what is killed and what several
processes share is tested with processes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from io import BytesIO, TextIOWrapper
from subprocess import CompletedProcess
from traceback import print_exc

import pytest

from varde.cli import main, output

NOT_A_TERMINAL = 80
"""Columns of what is written where nobody said how many."""


def varde(*words: object, env: Mapping[str, str] | None = None, typed: str = "") -> CompletedProcess[bytes]:
    """Run a command to its end, in this process's surroundings unless others are given; ``typed`` is its standard input."""
    line = ["varde", *map(str, words)]
    around = dict(os.environ if env is None else env)
    streams = {name: TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for name in ("stdin", "stdout", "stderr")}
    streams["stdin"].write(typed)
    streams["stdin"].seek(0)
    with pytest.MonkeyPatch.context() as surroundings:
        for name in os.environ.keys() - around:
            surroundings.delenv(name)
        for name, value in around.items():
            surroundings.setenv(name, value)
        for name, stream in streams.items():
            surroundings.setattr(sys, name, stream)
        surroundings.setattr(sys, "argv", line)
        for console in (output.console, output.errors):
            surroundings.setattr(console, "width", int(around.get("COLUMNS", NOT_A_TERMINAL)))
        status = _status()
    written = [streams[name].detach().getvalue() for name in ("stdout", "stderr")]
    return CompletedProcess(line, status, *written)


def varde_says(*words: object, env: Mapping[str, str] | None = None, typed: str = "") -> CompletedProcess[str]:
    """The same, with what it wrote as text."""
    done = varde(*words, env=env, typed=typed)
    return CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def _status() -> int:
    """Run the command line; the status that its process would end with."""
    try:
        main()
    except SystemExit as ended:
        if isinstance(ended.code, str):
            sys.stderr.write(f"{ended.code}\n")
            return 1
        return ended.code or 0
    except Exception:  # noqa: BLE001 - as the interpreter does
        print_exc()
        return 1
    return 0
