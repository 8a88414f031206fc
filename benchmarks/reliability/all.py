"""Runs what is measured of reliability, piece by piece, keeps the results, and writes docs/reference/reliability.md from them.

python -m benchmarks.reliability.all             # every piece: an hour and a half
python -m benchmarks.reliability.all NAME ...    # some pieces; the others keep their last result
python -m benchmarks.reliability.all --page      # the page alone
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.reliability.page import PAGE, written

ROOT: Final = Path(__file__).parents[2]
RESULTS: Final = Path(__file__).with_name("results.json")

PIECES: Final[dict[str, tuple[str, ...]]] = {
    "kills": ("kills", "1200"),
    "cut-commit": ("power_cuts", "commit", "full", "10000"),
    "cut-checkpoint": ("power_cuts", "checkpoint", "full", "10000"),
    "cut-backup": ("power_cuts", "backup", "full", "10000"),
    "cut-shred": ("power_cuts", "shred", "full", "10000"),
    "cut-normal": ("power_cuts", "commit", "normal", "1000"),
    "cut-lie": ("power_cuts", "commit", "lie", "1000"),
    "full-commit": ("failing_calls", "commit", "full"),
    "full-checkpoint": ("failing_calls", "checkpoint", "full"),
    "full-shred": ("failing_calls", "shred", "full"),
    "broken-commit": ("failing_calls", "commit", "broken"),
    "broken-checkpoint": ("failing_calls", "checkpoint", "broken"),
    "broken-shred": ("failing_calls", "shred", "broken"),
    "bits-events": ("bit_flips", "events", "5000"),
    "bits-wal": ("bit_flips", "wal", "2500"),
    "bits-keys": ("bit_flips", "keys", "2500"),
    "bits-backup": ("bit_flips", "backup", "2500"),
    "bits-attachment": ("bit_flips", "attachment", "1000"),
    "followers": ("followers",),
    "postgres": ("postgres_killed", "60"),
    "clocks": ("clocks", "2000"),
    "updates-sqlite": ("lost_updates", "sqlite"),
    "updates-postgres": ("lost_updates", "postgres"),
    "recovery-sqlite": ("recovery", "sqlite"),
    "recovery-postgres": ("recovery", "postgres", "--life", "1"),
    "restore": ("restores", "large", "1000000"),
    "backups": ("restores", "during", "100"),
}
"""Each piece: the module of this folder, and what it is asked."""


def main(arguments: list[str]) -> None:
    """Run, keep, write."""
    for name in [] if "--page" in arguments else arguments or PIECES:
        module, *asked = PIECES[name]
        print(f"{name} ...", file=sys.stderr)
        command = [sys.executable, "-m", f"benchmarks.reliability.{module}", *asked]
        done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        found = json.loads(done.stdout.splitlines()[-1])
        keep(name, {"day": datetime.now(UTC).date().isoformat(), "command": " ".join(["python", *command[1:]]), **found})
    PAGE.write_text(written(kept()), encoding="utf-8")


def kept() -> dict[str, Any]:
    """The last result of each piece."""
    results: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    return results


def keep(name: str, result: dict[str, Any]) -> None:
    """Put a piece's result in place of its last one."""
    RESULTS.write_text(json.dumps({**kept(), name: result}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
