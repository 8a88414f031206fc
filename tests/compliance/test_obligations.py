"""What a rule makes of a history: what opens a duty, when it is due, what fulfils it, what ends it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import polars as pl
import pytest

from events import Actor, Envelope, Recorded, Stream
from events.concern import ReportedToPrincipal
from events.lists.concern import Certainty
from events.lists.people import Role
from services.compliance import obligations as engine
from services.compliance.calendar import Calendar
from services.compliance.frame import HISTORY, history
from services.compliance.loading import Rules, load_rulebooks
from services.compliance.obligations import EFFECTS, OBLIGATIONS, obligations
from services.compliance.verdicts import verdicts
from tests.compliance.history_steps import HEAD, at, happened, history_of, read, rule, rules, verdict_of

NOW = at(28)


def simple(due: str, *, trigger: str = "", discharge: str = "") -> Rules:
    """Reported to the principal, and then the pupil is told."""
    return rules(
        rule(
            "told",
            f"""
trigger = {{ events = ["case.ReportedToPrincipal"]{trigger} }}
due = {{ {due} }}
discharge = {{ events = ["case.PupilInformedOfReceipt"]{discharge} }}
""",
        )
    )


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ('kind = "at_once"', datetime(2026, 3, 27, 14, tzinfo=UTC)),
        ('kind = "at_once", minutes = 30', datetime(2026, 3, 27, 12, 30, tzinfo=UTC)),
        ('kind = "hours", n = 72', datetime(2026, 3, 30, 12, tzinfo=UTC)),
        ('kind = "same_day"', datetime(2026, 3, 27, 22, 59, 59, 999999, UTC)),
        ('kind = "next_day"', datetime(2026, 3, 28, 22, 59, 59, 999999, UTC)),
        ('kind = "days", n = 2', datetime(2026, 3, 29, 21, 59, 59, 999999, UTC)),
        ('kind = "weeks", n = 6', datetime(2026, 5, 8, 21, 59, 59, 999999, UTC)),
        ('kind = "working_days", n = 5', datetime(2026, 4, 8, 21, 59, 59, 999999, UTC)),
        ('kind = "school_year_date", month = 6, day = 30', datetime(2026, 6, 30, 21, 59, 59, 999999, UTC)),
        ('kind = "school_year_date", iso_week = 41', datetime(2025, 10, 5, 21, 59, 59, 999999, UTC)),
    ],
)
def test_a_report_on_the_friday_before_summer_time_and_easter_is_due(due: str, expected: datetime) -> None:
    found = read(simple(due), happened("case.ReportedToPrincipal", at(27)))

    assert found.obligations["due_at"].to_list() == [expected]


def test_the_clock_starts_when_someone_knew_and_never_before_it_happened() -> None:
    by_known = simple('kind = "same_day"', trigger=', clock = "known_at"')

    found = read(
        by_known,
        happened("case.ReportedToPrincipal", at(2), known=at(4)),
        happened("case.ReportedToPrincipal", at(9), known=at(5)),
    )

    assert found.obligations["opened_at"].to_list() == [at(4), at(9)]


def test_every_trigger_opens_its_own_duty_unless_the_rule_says_the_first_alone() -> None:
    reports = [happened("case.ReportedToPrincipal", at(day)) for day in (5, 3, 4)]

    every = read(simple('kind = "same_day"'), *reports)
    first = read(simple('kind = "same_day"', trigger=", first = true"), *reports)

    assert every.obligations["opened_at"].to_list() == [at(3), at(4), at(5)]
    assert verdicts(first, at=NOW)["opened_at"].to_list() == [at(3)]


def test_a_step_at_the_same_instant_fulfils_but_no_step_fulfils_itself() -> None:
    again = rules(
        rule(
            "again",
            """
