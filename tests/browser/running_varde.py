"""The real thing for the browser: store, warehouse process and gunicorn, started by the project's own command."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from varde.composition import event_store, warehouse_position
from varde.settings import Settings

PATIENCE = 60.0


@contextmanager
def running(settings: Settings, log: Path) -> Iterator[str]:
    """The address of the pages, when they are ready and the warehouse has the whole log."""
    port = _free_port()
    environment = {**os.environ, "VARDE_DATA": str(settings.data), "VARDE_TENANT": settings.tenant}
    with log.open("wb") as out:
        up = subprocess.Popen(
            [sys.executable, "-m", "varde", "up", "--bind", f"127.0.0.1:{port}"],
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(lambda: _is_ready(address) and _has_all(settings), up, log)
            yield address
        finally:
            up.terminate()
            up.wait(timeout=30)


def _wait(ready, up: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        assert up.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)


def _is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:  # noqa: S310 - this machine's own address
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _has_all(settings: Settings) -> bool:
    with event_store(settings) as store:
        last = len(store.after(0, 10_000))
    return (warehouse_position(settings) or 0) >= last


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
