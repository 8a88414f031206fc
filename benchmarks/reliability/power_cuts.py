"""Power cuts: a scripted day under the recorder, thousands of disks that a cut may leave, and a verdict on each.

    python -m benchmarks.reliability.power_cuts SCENARIO SYNC COUNT [--seed N]

Prints one line of JSON. With SYNC ``normal`` or ``lie`` the figures must not be clean: they show that the method sees a loss.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.reliability.day import SCENARIOS, settings_in
from benchmarks.reliability.judge import Verdict, judge
from benchmarks.reliability.recorder import build, run_under
from benchmarks.reliability.replay import Image, images, read_log
from services.case_service.store import migrate

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - images need no disk; what matters is what is in them


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of the images of one scenario. ``worst_loss`` is the most acknowledged events that one image lost."""

    scenario: str
    sync: str
    images: int
    calls: int
    syncs: int
    clean: int
    lossy: int
    corrupt: int
    torn: int
    wrong_leaves: int
    doubled: int
    undone: int
    bad_backups: int
    worst_loss: int


def cut_power(scenario: str, sync: str, count: int, seed: int = 1) -> Outcome:
    """Live the scenario once, and judge ``count`` images of it."""
    with TemporaryDirectory(dir=SHARED_MEMORY if SHARED_MEMORY.exists() else None) as name:
        home = Path(name)
        lived, log = home / "lived", home / "log"
        lived.mkdir()
        migrate(settings_in(lived))
        base = {path.name: path.read_bytes() for path in lived.iterdir() if not path.name.endswith("-shm")}
        run_under(build(home), "benchmarks.reliability.day", scenario, str(lived), str(log), sync)
        steps = read_log(log, lived)
        verdicts = [verdict_on(home / "image", image) for image in images(base, steps, count, seed)]
    kinds = Counter(step.kind for step in steps)
    return Outcome(
        scenario=scenario,
        sync=sync,
        images=count,
        calls=len(steps) - kinds["A"],
        syncs=kinds["S"],
        clean=sum(one.is_clean for one in verdicts),
        lossy=sum(one.lost > 0 for one in verdicts),
        corrupt=sum(one.corrupt > 0 for one in verdicts),
        torn=sum(one.torn > 0 for one in verdicts),
        wrong_leaves=sum(one.wrong_leaves > 0 for one in verdicts),
        doubled=sum(one.doubled > 0 for one in verdicts),
        undone=sum(one.undone > 0 for one in verdicts),
        bad_backups=sum(one.bad_backups > 0 for one in verdicts),
        worst_loss=max(one.lost for one in verdicts),
    )


def verdict_on(folder: Path, image: Image) -> Verdict:
    """Lay the image down and judge it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in image.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return judge(folder, image.acknowledged)


def main() -> None:
    """Print the outcome."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("scenario", choices=SCENARIOS)
    asked.add_argument("sync", choices=("full", "normal", "lie"))
    asked.add_argument("count", type=int)
    asked.add_argument("--seed", type=int, default=1)
    said = asked.parse_args()
    print(json.dumps(asdict(cut_power(said.scenario, said.sync, said.count, said.seed))), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