trigger = { events = ["case.FollowUpHeld"] }
due = { kind = "weeks", n = 1 }
discharge = { events = ["case.FollowUpHeld"] }
""",
        )
    )
    told = read(
        simple('kind = "at_once"'), happened("case.ReportedToPrincipal", at(3)), happened("case.PupilInformedOfReceipt", at(3))
    )
    alone = read(again, happened("case.FollowUpHeld", at(3)))
    twice = read(again, happened("case.FollowUpHeld", at(3), id_="one"), happened("case.FollowUpHeld", at(5), id_="two"))

    assert verdict_of(verdicts(told, at=NOW)) == {"told": "met"}
    assert alone.obligations["discharged_by"].to_list() == [None]
    assert twice.obligations["discharged_by"].to_list() == ["two", None]


def test_what_was_done_before_counts_only_where_the_rule_says_ever() -> None:
    rows = (happened("case.PupilInformedOfReceipt", at(2)), happened("case.ReportedToPrincipal", at(3)))

    assert verdict_of(verdicts(read(simple('kind = "same_day"'), *rows), at=NOW)) == {"told": "overdue"}
    assert verdict_of(verdicts(read(simple('kind = "same_day"', discharge=', match = "ever"'), *rows), at=NOW)) == {"told": "met"}


@pytest.mark.parametrize(("day", "verdict"), [(2, "met"), (3, "met"), (4, "late"), (None, "overdue")])
def test_what_shall_be_done_before_is_late_after_and_overdue_without(day: int | None, verdict: str) -> None:
    rows = [] if day is None else [happened("case.PupilInformedOfReceipt", at(day))]

    found = read(simple('kind = "before"', discharge=', match = "before"'), happened("case.ReportedToPrincipal", at(3)), *rows)

    assert verdict_of(verdicts(found, at=NOW)) == {"told": verdict}


@pytest.mark.parametrize(("parts", "verdict"), [("abcde", "met"), ("abce", "overdue"), ("", "overdue")])
def test_a_check_is_judged_on_the_event_itself(parts: str, verdict: str) -> None:
    checked = rules(
        rule(
            "parts",
            """
trigger = { events = ["case.PlanAdopted"] }
due = { kind = "check" }
discharge = { where = [{ field = "parts", op = "contains_all", value = ["a", "b", "c", "d", "e"] }], match = "same_event" }
""",
        )
    )

    found = read(checked, happened("case.PlanAdopted", at(3), parts=list(parts)), happened("case.PlanAdopted", at(9), parts=["a"]))

    assert verdicts(found, at=at(3))["verdict"].to_list() == [verdict if verdict == "met" else "open"]
    assert verdicts(found, at=at(4))["verdict"].to_list() == [verdict]


PER_MEASURE = rules(
    rule(
        "evaluate",
        """
trigger = { events = ["case.MeasureAdded"], key = "measure" }
due = { kind = "date_field", field = "evaluate_on", plus_weeks = 1 }
discharge = { events = ["case.MeasureEvaluated"] }
release = { events = ["case.MeasureMissed", "case.CaseClosed"] }
""",
    )
)


def test_each_measure_has_its_own_limit_and_its_own_evaluation() -> None:
    found = read(
        PER_MEASURE,
        happened("case.MeasureAdded", at(2), id_="one", measure="m", evaluate_on="2026-03-09"),
        happened("case.MeasureAdded", at(2, 13), id_="two", measure="n", evaluate_on="2026-03-10"),
        happened("case.MeasureEvaluated", at(9), id_="evaluated", measure="n"),
        happened("case.MeasureEvaluated", at(9), measure="n", case="another case"),
    ).obligations

    assert found.select("opened_by", "key", "discharged_by").rows() == [("one", "m", None), ("two", "n", "evaluated")]
    assert found["due_at"].to_list() == [
        datetime(2026, 3, 16, 22, 59, 59, 999999, UTC),
        datetime(2026, 3, 17, 22, 59, 59, 999999, UTC),
    ]


def test_a_duty_without_the_date_or_the_key_that_it_speaks_of_is_not_opened() -> None:
    found = read(
        PER_MEASURE,
        happened("case.MeasureAdded", at(2), measure="m", evaluate_on=None),
        happened("case.MeasureAdded", at(2), measure=None, evaluate_on="2026-03-09"),
    )

    assert found.obligations.is_empty()


def test_a_release_of_one_measure_ends_that_duty_and_the_end_of_the_case_ends_all() -> None:
    added = [happened("case.MeasureAdded", at(2), id_=name, measure=name, evaluate_on="2026-03-09") for name in "mn"]

    one = read(PER_MEASURE, *added, happened("case.MeasureMissed", at(5), measure="m"))
    both = read(PER_MEASURE, *added, happened("case.CaseClosed", at(5)))
    too_late = read(PER_MEASURE, *added, happened("case.CaseClosed", at(20)))

    assert verdicts(one, at=NOW).sort("key")["verdict"].to_list() == ["not_applicable", "overdue"]
    assert verdicts(both, at=NOW)["verdict"].to_list() == ["not_applicable"] * 2
    assert verdicts(too_late, at=NOW)["verdict"].to_list() == ["overdue"] * 2


def test_a_step_before_the_release_counts_and_one_after_does_not() -> None:
    added = happened("case.MeasureAdded", at(2), measure="m", evaluate_on="2026-03-09")
    evaluated = happened("case.MeasureEvaluated", at(5), measure="m")

    before = read(PER_MEASURE, added, evaluated, happened("case.CaseClosed", at(6)))
    after = read(PER_MEASURE, added, evaluated, happened("case.CaseClosed", at(4)))

    assert verdicts(before, at=NOW)["verdict"].to_list() == ["met"]
    assert verdicts(after, at=NOW)["verdict"].to_list() == ["not_applicable"]


SOON = simple('kind = "asap", silence_working_days = 3')


@pytest.mark.parametrize(
    ("rows", "moment", "verdict"),
    [
        ([], at(6, 22), "open"),
        ([], at(7), "not_documented"),
        ([happened("case.CaseClosed", at(4))], at(4, 13), "not_documented"),
        ([happened("case.PupilInformedOfReceipt", at(20))], at(21), "met"),
        ([happened("case.PupilInformedOfReceipt", at(20))], at(19), "not_documented"),
    ],
)
def test_silence_is_not_documented_and_never_met(rows: list[tuple[object, ...]], moment: datetime, verdict: str) -> None:
    found = read(SOON, happened("case.ReportedToPrincipal", at(3)), *rows)

    assert verdict_of(verdicts(found, at=moment)) == {"told": verdict}


def test_the_law_of_the_day_of_opening_judges() -> None:
    body = """
