"""The recorder of writes, built when it is needed, and the way to it from a process that runs under it."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).with_name("recorder.c")
ROOT: Final = Path(__file__).parents[2]

WRITE, SYNC, TRUNCATE, OPEN = 1, 2, 4, 8
"""Calls that can be made to fail."""


def build(folder: Path) -> Path:
    """The shared library, compiled into ``folder``. Raises FileNotFoundError where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise FileNotFoundError("The recorder of writes wants a C compiler (cc or gcc).")
    made = folder / "recorder.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", str(made), str(SOURCE), "-ldl"], check=True)
    return made


def run_under(library: Path, module: str, *arguments: str, more: Mapping[str, str] | None = None) -> str:
    """Run a module of ours in a process under the recorder, and give what it printed. Raises CalledProcessError."""
    environment = {**os.environ, "LD_PRELOAD": str(library), "PYTHONPATH": str(ROOT), **(more or {})}
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True).stdout


class Recorder:
    """The library from inside. ``start`` it before the files are opened."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)

    def start(self, folder: Path, log: Path | None = None, *, eats_sync: bool = False) -> None:
        """Watch ``folder``; write down what happens in ``log``. With ``eats_sync`` no sync reaches the disk or the log."""
        written = None if log is None else str(log).encode()
        self._library.recorder_start(str(folder).encode(), written, int(eats_sync))

    def stop(self) -> None:
        """Watch nothing, and let everything succeed."""
        self._library.recorder_stop()

    def acknowledge(self, words: str) -> None:
        """Put what was just promised to a caller in its place among the writes."""
        self._library.recorder_mark(words.encode())

    def fail(self, at: int, count: int, error: int, calls: int) -> None:
        """Let the call ``at`` (from 1) among ``calls`` fail with ``error``, and the ``count`` - 1 after it."""
        self._library.recorder_fail(ctypes.c_long(at), ctypes.c_long(count), ctypes.c_int(error), ctypes.c_int(calls))

    @property
    def seen(self) -> int:
        """How many of the chosen calls there were since :meth:`fail`."""
        self._library.recorder_seen.restype = ctypes.c_long
        return int(self._library.recorder_seen())
