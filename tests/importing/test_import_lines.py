"""What an import does with good lines, bad lines, and lines that it has seen before."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from events.envelope import Precision
from events.lists.concern import Channel
from services.case_service.refs import Refs
from tests.importing.good_lines import line
from texts import Language
from varde.clock import system_clock
from varde.importing.importer import Importer

OPENED = {"pupil_role": "exposed", "grade": 4}


def test_a_good_line_goes_in_with_what_the_source_recorded_kept_apart_from_our_own_clock(run, store, refs):
    report = run(line())

    (stored,) = store.read(refs.case("c1"))
    assert report.exit_status == 0
    assert (report.events_added, report.cases_added) == (1, ["c1"])
    assert stored.envelope.source_recorded_at == datetime(2024, 9, 4, 6, tzinfo=UTC)
    assert stored.envelope.recorded_at > datetime(2026, 1, 1, tzinfo=UTC)
    assert stored.envelope.channel is Channel.IMPORT
    assert stored.event.own_words == "Ingen vil leke med meg."


def test_lines_may_come_in_any_order_and_are_told_as_they_happened(run, store, refs):
    run(
        line("CaseOpened", occurred_at="2024-09-03T14:00:00+02:00", known_at="2024-09-03T14:00:00+02:00", data=OPENED),
        line(),
    )

    assert [type(one.event).__name__ for one in store.read(refs.case("c1"))] == ["ConcernReceived", "CaseOpened"]


def test_the_same_person_is_the_same_in_all_cases_but_a_measure_belongs_to_its_case(refs):
    assert refs.field("c1", "observer", "t1") == refs.field("c2", "held_by", "t1") == refs.person("t1")
    assert refs.field("c1", "measure", "m1") == refs.field("c1", "measures", "m1")
    assert refs.field("c1", "measure", "m1") != refs.field("c2", "measure", "m1")


def test_a_second_run_adds_nothing_and_a_longer_file_adds_only_what_is_new(run):
    run(line())

    again = run(line())
    longer = run(line(), line("CaseOpened", data=OPENED, occurred_at="2024-09-05", known_at=None, recorded_at=None))

    assert (again.events_added, again.events_known, again.cases_unchanged) == (0, 1, ["c1"])
    assert (longer.events_added, longer.events_known, longer.cases_extended) == (1, 1, ["c1"])


def test_the_same_line_twice_in_a_file_goes_in_once(run, store, refs):
    report = run(line(), line())

    assert (report.events_added, report.events_known) == (1, 1)
    assert store.version(refs.case("c1")) == 1


def test_a_bad_line_leaves_its_whole_case_out_and_the_rest_goes_in(run, store, refs):
    report = run(
        line(case="good"),
        line(case="bad"),
        line("CaseOpened", case="bad", data={"pupil_role": "exposed", "grade": "four"}),
    )

    assert report.exit_status == 3
    assert report.cases_added == ["good"]
    assert report.cases_left_out == ["bad"]
    assert store.version(refs.case("bad")) == 0
    assert store.version(refs.case("good")) == 1


@pytest.mark.parametrize(
    ("bad", "field", "code", "words"),
    [
        (line(school="12"), "school", "not_an_orgnr", "nine digits"),
        (line(occurred_at="yesterday"), "occurred_at", "not_a_time", "yesterday"),
        (line(occurred_at="2024-13"), "occurred_at", "not_a_time", "2024-13"),
        (line("ConcernRecieved"), "type", "unknown_type", 'Did you mean "ConcernReceived"?'),
        (line("PupilRegistered"), "type", "type_not_of_a_case", "PupilRegistered"),
        (line(actor={"ref": "t1", "role": "teacher"}), "actor.role", "not_in_list", "form_teacher"),
        (line(data={"reporter": "pupil", "concern": "exclusion"}), "data.own_words", "missing_field", "own_words"),
        (line(data={"reporter": "pupil", "concern": "exlusion", "own_words": "x"}), "data.concern", "not_in_list", "exclusion"),
        (line(data={"reporter": "pupil", "concern": "exclusion", "own_word": "x"}), "data.own_word", "unknown_field", "own_words"),
        (line(data={"reporter": "pupil", "concern": "exclusion", "own_words": 7}), "data.own_words", "wrong_type", "own_words"),
        (line(colour="red"), "colour", "unknown_field", "colour"),
        (line(stream="enforcement"), "stream", "wrong_stream", "enforcement"),
        (line(occurred_at="2099-01-01"), "occurred_at", "CASE-001", ""),
    ],
)
def test_a_bad_line_is_told_with_line_number_field_and_reason_in_plain_words(run, bad, field, code, words):
    report = run(line(case="other"), bad)

    (problem,) = report.problems
    assert (problem.line, problem.field, problem.case) == (2, field, "c1")
    assert problem.code == code or code.startswith("CASE")
    assert words in problem.reason
    assert "{" not in problem.reason


def test_a_torn_line_still_leaves_out_the_case_it_names(run, store, refs):
    report = run(line(), '{"case": "c1", "school": "1000')

    assert report.problems[0].code == "json"
    assert report.cases_left_out == ["c1"]
    assert store.version(refs.case("c1")) == 0


def test_a_case_is_about_one_pupil(run):
    report = run(line(), line("CaseOpened", data=OPENED, pupil="p2"))

    (problem,) = report.problems
    assert (problem.field, problem.code) == ("pupil", "another_pupil")
    assert report.cases_left_out == ["c1"]


@pytest.mark.parametrize("language", list(Language))
def test_the_reason_is_given_in_the_users_language(run, language):
    report = run(line(occurred_at="i går"), language=language)

    assert {"nb": "tidspunkt", "nn": "eit tidspunkt", "en": "not a time"}[language.value] in report.problems[0].reason


@pytest.mark.parametrize(
    ("written", "precision", "instant"),
    [
        ("2024-09-03T10:15:00+02:00", Precision.EXACT, datetime(2024, 9, 3, 8, 15, tzinfo=UTC)),
        ("2024-09-03T10:15:00", Precision.EXACT, datetime(2024, 9, 3, 8, 15, tzinfo=UTC)),
        ("2024-09-03", Precision.DAY, datetime(2024, 9, 3, 21, 59, 59, 999999, tzinfo=UTC)),
        ("2024-02", Precision.MONTH, datetime(2024, 2, 29, 22, 59, 59, 999999, tzinfo=UTC)),
        ("2024", Precision.YEAR, datetime(2024, 12, 31, 22, 59, 59, 999999, tzinfo=UTC)),
        ("before 2024-02", Precision.BEFORE, datetime(2024, 1, 31, 22, 59, 59, 999999, tzinfo=UTC)),
    ],
)
def test_how_exactly_the_source_knows_a_time_is_kept(run, store, refs, written, precision, instant):
    run(line(occurred_at=written, known_at=None, recorded_at=None))

    (stored,) = store.read(refs.case("c1"))
    assert (stored.envelope.precision, stored.envelope.occurred_at) == (precision, instant)


def test_without_a_recorded_time_in_the_source_it_counts_as_written_down_when_it_came_in(run, store, refs):
    run(line(recorded_at=None))

    (stored,) = store.read(refs.case("c1"))
    assert stored.envelope.documented_at == stored.envelope.recorded_at


def test_an_enforcement_case_stands_in_a_stream_of_its_own_beside_the_case(run, store, refs):
    report = run(
        line(),
        line(
            "ReportedToStatsforvalter", data={"reported_by": "guardian"}, occurred_at="2024-10-01", known_at=None, recorded_at=None
        ),
    )

    (stored,) = store.read(refs.matter("c1", "enforcement", "1"))
    assert report.exit_status == 0
    assert stored.envelope.case_id == refs.case("c1")


def test_a_day_on_which_it_was_also_known_is_no_contradiction(run, store, refs):
    report = run(line(occurred_at="2024-09-03"))

    (stored,) = store.read(refs.case("c1"))
    assert report.exit_status == 0
    assert stored.envelope.occurred_at == stored.envelope.known_at


def test_what_happened_today_is_not_in_the_future(run):
    today = datetime.now(UTC).date().isoformat()

    assert run(line(occurred_at=today, known_at=None, recorded_at=None)).exit_status == 0


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b'{"case": "c1", "own": "b\xf8ker"}', "not_utf8"),
        (b'{"case": "c1", "data": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "json"),
        (b'{"case": "c1", "case": "c2"}', "twice"),
        (b'{"case": "c1", "data": "' + b"a" * 1_000_001 + b'"}', "too_long"),
    ],
)
def test_a_line_that_no_program_should_choke_on_is_told_and_its_case_left_out(store, application, refs, tmp_path, bad, code):
    file = tmp_path / "odd.jsonl"
    good = json.dumps(line()).encode()
    file.write_bytes(good + b"\n" + bad + b"\n" + json.dumps(line(case="other")).encode() + b"\n")

    report = Importer(application, store, refs, language=Language.ENGLISH, clock=system_clock).run([file])

    assert [problem.code for problem in report.problems] == [code]
    assert report.cases_added == (["other"] if code != "twice" else report.cases_added)
    assert "other" in report.cases_added


@pytest.mark.parametrize("occurred_at", ["0001-01-01T00:00:00", "before 0001", "9999-12-31T23:59:59-05:00"])
def test_a_time_beyond_the_calendar_is_no_time(run, occurred_at):
    report = run(line(occurred_at=occurred_at, known_at=None, recorded_at=None))

    assert [problem.code for problem in report.problems] == ["not_a_time"]


def test_it_cannot_have_been_written_down_before_it_happened_or_in_the_future(run):
    early = run(line(recorded_at="2024-09-01T08:00:00+02:00"))
    late = run(line(recorded_at="2099-01-01T08:00:00+01:00"))

    assert [problem.code for problem in early.problems + late.problems] == [
        "recorded_before_it_happened",
        "recorded_later_than_now",
    ]


def test_another_pupil_in_a_later_file_is_refused_too(run):
    run(line())

    report = run(line("CaseOpened", data=OPENED, pupil="p2", occurred_at="2024-09-04"))

    assert [problem.code for problem in report.problems] == ["another_pupil"]
    assert report.cases_left_out == ["c1"]


def test_a_reference_that_looks_like_one_of_our_ids_does_not_reach_that_history(run, store, refs):
    run(line())
    ours = str(refs.case("c1"))

    run(line(case=ours))

    assert store.version(refs.case("c1")) == 1
    assert store.version(refs.case(ours)) == 1


def test_ids_cannot_be_tried_out_without_the_key(refs):
    assert refs.person("01010112345") != Refs("imports", bytes(32)).person("01010112345")
    assert refs.person("01010112345").version is None or refs.person("01010112345").version == 8


def test_what_may_be_somebodys_own_words_is_not_repeated_in_the_report(run):
    report = run(line(data={"reporter": "Kari Nordli 01010112345", "concern": "exclusion", "own_words": "x"}))

    assert "Kari" not in report.problems[0].reason
