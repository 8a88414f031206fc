"""varde up: one command makes the demo, starts everything, says where, and stops everything."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from services.reporting.serving.client import is_answering

LONGEST = 180.0
"""Seconds after which what was told to stop has not."""
VARDE = Path(sys.executable).with_name("varde")


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=LONGEST) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def cosigned_by_the_witness(witnesses: Path) -> list[str]:
    """The logs that the witness beside the demo has cosigned, once it has."""
    url = witnesses.read_text().split()[1]
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/logs", timeout=LONGEST) as response:
            if found := [one["origin"] for one in json.load(response) if one["cosigned_at"] is not None]:
                return found
        time.sleep(0.1)
    return []


def read_object(child: subprocess.Popen[str]) -> dict[str, object]:
    assert child.stdout is not None
    lines: list[str] = []
    for line in child.stdout:
        lines.append(line)
        if line.startswith("}"):
            break
    return json.loads("".join(lines))


def test_up_makes_the_demo_serves_it_behind_a_login_and_stops_everything_when_told(tmp_path):
    environment = {**os.environ, "VARDE_DATA": str(tmp_path), "VARDE_TENANT": "demo"}
    log, command = tmp_path / "log", [VARDE, "up", "--demo", "--json"]
    with log.open("wb") as out, subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=out, text=True) as child:
        try:
            told = read_object(child)
            address = str(told["address"])

            assert "skoleeier" in told["logins"]
            assert status_of(f"{address}readyz") == 200
            assert status_of(f"{address}logg-inn") == 200
            assert status_of(f"{address}eier/_dash-layout") == 401
            assert cosigned_by_the_witness(tmp_path / "demo" / "witnesses") == ["localhost/demo"]
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait(LONGEST)

    assert child.returncode == 0
    assert re.findall("Traceback|terminate called", log.read_text()) == []
    assert not is_answering(tmp_path / "demo" / "warehouse.sock")
    with pytest.raises(ConnectionError):
        socket.create_connection(address.removeprefix("http://").rstrip("/").split(":"))
