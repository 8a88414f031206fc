"""Several writers on the same cases: is every update there that was acknowledged, and was every conflict one?"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID, uuid4

from services.case_service.store import StoreSettings, open_store, recheck
from tests.store.processes import ROOT, arguments_of

CASES = 4
AT_A_TIME = 5_000


@dataclass(frozen=True, kw_only=True)
class Contended:
    """What came of it. ``oracle`` is how many attempts the finished log has no room for: so many had to be refused.

    ``lost`` are acknowledged updates that are not in the log in the place they were told; ``untold`` events in the log that nobody
    was told of; ``false`` conflicts told at a version that nobody had taken.
    """

    writers: int
    attempts: int
    stored: int
    conflicts: int
    oracle: int
    lost: int
    untold: int
    false: int
    wrong_leaves: int


def contend(settings: StoreSettings, writers: int, attempts: int, timeout: float = 3600.0) -> Contended:
    """Let ``writers`` processes make ``attempts`` updates each, of the same few cases. The tables stand."""
    cases = [uuid4() for _ in range(CASES)]

    def run(turn: int) -> list[str]:
        order = [str(one) for one in cases[turn % CASES :] + cases[: turn % CASES]]
        command = [sys.executable, "-m", "tests.store.contending_process", *arguments_of(settings), str(attempts), *order]
        return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=timeout, check=True).stdout.splitlines()

    with ThreadPoolExecutor(max_workers=writers) as threads:
        said = [line.split() for lines in threads.map(run, range(writers)) for line in lines]
    told = {(UUID(case), int(version)): UUID(event) for what, case, version, event in said if what == "stored"}
    moved = [(UUID(case), int(seen), int(actual)) for what, case, seen, actual in said if what == "moved"]
    with open_store(settings) as store:
        log, position = dict[tuple[UUID, int], UUID](), 0
        while found := store.facts_after(position, AT_A_TIME):
            log |= {(one.stream_id, one.version): one.envelope.event_id for one in found}
            position += len(found)
        wrong_leaves = len(recheck(store).faults)
    acknowledged = sum(what == "stored" for what, *_ in said)
    return Contended(
        writers=writers,
        attempts=writers * attempts,
        stored=position,
        conflicts=len(moved),
        oracle=writers * attempts - len(log),
        lost=acknowledged - sum(log.get(place) == event for place, event in told.items()),
        untold=sum(place not in told for place in log),
        false=sum(actual <= seen or (case, actual) not in log for case, seen, actual in moved),
        wrong_leaves=wrong_leaves,
    )
