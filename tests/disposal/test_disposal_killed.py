"""A process that is killed while it destroys leaves nothing half done that the next one does not bring to its end."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from disposal_steps import LONG, NOTES, decided, ruled
from town import Town, person

from events.archive import Disposed
from events.base import Stream
from events.closing import CaseClosed
from events.concern import CaseOpened, ConcernReceived
from events.investigation import ConversationHeld
from events.lists.concern import Concern
from events.lists.investigation import ConversationKind
from events.lists.measures import ClosingReason
from events.lists.people import PupilRole, Reporter
from services.case_service.store import KeyId

ROOT = Path(__file__).parents[2]
CASES, ROUNDS = 24, 5

pytestmark = pytest.mark.long


def test_after_any_kill_every_destroyed_key_is_told_of_once_and_no_other(town: Town) -> None:
    cases = [_case(town) for _ in range(CASES)]
    ruled(town)
    town.server.clock.go(LONG)
    for case in cases:
        decided(town, case)
    chance = random.Random(1)  # noqa: S311 - when to kill is no secret

    for _ in range(ROUNDS):
        _carry_out(town.home, kill_after=chance.uniform(0.0, 0.06))
    _carry_out(town.home, kill_after=None)

    told = [one.event.of_subject for one in town.log() if isinstance(one.event, Disposed)]
    store = town.server.desk.store
    assert sorted(told) == sorted(cases)
    assert all(store.tombstone(KeyId(case, NOTES)) is not None for case in cases)
    assert all("█" in str([getattr(one.event, "note", "") for one in town.events(case)]) for case in cases)
    assert all("Ord om" in str([getattr(one.event, "own_words", "") for one in town.events(case)]) for case in cases)


def _case(town: Town) -> UUID:
    case = uuid4()
    town.happens(
        Stream.CASE,
        case,
        ConcernReceived(reporter=Reporter.EMPLOYEE, concern=Concern.BULLYING, own_words="Ord om saken"),
        CaseOpened(pupil=uuid4(), pupil_role=PupilRole.EXPOSED, grade=4, case_handler=person("saksbehandler"), title="Sak"),
        ConversationHeld(
            kind=ConversationKind.EXPOSED_PUPIL,
            person=person("elev"),
            held_by=person("saksbehandler"),
            purpose_explained=True,
            own_words="Ord om saken",
            note="Et notat",
        ),
        CaseClosed(reason=ClosingReason.SAFE, explanation="Trygg"),
    )
    return case


def _carry_out(home: Path, *, kill_after: float | None) -> None:
    """Start a process that carries out, and kill it so many seconds after it has destroyed one more key; None lets it end."""
    before = _tombstones(home)
    process = subprocess.Popen(
        [sys.executable, "tests/disposal/carrying.py", str(home)], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE
    )
    with process:
        if kill_after is not None:
            while process.poll() is None and _tombstones(home) == before:
                time.sleep(0.001)
            time.sleep(kill_after)
            process.send_signal(signal.SIGKILL)
        process.wait(timeout=120)
    assert process.returncode in {0, -signal.SIGKILL}


def _tombstones(home: Path) -> int:
    with closing(sqlite3.connect(home / "keys.sqlite", timeout=30)) as db:
        return int(db.execute("SELECT count(*) FROM keys WHERE destroyed_at IS NOT NULL").fetchone()[0])
