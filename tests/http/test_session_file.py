from __future__ import annotations

import multiprocessing
from datetime import timedelta
from pathlib import Path
from typing import Any

from services.case_service.http.failed_logins import FailedLogins
from services.case_service.http.session_file import SessionFile
from services.case_service.http.sessions import Sessions

WORKERS = 4
ROUNDS = 2


def start(file: Path, together: Any) -> None:
    together.wait()
    session_file = SessionFile(file)
    Sessions(session_file, idle=timedelta(minutes=30), longest=timedelta(hours=10))
    FailedLogins(session_file)


def test_workers_that_start_together_all_start(tmp_path: Path):
    spawn = multiprocessing.get_context("spawn")
    for number in range(ROUNDS):
        together = spawn.Barrier(WORKERS)
        workers = [spawn.Process(target=start, args=(tmp_path / f"{number}.sqlite", together)) for _ in range(WORKERS)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert [worker.exitcode for worker in workers] == [0] * WORKERS
