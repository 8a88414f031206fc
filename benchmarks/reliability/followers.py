"""What follows the log is killed and caught up: runs the tests that do it, and says how often they kill."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
TESTS: Final = (
    "tests/reporting/test_kill_loop.py",
    "tests/read_model/test_read_model.py::test_killed_followers_lose_and_double_nothing",
)
PROJECTOR_KILLS: Final = 100
READ_MODEL_KILLS: Final = 4


def main() -> None:
    """Print the outcome as JSON."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *TESTS]
    done = subprocess.run(command, check=False, cwd=ROOT, stdout=subprocess.DEVNULL)
    found = {"passed": done.returncode == 0, "projector_kills": PROJECTOR_KILLS, "read_model_kills": READ_MODEL_KILLS}
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
