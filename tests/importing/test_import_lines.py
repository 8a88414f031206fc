"""What an import does with good lines, bad lines, and lines that it has seen before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from events.envelope import Precision
from events.lists.concern import Channel
from tests.importing.good_lines import line
from texts import Language

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
        line("CaseOpened", occurred_at="2024-09-05T09:00:00+02:00", known_at="2024-09-05T09:00:00+02:00", data=OPENED),
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