trigger = { events = ["case.CaseOpened"], first = true }
due = { kind = "same_day" }
discharge = { events = ["case.PlanAdopted"] }
"""
    editions = rules(rule("old", body + "valid_until = 2024-07-31"), rule("new", body + "valid_from = 2024-08-01"))
    last_evening = datetime(2024, 7, 31, 21, 59, tzinfo=UTC)
    past_midnight = datetime(2024, 7, 31, 22, 1, tzinfo=UTC)

    found = read(
        editions, happened("case.CaseOpened", last_evening, case="a"), happened("case.CaseOpened", past_midnight, case="b")
    )
    again = read(editions, happened("case.CaseOpened", last_evening), happened("case.CaseOpened", past_midnight))

    assert found.obligations.select("case_id", "rule_id").rows() == [("a", "t.old"), ("b", "t.new")]
    assert again.obligations["rule_id"].to_list() == ["t.old"]


def test_a_municipal_plan_applies_only_where_and_when_it_was_chosen() -> None:
    plan = rules(
        rule(
            "told",
            """
trigger = { events = ["case.ReportedToPrincipal"] }
due = { kind = "same_day" }
discharge = { events = ["case.PupilInformedOfReceipt"] }
""",
        ),
        head=HEAD.replace('kind = "law"', 'kind = "local"'),
    )
    reports = [
        happened("case.ReportedToPrincipal", at(day), id_=f"{school} {day}", school=school, case=f"{school} {day}")
        for school in ("999888777", "999888776", None)
        for day in (2, 9, 16)
    ]
    choices = pl.DataFrame({"school": ["999888777"], "rulebook": ["t"], "from_date": [date(2026, 3, 9)]})

    chosen = read(plan, *reports, choices=choices)
    ended = read(plan, *reports, choices=choices.with_columns(until_date=date(2026, 3, 15)))
    everywhere = read(plan, *reports)

    assert sorted(chosen.obligations["opened_by"]) == ["999888777 16", "999888777 9"]
    assert sorted(ended.obligations["opened_by"]) == ["999888777 9"]
    assert everywhere.obligations.height == 9


def test_law_and_guidance_apply_whatever_is_chosen() -> None:
    nothing = pl.DataFrame(schema={"school": pl.String, "rulebook": pl.String, "from_date": pl.Date})

    found = read(simple('kind = "same_day"'), happened("case.ReportedToPrincipal", at(2)), choices=nothing)

    assert found.obligations.select("kind", "miss").row(0) == ("law", "breach_of_law")


def test_facts_that_must_be_the_same_are_and_absent_is_the_same_as_absent() -> None:
    tasks = rules(
        rule(
            "done",
            """
