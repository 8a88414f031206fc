"""varde export writes a copy and records that it was handed out; varde verify checks it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from uuid import UUID

import pytest
from click.testing import Result
from typer.testing import CliRunner

from events.disclosure import DisclosureAnswered
from services.case_service.streams import access_stream
from services.integrity.package import unpack
from services.integrity.verifier import varde_verify
from varde.cli.app import app
from varde.composition import event_store
from varde.settings import read_settings

Run = Callable[..., Result]

SAID = "Ingen vil leke med meg."
LINE = {
    "case": "c1",
    "school": "100000011",
    "pupil": "p1",
    "type": "ConcernReceived",
    "occurred_at": "2025-03-03T10:00:00+01:00",
    "recorded_at": "2025-03-03T10:30:00+01:00",
    "actor": {"ref": "t1", "role": "form_teacher"},
    "data": {"reporter": "pupil", "concern": "exclusion", "own_words": SAID},
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A tenant with one imported case."""
    folder = tmp_path_factory.mktemp("export")
    (folder / "lines.jsonl").write_text(json.dumps(LINE) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def environment(place):
    return {**os.environ, "VARDE_DATA": str(place / "data"), "VARDE_TENANT": "imported", "VARDE_LANGUAGE": "en"}


@pytest.fixture(scope="module")
def run(place, environment) -> Run:
    def varde(*words: str) -> Result:
        found = [str(place / word) if word.endswith((".zip", ".jsonl")) else word for word in words]
        return CliRunner().invoke(app, found, env=environment)

    for words in (("migrate",), ("import", "cases", "lines.jsonl")):
        done = varde(*words)
        assert done.exit_code == 0, done.output
    return varde


FOR = ("--recipient", "Statsforvalteren", "--provision", "opplæringslova § 12-6")


def exported(run, *words):
    done = run("export", *words, *FOR, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def disclosures(environment, case):
    settings = read_settings(environment)
    with event_store(settings) as store:
        return [one.event for one in store.read(access_stream(case)) if isinstance(one.event, DisclosureAnswered)]


def test_a_case_goes_with_its_text_or_without_and_is_recorded(run, place, environment):
    whole = exported(run, "c1", "--text", "whole", "--out", "whole.zip")
    bare = exported(run, "c1", "--out", "bare.zip")
    for file in ("whole.zip", "bare.zip"):
        checked = run("verify", file)
        assert checked.exit_code == 0, checked.stdout
        assert "everything that can be checked holds" in checked.stdout
    assert SAID.encode() in (place / "whole.zip").read_bytes()
    assert SAID.encode() not in (place / "bare.zip").read_bytes()
    manifest = varde_verify.read_manifest(bytes(unpack((place / "whole.zip").read_bytes())["manifest.json"]))
    recorded = disclosures(environment, UUID(manifest.told["case_id"]))
    assert [one.package_sha256 for one in recorded] == [whole["sha256"], bare["sha256"]]
    assert [one.redacted for one in recorded] == [False, True]
    assert [one.log_position for one in recorded] == [whole["position"], bare["position"]]


def test_the_next_copy_proves_that_the_log_goes_on(run, place):
    exported(run, "c1", "--out", "first.zip")
    exported(run, "c1", "--out", "second.zip", "--since", "first.zip")
    assert run("verify", "--earlier", "first.zip", "second.zip").exit_code == 0
    exported(run, "--log", "--out", "log.zip")
    checked = run("verify", "--json", "--log", "log.zip", "second.zip")
    assert {"complete_by_log"} <= {one["code"] for one in json.loads(checked.stdout)["holds"]}
    assert SAID.encode() not in (place / "log.zip").read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody", "--out", "x.zip", *FOR), "nobody"),
        (("--out", "x.zip", *FOR), "or --log"),
        (("c1", "--log", "--out", "x.zip", *FOR), "or --log"),
        (("c1", "--out", "lines.jsonl", *FOR), "is there already"),
        (("c1", "--out", "x.zip", "--recipient", " ", "--provision", "§"), "--recipient"),
        (("c1", "--out", "x.zip", "--since", "lines.jsonl", *FOR), "neither a copy"),
    ],
)
def test_what_cannot_be_exported_is_said_and_nothing_is_written(run, place, words, said):
    done = run("export", *words)
    assert done.exit_code in {1, 2}
    assert said in done.stderr
    assert not (place / "x.zip").exists()
    assert not list(place.glob(".x.zip*"))


def test_a_refused_copy_gives_the_verifier_s_answer(run):
    done = run("verify", "lines.jsonl")
    assert done.exit_code == 2
    assert "does not begin as a ZIP" in done.stdout
