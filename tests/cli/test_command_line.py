"""The command line as a new user meets it: real stores, plain answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from varde_command import varde_says

PUBLISHED = Path(__file__).parents[1] / "data" / "published"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run varde in an empty place."""

    def varde(*words: object, **around: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "VARDE_DATA": str(tmp_path / "data"),
            "VARDE_TENANT": "imported",
            "VARDE_LANGUAGE": "en",
            **around,
        }
        return varde_says(*words, env=environment)

    return varde


def answer(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def line(**changes: Any) -> str:
    told = {
        "case": "c1",
        "school": "100000011",
        "pupil": "p1",
        "type": "ConcernReceived",
        "occurred_at": "2025-03-03T10:00:00+01:00",
        "recorded_at": "2025-03-03T10:30:00+01:00",
        "actor": {"ref": "t1", "role": "form_teacher"},
        "data": {"reporter": "pupil", "concern": "exclusion", "own_words": "Ingen vil leke med meg."},
    }
    return json.dumps(told | changes) + "\n"


REPORTED_LATE_ON_PAPER = line(
    type="ReportedToPrincipal",
    occurred_at="2025-03-03T11:00:00+01:00",
    recorded_at="2025-03-20T09:00:00+01:00",
    data={
        "reported_by": "t1",
        "principal": "r1",
        "certainty": "suspicion",
        "pupil_informed": True,
        "content": "Slik eleven sa det.",
    },
)


def verdict_of(answered: Any, rule: str) -> str:
    return next(row["verdict"] for row in answered["obligations"] if row["rule_id"] == rule)


def test_published_cases_go_in_and_their_duties_come_out(run):
    files = sorted(PUBLISHED.glob("*.jsonl"))

    report = answer(run("import", *files, "--json"))
    duties = answer(run("case", "duties", "coercive-fine-2022", "--json"))

    assert len(report["cases_added"]) == len(files) == 4
    assert {row["duty"] for row in duties["duties"]} >= {
        "follow_along",
        "intervene",
        "report",
        "investigate",
        "measures",
        "document",
    }
    assert all(row["reason"] and row["source"] for row in duties["obligations"])


def test_importing_twice_adds_nothing(run):
    files = sorted(PUBLISHED.glob("*.jsonl"))
    run("import", *files)

    again = answer(run("import", *files, "--json"))

    assert again["events_added"] == 0
    assert again["events_known"] == again["lines"] == 17


def test_a_bad_file_gives_a_report_and_an_exit_status_and_the_good_case_goes_in(run, tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_text(line(case="good") + line() + line(type="CaseOpend"))
    report_file = tmp_path / "report.json"

    done = run("import", bad, "--report", report_file)
    report = json.loads(report_file.read_text())

    assert done.returncode == 3
    assert 'line 3 (case c1) [type]: Varde knows no event called "CaseOpend". Did you mean "CaseOpened"?' in done.stdout
    assert report["cases_added"] == ["good"]
    assert report["cases_left_out"] == ["c1"]
    assert report["problems"][0]["line"] == 3


def test_a_discharge_that_was_written_down_late_counts_by_what_happened_and_not_by_what_was_recorded(run, tmp_path):
    file = tmp_path / "late.jsonl"
    file.write_text(line() + REPORTED_LATE_ON_PAPER)
    run("import", file)

    happened = answer(run("case", "duties", "c1", "--as-of", "2025-03-12", "--json"))
    recorded = answer(run("case", "duties", "c1", "--as-of", "2025-03-12", "--recorded-by", "2025-03-12", "--json"))

    assert verdict_of(happened, "law-12.report-to-principal") == "met"
    assert verdict_of(recorded, "law-12.report-to-principal") != "met"


def test_a_timeline_as_of_a_day_shows_nothing_later(run, tmp_path):
    file = tmp_path / "late.jsonl"
    file.write_text(line() + REPORTED_LATE_ON_PAPER)
    run("import", file)

    everything = answer(run("case", "timeline", "c1", "--json"))
    by_then = answer(run("case", "timeline", "c1", "--recorded-by", "2025-03-12", "--json"))

    assert [one["type"] for one in everything] == ["ConcernReceived", "ReportedToPrincipal"]
    assert [one["type"] for one in by_then] == ["ConcernReceived"]


def test_sealed_text_is_not_shown_on_the_command_line(run, tmp_path):
    file = tmp_path / "one.jsonl"
    file.write_text(line())
    run("import", file)

    shown = [run("case", name, "c1", *flag).stdout for name in ("show", "timeline", "duties") for flag in ((), ("--json",))]

    assert not any("leke" in text for text in shown)


def test_duties_are_told_in_words_and_days_as_the_language_writes_them(run, tmp_path):
    file = tmp_path / "one.jsonl"
    file.write_text(line())
    run("import", file)

    assert "melder fra til rektor.\n" in run("case", "duties", "c1", VARDE_LANGUAGE="nb").stdout
    assert "3.3.2025 kl. 10.00" in run("case", "timeline", "c1", VARDE_LANGUAGE="nb").stdout


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("case", "show", "nobody"), 1, 'No case "nobody" was found.'),
        (("case", "duties", "c1", "--as-of", "soon"), 2, "--as-of must be a time"),
        (("import", "nowhere.jsonl"), 2, "Not found: nowhere.jsonl"),
        (("figure", "--check", "nowhere.json"), 1, "Not found: nowhere.json"),
        (("figure", "--check", "/"), 1, "This is a folder and no file: /"),
        (("export", "c1", "--recipient", "Revisor", "--provision", "§", "--out", "nowhere/c1.zip"), 2, "Not found: nowhere\n"),
        (("schema", "Nothing"), 2, 'no event called "Nothing"'),
        (("demo",), 2, "demo"),
        (("project", "--once", "--follow"), 2, "either --follow or --once"),
        (("serve", "coffee"), 2, "cases, dashboards, all"),
        (("check", "--warehouse"), 1, "does not answer"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(run, words, status, says):
    run("migrate")

    done = run(*words)

    assert done.returncode == status
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_settings_that_make_no_sense_are_all_told_at_once(run):
    done = run("migrate", VARDE_TENANT="Not Good", VARDE_DATABASE="mysql://x")

    assert done.returncode == 2
    assert "VARDE_TENANT" in done.stderr
    assert "VARDE_DATABASE" in done.stderr
    assert "VARDE_KEY_DATABASE" in done.stderr


def test_a_worker_does_not_start_before_the_tables_are_made(run):
    done = run("check")

    assert done.returncode == 1
    assert "varde migrate" in done.stderr


def test_every_command_answers_in_json_when_asked(run, tmp_path):
    file = tmp_path / "one.jsonl"
    file.write_text(line())
    answer(run("migrate", "--json"))
    answer(run("import", file, "--json"))

    assert answer(run("project", "--once", "--json"))["position"] == 1
    assert answer(run("rebuild", "--json"))["events"] == 1
    assert answer(run("check", "--json"))["events"] == 1
    assert answer(run("case", "list", "--json"))[0]["school"] == "100000011"
    assert "Concern" in run("case", "list").stdout
    assert answer(run("case", "show", "c1", "--json"))["events"] == 1
    assert answer(run("schema", "ConcernReceived"))["properties"]["own_words"]
    assert len(answer(run("schema", "--json"))) > 100


def test_the_command_line_speaks_the_users_language(run):
    says = {language: run("case", "show", "x", VARDE_LANGUAGE=language).stderr for language in ("nb", "nn")}
    run("migrate")

    assert "varde migrate" in says["nb"]
    assert says["nb"] != says["nn"]


def test_an_import_that_is_killed_midway_leaves_whole_cases_and_the_next_run_takes_in_the_rest(run, tmp_path):
    cases = [f"c{number}" for number in range(1_500)]
    file = tmp_path / "many.jsonl"
    file.write_text(
        "".join(line(case=case) + REPORTED_LATE_ON_PAPER.replace('"case": "c1"', f'"case": "{case}"') for case in cases)
    )
    environment = {**os.environ, "VARDE_DATA": str(tmp_path / "data"), "VARDE_TENANT": "imported", "VARDE_LANGUAGE": "en"}
    run("migrate")
    child = subprocess.Popen(
        [sys.executable, "-m", "varde", "import", file], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not (answer(run("check", "--json"))["events"]) >= 200 and child.poll() is None:
        pass
    child.kill()
    child.wait()
    stood = answer(run("check", "--json"))

    rest = answer(run("import", file, "--json"))

    assert stood["events"] == 2 * stood["streams"]
    assert rest["events_added"] + rest["events_known"] == 3_000
    assert rest["events_known"] == stood["events"]
    assert answer(run("check", "--json"))["events"] == 3_000
