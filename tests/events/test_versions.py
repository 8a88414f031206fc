"""What yesterday's program stored, today's reads: two programs, each in a process of its own, and the bytes between them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from builders import example, person
from open_sealer import OpenSealer, recorded

from events.closing import CaseReopened
from events.sealing import UNREADABLE
from events.stored import FORMAT, Stored, UnknownFormatError, decode, encode, facts_today, peek
from events.upcasting import MissingStepError, NewerVersionError, StepTakenError, upcast, upcaster

HERE = Path(__file__).parent
TOPIC = "case.CaseReopened"


def run(program: str, stdin: bytes = b"") -> bytes:
    """What a program of ``deployments`` writes, given ``stdin``."""
    path = os.pathsep.join(map(str, (HERE.parents[1], HERE.parent, HERE)))
    return subprocess.run(
        [sys.executable, HERE / "deployments" / program],
        input=stdin,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        check=True,
    ).stdout


@pytest.fixture(scope="module")
def read_today() -> list[dict[str, Any]]:
    """What today's program reads with all keys, with none, with all but that of working notes; and the facts alone."""
    return [json.loads(line) for line in run("today.py", run("yesterday.py")).splitlines()]


def test_an_old_event_is_brought_up_step_by_step(read_today: list[dict[str, Any]]) -> None:
    assert read_today[0] == {
        "pupil": str(person("pupil")),
        "metres": 1500,
        "own_words": "It was nice out",
        "weather": None,
        "jotting": "Ask again",
    }


def test_sealed_text_that_got_another_name_reads_as_unreadable_under_it_when_its_key_is_gone(
    read_today: list[dict[str, Any]],
) -> None:
    assert read_today[1]["own_words"] == read_today[1]["jotting"] == UNREADABLE
    assert read_today[1]["metres"] == read_today[0]["metres"]


def test_a_sealed_field_that_did_not_exist_then_was_not_destroyed(read_today: list[dict[str, Any]]) -> None:
    assert read_today[1]["weather"] is None


def test_one_destroyed_key_leaves_the_other_text_readable(read_today: list[dict[str, Any]]) -> None:
    assert read_today[2] == {**read_today[0], "jotting": UNREADABLE}


def test_the_facts_are_brought_up_without_any_text(read_today: list[dict[str, Any]]) -> None:
    assert read_today[3] == {"pupil": str(person("pupil")), "metres": 1500, "weather": None}


def test_facts_of_todays_version_are_handed_on_as_they_stand() -> None:
    stored = peek(encode(recorded(example(CaseReopened)), OpenSealer()))
    assert facts_today(stored, TOPIC) is stored.facts


def test_a_version_that_no_step_leads_up_from_is_told() -> None:
    with pytest.raises(MissingStepError, match=r"case\.CaseReopened v0"):
        upcast(TOPIC, 0, {})


def test_an_event_of_a_later_program_is_refused_and_not_misread() -> None:
    with pytest.raises(NewerVersionError, match=r"case\.CaseReopened v2"):
        upcast(TOPIC, 2, {})


def test_a_stored_form_of_a_later_program_is_refused_and_not_misread() -> None:
    sample = recorded(example(CaseReopened))
    later = msgspec.msgpack.encode(Stored(FORMAT + 1, 1, sample.envelope, b"{}"))
    with pytest.raises(UnknownFormatError):
        decode(later, stream_id=sample.stream_id, version=1, topic=TOPIC, sealer=OpenSealer())


def test_two_steps_cannot_lead_up_from_one_version() -> None:
    upcaster("test.NeverStored", from_version=1)(dict)
    with pytest.raises(StepTakenError, match=r"test\.NeverStored v1"):
        upcaster("test.NeverStored", from_version=1)(dict)
