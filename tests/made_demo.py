"""The demo municipality up to yesterday, made once in a run of the tests and copied for each that walks about in it."""

from __future__ import annotations

import fcntl
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from varde.cli.making import DEMO_SEED, make_demo
from varde.clock import system_clock
from varde.settings import Settings, read_settings


def demo_for(settings: Settings, own: pytest.TempPathFactory) -> None:
    """Put the demo where ``settings`` say that the data lie. Workers wait for the first of them, which makes it."""
    last_day = system_clock().date() - timedelta(days=1)
    made = _of_all_workers(own) / f"demo-{last_day}"
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            begun = made.with_suffix(".begun")
            make_demo(read_settings({"VARDE_DATA": str(begun), "VARDE_TENANT": settings.tenant}), DEMO_SEED, last_day)
            begun.rename(made)
    shutil.copytree(made, settings.data, dirs_exist_ok=True)


def _of_all_workers(own: pytest.TempPathFactory) -> Path:
    """The folder of this run, which is above that of each worker; where there are none, there is one folder."""
    return own.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else own.getbasetemp()