trigger = { events = ["wheel.WheelTaskPlanned"], key = "stream" }
due = { kind = "date_field", field = "due_on" }
discharge = { events = ["wheel.WheelTaskDone"], same = ["kind", "term"] }
""",
        )
    )
    found = read(
        tasks,
        happened("wheel.WheelTaskPlanned", at(2), id_="a", kind="x", term="autumn", due_on="2026-03-20"),
        happened("wheel.WheelTaskPlanned", at(2, 13), id_="b", kind="x", term=None, due_on="2026-03-20"),
        happened("wheel.WheelTaskDone", at(5), id_="done", kind="x", term=None),
    )

    assert found.obligations.select("opened_by", "discharged_by").rows() == [("a", None), ("b", "done")]


def test_nothing_happened_and_no_rules_give_frames_of_the_same_form() -> None:
    empty = obligations(HISTORY.to_frame(), simple('kind = "same_day"'), Calendar())
    ruleless = obligations(history_of(happened("case.ReportedToPrincipal", at(2))), Rules(()), Calendar())
    unmoved = read(simple('kind = "same_day"'), happened("case.CaseClosed", at(2)))
    moved = read(simple('kind = "same_day"'), happened("case.ReportedToPrincipal", at(2)))

    for found in (empty, ruleless, unmoved, moved):
        assert found.obligations.schema == OBLIGATIONS
        assert found.effects.schema == EFFECTS
    assert verdicts(empty, at=NOW).is_empty()


def test_a_history_reads_the_same_in_one_piece_and_in_many() -> None:
    together = simple('kind = "same_day"', trigger=", first = true")
    rows = [
        happened(topic, at(1 + number % 9), id_=f"{topic} {number}", case=f"case {number % 7}", certainty="suspicion")
        for number in range(300)
        for topic in ("case.ReportedToPrincipal", "case.PupilInformedOfReceipt")
    ]
    events = history_of(*rows)

    whole = obligations(events, together, Calendar()).obligations.sort("obligation_id")
    alone = pl.concat(obligations(part, together, Calendar()).obligations for part in events.partition_by("case_id")).sort(
        "obligation_id"
    )

    assert whole.rows() == alone.rows()


def test_chunks_hold_whole_cases() -> None:
    of_case = [number // 3 if number < 45 else 99 for number in range(90)]
    events = history_of(
        *(happened("case.CaseOpened", at(2), id_=str(number), case=f"case {of_case[number]}") for number in range(90))
    )
    chunks = list(engine._whole_cases(events, at_most=20))

    assert len(chunks) >= 3
    assert all(chunk.height for chunk in chunks)
    assert sum(chunk.height for chunk in chunks) == 90
    assert sum(chunk["case_id"].n_unique() for chunk in chunks) == 16


def test_a_recorded_event_becomes_a_row_without_its_sealed_text() -> None:
    report = ReportedToPrincipal(
        reported_by=UUID(int=1), principal=UUID(int=2), certainty=Certainty.SUSPICION, pupil_informed=True, content="Kari er redd."
    )
    envelope = Envelope(
        event_id=UUID(int=3),
        tenant="steindal",
        stream=Stream.CASE,
        actor=Actor(ref=UUID(int=1), role=Role.EMPLOYEE),
        occurred_at=at(2),
        known_at=at(2),
        recorded_at=at(9),
        source_recorded_at=at(3),
        correlation_id=UUID(int=4),
        school="999888777",
    )
    row = history([Recorded(stream_id=UUID(int=5), version=1, topic="case.ReportedToPrincipal", envelope=envelope, event=report)])

    assert row.schema == HISTORY
    assert row.select("case_id", "stream_id", "documented_at").row(0) == (str(UUID(int=5)), str(UUID(int=5)), at(3))
    facts = msgspec.json.decode(row["facts"][0])
    assert facts["certainty"] == "suspicion"
    assert "content" not in facts


def test_the_rulebooks_of_the_package_read_a_history() -> None:
    found = read(load_rulebooks(), happened("case.ReportedToPrincipal", at(2), certainty="suspicion", pupil_informed=False))

    assert found.obligations.height > 0
    assert found.obligations["obligation_id"].is_unique().all()


def test_a_right_that_runs_out_is_told_by_its_date_and_owed_by_nobody() -> None:
    right = """
trigger = { events = ["enforcement.StatsforvalterDecisionReceived"], key = "stream" }
due = { kind = "weeks", n = 3 }
discharge = { events = ["enforcement.ComplaintToUdirLodged"] }
release = { events = ["enforcement.StatsforvalterDecisionReceived"]ITSELF }
"""
    owed, told = (rules(rule("complain", right.replace("ITSELF", itself))) for itself in ("", ", itself = true"))
    decided = happened("enforcement.StatsforvalterDecisionReceived", at(2))

    assert verdict_of(verdicts(read(told, decided), at=NOW)) == {"complain": "not_applicable"}
    assert verdict_of(verdicts(read(owed, decided), at=NOW)) == {"complain": "overdue"}
    assert read(told, decided).obligations["due_at"].to_list() == [datetime(2026, 3, 23, 22, 59, 59, 999999, UTC)]
