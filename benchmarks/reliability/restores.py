"""F10 and F11 of the page, by benchmarks/backup.py.

python -m benchmarks.reliability.restores during ROUNDS
python -m benchmarks.reliability.restores large EVENTS
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.backup import during_writes, filled, restore_seconds


def main() -> None:
    """Print the outcome as JSON."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("what", choices=("during", "large"))
    asked.add_argument("count", type=int)
    said = asked.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        if said.what == "during":
            good, events = during_writes(folder, said.count)
            found: dict[str, float] = {"rounds": said.count, "good": good, "events": events}
        else:
            backed_up, restored, copied = restore_seconds(filled(folder / "large", said.count), folder)
            found = {"events": said.count, "backup_seconds": backed_up, "restore_seconds": restored, "copy_seconds": copied}
    print(json.dumps({name: round(figure, 1) for name, figure in found.items()}), flush=True)


if __name__ == "__main__":
    main()
