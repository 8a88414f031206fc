"""varde import roster: what would happen, then that it happens; a bad file names its faults; many ends are confirmed."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from roster.bundles import Bundle, small
from town import A, B
from varde_command import varde_says

from events.base import Stream
from events.envelope import Actor
from events.lists.people import Role
from events.lists.year import OwnershipKind
from events.organisation import SchoolRegistered
from services.case_service.application import Request
from services.case_service.domain.school.commands import RegisterSchool
from services.case_service.reactions.avvik_by_rule import VARDE as SYSTEM
from services.case_service.streams import school_stream
from varde.clock import system_clock
from varde.composition import application, event_store, prepare
from varde.settings import read_settings

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def around(tmp_path: Path) -> dict[str, str]:
    """The environment of a municipality with two schools."""
    environment = {"VARDE_DATA": str(tmp_path / "data"), "VARDE_TENANT": "imported", "VARDE_LANGUAGE": "en"}
    settings = read_settings(environment)
    prepare(settings)
    now = system_clock()
    with event_store(settings) as store:
        for orgnr in (A, B):
            school = SchoolRegistered(
                orgnr=orgnr, name=orgnr, lowest_grade=1, highest_grade=10, ownership=OwnershipKind.MUNICIPAL, municipality="9901"
            )
            application(store, settings).handle(
                Request(
                    stream=Stream.SCHOOL,
                    stream_id=school_stream("imported", orgnr),
                    command=RegisterSchool(fact=school),
                    actor=Actor(ref=SYSTEM, role=Role.SYSTEM),
                    occurred_at=now,
                    known_at=now,
                    school=orgnr,
                )
            )
    return environment


@pytest.fixture
def run(tmp_path: Path, around: dict[str, str]) -> Run:
    """Import a bundle with these options."""

    def imported(bundle: Bundle | bytes, *options: str) -> subprocess.CompletedProcess[str]:
        file = tmp_path / "register.zip"
        file.write_bytes(bundle if isinstance(bundle, bytes) else bundle.packed())
        return varde_says("import", "roster", file, *options, env={**os.environ, **around})

    return imported


def report(done: subprocess.CompletedProcess[str], status: int = 0) -> Any:
    assert done.returncode == status, done.stderr
    return json.loads(done.stdout)


def test_a_dry_run_says_what_would_happen_and_changes_nothing(run: Run):
    first = run(small(), "--dry-run")

    assert first.returncode == 0
    assert "Nothing was changed. This would happen:" in first.stdout
    assert "New pupils: 3" in first.stdout
    assert "Sæterdal" not in first.stdout


def test_an_import_happens_once(run: Run):
    done = report(run(small(), "--json"))
    assert (done["people"], done["events"], done["left_out"]) == (6, 15, 0)

    again = run(small())
    assert again.returncode == 0
    assert "Everything is as the register says already." in again.stdout


def test_many_ends_at_once_are_held_back_until_they_are_confirmed(run: Run):
    run(small())
    fewer = small().without("t1", "t2")

    held = run(fewer)
    assert held.returncode == 3
    assert f"{A}: 2 of 2 staff lose their roles." in held.stdout
    assert report(run(fewer, "--confirm-ends", "--json"))["people"] == 2


def test_a_bad_file_names_its_faults_and_changes_nothing(run: Run):
    done = run(small().change("users", "p1", status="HEMMELIG"))

    assert done.returncode == 3
    assert "users.csv, line 5 status has a value that the standard does not know." in done.stdout
    assert "HEMMELIG" not in done.stdout + done.stderr
    assert report(run(b"no zip", "--json"), 3)["faults"] == ["The file is not a whole zip file."]


def test_a_file_that_is_not_there_is_told(around: dict[str, str]):
    done = varde_says("import", "roster", "/no/such/file.zip", env={**os.environ, **around})

    assert done.returncode == 2
    assert "cannot be read" in done.stderr
