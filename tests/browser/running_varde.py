"""The real thing for the browser: store, warehouse process and gunicorn, started by the project's own commands."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from varde.composition import event_store, warehouse_health
from varde.settings import Settings

PATIENCE = 180.0


@contextmanager
def running(settings: Settings, log: Path) -> Iterator[str]:
    """The address of everything, when the pages are ready and the warehouse has the whole log."""
    with started(settings, log, "up", ready="/readyz") as address:
        _wait(lambda: _has_all(settings), log)
        yield address


@contextmanager
def started(settings: Settings, log: Path, *command: str, ready: str) -> Iterator[str]:
    """The address of what a command of varde starts, when the path ``ready`` answers."""
    address = f"127.0.0.1:{_free_port()}"
    environment = {**os.environ, "VARDE_DATA": str(settings.data), "VARDE_TENANT": settings.tenant}
    line = [sys.executable, "-m", "varde", *command, "--bind", address]
    with log.open("wb") as out, subprocess.Popen(line, env=environment, stdout=out, stderr=subprocess.STDOUT) as process:
        try:
            _wait(lambda: process.poll() is not None or _answers(f"http://{address}{ready}"), log)
            assert process.poll() is None, log.read_text()
            yield f"http://{address}"
        finally:
            process.terminate()


def _wait(done: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except urllib.error.HTTPError as error:
        error.close()
        return False
    except OSError:
        return False


def _has_all(settings: Settings) -> bool:
    with event_store(settings) as store:
        last = len(store.after(0, 10_000))
    health = warehouse_health(settings)
    return health is not None and health.position >= last


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
