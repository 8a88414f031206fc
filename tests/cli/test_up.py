"""varde up: one command makes the demo, starts everything, says where, and stops everything."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

VARDE = Path(sys.executable).with_name("varde")


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


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
    child = subprocess.Popen(
        [VARDE, "up", "--demo", "--json"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        told = read_object(child)
        address = str(told["address"])

        assert "skoleeier" in told["logins"]
        assert status_of(f"{address}readyz") == 200
        assert status_of(f"{address}logg-inn") == 200
        assert status_of(f"{address}eier/_dash-layout") == 401
        assert (tmp_path / "demo" / "warehouse.sock").exists()
    finally:
        child.send_signal(signal.SIGTERM)
        _, errors = child.communicate(timeout=60)

    assert child.returncode == 0
    assert "Traceback" not in errors
    assert not (tmp_path / "demo" / "warehouse.sock").exists()
