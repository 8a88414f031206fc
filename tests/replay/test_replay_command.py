"""varde case replay: the same views on the command line, without sealed text."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

import pytest
from varde_command import varde_says

SEALED = "Ingen vil leke med meg."


def told(kind: str, occurred: str, recorded: str, **data: Any) -> str:
    line = {
        "case": "c1",
        "school": "100000011",
        "pupil": "p1",
        "type": kind,
        "occurred_at": occurred,
        "recorded_at": recorded,
        "actor": {"ref": "t1", "role": "form_teacher"},
        "data": data,
    }
    return json.dumps(line) + "\n"


CASE = "".join(
    (
        told(
            "ConcernReceived",
            "2025-03-03T10:00:00+01:00",
            "2025-03-03T10:30:00+01:00",
            reporter="pupil",
            concern="exclusion",
            own_words=SEALED,
        ),
        told("SeverityAssessed", "2025-03-10T10:00:00+01:00", "2025-03-10T11:00:00+01:00", serious=True, reason=SEALED),
        told(
            "ReportedToPrincipal",
            "2025-03-03T11:00:00+01:00",
            "2025-03-20T09:00:00+01:00",
            reported_by="t1",
            principal="r1",
            certainty="suspicion",
            pupil_informed=True,
            content=SEALED,
        ),
    )
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    home = tmp_path_factory.mktemp("imported")
    around = {**os.environ, "VARDE_DATA": str(home / "data"), "VARDE_TENANT": "imported", "VARDE_LANGUAGE": "en"}
    file = home / "log.jsonl"
    file.write_text(CASE, encoding="utf-8")
    done = varde_says("import", file, env=around)
    assert done.returncode == 0, done.stderr + done.stdout
    return around


def varde(place: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return varde_says("case", "replay", "c1", *words, env=place)


def answer(place: dict[str, str], *words: str) -> Any:
    done = varde(place, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_case_is_named_by_its_number_and_asked_for_by_it(place: dict[str, str]):
    number = answer(place)["number"]
    told_of = varde_says("case", "replay", number.lower().replace("-", " "), env=place)
    assert told_of.stdout.startswith(f"Case {number} as it happened.")
    assert f"Case {number} (" in varde_says("case", "show", number, env=place).stdout
    assert varde_says("case", "replay", "0000-0000", env=place).returncode == 1


def test_a_case_is_replayed_at_a_moment_of_any_of_its_times(place: dict[str, str]):
    happened = answer(place, "--axis", "occurred", "--at", "2025-03-05")
    written = answer(place, "--axis", "recorded", "--at", "2025-03-05")
    assert (happened["seen"], written["seen"]) == (2, 1)
    assert (happened["total"], happened["event"]) == (3, None)


def test_an_event_says_what_it_changed(place: dict[str, str]):
    found = answer(place, "--axis", "recorded", "--event", "3")
    assert [(one["path"], one["kind"]) for one in found["changed"]["state_changes"]] == [("serious", "added")]


def test_two_points_are_held_against_each_other(place: dict[str, str]):
    found = answer(place, "--axis", "recorded", "--event", "1", "--against-event", "2")
    assert {one["path"] for one in found["against"]["state_changes"]} == {"serious"}


def test_people_are_told_in_words_and_nobody_is_told_what_is_sealed(place: dict[str, str]):
    done = varde(place, "--axis", "recorded", "--event", "2", "--against-at", "2025-03-25")
    assert done.returncode == 0, done.stderr
    assert "What the event changed" in done.stdout
    assert "Serious" in done.stdout
    assert SEALED not in done.stdout


def test_each_verdict_stands_beside_the_words_of_the_requirement_that_it_is_about(place: dict[str, str]):
    told = varde(place, "--axis", "recorded", "--event", "3").stdout
    assert "  Whoever suspects or knows that a pupil is not safe and well at school reports it to the principal.\n    " in told


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("--event", "9"), 2, "The last is number 3"),
        (("--at", "someday"), 2, "--at"),
        (("--at", "2099-01-01"), 2, "has not been yet"),
        (("--event", "1", "--at", "2025-03-05"), 2, "not both"),
    ],
)
def test_what_cannot_be_shown_is_said_in_a_sentence(place: dict[str, str], words: tuple[str, ...], status: int, says: str):
    done = varde(place, *words)
    assert done.returncode == status
    assert says in done.stderr
    assert "Traceback" not in done.stderr
