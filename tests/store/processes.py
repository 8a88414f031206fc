"""Processes of our own, several at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from services.case_service.store import SQLiteFile, StoreSettings

ROOT = Path(__file__).parents[2]


def arguments_of(settings: StoreSettings) -> list[str]:
    """The settings as the processes take them on their command line."""
    places = [place.path if isinstance(place, SQLiteFile) else place.dsn for place in (settings.events, settings.keys)]
    return [settings.tenant, settings.kek.hex(), *map(str, places)]


def run_together(modules: Sequence[Sequence[str]], timeout: float = 120.0) -> list[str]:
    """Run each module with its arguments, all at once, and give what the failed ones said."""

    def run(arguments: Sequence[str]) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False
        )
        return "" if done.returncode == 0 else f"exit status {done.returncode}: {done.stderr}"

    with ThreadPoolExecutor(max_workers=len(modules)) as threads:
        return [said for said in threads.map(run, modules) if said]
