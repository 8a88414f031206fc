"""Every single call to the disk in a scripted day fails once: a full disk until there is room again, or a broken one for a moment.

    python -m benchmarks.reliability.failing_calls SCENARIO KIND [--every N]

KIND ``full``: from the k-th write on nothing more fits (ENOSPC), until the refusal has been seen; then there is room again.
KIND ``broken``: the k-th write, sync, cut or opening fails once with EIO. After each the same request is repeated.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.reliability.day import SCENARIOS, case_of, live, settings_in
from benchmarks.reliability.judge import judge
from benchmarks.reliability.recorder import OPEN, SYNC, TRUNCATE, WRITE, Recorder, build, run_under
from services.case_service.store import KeyNotScrubbedError, StoreUnavailableError, migrate, open_store

CLEAN: Final = (StoreUnavailableError, KeyNotScrubbedError, sqlite3.OperationalError)
"""What a caller is told: repeat it. The last one comes from the scripted checkpoint, which goes past the store."""

ATTEMPTS: Final = 4
FOR_EVER: Final = 1_000_000
LIVED: Final = tuple(one for one in SCENARIOS if one != "backup")
CALLS: Final = {"full": WRITE | TRUNCATE, "broken": WRITE | SYNC | TRUNCATE | OPEN}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Over all failing calls: how many there were, how many the day noticed, and what went wrong.

    ``restarts`` are days in which the process had to open its files anew, because the same request was refused again and again.
    """

    scenario: str
    kind: str
    calls: int
    failed: int
    refusals: int
    unclean: int
    unreadable: int
    restarts: int
    not_resumed: int
    not_clean: int


class NeedsRestartError(Exception):
    """The same request was refused again and again."""


class Trouble:
    """One failing call, and what the day's work makes of it."""

    def __init__(self, recorder: Recorder, kind: str) -> None:
        self.recorder = recorder
        self.kind = kind
        self.refusals = 0
        self.reads: Callable[[], object] = lambda: None
        self.unreadable = 0

    def attempt(self, work: Callable[[], None]) -> None:
        """Do it; when it is refused, see that reading still works, make room, and repeat it."""
        for _ in range(ATTEMPTS):
            try:
                return work()
            except CLEAN:
                self.refusals += 1
                if self.kind == "full":
                    self._look()
                self.recorder.fail(0, 0, 0, 0)
        raise NeedsRestartError

    def _look(self) -> None:
        try:
            self.reads()
        except CLEAN:
            self.unreadable += 1


def one_failure(recorder: Recorder, scenario: str, kind: str, home: Path, at: int) -> dict[str, int]:
    """A whole day in which the call ``at`` fails."""
    folder = home / "day"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(home / "template", folder)
    said: list[str] = []
    trouble = Trouble(recorder, kind)
    unclean, lives = 0, 0
    recorder.start(folder)
    recorder.fail(at, FOR_EVER if kind == "full" else 1, errno.ENOSPC if kind == "full" else errno.EIO, CALLS[kind])
    try:
        while lives < ATTEMPTS and not life(scenario, folder, said, trouble):
            lives += 1
    except Exception as error:  # noqa: BLE001 - anything else than a clean refusal is what is counted here
        print(f"call {at}: {type(error).__name__}: {error}", file=sys.stderr)
        unclean = 1
    noticed = recorder.seen
    recorder.stop()
    verdict = judge(folder, said)
    if not verdict.is_clean:
        print(f"call {at}: {verdict}", file=sys.stderr)
    return {
        "refusals": trouble.refusals,
        "unclean": unclean,
        "unreadable": trouble.unreadable,
        "restarts": int(lives > 0),
        "not_resumed": int(lives == ATTEMPTS),
        "not_clean": int(not verdict.is_clean),
        "failed": int(noticed >= at or trouble.refusals > 0),
    }


def life(scenario: str, folder: Path, said: list[str], trouble: Trouble) -> bool:
    """A process that opens its files and lives the day from the beginning; what was done before is answered as it was then."""
    try:
        with open_store(settings_in(folder)) as store:
            trouble.reads = lambda: store.read(case_of(0))
            live(scenario, folder, store, said.append, trouble.attempt)
    except (NeedsRestartError, *CLEAN):
        trouble.recorder.fail(0, 0, 0, 0)
        return False
    return True


def every_call(scenario: str, kind: str, every: int, home: Path) -> Outcome:
    """Fail each call of the day in turn; to be run under the recorder."""
    recorder, template, folder = Recorder(), home / "template", home / "day"
    template.mkdir()
    migrate(settings_in(template))
    shutil.copytree(template, folder)
    recorder.start(folder)
    recorder.fail(FOR_EVER, 1, errno.EIO, CALLS[kind])
    with open_store(settings_in(folder)) as store:
        live(scenario, folder, store, lambda _: None)
    calls = recorder.seen
    recorder.stop()
    found = [one_failure(recorder, scenario, kind, home, at) for at in range(1, calls + 1, every)]
    total = {name: sum(one[name] for one in found) for name in found[0]}
    return Outcome(scenario=scenario, kind=kind, calls=len(found), **total)


def fail_calls(scenario: str, kind: str, every: int = 1) -> Outcome:
    """As :func:`every_call`, in a process of its own under the recorder."""
    shared = Path("/dev/shm")  # noqa: S108 - the failures come from the recorder, not from a disk
    with TemporaryDirectory(dir=shared if shared.exists() else None) as name:
        home = Path(name)
        (home / "work").mkdir()
        said = run_under(build(home), __spec__.name, scenario, kind, "--every", str(every), "--in", str(home / "work"))
    return Outcome(**json.loads(said.splitlines()[-1]))


def main() -> None:
    """Print the outcome as JSON."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("scenario", choices=LIVED)
    asked.add_argument("kind", choices=tuple(CALLS))
    asked.add_argument("--every", type=int, default=1)
    asked.add_argument("--in", dest="home", type=Path)
    said = asked.parse_args()
    if said.home is None:
        outcome = fail_calls(said.scenario, said.kind, said.every)
    else:
        outcome = every_call(said.scenario, said.kind, said.every, said.home)
    print(json.dumps(asdict(outcome)), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
